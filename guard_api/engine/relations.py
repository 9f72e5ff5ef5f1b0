"""How signals must lie in time for a pattern to fit: the relations behind `shapes`.

`within` is the widest gap between signals that still belong together. A chain may be long - frauds last for
hours - but no link of it is longer. Everything must reach into the last `within` before `as_of`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from guard_api.engine.signals import Kind, Scene, Signal

REPORTING_LAG = timedelta(seconds=10)
"""Phones report some signals seconds late: an order this close is no order."""

Evidence = tuple[Signal, ...]


class Shape(Protocol):
    """What a pattern looks for. `kinds` are all the kinds that it may give as evidence."""

    @property
    def kinds(self) -> frozenset[Kind]:
        """All kinds that may be in the evidence."""
        ...

    def match(self, scene: Scene, within: timedelta) -> Evidence | None:
        """Give the newest evidence, one signal or more for every part, or None."""
        ...


def _gap(one: Signal, other: Signal) -> timedelta:
    """Give the time between two signals, negative where they overlap."""
    return max(one.since, other.since) - min(one.end, other.end)


def _at_once(one: Signal, other: Signal) -> bool:
    """Say whether both go on at one moment. What was reported to be over when the other began, was over."""
    return _gap(one, other) < timedelta(0) or (one.ongoing and other.ongoing)


def _reaches(effect: Signal, moment: datetime, lead: timedelta) -> bool:
    """Say whether something goes on at a moment; an event may be up to `lead` earlier."""
    if effect.since == effect.end and not effect.ongoing:
        return effect.end >= moment - lead
    return effect.ongoing or effect.end > moment


def _current(evidence: Iterable[Signal], scene: Scene, within: timedelta) -> bool:
    return any(signal.end >= scene.as_of - within for signal in evidence)


@dataclass(frozen=True, slots=True)
class Together:
    """Every term has a signal, and a chain of gaps no wider than `within` connects them, in whatever order."""

    terms: tuple[tuple[Kind, ...], ...]

    @property
    def kinds(self) -> frozenset[Kind]:
        """All kinds of all terms."""
        return frozenset(kind for term in self.terms for kind in term)

    def match(self, scene: Scene, within: timedelta) -> Evidence | None:
        """Give the plainest signal of every term from the newest chain that has them all."""
        groups = [scene.of(term) for term in self.terms]
        if not all(groups):
            return None
        for chain in reversed(_chains((signal for group in groups for signal in group), within)):
            evidence = tuple(found for term in self.terms if (found := _plainest(chain, term)) is not None)
            if len(evidence) == len(self.terms) and _current(chain, scene, within):
                return evidence
        return None


def _plainest(chain: Iterable[Signal], term: tuple[Kind, ...]) -> Signal | None:
    """Give the strongest of a term's signals, of equals the newest: a weak one must not hide a strong one."""
    return max((s for s in chain if s.kind in term), key=lambda s: (s.strength, s.since), default=None)


def _chains(signals: Iterable[Signal], within: timedelta) -> list[list[Signal]]:
    """Split signals where nothing went on for longer than `within`."""
    chains: list[list[Signal]] = []
    reach = None
    for signal in sorted(signals, key=lambda signal: signal.since):
        if reach is None or signal.since - reach > within:
            chains.append([signal])
            reach = signal.end
        else:
            chains[-1].append(signal)
            reach = max(reach, signal.end)
    return chains


@dataclass(frozen=True, slots=True)
class Follows:
    """`second` goes on while `first` does, or begins at most `within` after it; it was not over `lead` before."""

    first: tuple[Kind, ...]
    second: tuple[Kind, ...]
    lead: timedelta = REPORTING_LAG

    @property
    def kinds(self) -> frozenset[Kind]:
        """Both sides."""
        return frozenset((*self.first, *self.second))

    def match(self, scene: Scene, within: timedelta) -> Evidence | None:
        """Give the newest pair in that order."""
        causes = scene.of(self.first)
        for effect in reversed(scene.of(self.second)):
            for cause in reversed(causes):
                in_order = _reaches(effect, cause.since, self.lead) and effect.since <= cause.end + within
                if in_order and _current((cause, effect), scene, within):
                    return cause, effect
        return None


@dataclass(frozen=True, slots=True)
class Overlapping:
    """Both go on at the same moment."""

    one: tuple[Kind, ...]
    other: tuple[Kind, ...]

    @property
    def kinds(self) -> frozenset[Kind]:
        """Both sides."""
        return frozenset((*self.one, *self.other))

    def match(self, scene: Scene, within: timedelta) -> Evidence | None:
        """Give the newest pair that overlaps."""
        for one in reversed(scene.of(self.one)):
            for other in reversed(scene.of(self.other)):
                if _at_once(one, other) and _current((one, other), scene, within):
                    return one, other
        return None


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`counted` begins `times` times, all of the same subject or all while `during` goes on or soon after it."""

    times: int
    counted: tuple[Kind, ...]
    spacing: timedelta
    during: tuple[Kind, ...] = ()

    @property
    def kinds(self) -> frozenset[Kind]:
        """What is counted, and what it is counted in."""
        return frozenset((*self.counted, *self.during))

    def match(self, scene: Scene, within: timedelta) -> Evidence | None:
        """Give the newest run that is long enough, behind the newest signal it was counted in."""
        for one, counted in self._groups(scene, within):
            for start in range(len(counted) - self.times, -1, -1):
                run = counted[start : start + self.times]
                if run[-1].since - run[0].since <= self.spacing and _current(run, scene, within):
                    return (*one, *run)
        return None

    def _groups(self, scene: Scene, within: timedelta) -> Iterator[tuple[Evidence, list[Signal]]]:
        signals = scene.of(self.counted)
        if not self.during:
            for subject in {signal.subject for signal in signals}:
                yield (), [signal for signal in signals if signal.subject == subject]
        for one in reversed(scene.of(self.during)):
            yield (one,), [s for s in signals if one.since - REPORTING_LAG <= s.since <= one.end + within]


@dataclass(frozen=True, slots=True)
class Lasting:
    """One signal goes on for longer than `longer_than`."""

    lasting: tuple[Kind, ...]
    longer_than: timedelta

    @property
    def kinds(self) -> frozenset[Kind]:
        """What lasts."""
        return frozenset(self.lasting)

    def match(self, scene: Scene, within: timedelta) -> Evidence | None:
        """Give the newest that lasts long enough."""
        for signal in reversed(scene.of(self.lasting)):
            if signal.end - signal.since > self.longer_than and _current((signal,), scene, within):
                return (signal,)
        return None


@dataclass(frozen=True, slots=True)
class StillOn:
    """`state` began during `event` or within `within` after it, goes on now, and `event` is over since `after`."""

    event: tuple[Kind, ...]
    state: tuple[Kind, ...]
    after: timedelta
    lead: timedelta = REPORTING_LAG

    @property
    def kinds(self) -> frozenset[Kind]:
        """The event and the state it left behind."""
        return frozenset((*self.event, *self.state))

    def match(self, scene: Scene, within: timedelta) -> Evidence | None:
        """Give the newest event that left the state behind."""
        for state in reversed(scene.of(self.state)):
            for event in reversed(scene.of(self.event)):
                near = event.since - self.lead <= state.since <= event.end + within
                if near and state.ongoing and not event.ongoing and scene.as_of - event.end >= self.after:
                    return event, state
        return None
