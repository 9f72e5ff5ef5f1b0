"""The line as a value: what is made of it when a decision goes on from what an earlier one told to remember."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from guard_api.engine.judge import judge
from guard_api.engine.line import REMEMBERED, Diversion, Fact, Line, LineState
from guard_api.engine.observations import (
    AnyObservation,
    BarringSeen,
    CallSeen,
    ForwardingSeen,
    ReachabilitySeen,
    pack,
    unpack,
)
from guard_api.engine.policy import Level, policy_of
from guard_api.engine.vocabulary import CallState, Rescuer, TargetKind
from guard_api.numbers.caller_id import CallerKind
from guard_api.patterns import PATTERNS
from guard_api.service_codes.forwarding import Action, Family, State
from tests.engine.test_laws import LURES, OBSERVATIONS, newest
from tests.support.clock import NOON

POLICY = policy_of(PATTERNS)
MINUTE = timedelta(minutes=1)
MOMENTS = st.integers(0, 3 * 60 * 60).map(lambda seconds: NOON + timedelta(seconds=seconds))
SILENCE: st.SearchStrategy[AnyObservation] = st.one_of(
    st.builds(
        BarringSeen,
        at=MOMENTS,
        on=st.booleans(),
        incoming=st.booleans(),
        outgoing=st.booleans(),
        password=st.booleans(),
        accepted=st.booleans(),
    ),
    st.builds(
        ReachabilitySeen,
        at=MOMENTS,
        do_not_disturb=st.none() | st.booleans(),
        airplane_mode=st.none() | st.booleans(),
        dialer=st.sampled_from([None, "", "com.kefu.phone"]),
        redirection=st.sampled_from([None, "", "com.kefu.redirect"]),
        blocked=st.none() | st.lists(st.sampled_from(["icbc", "police"]), max_size=2).map(tuple),
    ),
)
CUTTING = SILENCE | st.builds(
    CallSeen,
    at=MOMENTS,
    caller=st.just("CN:96110"),
    state=st.sampled_from(CallState),
    kind=st.just(CallerKind.OFFICIAL),
    organization=st.just("anti_fraud_center"),
    rescuer=st.sampled_from(Rescuer),
)
TIMELINES = st.lists(OBSERVATIONS | LURES | CUTTING, max_size=14, unique_by=lambda one: one.at)


@given(TIMELINES)
def test_a_decision_that_remembers_itself_is_the_same(timeline: list[AnyObservation]) -> None:
    as_of = newest(timeline)
    first = judge(timeline, POLICY, as_of)
    again = judge(timeline, POLICY, as_of, line=first.line)

    assert (again.level, again.score, again.line) == (first.level, first.score, first.line)


@given(TIMELINES, st.randoms())
def test_the_order_of_arrival_changes_neither_line_nor_level(timeline: list[AnyObservation], random: object) -> None:
    shuffled = list(timeline)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis' Random
    one, other = (judge(order, POLICY, newest(timeline)) for order in (timeline, shuffled))

    assert (one.level, one.line) == (other.level, other.line)


@given(TIMELINES)
def test_what_a_timeline_forgets_the_line_remembers(timeline: list[AnyObservation]) -> None:
    line = judge(timeline, POLICY, newest(timeline)).line
    later = judge([], POLICY, newest(timeline) + timedelta(days=3), line=line)

    assert later.level is (Level.WARNING if line is not None and line.stranger_since is not None else Level.NONE)
    if line is not None and later.line is not None:
        assert (later.line.state, later.line.states, later.line.since) == (line.state, line.states, line.since)


@given(st.lists(SILENCE, max_size=8, unique_by=lambda one: one.at))
def test_without_a_stranger_nothing_of_it_is_a_sign(timeline: list[AnyObservation]) -> None:
    assert judge(timeline, POLICY, newest(timeline)).level is Level.NONE


@given(st.lists(CUTTING, max_size=8))
def test_what_cuts_people_off_survives_the_database(timeline: list[AnyObservation]) -> None:
    assert unpack(pack(timeline)) == timeline


@given(TIMELINES)
def test_who_reports_that_nothing_is_known_takes_nothing_back(timeline: list[AnyObservation]) -> None:
    as_of = newest(timeline)
    unknown = [*timeline, ReachabilitySeen(at=as_of), ForwardingSeen(at=as_of, action=Action.QUERY, dialled=False)]
    before, after = judge(timeline, POLICY, as_of), judge(unknown, POLICY, as_of)

    assert after.level is before.level
    assert getattr(after.line, "state", LineState.UNKNOWN) is getattr(before.line, "state", LineState.UNKNOWN)


def forwarding(
    minute: float, kind: TargetKind | None, *, on: bool = True, family: Family = Family.GSM
) -> ForwardingSeen:
    action = Action.ENABLE if on else Action.DISABLE
    return ForwardingSeen(
        at=NOON + minute * MINUTE,
        action=action,
        states=(State.UNCONDITIONAL,),
        family=family,
        target=str(kind),
        target_kind=kind,
    )


def test_what_led_to_ones_own_phone_and_leads_elsewhere_now_does_so_since_now() -> None:
    line = judge([forwarding(0, TargetKind.OWN), forwarding(9, TargetKind.DEAD)], POLICY, NOON + 10 * MINUTE).line
    back = judge([forwarding(0, TargetKind.OWN), forwarding(5, TargetKind.OWN)], POLICY, NOON + 10 * MINUTE).line

    assert line is not None
    assert back is not None
    assert (line.since, line.target_kind) == (NOON + 9 * MINUTE, TargetKind.DEAD)
    assert (back.since, back.target_kind) == (NOON, TargetKind.OWN)


def test_what_the_network_refused_ends_nothing_and_leads_nowhere() -> None:
    refused = replace(forwarding(5, TargetKind.OWN), accepted=False)
    line = judge([forwarding(0, TargetKind.DEAD), refused], POLICY, NOON + 10 * MINUTE).line
    own = judge([refused], POLICY, NOON + 10 * MINUTE)

    assert line is not None
    assert (line.state, line.since, line.target_kind) == (LineState.DIVERTED, NOON, TargetKind.DEAD)
    assert (own.level, own.line) == (Level.NONE, None)


def test_where_calls_go_may_be_reported_after_that_they_do() -> None:
    somewhere = replace(forwarding(0, None), target=None, dialled=False)
    line = judge([somewhere, forwarding(1, TargetKind.DEAD)], POLICY, NOON + 2 * MINUTE).line

    assert line is not None
    assert (line.since, line.target_kind) == (NOON, TargetKind.DEAD)


def test_of_two_ways_that_calls_go_the_one_that_matters_is_shown() -> None:
    reports = [forwarding(0, TargetKind.STRANGER), forwarding(9, TargetKind.VOICEMAIL, family=Family.CDMA)]
    stranger = CallSeen(at=NOON, caller="+8613912345678", state=CallState.ACTIVE)
    decision = judge([*reports, stranger], POLICY, NOON + 10 * MINUTE)

    assert decision.line is not None
    assert decision.line.target_kind is TargetKind.STRANGER
    assert decision.facts.forwarded is not None
    assert decision.line.stranger_since == NOON


def test_two_calls_of_the_police_in_vain_are_two_signs() -> None:
    stranger = CallSeen(at=NOON, caller="+8613912345678", state=CallState.ACTIVE)
    rings = [
        CallSeen(
            at=NOON + at * MINUTE,
            caller="CN:96110",
            state=state,
            kind=CallerKind.OFFICIAL,
            organization="police",
            rescuer=Rescuer.POLICE,
        )
        for at, state in (
            (1, CallState.RINGING),
            (1.5, CallState.ENDED),
            (4, CallState.RINGING),
            (4.5, CallState.ENDED),
        )
    ]
    decision = judge([stranger, *rings], POLICY, NOON + 5 * MINUTE)

    assert [match.pattern.id for match in decision.matches] == ["cut_off_from_help"]


def test_a_line_is_believed_for_a_month_and_what_else_was_reported_as_long_as_it_was_there() -> None:
    line = Line(updated=NOON + timedelta(days=20), reported=NOON, cleared=NOON, reach=(Fact("do_not_disturb", NOON),))

    assert line.known_at(NOON + REMEMBERED) == line
    later = line.known_at(NOON + REMEMBERED + timedelta(days=1))
    assert later is not None
    assert (later.state, later.reach) == (LineState.UNKNOWN, line.reach)
    assert line.known_at(NOON + REMEMBERED + timedelta(days=21)) is None
    assert Line(updated=NOON).state is LineState.UNKNOWN
    assert Line(updated=NOON).known_at(NOON) == Line(updated=NOON)


def test_a_code_dialled_again_is_the_same_diversion() -> None:
    reports = [forwarding(minute, None) for minute in (0, 3)]
    line = judge(reports, POLICY, NOON + 10 * MINUTE).line

    assert line is not None
    assert (line.since, line.states, line.target_kind) == (NOON, (State.UNCONDITIONAL,), None)


def test_a_line_is_known_as_it_was_then() -> None:
    then, later = NOON, NOON + timedelta(hours=1)

    def away(since: datetime, until: datetime | None = None) -> Diversion:
        return Diversion(family=Family.GSM, state=State.UNCONDITIONAL, since=since, until=until)

    line = Line(
        updated=later,
        reported=later,
        cleared=later,
        diversions=(away(then), away(then, later), away(later), away(then, then)),
        barred=(Fact("incoming", then), Fact("outgoing", later)),
        reach=(Fact("x", later),),
    )
    assert line.known_then(later) == line
    assert line.known_then(then) == Line(
        updated=then,
        reported=then,
        cleared=None,
        diversions=(away(then), away(then), away(then, then)),
        barred=(Fact("incoming", then),),
        reach=(),
    )
    assert Line(updated=then, cleared=then).known_then(later) == Line(updated=then, cleared=then)
