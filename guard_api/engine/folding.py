"""What is told again is no news: of a run of equal reports the first and the last are kept, and what comes between.

Reports come in groups, by type and time: what one check told. Equal groups that follow each other closely are one run,
which goes on from `at` to `until`. Of the last minute of a run each second in which it was told is kept, in `again`,
and the one before: a report that was late may still have to part it. Once nothing can be as late as that, none is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from guard_api.engine.observations import AnyObservation, CallSeen, MomentSeen, ScreenShareSeen
from guard_api.engine.vocabulary import CallState

_SECOND = timedelta(seconds=1)
_LATE = 60
"""Seconds by which a report may be late, and what was told before it is still told apart."""
_PAUSE = timedelta(minutes=2)
"""What is told again sooner than this is the same."""
_PAUSES: Mapping[type, timedelta] = {
    CallSeen: timedelta(minutes=30),
    ScreenShareSeen: timedelta(minutes=30),
    MomentSeen: timedelta(seconds=90),
}
"""What is believed to go on for longer, and what may happen twice sooner."""
_SHORTEST = timedelta(seconds=90)
"""Of all of these."""
_RINGING = CallState.RINGING
_AT = attrgetter("at")
_BEGAN = attrgetter("times")

ByType = dict[type, list[AnyObservation]]
"""Observations by their type, oldest first."""


class Folded(list[AnyObservation]):
    """Observations of which none tells only what the one before it does."""


def fold(observations: Iterable[AnyObservation]) -> Folded:
    """Return the same, with runs of equal reports as one, whatever order they come in."""
    if isinstance(observations, Folded):
        return observations
    by_type: ByType = {}
    fold_into(by_type, sorted(observations, key=_AT))
    return flat(by_type)


def typed(folded: Iterable[AnyObservation]) -> ByType:
    """Return what is folded by its type, for more to be folded into it."""
    by_type: ByType = {}
    for one in folded:
        kind = type(one)
        if kind in by_type:
            by_type[kind].append(one)
        else:
            by_type[kind] = [one]
    return by_type


def flat(by_type: ByType) -> Folded:
    """Return all observations."""
    return Folded([one for series in by_type.values() for one in series])


def fold_into(by_type: ByType, reported: Sequence[AnyObservation]) -> None:
    """Add what was reported, oldest first, to what is folded already."""
    groups: dict[tuple[type, datetime], list[AnyObservation]] = {}
    for one in reported:
        key = type(one), one.at
        group = groups.get(key)
        if group is None:
            groups[key] = [one]
        elif one not in group:
            group.append(one)
    for (kind, at), group in groups.items():
        series = by_type.get(kind)
        if series is None:
            by_type[kind] = group
        elif at > (series[-1].until or series[-1].at):
            _append(series, group)
        else:
            by_type[kind] = _inserted(series, group)


def up_to(observations: Iterable[AnyObservation], as_of: datetime) -> list[AnyObservation]:
    """Return what had been told by then."""
    known = (one for one in observations if one.at <= as_of)
    return [one if one.last <= as_of else replace(one, until=as_of) for one in known]


def same(one: AnyObservation, other: AnyObservation) -> bool:
    """Return whether two observations tell the same, at whatever time."""
    return type(one) is type(other) and replace(one, at=other.at, until=other.until, again=other.again) == other


def _append(series: list[AnyObservation], group: Sequence[AnyObservation]) -> None:
    """Add a group that is newer than all, in place: nearly every report is."""
    last, new = series[-1], group[0]
    at, began, until = new.at, last.at, last.until
    gap = at - (until or began)
    if new.until is not None or (gap > _SHORTEST and gap > _pause(last)):
        series[:] = [*_settled(series, at), *group]
        return
    tail = _tail(series)
    if not _equal(tail, group):
        series[:] = [*_settled(series, at), *group]
        return
    again = last.again if until is None else (*last.again, (until - began) // _SECOND)
    again = _lately(again, (at - began) // _SECOND)
    series[-len(tail) :] = [replace(one, until=at, again=again) for one in tail]


def _settled(series: Iterable[AnyObservation], at: datetime) -> list[AnyObservation]:
    """Return what was told before a run that begins: what nothing parts any more need not be known to the second."""
    late = at - _LATE * _SECOND
    return [replace(one, again=()) if one.again and one.last < late else one for one in series]


def _pause(one: AnyObservation) -> timedelta:
    """Return how long it goes on without being told again. Nothing rings for minutes: then it rings again."""
    if isinstance(one, CallSeen) and one.state is _RINGING:
        return _PAUSE
    return _PAUSES.get(type(one), _PAUSE)


def _tail(series: Sequence[AnyObservation]) -> Sequence[AnyObservation]:
    """Return the newest group."""
    newest, place = series[-1].at, len(series) - 1
    while place and series[place - 1].at == newest:
        place -= 1
    return series[place:]


def _equal(group: Sequence[AnyObservation], other: Sequence[AnyObservation]) -> bool:
    if len(group) == len(other) == 1:
        return same(group[0], other[0])
    return len(group) == len(other) and all(map(same, group, other))


def _lately(again: tuple[int, ...], until: int) -> tuple[int, ...]:
    """Return the seconds of the last minute of a run, each once, and the newest before that minute."""
    if again and again[-1] == until:
        again = again[:-1]
    begin, end = 0, len(again) - 1
    while begin < end and again[begin + 1] < until - _LATE:
        begin += 1
    return again[begin:] if begin else again


class _Run(Struct, frozen=True):
    """Equal groups: what they tell, and when that was told as far as it is known, oldest first."""

    group: Sequence[AnyObservation]
    times: Sequence[datetime]

    @classmethod
    def of(cls, group: Sequence[AnyObservation]) -> "_Run":
        first = group[0]
        inner = (first.at + second * _SECOND for second in first.again)
        return cls(group, [*dict.fromkeys((first.at, *inner, first.last))])

    @property
    def observations(self) -> list[AnyObservation]:
        at, last = self.times[0], self.times[-1]
        until = last if last > at else None
        seconds = dict.fromkeys((moment - at) // _SECOND for moment in self.times[1:-1])
        again = _lately(tuple(seconds), (last - at) // _SECOND)
        return [replace(one, at=at, until=until, again=again) for one in self.group]

    def parted(self, at: datetime) -> list["_Run"]:
        """Return what is before that time, at it, and after it; what is not known of the time between goes before."""
        times = self.times
        before = [moment for moment in times if moment < at]
        if len(before) == 1 and times[-1] - at > _LATE * _SECOND and at not in times:
            before.append(at)
        parts = (before, [at] if at in times else [], [moment for moment in times if moment > at])
        return [_Run(self.group, part) for part in parts if part]

    def goes_on_in(self, other: "_Run") -> bool:
        near = other.times[0] - self.times[-1] <= _pause(self.group[0])
        return near and _equal(self.group, other.group)


def _inserted(series: Sequence[AnyObservation], group: Sequence[AnyObservation]) -> list[AnyObservation]:
    """Return all with a group among them that came late."""
    runs = [_Run.of([*one]) for _, one in groupby(series, key=_AT)]
    for moment in _Run.of(group).times:
        parts = [part for run in runs for part in run.parted(moment)]
        there = next((part for part in parts if part.times == [moment]), _Run((), [moment]))
        more = [one for one in group if not any(same(one, other) for other in there.group)]
        others = (part for part in parts if part is not there)
        runs = sorted([*others, _Run([*there.group, *more], [moment])], key=_BEGAN)
    joined = _joined(runs)
    return _settled([one for run in joined for one in run.observations], joined[-1].times[0])


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    joined: list[_Run] = []
    for run in runs:
        if joined and joined[-1].goes_on_in(run):
            joined[-1] = _Run(run.group, [*joined[-1].times, *run.times])
        else:
            joined.append(run)
    return joined
