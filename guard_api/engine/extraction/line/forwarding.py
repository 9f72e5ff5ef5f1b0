"""Reports of call forwarding -> signals: switching on is an event, being on is a state.

What is remembered of the line is on from the time at which it began, after all that was told of that time: the report
that it was made of, as long as a timeline has it, still is an event.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from guard_api.engine.calls import Call
from guard_api.engine.extraction.line.network import Network, kind_of_caller, reach_of
from guard_api.engine.line import Diversion, Past
from guard_api.engine.observations import ForwardingSeen
from guard_api.engine.signals import SINCE, Kind, Signal, Spans
from guard_api.engine.tuning import Tuning
from guard_api.engine.vocabulary import TargetKind
from guard_api.service_codes.forwarding import State

_ON = Kind.FORWARDING_ON


def targets_that_called(seen: Sequence[ForwardingSeen], calls: Sequence[Call]) -> Mapping[str, TargetKind]:
    """Return whose numbers they are, of all that calls were sent to, which have called this phone themselves."""
    callers = _callers(calls)
    targets = {one.target for one in seen if one.target is not None}
    return {target: kind_of_caller(callers[target]) for target in targets if target in callers}


def _callers(calls: Sequence[Call]) -> dict[str | None, Call]:
    """Give the first call of every caller."""
    return {call.caller: call for call in reversed(calls)}


class Forwarding(Struct, frozen=True):
    """What became of forwarding: signals, what is on, oldest first, what has ended, and when calls went elsewhere."""

    signals: list[Signal]
    on: tuple[Diversion, ...]
    over: tuple[Diversion, ...]
    spans_until: Callable[[datetime], Spans]


def follow_forwarding(
    seen: Sequence[ForwardingSeen],
    remembered: Sequence[Diversion],
    calls: Sequence[Call],
    tuning: Tuning,
    as_of: datetime,
) -> Forwarding:
    """Follow what the network holds through all changes, oldest first, from what is remembered of before."""
    callers = _callers(calls)
    network = Network(calls, tuning)
    past = Past(remembered, as_of)
    for report in seen:
        if past.waiting:
            network.relive(past.before(report.at))
        network.follow(report, callers)
    network.relive(past.before(None))
    on = sorted(network.on.values(), key=SINCE)
    active = [one for one in on if not one.harmless]
    unwanted = [Signal(Kind.FORWARDING_UNWANTED, one.at, one.last) for one in seen if one.unwanted]
    signals = [*network.over, *network.switched, *network.diverted, *unwanted]
    if active:
        signals += _on(active, as_of)
        signals += _left(network, active, as_of)
    return Forwarding(signals, tuple(on), tuple(network.ended), network.spans_until)


def _on(active: Sequence[Diversion], as_of: datetime) -> Iterator[Signal]:
    """Return what is on, by the time at which it began: what is old must not hide what is new."""
    begun: dict[datetime, list[State]] = {}
    for one in active:
        begun.setdefault(one.since, []).append(one.state)
    for since, states in begun.items():
        yield Signal(_ON, since, as_of, ongoing=True, detail=reach_of(states))


def _left(network: Network, active: Sequence[Diversion], as_of: datetime) -> Iterator[Signal]:
    """Return what a stranger has diverted, where the timeline does not tell any more how."""
    long_ago = as_of - network.tuning.left_on
    stranger = [one for one in active if one.stranger is not None and one.since <= long_ago]
    left = [one for one in stranger if not network.has_evidence_of(one)]
    if left:
        since = left[0].since
        detail = "hours" if as_of - since >= network.tuning.left_for_hours else reach_of([one.state for one in left])
        yield Signal(Kind.LINE_DIVERTED, since, as_of, ongoing=True, detail=detail)
