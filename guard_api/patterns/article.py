"""The case that all began with, and its harmless twin: whatever is tuned, the one is critical and the other nothing.

The fraud is told in eight routines: a forged hotline, a shared screen, a false site, banks that are opened one after
the other, and calls that go elsewhere. In the twin a daughter helps with the phone, and the calls go to its owner.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from guard_api.engine.backtests.replay import Recording, ReplayedCheck
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    CallSeen,
    ForwardingSeen,
    IdentityClaimed,
    LinkSeen,
    ScreenShareSeen,
)
from guard_api.engine.policy import Level
from guard_api.engine.vocabulary import CallState, TargetKind
from guard_api.links.facts import Reason
from guard_api.numbers.caller_id import CallerKind
from guard_api.numbers.directory import CallsOut
from guard_api.service_codes.forwarding import Action, State

_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)
_MEETING, _BANK, _OTHER_BANK = "com.tencent.wemeet.app", "com.icbc", "com.android.bankabc"


def _at(minute: int) -> datetime:
    return _NOON + timedelta(minutes=minute)


def _check(*observations: AnyObservation) -> ReplayedCheck:
    return ReplayedCheck(observations[0].at, observations[0].at, observations)


def _forwarding(minute: int, kind: TargetKind, target: str) -> ForwardingSeen:
    states = (State.UNCONDITIONAL,)
    return ForwardingSeen(at=_at(minute), action=Action.ENABLE, states=states, target=target, target_kind=kind)


_FORGED = CallSeen(
    at=_at(0),
    caller="CN:95118",
    displayed="0095118",
    state=CallState.ACTIVE,
    kind=CallerKind.LOOKALIKE,
    reason="hotline_with_international_prefix",
    organization="jd",
    official="95118",
    calls_out=CallsOut.NO,
)
_DAUGHTER = CallSeen(at=_at(0), caller="+8613611112222", state=CallState.ACTIVE, known=True)

FRAUD = Recording(
    "article-fraud",
    fraud=True,
    checks=(
        _check(_FORGED, IdentityClaimed(at=_at(0), organizations=("jd",), caller=_FORGED.caller)),
        _check(AppInstalled(at=_at(4), package=_MEETING)),
        _check(ScreenShareSeen(at=_at(6), on=True, app=_MEETING)),
        _check(LinkSeen(at=_at(9), domain="2406578.top", reasons=(Reason.DIGITS_WITH_CHEAP_ENDING,), strength=0.56)),
        _check(AppInFront(at=_at(12), package=_BANK, finance=True)),
        _check(AppInFront(at=_at(16), package=_OTHER_BANK, finance=True)),
        _check(_forwarding(20, TargetKind.STRANGER, "+8613800138000")),
    ),
    money_at=_at(30),
)
TWIN = Recording(
    "article-twin",
    fraud=False,
    checks=(
        _check(_DAUGHTER),
        _check(AppInstalled(at=_at(4), package=_MEETING)),
        _check(ScreenShareSeen(at=_at(6), on=True, app=_MEETING)),
        _check(AppInFront(at=_at(12), package=_BANK, finance=True)),
        _check(_forwarding(20, TargetKind.OWN, "+8613700137000")),
    ),
)
MINIMAL = Recording(
    "article-in-one-check",
    fraud=True,
    checks=(
        _check(_FORGED, ScreenShareSeen(at=_at(0), on=True), _forwarding(0, TargetKind.STRANGER, "+8613800138000")),
    ),
)

FLOOR: Mapping[str, tuple[Recording, Level]] = {
    FRAUD.id: (FRAUD, Level.CRITICAL),
    MINIMAL.id: (MINIMAL, Level.CRITICAL),
    TWIN.id: (TWIN, Level.NONE),
}
"""What every policy has to come to: the highest level of each."""
