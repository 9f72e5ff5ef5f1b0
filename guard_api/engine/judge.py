"""judge: what was observed and the policy in, a decision out. Pure, so any past answer can be run again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from guard_api.engine.calls import Call
from guard_api.engine.decision import Decision, Match, NearMiss, Unknown, Unshown, Why
from guard_api.engine.extraction.facts import facts_of
from guard_api.engine.extraction.line.lines import blame
from guard_api.engine.extraction.scene import scene_of
from guard_api.engine.folding import Folded, flat, fold, fold_into, typed
from guard_api.engine.line import Line
from guard_api.engine.noted import FalseAlarmReported
from guard_api.engine.observations import AnyObservation
from guard_api.engine.pattern import Pattern
from guard_api.engine.person.asking import Case, worth_asking
from guard_api.engine.person.quieting import is_quiet
from guard_api.engine.policy import Level, Policy, Possible, Thresholds
from guard_api.engine.shapes.shape import Lacking
from guard_api.engine.signals import Evidence, Kind, Scene

MAX_SCORE = 100
Read = tuple[Mapping[type, Sequence[Any]], Sequence[Call], Scene, Line | None]
"""What `scene_of` gives."""
_SCORE = attrgetter("score")
_NONE, _NOTICE = Level.NONE, Level.NOTICE
"""Members of enumerations are looked up by Python code."""


def judge(  # noqa: PLR0913 - what it goes by, and what else is wanted
    observations: Iterable[AnyObservation],
    policy: Policy,
    as_of: datetime,
    *,
    line: Line | None = None,
    near_misses: bool = False,
    asks: bool = False,
) -> Decision:
    """Decide on what was observed up to `as_of`, the time of the newest observation, never the wall clock's.

    `line` is what an earlier decision told to remember.
    `near_misses` asks for what did not match and why, and for what is not shown; `asks` for the question that the
    person may be asked.
    """
    observations = fold(observations)
    return judge_read(
        scene_of(observations, policy.tuning, as_of, line),
        observations,
        policy,
        before=line,
        near_misses=near_misses,
        asks=asks,
    )


def judge_read(  # noqa: PLR0913 - what it goes by, and what else is wanted
    read: Read,
    observations: Folded,
    policy: Policy,
    *,
    before: Line | None = None,
    near_misses: bool = False,
    asks: bool = False,
) -> Decision:
    """Decide on what was `read` from observations already, by tuning that is the policy's, with the line `before`."""
    seen, calls, scene, line = read
    counted = _counted(scene, policy.possible, policy.thresholds)
    counted.sort(key=_SCORE, reverse=True)
    score = min(MAX_SCORE, sum(map(_SCORE, counted)))
    level = policy.thresholds.level_of(score)
    matters = level is not _NONE
    quiet = matters and FalseAlarmReported in seen and is_quiet(seen[FalseAlarmReported], counted, score, level)
    if quiet:
        level, matters, asks = _NONE, False, False
    return Decision(
        scene.as_of,
        level,
        0 if quiet else score,
        policy.revision,
        tuple(counted) if matters else (),
        tuple(_counted(scene, policy.possible_shadows, policy.thresholds)) if policy.shadows else (),
        facts_of(seen, calls, scene, line, whole=matters),
        _near_misses(scene, policy.patterns) if near_misses else (),
        _unknown(observations, policy, Case(seen, calls, scene), level, before) if asks else None,
        blame(line, counted) if line is not None and counted else line,
        _unshown(scene, policy, counted, matters=matters, quiet=quiet) if near_misses else (),
    )


def _unknown(observations: Folded, policy: Policy, case: Case, level: Level, line: Line | None) -> Unknown | None:
    """Return what is worth asking, after judging again with the worst that the person could answer."""

    def level_with(answer: AnyObservation) -> tuple[Level, int]:
        by_type = typed(observations)
        fold_into(by_type, [answer])
        decision = judge(flat(by_type), policy, case.scene.as_of, line=line)
        return decision.level, decision.score

    return worth_asking(case, level, level_with)


def score_of(pattern: Pattern, evidence: Evidence, scene: Scene, thresholds: Thresholds) -> Match:
    """Grade a pattern's weight by the strength of its evidence and by whether that stands alone."""
    score, graded_by, corroboration = float(pattern.weight), pattern.grading, pattern.corroboration
    if graded_by:
        score *= max([signal.strength for signal in evidence if signal.kind in graded_by], default=1.0)
    if corroboration is not None and isinstance(corroboration.match(scene, pattern.within), Lacking):
        score *= pattern.solo_factor
    rounded = round(score)
    level = thresholds.level_of(rounded)
    return Match(pattern, evidence, rounded, _NOTICE if level is _NONE else level)


def _counted(scene: Scene, possible: Possible, thresholds: Thresholds) -> list[Match]:
    """Return what matches, but for what a match of at least that score makes redundant.

    Subsuming never lowers a level. Nothing scores more than its weight, so what is subsumed even with that is not
    tried: when all signs are there, most patterns are spared. What it subsumes itself, its subsumer does, too.
    """
    matching: list[Match] = []
    subsumed_up_to: dict[str, int] = {}
    for pattern, shape in possible(scene.kinds):
        if pattern.weight <= subsumed_up_to.get(pattern.id, -1):
            continue
        evidence = shape.match(scene, pattern.within)
        if isinstance(evidence, Lacking):
            continue
        match = score_of(pattern, evidence, scene, thresholds)
        matching.append(match)
        for name in pattern.subsumes:
            subsumed_up_to[name] = max(match.score, subsumed_up_to.get(name, -1))
    return [one for one in matching if one.score > subsumed_up_to.get(one.pattern.id, -1)]


def _unshown(
    scene: Scene, policy: Policy, counted: Sequence[Match], *, matters: bool, quiet: bool
) -> tuple[Unshown, ...]:
    """Return what fits and is not shown: what others absorb, and all of it where it is too light or quiet."""
    shown = {match.pattern.id for match in counted}
    why = Why.QUIET if quiet else Why.LIGHT
    unshown = [] if matters else [Unshown(match, why) for match in counted]
    for pattern, shape in policy.possible(scene.kinds):
        evidence = None if pattern.id in shown else shape.match(scene, pattern.within)
        if evidence is not None and not isinstance(evidence, Lacking):
            match = score_of(pattern, evidence, scene, policy.thresholds)
            by = next((one.pattern.id for one in counted if pattern.id in one.pattern.subsumes), None)
            unshown.append(Unshown(match, Why.ABSORBED, by))
    return tuple(unshown)


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
