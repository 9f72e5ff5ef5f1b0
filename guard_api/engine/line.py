"""The line: whether calls still reach this phone, remembered beyond the timeline until it is back, without a number."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from guard_api.engine.vocabulary import TargetKind
from guard_api.service_codes.barring import Barred
from guard_api.service_codes.forwarding import Family, State

HARMLESS_TARGETS = frozenset({TargetKind.OWN, TargetKind.VOICEMAIL, TargetKind.CONTACT})
"""Whoever these belong to, the person is reached there."""
REMEMBERED = timedelta(days=30)
"""How long a line is believed to stand as it was last told of."""
AGAIN = (timedelta(hours=2), timedelta(hours=6))
"""When a line that is still diverted is warned of again. From the day on, it is once a day."""
_DAY = timedelta(days=1)
_ENDED = timedelta(hours=2)
"""How long it is remembered what has ended: checks may be told again, and out of order."""
_MOST_ENDED = 16
_AHEAD = timedelta(minutes=30)
"""A line that was told of this much later than now was told of before a clock was set back."""
_SHORTEST = timedelta(0)


class LineState(StrEnum):
    """How the line stands, the worst first."""

    DIVERTED = "diverted"
    BARRED = "barred"
    CLEAR = "clear"
    UNKNOWN = "unknown"


class Diversion(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Calls of one state that go elsewhere since `since`; `until` None: they still do.

    `family` is whose code it was, or that a report told of it: codes of other families do not undo it. `stranger` is
    when the stranger's call began that it began with; None: it did not.
    """

    family: Family
    state: State
    since: datetime
    until: datetime | None = None
    target_kind: TargetKind | None = None
    stranger: datetime | None = None

    @property
    def harmless(self) -> bool:
        """Whether the person is reached where the calls go."""
        return self.target_kind in HARMLESS_TARGETS

    @property
    def held(self) -> tuple[Family, State]:
        """What the network holds."""
        return self.family, self.state


class Fact(Struct, frozen=True):
    """Something that holds since `since`: calls that are barred, or what keeps the phone from ringing."""

    name: str
    since: datetime


class Line(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How a phone's line stands, as far as was told. `updated` is the newest time of anything that it was made of.

    `reported` is when forwarding or barring was last told of; `cleared` since when nothing of it is on.
    `reach` is what else was said of reaching this phone, so that the same said again is no news.
    """

    updated: datetime
    reported: datetime | None = None
    cleared: datetime | None = None
    diversions: tuple[Diversion, ...] = ()
    barred: tuple[Fact, ...] = ()
    reach: tuple[Fact, ...] = ()

    @property
    def diverted(self) -> tuple[Diversion, ...]:
        """What goes elsewhere now, the oldest first."""
        return tuple([one for one in self.diversions if one.until is None])

    @property
    def state(self) -> LineState:
        """How it stands."""
        return self.standing.state

    @property
    def states(self) -> tuple[State | Barred, ...]:
        """Which calls are diverted, or else barred."""
        return self.standing.states

    @property
    def since(self) -> datetime | None:
        """Since when it stands so; None where nobody knows how it stands."""
        return self.standing.since

    @property
    def target_kind(self) -> TargetKind | None:
        """Whose number the calls go to: of several the one that matters, the newest; None: nobody knows."""
        return self.standing.target_kind

    @property
    def standing(self) -> "Standing":
        """All of that at once, which answers need."""
        diverted, barred = self.diverted, self.barred
        if len(diverted) == 1:
            (one,) = diverted
            return Standing(_DIVERTED, (one.state,), one.since, one.target_kind)
        if diverted:
            on = {one.state for one in diverted}
            known = [one for one in diverted if one.target_kind is not None]
            worst = max(known, key=_matters).target_kind if known else None
            return Standing(_DIVERTED, tuple([one for one in _STATES if one in on]), min(map(_SINCE, diverted)), worst)
        if barred:
            on_bar = {one.name for one in barred}
            return Standing(_BARRED, tuple([one for one in _BARRINGS if one in on_bar]), min(map(_SINCE, barred)))
        return _UNKNOWN if self.cleared is None else Standing(_CLEAR, (), self.cleared)

    @property
    def stranger_since(self) -> datetime | None:
        """Since when calls are diverted that a stranger had diverted; None: he had none."""
        return min([one.since for one in self.diverted if one.stranger is not None and not one.harmless], default=None)

    def known_at(self, now: datetime) -> "Line | None":
        """Return what is still believed of it, by a clock that may have been set back since; None: nothing."""
        if self.updated > now + _AHEAD:
            return self.moved(now - self.updated)
        if self.updated < now - REMEMBERED:
            return None
        if self.reported is None or self.reported >= now - REMEMBERED:
            return self
        return Line(updated=self.updated, reach=self.reach)

    def known_then(self, as_of: datetime) -> "Line":
        """Return what was known of it as of then, as far as it still tells; what was lifted since is not in it."""
        return replace(
            self,
            updated=min(self.updated, as_of),
            reported=None if self.reported is None else min(self.reported, as_of),
            cleared=None if self.cleared is None or self.cleared > as_of else self.cleared,
            diversions=tuple(
                one if one.until is None or one.until <= as_of else replace(one, until=None)
                for one in self.diversions
                if one.since <= as_of
            ),
            barred=tuple(one for one in self.barred if one.since <= as_of),
            reach=tuple(one for one in self.reach if one.since <= as_of),
        )

    def moved(self, by: timedelta) -> "Line":
        """Return the same as if all of it had happened so much later."""
        return Line(
            updated=self.updated + by,
            reported=_moved(self.reported, by),
            cleared=_moved(self.cleared, by),
            diversions=tuple(
                replace(one, since=one.since + by, until=_moved(one.until, by), stranger=_moved(one.stranger, by))
                for one in self.diversions
            ),
            barred=tuple(Fact(one.name, one.since + by) for one in self.barred),
            reach=tuple(Fact(one.name, one.since + by) for one in self.reach),
        )

    def adds_to(self, kept: "Line | None") -> bool:
        """Whether it is worth writing down beside what is kept: it differs, or what is kept is to be told anew.

        What is told again is noted once a day while something is on, and else while half of its time is left.
        """
        if kept is None or replace(self, updated=kept.updated, reported=kept.reported) != kept:
            return True
        pause = _DAY if self.diverted or self.barred else REMEMBERED / 2
        return self.updated - kept.updated >= pause or _gap(self.reported, kept.reported) >= pause


class Standing(Struct, frozen=True):
    """How a line stands, which calls that is about, since when, and whose number they go to."""

    state: LineState
    states: tuple[State | Barred, ...] = ()
    since: datetime | None = None
    target_kind: TargetKind | None = None


_DIVERTED, _BARRED, _CLEAR, _ = LineState
_UNKNOWN = Standing(LineState.UNKNOWN)
_STATES, _BARRINGS = tuple(State), tuple(Barred)
_SINCE = attrgetter("since")


def _matters(one: Diversion) -> tuple[bool, datetime]:
    return not one.harmless, one.since


def _moved(moment: datetime | None, by: timedelta) -> datetime | None:
    return None if moment is None else moment + by


def _gap(moment: datetime | None, before: datetime | None) -> timedelta:
    return _SHORTEST if moment is None or before is None else moment - before


class Past:
    """Diversions that are remembered, to be relived between what a timeline tells; `waiting` has not been given yet."""

    __slots__ = ("waiting",)

    def __init__(self, remembered: Iterable[Diversion], as_of: datetime) -> None:
        """Sort their beginnings and ends up to `as_of`, the last first; what ends comes before what begins then."""
        moments = [(at, one) for one in remembered for at in (one.since, one.until) if at is not None and at <= as_of]
        self.waiting = sorted(moments, key=_begins_last, reverse=True)

    def before(self, moment: datetime | None) -> Iterator[tuple[datetime, Diversion]]:
        """Give, once, what began and what ended before `moment`, oldest first; None: all the rest."""
        while self.waiting and (moment is None or self.waiting[-1][0] < moment):
            yield self.waiting.pop()


def _begins_last(moment: tuple[datetime, Diversion]) -> tuple[datetime, bool]:
    at, diversion = moment
    return at, at == diversion.since


def remembered_endings(ended: Sequence[Diversion], as_of: datetime) -> list[Diversion]:
    """Leave out what ended as it began, or so long ago that no check tells of it any more."""
    lately = [one for one in ended if one.until is not None and one.until > max(one.since, as_of - _ENDED)]
    return lately[-_MOST_ENDED:]


def line_due(since: datetime, before: datetime, now: datetime) -> bool:
    """Whether a line that is diverted since then is to be warned of anew: its time came after `before`, by `now`.

    That is after two hours, after six, and then daily.
    """
    if any(before < since + pause <= now for pause in AGAIN):
        return True
    days = (now - since) // _DAY
    return days >= 1 and since + days * _DAY > before
