"""judge: a timeline and the patterns in, a level with its reasons out. Pure, so any past answer can be run again."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter

from msgspec import Struct

from guard_api.engine.observations import AnyObservation
from guard_api.engine.pattern import Pattern
from guard_api.engine.signals import Evidence, Kind, Scene
from guard_api.engine.extraction.scene import read_timeline

MAX_SCORE = 100
_SCORE = attrgetter("score")


class Level(StrEnum):
    """How bad it is."""

    NONE = "none"
    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"


_THRESHOLDS = ((80, Level.CRITICAL), (50, Level.WARNING), (20, Level.NOTICE))


def level_of(score: int) -> Level:
    """Map a score to its level: the only place where numbers become words."""
    for threshold, level in _THRESHOLDS:
        if score >= threshold:
            return level
    return Level.NONE


class Finding(Struct, frozen=True):
    """A pattern that fits, and the signals it was read from. There is none without evidence.

    `level` is that of this finding by itself; what only adds weight still is a notice.
    """

    pattern: Pattern
    evidence: Evidence
    score: int
    level: Level


def weigh(pattern: Pattern, evidence: Evidence) -> Finding:
    """Grade a pattern's weight by the strength of its evidence and by whether that stands alone."""
    score, graded_by, company = float(pattern.weight), pattern.graded_by, pattern.company
    if graded_by is not None:
        score *= max([signal.strength for signal in evidence if signal.kind is graded_by], default=1.0)
    if company and not [signal for signal in evidence if signal.kind in company]:
        score *= pattern.alone
    rounded = round(score)
    level = level_of(rounded)
    return Finding(pattern, evidence, rounded, Level.NOTICE if level is Level.NONE else level)


class Verdict(Struct, frozen=True):
    """What a timeline adds up to at `as_of`. `findings` are the heaviest first, without the absorbed ones.

    `score` and `level` are those of all findings together.
    """

    as_of: datetime
    score: int
    level: Level
    findings: tuple[Finding, ...]
    scene: Scene


def judge(observations: Iterable[AnyObservation], patterns: Sequence[Pattern], as_of: datetime) -> Verdict:
    """Weigh what was observed up to `as_of`, the time of the newest observation, never the wall clock's."""
    scene = read_timeline(observations, as_of)
    counted = _counted(scene, patterns)
    counted.sort(key=_SCORE, reverse=True)
    score = min(MAX_SCORE, sum(map(_SCORE, counted)))
    level = level_of(score)
    return Verdict(as_of, score, level, tuple(counted) if level is not Level.NONE else (), scene)


def _counted(scene: Scene, patterns: Sequence[Pattern]) -> list[Finding]:
    """Give what fits, but for what a finding of at least that score makes redundant.

    Absorbing never lowers a level. Nothing scores more than its weight, so what is absorbed even with that is not
    tried: when all signs are there, most patterns are spared. What it absorbs itself, its absorber does, too.
    """
    fitting: list[Finding] = []
    absorbed_up_to: dict[str, int] = {}
    for pattern in _possible(tuple(patterns), scene.kinds):
        if pattern.weight <= absorbed_up_to.get(pattern.id, -1):
            continue
        evidence = pattern.shape.match(scene, pattern.within)
        if evidence is None:
            continue
        finding = weigh(pattern, evidence)
        fitting.append(finding)
        for name in pattern.absorbs:
            absorbed_up_to[name] = max(finding.score, absorbed_up_to.get(name, -1))
    return [one for one in fitting if one.score > absorbed_up_to.get(one.pattern.id, -1)]


@lru_cache(maxsize=1024)
def _possible(patterns: Sequence[Pattern], kinds: frozenset[Kind]) -> Sequence[Pattern]:
    """Leave out the patterns that lack a kind: of fifteen, one call by itself leaves one or none to be tried."""
    return [pattern for pattern in patterns if not any(need.isdisjoint(kinds) for need in pattern.shape.needs)]


def policy_revision(patterns: Sequence[Pattern]) -> str:
    """Name patterns and tuning by their content: 12 hexadecimal digits that change when a verdict might."""
    return hashlib.sha256(repr((patterns, _THRESHOLDS)).encode()).hexdigest()[:12]
