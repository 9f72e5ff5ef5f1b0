"""A stranger's episode: he called, and what he began goes on, though the talk has moved where phones see no caller."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import itemgetter

from msgspec import Struct

from guard_api.engine.calls import Call
from guard_api.engine.noted import StrangerBefore
from guard_api.engine.observations import AppInFront
from guard_api.engine.signals import STRANGERS_OR_UNSEEN, Kind, Signal
from guard_api.engine.tuning import Tuning

LURES = frozenset(
    {
        Kind.SHARING_APP_INSTALLED,
        Kind.BROUGHT_APP_INSTALLED,
        Kind.IMITATING_APP_INSTALLED,
        Kind.FRAUD_LINK,
        Kind.SCRIPTED_MESSAGE,
        Kind.FORWARDING_SWITCHED_ON,
        Kind.FALSE_IDENTITY,
        Kind.PRESSURE,
    }
)
"""What a stranger has people do or believe."""

_TRACES = LURES | {Kind.SCREEN_SHARED, Kind.CODE_RECEIVED, Kind.MONEY_OUT, Kind.VOIP_CALL}
"""What keeps an episode open, beside apps in which people meet, call or chat. A bank's app by itself is daily life."""
_BEGUN = itemgetter(0)


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


Stay = tuple[datetime, datetime, datetime]
"""From when on, until when somebody was on the line, and until when he is known to have been around."""


def stays_of(
    signals: Sequence[Signal], calls: Iterable[Call], apps: Iterable[AppInFront], tuning: Tuning
) -> list[Stay]:
    """Give when strangers were on the line for longer than couriers are, by what calls say.

    How long one was of which the phone can tell only that it rang, shows when somebody goes on over the internet, and
    a bank's app is opened then; bills are paid by wallets.
    """
    longer = tuning.episode_call
    stays = [
        (one.since, one.end, one.end)
        for one in signals
        if one.kind in STRANGERS_OR_UNSEEN and one.end - one.since >= longer
    ]
    rung = [call for call in calls if call.only_rang and call.ended is None and call.is_strangers]
    if rung:
        banks = [app.at for app in apps if app.finance and not app.wallet]
        talks = [one.since for one in signals if one.kind is Kind.VOIP_CALL and _any_within(banks, one)]
        stays += [
            (call.since, call.end, call.end)
            for call in rung
            if any(call.since <= talk <= call.end + tuning.talk_resumed for talk in talks)
        ]
    return stays


def _any_within(moments: Iterable[datetime], one: Signal) -> bool:
    return any(one.since <= moment <= one.end for moment in moments)


def episodes_of(
    stays: Sequence[Stay],
    before: Sequence[StrangerBefore],
    apps: Sequence[AppInFront],
    signals: Iterable[Signal],
    tuning: Tuning,
) -> Iterator[Episode]:
    """Give the episodes, of strangers who are on the line and of those of before."""
    begun = [*stays, *[(one.since, one.since, one.at) for one in before]]
    traces = [(one.since, one.end) for one in signals if one.kind in _TRACES]
    traces += [(app.at, app.last) for app in apps if app.talk]
    traces.sort(key=_BEGUN)
    for since, called, end in _joined(sorted(begun), tuning):
        yield Episode(since, called, _followed(since, end, traces, tuning))


def _joined(spans: Sequence[Stay], tuning: Tuning) -> list[Stay]:
    """Join calls that are near enough to be of one episode."""
    joined: list[Stay] = []
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
