"""The policy: which patterns count, how much, and by which numbers. A value, so that another one can be tried."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import StrEnum
from functools import cached_property, lru_cache

from msgspec import Struct

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes.narrowing import is_possible, narrowed
from guard_api.engine.shapes.shape import Shape
from guard_api.engine.signals import Kind
from guard_api.engine.tuning import Tuning


class Level(StrEnum):
    """How bad it is."""

    NONE = "none"
    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"


_NONE, _NOTICE, _WARNING, _CRITICAL = Level
"""Members of enumerations are looked up by Python code."""


class Thresholds(Struct, frozen=True):
    """The scores from which on a level holds."""

    notice: int = 20
    warning: int = 50
    critical: int = 80

    def level_of(self, score: int) -> Level:
        """Return the level of a score: the only place where numbers become words."""
        if score >= self.critical:
            return _CRITICAL
        if score >= self.warning:
            return _WARNING
        return _NOTICE if score >= self.notice else _NONE


class Mode(StrEnum):
    """What a pattern does: it counts, or is only watched, or neither."""

    ON = "on"
    SHADOW = "shadow"
    OFF = "off"


class Rule(Struct, frozen=True):
    """A pattern as the policy has it. `weight` and `within` of None are the pattern's own."""

    pattern: Pattern
    mode: Mode = Mode.ON
    weight: int | None = None
    within: timedelta | None = None

    @property
    def tuned(self) -> Pattern:
        """Return the pattern with the rule's weight and window."""
        weight = self.pattern.weight if self.weight is None else self.weight
        within = self.pattern.within if self.within is None else self.within
        return self.pattern.tuned(weight, within)


Possible = Callable[[frozenset[Kind]], Sequence[tuple[Pattern, Shape]]]
"""Leaves out the patterns that lack a kind, and what does of the others: of twenty, one call leaves a few."""


class Policy(Struct, frozen=True, cache_hash=True, dict=True):
    """All that a decision goes by, beside what was observed.

    `content` names what texts and links are read by, which happens when a check arrives: lexicon, points, confidences.
    """

    rules: tuple[Rule, ...]
    thresholds: Thresholds = Thresholds()
    tuning: Tuning = Tuning()
    content: str = ""

    @cached_property
    def revision(self) -> str:
        """Return 12 hexadecimal digits that change when a decision might."""
        decisive = repr((self.rules, self.thresholds, self.tuning, self.content))
        return hashlib.sha256(decisive.encode()).hexdigest()[:12]

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The patterns that count, as they are tuned; those that subsume others come before them."""
        return tuple(rule.tuned for rule in self.rules if rule.mode is Mode.ON)

    @cached_property
    def possible(self) -> Possible:
        """What of the patterns that count may match where there are these kinds."""
        return _remembering(self.patterns)

    @cached_property
    def possible_shadows(self) -> Possible:
        """The same of those that are only watched."""
        return _remembering(self.shadows)

    @cached_property
    def shadows(self) -> tuple[Pattern, ...]:
        """The patterns that are only watched."""
        return tuple(rule.tuned for rule in self.rules if rule.mode is Mode.SHADOW)


def _remembering(patterns: Sequence[Pattern]) -> Possible:
    """Return what is found once for each combination of kinds: few of them come together."""

    @lru_cache(maxsize=1024)
    def possible(kinds: frozenset[Kind]) -> Sequence[tuple[Pattern, Shape]]:
        return [(pattern, narrowed(pattern.shape, kinds)) for pattern in patterns if is_possible(pattern.shape, kinds)]

    return possible


def policy_of(patterns: Sequence[Pattern], content: str = "") -> Policy:
    """Return the policy in which all of these count as they are."""
    return Policy(tuple(map(Rule, patterns)), content=content)
