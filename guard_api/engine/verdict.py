"""judge: a timeline and the patterns in, a level with its reasons out. Pure, so any past answer can be run again."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter

from msgspec import Struct

from guard_api.engine.observations import AnyObservation
from guard_api.engine.pattern import Pattern
from guard_api.engine.signals import Kind, Scene, Signal
from guard_api.engine.timeline import read_timeline

MAX_SCORE = 100


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
    """A pattern that fits, and the signals it was read from. There is none without evidence."""

    pattern: Pattern
    evidence: tuple[Signal, ...]

    @property
    def score(self) -> int:
        """The pattern's weight, graded by the strength of its evidence and by whether that stands alone."""
        pattern, score = self.pattern, float(self.pattern.weight)
        if pattern.graded_by is not None:
            score *= max((signal.strength for signal in self.evidence if signal.kind is pattern.graded_by), default=1.0)
        if pattern.company and not any(signal.kind in pattern.company for signal in self.evidence):
            score *= pattern.alone
        return round(score)

    @property
    def level(self) -> Level:
        """The level of this finding by itself; what only adds weight still is a notice."""
        own = level_of(self.score)
        return Level.NOTICE if own is Level.NONE else own


class Verdict(Struct, frozen=True):
    """What a timeline adds up to at `as_of`. `findings` are the heaviest first, without the absorbed ones."""

    as_of: datetime
    score: int
    findings: tuple[Finding, ...]
    scene: Scene

    @property
    def level(self) -> Level:
        """The level of all findings together."""
        return level_of(self.score)


def judge(observations: Iterable[AnyObservation], patterns: Sequence[Pattern], as_of: datetime) -> Verdict:
    """Weigh what was observed up to `as_of`, the time of the newest observation, never the wall clock's."""
    scene = read_timeline(observations, as_of)
    counted = sorted(_counted(scene, patterns), key=itemgetter(0), reverse=True)
    score = min(MAX_SCORE, sum(score for score, _ in counted))
    findings = tuple(finding for _, finding in counted) if level_of(score) is not Level.NONE else ()
    return Verdict(as_of, score, findings, scene)


def _counted(scene: Scene, patterns: Sequence[Pattern]) -> list[tuple[int, Finding]]:
    """Give what fits, with its score, but for what a finding of at least that score makes redundant.

    Absorbing never lowers a level. Nothing scores more than its weight, so what is absorbed even with that is not
    tried: when all signs are there, most patterns are spared. What it absorbs itself, its absorber does, too.
    """
    fitting: list[tuple[int, Finding]] = []
    absorbed_up_to: dict[str, int] = {}
    for pattern in _possible(tuple(patterns), scene.kinds):
        if pattern.weight <= absorbed_up_to.get(pattern.id, -1):
            continue
        evidence = pattern.shape.match(scene, pattern.within)
        if evidence is None:
            continue
        finding = Finding(pattern, evidence)
        score = finding.score
        fitting.append((score, finding))
        for name in pattern.absorbs:
            absorbed_up_to[name] = max(score, absorbed_up_to.get(name, -1))
    return [(score, one) for score, one in fitting if score > absorbed_up_to.get(one.pattern.id, -1)]


@lru_cache(maxsize=1024)
def _possible(patterns: Sequence[Pattern], kinds: frozenset[Kind]) -> Sequence[Pattern]:
    """Leave out the patterns that lack a kind: of fifteen, one call by itself leaves one or none to be tried."""
    return [pattern for pattern in patterns if not any(need.isdisjoint(kinds) for need in pattern.shape.needs)]


def policy_revision(patterns: Sequence[Pattern]) -> str:
    """Name patterns and tuning by their content: 12 hexadecimal digits that change when a verdict might."""
    return hashlib.sha256(repr((patterns, _THRESHOLDS)).encode()).hexdigest()[:12]
