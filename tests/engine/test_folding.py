"""What is told again changes nothing but for how long it goes on, in whatever order it comes."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from guard_api.engine.folding import ByType, Folded, flat, fold, fold_into, up_to
from guard_api.engine.judge import judge
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    CallSeen,
    ForwardingSeen,
    IdentityClaimed,
    LinkSeen,
    MomentSeen,
    ScreenShareSeen,
    pack,
    unpack,
)
from guard_api.engine.policy import policy_of
from guard_api.engine.signals import EVENTS, Kind
from guard_api.engine.vocabulary import CallState, MomentKind, TargetKind
from guard_api.links.facts import Reason
from guard_api.patterns import PATTERNS
from guard_api.service_codes.forwarding import Action, State
from tests.engine.test_laws import LURES, OBSERVATIONS, newest
from tests.engine.test_line import SILENCE
from tests.support.clock import NOON

POLICY = policy_of(PATTERNS)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
STRANGER = CallSeen(at=NOON, caller="+8613912345678", state=CallState.ACTIVE)
SHARED = ScreenShareSeen(at=NOON, on=True)
BANK = AppInFront(at=NOON, package="com.icbc", finance=True)


def at(one: AnyObservation, seconds: float) -> AnyObservation:
    return replace(one, at=NOON + seconds * SECOND)


def folded_one_by_one(arriving: Sequence[AnyObservation]) -> Folded:
    by_type: ByType = {}
    for one in arriving:
        fold_into(by_type, [one])
    return flat(by_type)


REPEATED = st.lists(
    st.tuples(
        OBSERVATIONS | LURES | SILENCE,
        st.integers(0, 3600),
        st.integers(1, 8),
        st.sampled_from([1, 7, 20, 55, 100, 121, 1000]),
        st.lists(st.integers(0, 60), min_size=8, max_size=8),
    ),
    max_size=6,
)
"""What is told, from when on, how often and how far apart, and how late each time."""


@given(REPEATED)
def test_folded_and_unfolded_give_the_same_decision_though_some_of_it_comes_a_minute_late(
    repeated: list[tuple[AnyObservation, int, int, int, list[int]]],
) -> None:
    arriving: dict[tuple[int, type], tuple[int, AnyObservation]] = {}
    for one, begin, times, apart, late in repeated:
        for n in range(times):
            second = begin + n * apart
            arriving[second, type(one)] = (second + late[n], at(one, second))
    in_order = [one for _, one in sorted(arriving.values(), key=lambda pair: pair[0])]

    folded = folded_one_by_one(in_order)

    assert judge(folded, POLICY, newest(in_order), asks=True) == judge(in_order, POLICY, newest(in_order), asks=True)
    assert unpack(pack(folded)) == [*folded]


@given(REPEATED)
def test_what_is_folded_is_not_folded_again(repeated: list[tuple[AnyObservation, int, int, int, list[int]]]) -> None:
    folded = fold(at(one, begin + n * apart) for one, begin, times, apart, _ in repeated for n in range(times))

    assert fold([*folded]) == folded
    assert fold([*folded, *folded]) == folded


@pytest.mark.parametrize(
    "reports", [[STRANGER], [SHARED], [BANK], [STRANGER, SHARED, BANK]], ids=["call", "share", "app", "all"]
)
def test_five_thousand_reports_of_the_same_take_as_much_room_as_a_minute_of_them(reports: list[AnyObservation]) -> None:
    many = [at(one, 1.4 * n) for n in range(5000) for one in reports]

    folded = folded_one_by_one(many)

    assert len(folded) == len(reports)
    assert {one.last for one in folded} == {NOON + 4999 * 1.4 * SECOND}
    assert len(pack(folded)) < len(reports) * 400


def test_a_change_parts_what_is_reported_before_and_after_it() -> None:
    reports = [
        at(SHARED, 0),
        at(SHARED, 10),
        at(ScreenShareSeen(at=NOON, on=False), 20),
        at(SHARED, 30),
        at(SHARED, 40),
    ]

    assert [(one.at, one.last) for one in fold(reports)] == [
        (NOON, NOON + 10 * SECOND),
        (NOON + 20 * SECOND, NOON + 20 * SECOND),
        (NOON + 30 * SECOND, NOON + 40 * SECOND),
    ]


def test_what_comes_late_by_more_than_is_remembered_parts_where_nothing_is_known() -> None:
    off = ScreenShareSeen(at=NOON, on=False)
    folded = folded_one_by_one([*(at(SHARED, 10 * n) for n in range(60)), at(off, 105)])

    assert [(one.at, one.last) for one in folded] == [
        (NOON, NOON + 105 * SECOND),
        (NOON + 105 * SECOND, NOON + 105 * SECOND),
        (NOON + 520 * SECOND, NOON + 590 * SECOND),
    ]


def test_what_comes_late_joins_what_lies_around_it() -> None:
    assert [(one.at, one.until) for one in folded_one_by_one([at(BANK, 0), at(BANK, 200), at(BANK, 100)])] == [
        (NOON, NOON + 200 * SECOND)
    ]


def test_two_groups_of_one_moment_are_one_group() -> None:
    icbc, abc = (AppInstalled(at=NOON, package=name) for name in ("icbc", "abc"))
    folded = folded_one_by_one([icbc, at(icbc, 9), at(icbc, 18), at(abc, 9), at(abc, 9)])

    assert sorted(folded, key=lambda one: one.at) == [icbc, at(icbc, 9), at(abc, 9), at(icbc, 18)]


def test_several_that_are_reported_together_are_folded_together() -> None:
    codes = [
        ForwardingSeen(at=NOON, action=Action.ENABLE, states=(state,), dialled=False, target="+8613912345678")
        for state in (State.CONDITIONAL_BUSY, State.UNCONDITIONAL)
    ]

    folded = folded_one_by_one([at(one, 60 * n) for n in range(10) for one in codes])

    assert [(one.at, one.last) for one in folded] == [(NOON, NOON + 9 * MINUTE)] * 2


@pytest.mark.parametrize(
    ("one", "pause"),
    [(STRANGER, 1800), (SHARED, 1800), (BANK, 120), (MomentSeen(at=NOON, kind=MomentKind.MONEY_OUT), 90)],
    ids=["call", "share", "app", "moment"],
)
def test_what_is_reported_again_much_later_is_reported_anew(one: AnyObservation, pause: int) -> None:
    assert len(fold([one, at(one, pause)])) == 1
    assert len(fold([one, at(one, pause + 1)])) == 2


def test_up_to_a_moment_there_is_what_had_been_reported_by_then() -> None:
    link = LinkSeen(at=NOON, domain="jd-close.cn", reasons=(Reason.IMITATES_OFFICIAL_DOMAIN,), strength=1.0)
    folded = fold([*(at(SHARED, 10 * n) for n in range(7)), at(link, 50)])

    assert up_to(folded, NOON + 30 * SECOND) == [replace(SHARED, until=NOON + 30 * SECOND, again=(10, 20, 30, 40, 50))]
    assert up_to(folded, NOON + 60 * SECOND) == [*folded]


def test_a_share_that_is_reported_again_after_most_of_an_hour_is_the_same_share() -> None:
    call = at(STRANGER, 60)
    apart = [at(SHARED, 0), call, at(SHARED, 2400), at(STRANGER, 2400)]

    [match, *_] = judge(apart, POLICY, newest(apart)).matches

    assert match.pattern.id == "screen_share_with_stranger"
    assert [one.since for one in match.evidence if one.kind is Kind.SCREEN_SHARED] == [NOON]


def test_a_code_that_is_dialled_again_later_is_another_event() -> None:
    code = ForwardingSeen(
        at=NOON,
        action=Action.ENABLE,
        states=(State.UNCONDITIONAL,),
        target="+8613611112222",
        target_kind=TargetKind.STRANGER,
    )
    reports = [at(code, 0), at(code, 600), at(STRANGER, 610)]

    [match, *_] = judge(reports, POLICY, newest(reports)).matches

    assert {one.since for one in match.evidence if one.kind in EVENTS} == {NOON + 600 * SECOND}


def test_a_caller_whose_number_comes_later_is_one_caller_and_a_claim_is_held_against_the_nearest() -> None:
    unseen = CallSeen(at=NOON, state=CallState.ACTIVE)
    other = [at(CallSeen(at=NOON, caller="CN:95588", state=state), 300) for state in (CallState.RINGING,)]
    claim = IdentityClaimed(at=NOON + 20 * SECOND, organizations=("jd",))
    over = at(CallSeen(at=NOON, caller=STRANGER.caller, state=CallState.ENDED), 200)
    reports = [unseen, at(STRANGER, 10), claim, over, *other]

    decision = judge(reports, POLICY, newest(reports))

    assert [call.caller for call in decision.facts.calls] == [STRANGER.caller, "CN:95588"]
    assert "claimed_identity_mismatch" in {match.pattern.id for match in decision.matches}


def test_reports_within_one_second_are_known_as_one() -> None:
    reported_twice = folded_one_by_one([at(SHARED, seconds) for seconds in (0, 1.2, 1.7, 5)])
    at_the_end = folded_one_by_one([at(SHARED, seconds) for seconds in (0, 1.2, 1.7)])

    assert [(one.again, one.last) for one in reported_twice] == [((1,), NOON + 5 * SECOND)]
    assert [(one.again, one.last) for one in at_the_end] == [((), NOON + 1.7 * SECOND)]
