"""Observations -> signals: open states, lapsed states, and who was on the line."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from guard_api.engine.calls import Call, calls_of
from guard_api.engine.forwarding import forwarding_signals
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    CallSeen,
    ForwardingSeen,
    IdentityClaimed,
    LinkSeen,
    ScreenShareSeen,
    ScriptSeen,
)
from guard_api.engine.signals import Kind, Scene, Signal

OPEN_STATE_CAP = timedelta(hours=2)
"""A share, or a call reported active, is believed this long after its last report: phones die."""

APP_IN_FRONT_CAP = timedelta(minutes=30)
"""An app is believed to be in front this long when no other app is reported."""

REOPENED_AFTER = timedelta(minutes=2)
"""The same app reported again sooner is the same opening, seen by two checks."""

CLAIM_REACH = timedelta(minutes=30)
"""A claim reported by itself belongs to a call at most this far away."""

_EXPLAINABLE = frozenset({Kind.SCREEN_SHARED, Kind.SHARING_APP_INSTALLED})
"""What a relative on the line may well have begun. Forwarding is none of it: a worried call must not hide it."""


def read_timeline(observations: Iterable[AnyObservation], as_of: datetime) -> Scene:
    """Turn all that was observed into signals, as they stand at `as_of` (UTC). Order of arrival is irrelevant."""
    seen = sorted((o for o in observations if o.at <= as_of), key=lambda o: o.at)
    calls = calls_of([o for o in seen if isinstance(o, CallSeen)], as_of)
    signs = [
        *_shares([o for o in seen if isinstance(o, ScreenShareSeen)], as_of),
        *(
            Signal(Kind.SHARING_APP_INSTALLED, o.at, o.at, subject=o.package)
            for o in seen
            if isinstance(o, AppInstalled)
        ),
        *_finance([o for o in seen if isinstance(o, AppInFront)], as_of),
        *forwarding_signals([o for o in seen if isinstance(o, ForwardingSeen)], calls, as_of),
    ]
    claims = [o for o in seen if isinstance(o, IdentityClaimed)]
    of_calls = [*(signal for call in calls for signal in call.signals()), *_false_identities(claims, calls)]
    return Scene([*of_calls, *_unexplained(signs, calls), *_lures(seen)], as_of)


def _lures(seen: Iterable[AnyObservation]) -> Iterator[Signal]:
    """Give what the person was sent, or made to send."""
    for one in seen:
        if isinstance(one, LinkSeen):
            yield Signal(
                Kind.FRAUD_LINK, one.at, one.at, subject=one.domain, strength=one.strength, detail=one.reasons[0]
            )
        elif isinstance(one, ScriptSeen):
            yield Signal(Kind.SCRIPTED_MESSAGE, one.at, one.at, detail=one.asks[0])


def _unexplained(signs: Sequence[Signal], calls: Sequence[Call]) -> Iterator[Signal]:
    """Leave out what began while a contact of long standing, and no stranger, was on the line: a relative helps."""
    contacts = [call for call in calls if call.trusted]
    others = [call for call in calls if not call.trusted]
    for sign in signs:
        helped = sign.kind in _EXPLAINABLE and any(c.since <= sign.since <= c.end for c in contacts)
        if not helped or any(c.since <= sign.end and sign.since <= c.end for c in others):
            yield sign


def _shares(seen: Sequence[ScreenShareSeen], as_of: datetime) -> Iterator[Signal]:
    began: datetime | None = None
    last = as_of
    for share in seen:
        if began is not None and (not share.on or share.at > last + OPEN_STATE_CAP):
            yield Signal(Kind.SCREEN_SHARED, began, min(share.at, last + OPEN_STATE_CAP))
            began = None
        if share.on:
            began, last = began or share.at, share.at
    if began is not None:
        yield _open(Kind.SCREEN_SHARED, began, last + OPEN_STATE_CAP, as_of)


def _finance(seen: Sequence[AppInFront], as_of: datetime) -> Iterator[Signal]:
    """Every opening of a bank, payment or loan app; it lasts until another app comes to the front."""
    opened: AppInFront | None = None
    last = as_of
    for app in seen:
        if opened is not None and app.package == opened.package and app.at - last < REOPENED_AFTER:
            last = app.at
            continue
        if opened is not None and opened.finance:
            end = min(app.at, last + APP_IN_FRONT_CAP)
            yield Signal(Kind.FINANCE_APP_IN_FRONT, opened.at, end, subject=opened.package)
        opened, last = app, app.at
    if opened is not None and opened.finance:
        yield _open(Kind.FINANCE_APP_IN_FRONT, opened.at, last + APP_IN_FRONT_CAP, as_of, opened.package)


def _open(kind: Kind, since: datetime, cap: datetime, as_of: datetime, subject: str | None = None) -> Signal:
    return Signal(kind, since, min(cap, as_of), ongoing=as_of <= cap, subject=subject)


def _false_identities(claims: Sequence[IdentityClaimed], calls: Sequence[Call]) -> Iterator[Signal]:
    """Hold each claim against the number of the call it was made in."""
    for claim in claims:
        call = _call_of(claim, calls)
        if call is None or call.caller is None or call.trusted or call.speaks_for in claim.organizations:
            continue
        end = max(call.end, claim.at)
        yield Signal(Kind.FALSE_IDENTITY, claim.at, end, call.ongoing, claim.organizations[0])


def _call_of(claim: IdentityClaimed, calls: Sequence[Call]) -> Call | None:
    near = [call for call in calls if call.since - CLAIM_REACH <= claim.at <= call.end + CLAIM_REACH]
    if claim.caller is not None:
        return next((call for call in near if call.caller == claim.caller), None)
    return min(near, key=lambda call: max(call.since - claim.at, claim.at - call.end), default=None)
