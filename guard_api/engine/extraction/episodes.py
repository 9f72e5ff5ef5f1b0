"""A stranger's episode: he called, and what he began goes on, though the talk has moved where phones see no caller."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from guard_api.engine.extraction.calls import Call
from guard_api.engine.observations import AppInFront, StrangerBefore
from guard_api.engine.signals import Kind, Signal
from guard_api.engine.tuning import Tuning

_TRACES = frozenset(
    {
        Kind.SCREEN_SHARED,
        Kind.SHARING_APP_INSTALLED,
        Kind.BROUGHT_APP_INSTALLED,
        Kind.IMITATING_APP_INSTALLED,
        Kind.FRAUD_LINK,
        Kind.SCRIPTED_MESSAGE,
        Kind.FORWARDING_SWITCHED_ON,
        Kind.FALSE_IDENTITY,
        Kind.PRESSURE,
        Kind.CODE_RECEIVED,
        Kind.MONEY_OUT,
        Kind.VOIP_CALL,
    }
)
"""What keeps an episode open, beside apps in which people meet, call or chat. A bank's app by itself is daily life."""


class Episode(Struct, frozen=True):
    """A stranger was there from `since` on, on the line up to `called`, and his traces reach up to `reached`."""

    since: datetime
    called: datetime
    reached: datetime

    @property
    def signals(self) -> list[Signal]:
        """That a stranger was there, and where it outlasts his calls, that he is around."""
        kinds = (Kind.STRANGER_EARLIER, Kind.STRANGER_AROUND)
        return [Signal(kind, self.since, self.reached) for kind in kinds[: 2 if self.reached > self.called else 1]]


def episodes_of(
    calls: Sequence[Call],
    before: Sequence[StrangerBefore],
    apps: Sequence[AppInFront],
    signals: Iterable[Signal],
    tuning: Tuning,
) -> Iterator[Episode]:
    """Give the episodes; where nobody called, nothing is looked at."""
    begun = [*_begun(calls, tuning), *[(one.since, one.since, one.at) for one in before]]
    if not begun:
        return
    traces = [(one.since, one.end) for one in signals if one.kind in _TRACES]
    traces += [(app.at, app.at) for app in apps if app.talk]
    traces.sort()
    for since, called, end in _joined(sorted(begun), tuning):
        yield Episode(since, called, _followed(since, end, traces, tuning))


_Span = tuple[datetime, datetime, datetime]
"""From when on, until when somebody was on the line, and until when he is known to have been around."""


def _begun(calls: Sequence[Call], tuning: Tuning) -> Iterator[_Span]:
    """Give when strangers were on the line for longer than couriers are."""
    for call in calls:
        if call.is_strangers and call.end - call.since >= tuning.episode_call:
            yield call.since, call.end, call.end


def _joined(spans: Sequence[_Span], tuning: Tuning) -> list[_Span]:
    """Join calls that are near enough to be of one episode."""
    joined: list[_Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and span[0] - last[2] <= tuning.episode_gap:
            joined[-1] = last[0], max(last[1], span[1]), max(last[2], span[2])
        else:
            joined.append(span)
    return joined


def _followed(since: datetime, end: datetime, traces: Sequence[tuple[datetime, datetime]], tuning: Tuning) -> datetime:
    """Follow the traces from the end of the calls on, each near the one before."""
    last = since + tuning.episode
    for begun, over in traces:
        if begun - end > tuning.episode_gap or begun > last:
            break
        end = max(end, min(over, last))
    return end
