"""judge: what was observed and the policy in, a decision out. Pure, so any past answer can be run again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter

from guard_api.engine.asking import Told, Unknown, worth_asking
from guard_api.engine.decision import Decision, Match, NearMiss
from guard_api.engine.extraction.facts import facts_of
from guard_api.engine.extraction.scene import scene_of
from guard_api.engine.observations import AnyObservation
from guard_api.engine.pattern import Pattern
from guard_api.engine.policy import Level, Policy, Thresholds, possible
from guard_api.engine.shapes.shape import Lacking
from guard_api.engine.signals import Evidence, Kind, Scene

MAX_SCORE = 100
_SCORE = attrgetter("score")


def judge(
    observations: Iterable[AnyObservation],
    policy: Policy,
    as_of: datetime,
    *,
    near_misses: bool = False,
    asks: bool = False,
) -> Decision:
    """Decide on what was observed up to `as_of`, the time of the newest observation, never the wall clock's.

    `near_misses` asks for what did not match and why, `asks` for the question that the person may be asked.
    """
    observations = [*observations]
    seen, calls, scene = scene_of(observations, policy.tuning, as_of)
    counted = _counted(scene, policy.patterns, policy.thresholds)
    counted.sort(key=_SCORE, reverse=True)
    score = min(MAX_SCORE, sum(map(_SCORE, counted)))
    level = policy.thresholds.level_of(score)
    matters = level is not Level.NONE
    return Decision(
        as_of,
        level,
        score,
        policy.revision,
        tuple(counted) if matters else (),
        tuple(_counted(scene, policy.shadows, policy.thresholds)) if policy.shadows else (),
        facts_of(seen, calls, scene, whole=matters),
        _near_misses(scene, policy.patterns) if near_misses else (),
        _unknown(observations, policy, Told(seen, calls, scene), level) if asks else None,
    )


def _unknown(observations: Sequence[AnyObservation], policy: Policy, told: Told, level: Level) -> Unknown | None:
    """Return what is worth asking, after judging again with the worst that the person could answer."""

    def level_with(answer: AnyObservation) -> tuple[Level, int]:
        decision = judge([*observations, answer], policy, told.scene.as_of)
        return decision.level, decision.score

    return worth_asking(told, level, level_with)


def score_of(pattern: Pattern, evidence: Evidence, scene: Scene, thresholds: Thresholds) -> Match:
    """Grade a pattern's weight by the strength of its evidence and by whether that stands alone."""
    score, grading, corroboration = float(pattern.weight), pattern.grading, pattern.corroboration
    if grading:
        score *= max([signal.strength for signal in evidence if signal.kind in grading], default=1.0)
    if corroboration is not None and isinstance(corroboration.match(scene, pattern.within), Lacking):
        score *= pattern.solo_factor
    rounded = round(score)
    level = thresholds.level_of(rounded)
    return Match(pattern, evidence, rounded, Level.NOTICE if level is Level.NONE else level)


def _counted(scene: Scene, patterns: Sequence[Pattern], thresholds: Thresholds) -> list[Match]:
    """Return what matches, but for what a match of at least that score makes redundant.

    Subsuming never lowers a level. Nothing scores more than its weight, so what is subsumed even with that is not
    tried: when all signs are there, most patterns are spared. What it subsumes itself, its subsumer does, too.
    """
    matching: list[Match] = []
    subsumed_up_to: dict[str, int] = {}
    for pattern in possible(patterns, scene.kinds):
        if pattern.weight <= subsumed_up_to.get(pattern.id, -1):
            continue
        evidence = pattern.shape.match(scene, pattern.within)
        if isinstance(evidence, Lacking):
            continue
        match = score_of(pattern, evidence, scene, thresholds)
        matching.append(match)
        for name in pattern.subsumes:
            subsumed_up_to[name] = max(match.score, subsumed_up_to.get(name, -1))
    return [one for one in matching if one.score > subsumed_up_to.get(one.pattern.id, -1)]


def _near_misses(scene: Scene, patterns: Sequence[Pattern]) -> tuple[NearMiss, ...]:
    """Return the patterns of which at least one sign is there, and what the rest lacks."""
    misses = []
    for pattern in patterns:
        missing = _missing(pattern, scene.kinds)
        lacking = Lacking.SIGN if missing else pattern.shape.match(scene, pattern.within)
        if isinstance(lacking, Lacking) and pattern.shape.kinds & scene.kinds:
            misses.append(NearMiss(pattern, lacking, missing))
    return tuple(misses)


def _missing(pattern: Pattern, kinds: frozenset[Kind]) -> tuple[Kind, ...]:
    required = pattern.shape.required_kinds
    return tuple(sorted({kind for need in required if need.isdisjoint(kinds) for kind in need}))
