"""What is kept of a timeline: for so long, and of too many observations the strongest, whatever comes after them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from guard_api.engine.folding import Folded
from guard_api.engine.judge import judge
from guard_api.engine.noted import EvidenceDropped, QuestionShown, StrangerBefore
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    BarringSeen,
    CallSeen,
    ForwardingSeen,
    IdentityClaimed,
    LinkSeen,
    MomentSeen,
    PressureSeen,
    ReachabilitySeen,
    ScreenShareSeen,
    ScriptSeen,
)
from guard_api.engine.policy import Level, policy_of
from guard_api.engine.timelines.timeline import MOST, grown, strength_of
from guard_api.engine.vocabulary import CallState, MomentKind, Right, TargetKind
from guard_api.links.facts import Reason
from guard_api.messages.pressure import Pressure
from guard_api.messages.reader import Ask
from guard_api.numbers.caller_id import CallerKind
from guard_api.patterns import PATTERNS
from guard_api.service_codes.forwarding import Action, State
from tests.engine.test_laws import LURES, OBSERVATIONS
from tests.support.clock import NOON

POLICY = policy_of(PATTERNS)
LIFE = timedelta(hours=2)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
NUMBER = "+8613912345678"
STRANGER = CallSeen(at=NOON, caller=NUMBER, state=CallState.ACTIVE)
SHARED = ScreenShareSeen(at=NOON + MINUTE, on=True)
BANK = AppInFront(at=NOON + 2 * MINUTE, package="com.icbc", finance=True)
DIVERTED = ForwardingSeen(
    at=NOON + 3 * MINUTE,
    action=Action.ENABLE,
    states=(State.UNCONDITIONAL,),
    target=NUMBER,
    target_kind=TargetKind.STRANGER,
)
FRAUD: list[AnyObservation] = [STRANGER, SHARED, BANK, DIVERTED]


def kept_of(checks: Iterable[AnyObservation]) -> Folded:
    """Return what is kept after each of these was told by a check of its own."""
    kept, as_of = Folded(), datetime.min.replace(tzinfo=NOON.tzinfo)
    for one in checks:
        as_of = max(as_of, one.at)
        kept = grown(kept, [one], as_of, LIFE)
    return kept


def floods() -> dict[str, list[AnyObservation]]:
    """Return what somebody who holds the phone may tell to push out what is there: a thousand of each kind."""
    moments = [NOON + 4 * MINUTE + n * SECOND for n in range(1000)]
    return {
        "apps": [AppInFront(at=at, package=f"com.example.{n}") for n, at in enumerate(moments)],
        "contacts": [
            CallSeen(at=at, caller=f"+86138{n:08}", known=True, state=(CallState.RINGING, CallState.ENDED)[n % 2])
            for n, at in enumerate(moments)
        ],
        "weak links": [
            LinkSeen(at=at, domain=f"x{n}.cn", reasons=(Reason.IP_HOST,), strength=0.2) for n, at in enumerate(moments)
        ],
        "questions": [ForwardingSeen(at=at, action=Action.QUERY, code=f"*#21#{n}") for n, at in enumerate(moments)],
        "the same": [replace(one, at=at) for at in moments for one in FRAUD],
    }


@pytest.mark.parametrize("name", floods())
def test_whatever_is_reported_after_it_the_fraud_is_seen(name: str) -> None:
    flood = floods()[name]
    kept = kept_of([*FRAUD, *flood])

    decision = judge(kept, POLICY, flood[-1].at)

    assert decision.level is Level.CRITICAL
    assert len(kept) <= len(FRAUD) + MOST
    assert not any(isinstance(one, EvidenceDropped) for one in kept)


def test_who_drops_evidence_notes_it() -> None:
    links = [
        LinkSeen(at=NOON + n * MINUTE / 10, domain=f"x{n}.cn", reasons=(Reason.IP_HOST,), strength=0.5 + (n == 3) / 2)
        for n in range(MOST + 2)
    ]
    kept = kept_of(links)

    assert [type(one) for one in kept if not isinstance(one, LinkSeen)] == [EvidenceDropped]
    assert {links[3], *links[-MOST // 2 :]} <= {*kept}
    assert len(kept) <= MOST + 1


OF_NO_ACCOUNT: list[AnyObservation] = [
    CallSeen(at=NOON, state=CallState.NONE),
    ForwardingSeen(at=NOON, action=Action.DISABLE),
    QuestionShown(at=NOON, field="screen_shared"),
    AppInFront(at=NOON, package="home"),
    ScreenShareSeen(at=NOON, on=False),
    BarringSeen(at=NOON, on=False),
]
ASCENDING: list[list[AnyObservation]] = [
    [CallSeen(at=NOON, caller=NUMBER, known=True), STRANGER, CallSeen(at=NOON, caller=NUMBER, listed="fraud")],
    [STRANGER, CallSeen(at=NOON, caller="0095118", kind=CallerKind.LOOKALIKE)],
    [replace(DIVERTED, accepted=False), DIVERTED],
    [
        AppInstalled(at=NOON, package="us.zoom"),
        AppInstalled(at=NOON, package="us.zoom", brought=True),
        AppInstalled(at=NOON, package="us.zoom", gained=(Right.ACCESSIBILITY,)),
    ],
    [
        PressureSeen(at=NOON, how=(Pressure.HURRY,)),
        PressureSeen(at=NOON, how=(Pressure.ISOLATE,)),
    ],
    [AppInFront(at=NOON, package="us.zoom", talk=True), BANK],
    [ScreenShareSeen(at=NOON, on=True, casting=True), SHARED],
    [
        ScriptSeen(at=NOON, asks=(Ask.SAFE_ACCOUNT,), strength=0.24),
        ScriptSeen(at=NOON, asks=(Ask.SAFE_ACCOUNT,), strength=1.0),
    ],
    [
        MomentSeen(at=NOON, kind=MomentKind.MONEY_OUT, large=False),
        MomentSeen(at=NOON, kind=MomentKind.MONEY_OUT, large=True),
    ],
    [ReachabilitySeen(at=NOON, do_not_disturb=True), BarringSeen(at=NOON, on=True)],
    [IdentityClaimed(at=NOON, organizations=("jd",))],
]


@pytest.mark.parametrize(
    "ascending", ASCENDING, ids=lambda ascending: type(ascending[0]).__name__ + str(len(ascending))
)
def test_what_shows_more_is_stronger(ascending: list[AnyObservation]) -> None:
    strengths = [strength_of(one) for one in ascending]

    assert strengths == sorted({*strengths})
    assert 0 < strengths[0] <= strengths[-1] <= 1
    assert {strength_of(one) for one in OF_NO_ACCOUNT} == {0}


@given(st.lists(OBSERVATIONS | LURES, max_size=30))
def test_as_long_as_nothing_is_too_old_or_too_much_what_is_kept_decides_as_all_of_it(
    timeline: list[AnyObservation],
) -> None:
    lately = sorted((replace(one, at=NOON + (one.at - NOON) / 2) for one in timeline), key=lambda one: one.at)
    newest = max((one.at for one in lately), default=NOON)

    assert judge(kept_of(lately), POLICY, newest) == judge(lately, POLICY, newest)


def test_of_a_call_that_is_too_long_ago_it_is_kept_that_somebody_was_there_and_of_a_couriers_nothing() -> None:
    for minutes, left in ((5, [StrangerBefore(at=NOON + 5 * MINUTE, since=NOON)]), (1, [])):
        over = CallSeen(at=NOON + minutes * MINUTE, caller=NUMBER, state=CallState.ENDED)
        kept = grown(Folded(), [STRANGER, over], over.at, LIFE)

        assert grown(kept, [], NOON + 3 * LIFE / 2, LIFE) == left
        assert grown(grown(kept, [], NOON + 3 * LIFE / 2, LIFE), [], NOON + 4 * LIFE, LIFE) == []
        assert grown(kept, [], NOON + 4 * LIFE, LIFE) == []
