"""Observations -> signals: open states, lapsed states, and who was on the line."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from guard_api.engine.extraction.calls import Call, calls_of
from guard_api.engine.extraction.lines import follow_line
from guard_api.engine.intervals import Spans
from guard_api.engine.line import Line
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    CallSeen,
    IdentityClaimed,
    LinkSeen,
    ScreenShareSeen,
    ScriptSeen,
)
from guard_api.engine.signals import Kind, Scene, Signal
from guard_api.engine.tuning import Tuning

_Reach = tuple[datetime, datetime, Call]
"""From when to when a claim may belong to a call."""

_AT = attrgetter("at")

_EXPLAINABLE = frozenset({Kind.SCREEN_SHARED, Kind.SHARING_APP_INSTALLED})
"""What a relative on the line may well have begun. Forwarding is none of it: a worried call must not hide it."""


def scene_of(
    observations: Iterable[AnyObservation], tuning: Tuning, as_of: datetime, line: Line | None = None
) -> tuple[Mapping[type, Sequence[Any]], Sequence[Call], Scene, Line | None]:
    """Turn all that was observed into signals, as they stand at `as_of` (UTC). Order of arrival is irrelevant.

    `line` is what is remembered of before. Return what was observed by type, oldest first, the calls, the scene, and
    how the line stands now.
    """
    seen = _by_type(observations, as_of)
    calls = calls_of(seen.get(CallSeen, ()), tuning, as_of)
    signals: list[Signal] = []
    for kind, told in seen.items():
        read = _READERS.get(kind)
        if read is not None:
            signals += read(told, calls, tuning, as_of)
    line, cut_off = follow_line(seen, line, calls, tuning, as_of)
    signals += cut_off
    return seen, calls, Scene(_unexplained(signals, calls), as_of), line


def _by_type(observations: Iterable[AnyObservation], as_of: datetime) -> Mapping[type, Sequence[Any]]:
    """Sort what was observed up to `as_of` by its type, oldest first."""
    seen: defaultdict[type, list[AnyObservation]] = defaultdict(list)
    for one in sorted(observations, key=_AT):
        if one.at > as_of:
            break
        seen[type(one)].append(one)
    return seen


def _unexplained(signals: Sequence[Signal], calls: Sequence[Call]) -> Sequence[Signal]:
    """Leave out what began while a contact of long standing, and no stranger, was on the line: a relative helps."""
    contacts = [call for call in calls if call.trusted]
    if not contacts:
        return signals
    helping, others = Spans(contacts), Spans(call for call in calls if not call.trusted)
    return [
        signal
        for signal in signals
        if signal.kind not in _EXPLAINABLE
        or not helping.any(begun_by=signal.since, lasting_to=signal.since)
        or others.any(begun_by=signal.end, lasting_to=signal.since)
    ]


def _on_the_line(_seen: Sequence[CallSeen], calls: Sequence[Call], _tuning: Tuning, _as_of: datetime) -> list[Signal]:
    signals: list[Signal] = []
    for call in calls:
        signals += call.signals()
    return signals


def _installs(seen: Sequence[AppInstalled], _calls: Sequence[Call], _tuning: Tuning, _as_of: datetime) -> list[Signal]:
    return [Signal(Kind.SHARING_APP_INSTALLED, one.at, one.at, subject=one.package) for one in seen]


def _links(seen: Sequence[LinkSeen], _calls: Sequence[Call], _tuning: Tuning, _as_of: datetime) -> Iterator[Signal]:
    """Give where the person was sent."""
    for one in seen:
        yield Signal(Kind.FRAUD_LINK, one.at, one.at, subject=one.domain, strength=one.strength, detail=one.reasons[0])


def _scripts(seen: Sequence[ScriptSeen], _calls: Sequence[Call], _tuning: Tuning, _as_of: datetime) -> list[Signal]:
    """Give what the person was made to send."""
    return [Signal(Kind.SCRIPTED_MESSAGE, one.at, one.at, detail=one.asks[0]) for one in seen]


def _shares(
    seen: Sequence[ScreenShareSeen], _calls: Sequence[Call], tuning: Tuning, as_of: datetime
) -> Iterator[Signal]:
    began: datetime | None = None
    last = as_of
    for share in seen:
        if began is not None and (not share.on or share.at > last + tuning.open_state):
            yield Signal(Kind.SCREEN_SHARED, began, min(share.at, last + tuning.open_state))
            began = None
        if share.on:
            began, last = began or share.at, share.at
    if began is not None:
        yield _open(Kind.SCREEN_SHARED, began, last + tuning.open_state, as_of)


def _finance(seen: Sequence[AppInFront], _calls: Sequence[Call], tuning: Tuning, as_of: datetime) -> Iterator[Signal]:
    """Every opening of a bank, payment or loan app; it lasts until another app comes to the front."""
    opened: AppInFront | None = None
    last = as_of
    for app in seen:
        if opened is not None and app.package == opened.package and app.at - last < tuning.reopened:
            last = app.at
            continue
        if opened is not None and opened.finance:
            end = min(app.at, last + tuning.app_in_front)
            yield Signal(Kind.FINANCE_APP_IN_FRONT, opened.at, end, subject=opened.package)
        opened, last = app, app.at
    if opened is not None and opened.finance:
        yield _open(Kind.FINANCE_APP_IN_FRONT, opened.at, last + tuning.app_in_front, as_of, opened.package)


def _open(kind: Kind, since: datetime, cap: datetime, as_of: datetime, subject: str | None = None) -> Signal:
    return Signal(kind, since, min(cap, as_of), ongoing=as_of <= cap, subject=subject)


def _false_identities(
    claims: Sequence[IdentityClaimed], calls: Sequence[Call], tuning: Tuning, _as_of: datetime
) -> Iterator[Signal]:
    """Hold each claim against the number of the call it was made in."""
    reaches = [(call.since - tuning.claim_reach, call.end + tuning.claim_reach, call) for call in calls]
    by_caller: dict[str | None, list[_Reach]] = {}
    for reach in reaches:
        by_caller.setdefault(reach[-1].caller, []).append(reach)
    by_caller[None] = reaches
    for claim in claims:
        call = _call_of(claim, by_caller.get(claim.caller, ()))
        if call is None or call.caller is None or call.trusted or call.speaks_for in claim.organizations:
            continue
        end = max(call.end, claim.at)
        yield Signal(Kind.FALSE_IDENTITY, claim.at, end, call.ongoing, claim.organizations[0])


def _call_of(claim: IdentityClaimed, reaches: Iterable[_Reach]) -> Call | None:
    """Find the first call of the number that was told with the claim, or else the nearest call."""
    near = [reach for reach in reaches if reach[0] <= claim.at <= reach[1]]
    if claim.caller is None and len(near) > 1:
        return min(near, key=lambda reach: max(reach[0] - claim.at, claim.at - reach[1]))[-1]
    return near[0][-1] if near else None


_READERS: Mapping[type, Callable[[Sequence[Any], Sequence[Call], Tuning, datetime], Iterable[Signal]]] = {
    CallSeen: _on_the_line,
    IdentityClaimed: _false_identities,
    ScreenShareSeen: _shares,
    AppInstalled: _installs,
    AppInFront: _finance,
    LinkSeen: _links,
    ScriptSeen: _scripts,
}
"""What reads the observations of each type, oldest first, beside the calls. What was not told of costs nothing."""
