"""How signals must lie in time for a pattern to fit: the relations behind `shapes`.

`within` is the widest gap between signals that still belong together. A chain may be long - frauds last for
hours - but no link of it is longer. Everything must reach into the last `within` before `as_of`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from guard_api.engine.shapes.clusters import strongest_of
from guard_api.engine.shapes.shape import Lacking, RequiredKinds
from guard_api.engine.signals import EVENTS, Evidence, Kind, Scene, Signal

REPORTING_LAG = timedelta(seconds=10)
"""Phones report some signals seconds late: an order this close is no order."""

_END = attrgetter("end")


def _at_once(one: Signal, other: Signal) -> bool:
    """Say whether both go on at one moment. What was reported to be over when the other began, was over."""
    if one.ongoing and other.ongoing:
        return True
    return max(one.since, other.since) < min(one.end, other.end)


def _last_moment(effect: Signal, lead: timedelta) -> datetime:
    """Give the last moment at which something still goes on; an event may be up to `lead` earlier."""
    if effect.ongoing:
        return effect.end
    if effect.since == effect.end or effect.kind in EVENTS:
        return effect.end + lead
    return effect.end - datetime.resolution


@dataclass(frozen=True, slots=True)
class Together:
    """Every term has a signal, and a chain of gaps no wider than `within` connects them, in whatever order."""

    terms: tuple[tuple[Kind, ...], ...]

    @property
    def kinds(self) -> frozenset[Kind]:
        """All kinds of all terms."""
        return frozenset(kind for term in self.terms for kind in term)

    @property
    def required_kinds(self) -> RequiredKinds:
        """Every term."""
        return tuple(map(frozenset, self.terms))

    def match(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        """Give the plainest signal of every term from the newest chain, if that has them all."""
        return strongest_of(self.terms, scene, within)


@dataclass(frozen=True, slots=True)
class Follows:
    """`second` goes on while `first` does, or begins at most `gap` after it; it was not over `lead` before.

    A `gap` of None is the pattern's own window.
    """

    first: tuple[Kind, ...]
    second: tuple[Kind, ...]
    lead: timedelta = REPORTING_LAG
    gap: timedelta | None = None

    @property
    def kinds(self) -> frozenset[Kind]:
        """Both sides."""
        return frozenset((*self.first, *self.second))

    @property
    def required_kinds(self) -> RequiredKinds:
        """Both sides."""
        return frozenset(self.first), frozenset(self.second)

    def match(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        """Give the newest pair in that order."""
        causes, current = scene.of(self.first), scene.as_of - within
        spans, gap = scene.spans(self.first), within if self.gap is None else self.gap
        for effect in reversed(scene.of(self.second)):
            begun_by = _last_moment(effect, self.lead)
            lasting_to = effect.since - gap if effect.end >= current else current
            if spans.any(begun_by=begun_by, lasting_to=lasting_to):
                return next(c for c in reversed(causes) if c.since <= begun_by and c.end >= lasting_to), effect
        return Lacking.NEARNESS


@dataclass(frozen=True, slots=True)
class Overlapping:
    """Both go on at the same moment."""

    one: tuple[Kind, ...]
    other: tuple[Kind, ...]

    @property
    def kinds(self) -> frozenset[Kind]:
        """Both sides."""
        return frozenset((*self.one, *self.other))

    @property
    def required_kinds(self) -> RequiredKinds:
        """Both sides."""
        return frozenset(self.one), frozenset(self.other)

    def match(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        """Give the newest pair that overlaps."""
        others, current = scene.of(self.other), scene.as_of - within
        spans = scene.spans(self.other)
        for one in reversed(scene.of(self.one)):
            lasting_to = one.since if one.end >= current else current
            # Those that only touch are few, and told apart one by one.
            if spans.any(begun_by=one.end, lasting_to=lasting_to):
                for other in reversed(others):
                    if other.end >= lasting_to and _at_once(one, other):
                        return one, other
        return Lacking.OVERLAP


@dataclass(frozen=True, slots=True)
class Lasting:
    """One signal goes on for longer than `longer_than`."""

    lasting: tuple[Kind, ...]
    longer_than: timedelta

    @property
    def kinds(self) -> frozenset[Kind]:
        """What lasts."""
        return frozenset(self.lasting)

    @property
    def required_kinds(self) -> RequiredKinds:
        """What lasts."""
        return (frozenset(self.lasting),)

    def match(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        """Give the newest that lasts long enough."""
        for signal in reversed(scene.of(self.lasting)):
            if signal.end - signal.since > self.longer_than and signal.end >= scene.as_of - within:
                return (signal,)
        return Lacking.DURATION


@dataclass(frozen=True, slots=True)
class StillOn:
    """`state` began during `event` or at most `gap` after it, goes on now, and `event` is over since `after`.

    A `gap` of None is the pattern's own window.
    """

    event: tuple[Kind, ...]
    state: tuple[Kind, ...]
    after: timedelta
    lead: timedelta = REPORTING_LAG
    gap: timedelta | None = None

    @property
    def kinds(self) -> frozenset[Kind]:
        """The event and the state it left behind."""
        return frozenset((*self.event, *self.state))

    @property
    def required_kinds(self) -> RequiredKinds:
        """The event and the state it left behind."""
        return frozenset(self.event), frozenset(self.state)

    def match(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        """Give the newest event that left the state behind."""
        gap = within if self.gap is None else self.gap
        for state in (state for state in reversed(scene.of(self.state)) if state.ongoing):
            for event in reversed(scene.of(self.event)):
                near = event.since - self.lead <= state.since <= event.end + gap
                if near and not event.ongoing and scene.as_of - event.end >= self.after:
                    return event, state
        return Lacking.AFTERMATH
