"""judge: a timeline and the patterns in, a level with its reasons out. Pure, so any past answer can be run again."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from guard_api.engine.observations import AnyObservation
from guard_api.engine.pattern import Pattern
from guard_api.engine.signals import Scene, Signal
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
    return next((level for threshold, level in _THRESHOLDS if score >= threshold), Level.NONE)


@dataclass(frozen=True, slots=True)
class Finding:
    """A pattern that fits, and the signals it was read from. There is none without evidence."""

    pattern: Pattern
    evidence: tuple[Signal, ...]

    @property
    def score(self) -> int:
        """The pattern's weight, graded by the strength of its evidence and by whether that stands alone."""
        pattern = self.pattern
        strengths = [signal.strength for signal in self.evidence if signal.kind is pattern.graded_by]
        accompanied = not pattern.company or any(signal.kind in pattern.company for signal in self.evidence)
        return round(pattern.weight * max(strengths, default=1.0) * (1.0 if accompanied else pattern.alone))

    @property
    def level(self) -> Level:
        """The level of this finding by itself; what only adds weight still is a notice."""
        own = level_of(self.score)
        return Level.NOTICE if own is Level.NONE else own


@dataclass(frozen=True, slots=True)
class Verdict:
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
    fitting = [
        Finding(pattern, evidence)
        for pattern in patterns
        if (evidence := pattern.shape.match(scene, pattern.within)) is not None
    ]
    counted = sorted(_unabsorbed(fitting), key=lambda finding: -finding.score)
    score = min(MAX_SCORE, sum(finding.score for finding in counted))
    return Verdict(as_of, score, tuple(counted) if level_of(score) is not Level.NONE else (), scene)


def _unabsorbed(fitting: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out what a finding of at least the same score makes redundant: absorbing never lowers a level."""
    for finding in fitting:
        name = finding.pattern.id
        if not any(name in other.pattern.absorbs and other.score >= finding.score for other in fitting):
            yield finding


def policy_revision(patterns: Sequence[Pattern]) -> str:
    """Name patterns and tuning by their content: 12 hexadecimal digits that change when a verdict might."""
    return hashlib.sha256(repr((patterns, _THRESHOLDS)).encode()).hexdigest()[:12]
