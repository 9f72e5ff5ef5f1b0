"""What every store of timelines owes: all of it is kept in order, once, for as long as promised, and no longer."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from guard_api.engine.noted import StrangerBefore
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    CallSeen,
    ForwardingSeen,
    IdentityClaimed,
    ScreenShareSeen,
)
from guard_api.engine.timelines.timeline import MOST
from guard_api.engine.vocabulary import CallState, TargetKind
from guard_api.numbers.caller_id import CallerKind
from guard_api.numbers.directory import CallsOut
from guard_api.ports import CheckRecord, Timeline, Timelines
from guard_api.service_codes.forwarding import Action, Family, State
from guard_api.store.lmdb.timelines import LmdbTimelines, timelines_beside
from tests.support.clock import NOON
from tests.support.engines.valkey import engine_marks, timelines_in

LIFE = timedelta(hours=2)
MICROSECOND = timedelta(microseconds=1)
SEEN: tuple[AnyObservation, ...] = (
    CallSeen(at=NOON),
    CallSeen(
        at=NOON,
        caller="CN:95588",
        displayed="95588\x00\n🧿",
        state=CallState.ENDED,
        known=False,
        voip=True,
        kind=CallerKind.OFFICIAL,
        reason="x",
        organization="icbc",
        official="95588",
        calls_out=CallsOut.NO,
        verification_failed=True,
        listed="fraud",
        listed_label="y",
    ),
    IdentityClaimed(at=NOON, organizations=("jd", "pbc"), caller=None),
    ScreenShareSeen(at=NOON, on=False, app="com.x"),
    AppInstalled(at=NOON, package="com.y"),
    AppInFront(at=NOON, package="com.z", finance=True),
    ForwardingSeen(at=NOON, action=Action.QUERY),
    ForwardingSeen(
        at=NOON,
        action=Action.ENABLE,
        states=tuple(State),
        dialled=False,
        accepted=False,
        family=Family.CDMA,
        code="**21*1#",
        target="+861",
        target_kind=TargetKind.DEAD,
    ),
)


def in_lmdb(folder: Path) -> LmdbTimelines:
    path, durable = timelines_beside(folder / "guard.db")
    return LmdbTimelines(path, 5, durable=durable)


STORES: Mapping[str, Callable[[str, Path], Timelines]] = {
    "lmdb": lambda _, folder: in_lmdb(folder),
    "valkey": lambda url, _: timelines_in(url),
    "redis": lambda url, _: timelines_in(url),
}
"""What the suite is tried over."""


@pytest.fixture(params=[pytest.param(name, marks=engine_marks(name)) for name in STORES])
def timelines(request: pytest.FixtureRequest, tmp_path: Path, engine_url: Callable[[str], str]) -> Timelines:
    return STORES[request.param](engine_url(request.param), tmp_path)


def entry(minute: float = 0, *seen: AnyObservation, request_id: str | None = None) -> CheckRecord:
    at = NOON + timedelta(minutes=minute)
    return CheckRecord(at, at, seen, request_id)


def installed(minute: float) -> AppInstalled:
    return AppInstalled(at=entry(minute).at, package=str(minute))


def test_what_is_recorded_is_read_back_exactly(timelines: Timelines) -> None:
    checks = CheckRecord(NOON, NOON - 3 * MICROSECOND, SEEN, "id")
    recorded = timelines.record("a", checks, LIFE)
    assert recorded.entry == checks
    assert recorded.timeline == timelines.read("a", NOON, LIFE) == Timeline([*SEEN], NOON - 3 * MICROSECOND)


def test_the_timeline_comes_oldest_first_up_to_the_check_and_holds_one_phone_only(timelines: Timelines) -> None:
    checks = [entry(minute, installed(minute)) for minute in range(5)]
    seen = [one.observations[0] for one in checks]
    for one in checks:
        timelines.record("b", one, LIFE)
        recorded = timelines.record("a", one, LIFE)
    assert recorded.timeline == Timeline(seen, checks[-1].at, checks[-2].at)
    assert timelines.read("a", checks[-1].at, LIFE) == Timeline(seen, checks[-1].at)
    assert timelines.read("c", NOON, LIFE) == Timeline([])


def test_a_check_that_reports_nothing_moves_the_time_on(timelines: Timelines) -> None:
    timelines.record("a", entry(0, SEEN[0]), LIFE)
    recorded = timelines.record("a", entry(3), LIFE)
    assert recorded.timeline == Timeline([SEEN[0]], entry(3).at, NOON)
    assert timelines.read("a", NOON + LIFE / 2, LIFE) == Timeline([SEEN[0]], entry(3).at)
    assert timelines.record("b", entry(), LIFE).timeline == timelines.read("b", NOON, LIFE) == Timeline([], NOON)


def test_an_entry_lives_as_long_as_promised_and_not_a_microsecond_longer(timelines: Timelines) -> None:
    timelines.record("a", entry(0, SEEN[0]), LIFE)
    assert timelines.read("a", NOON + LIFE - MICROSECOND, LIFE).observations
    assert timelines.read("a", NOON + LIFE, LIFE) == Timeline([])
    late = CheckRecord(NOON + LIFE, NOON + LIFE)
    assert timelines.record("a", late, LIFE).timeline == Timeline([], NOON + LIFE)


def test_checks_of_one_microsecond_and_of_a_clock_set_back_stay_apart_and_in_order(timelines: Timelines) -> None:
    checks = [entry(minute, AppInstalled(at=NOON, package=str(n))) for n, minute in enumerate((0, 0, 0, -10))]
    recorded = [timelines.record("a", one, LIFE) for one in checks]
    assert [one.entry.received_at for one in recorded] == [NOON + n * MICROSECOND for n in range(4)]
    assert [*recorded[-1].timeline.observations] == [one.observations[0] for one in checks]
    assert timelines.read("a", NOON + LIFE / 2, LIFE).observations == recorded[-1].timeline.observations


def test_a_request_id_is_recorded_once_and_answered_as_it_was_then(timelines: Timelines) -> None:
    first = timelines.record("a", entry(0, SEEN[0], request_id="x"), LIFE)
    timelines.record("a", entry(1, installed(1)), LIFE)
    again = timelines.record("a", entry(2, SEEN[0], request_id="x"), LIFE)
    assert again.entry == first.entry
    assert again.timeline == first.timeline
    assert timelines.read("a", NOON + LIFE / 2, LIFE).observations == [SEEN[0], installed(1)]
    assert timelines.record("b", entry(2, request_id="x"), LIFE).entry.received_at == entry(2).received_at


def test_a_request_id_is_free_again_after_the_timelines_life(timelines: Timelines) -> None:
    timelines.record("a", entry(0, request_id="x"), LIFE)
    late = CheckRecord(NOON + LIFE, NOON + LIFE, (), "x")
    assert timelines.record("a", late, LIFE).entry == late


def test_only_the_newest_five_hundred_request_ids_of_a_phone_are_kept(timelines: Timelines) -> None:
    checks = [entry(n / 10, request_id=str(n)) for n in range(502)]
    received = [timelines.record("a", one, LIFE).entry.received_at for one in checks]
    again = [timelines.record("a", entry(51, request_id=str(n)), LIFE).entry.received_at for n in (501, 3, 1)]
    assert again == [received[501], received[3], entry(51).received_at]


def test_whatever_comes_after_it_evidence_is_kept(timelines: Timelines) -> None:
    timelines.record("a", entry(0, *OBSERVATIONS[:1], ScreenShareSeen(at=NOON, on=True)), LIFE)
    for n in range(1, 700):
        at = NOON + n * timedelta(seconds=10)
        apps = (AppInFront(at=at, package=f"com.example{n}"), CallSeen(at=at, caller=f"+86139{n:08}", known=True))
        recorded = timelines.record("a", CheckRecord(at, at, apps), LIFE)
    assert {ScreenShareSeen(at=NOON, on=True), OBSERVATIONS[0]} <= {*recorded.timeline.observations}
    assert len(recorded.timeline.observations) <= 2 * MOST + 1


def test_a_state_that_is_reported_again_for_longer_than_the_timelines_life_is_kept_from_its_beginning(
    timelines: Timelines,
) -> None:
    for n in range(200):
        at = entry(n).at
        recorded = timelines.record("a", CheckRecord(at, at, (ScreenShareSeen(at=at, on=True),)), LIFE)
    assert recorded.timeline.observations == [
        ScreenShareSeen(at=NOON, until=entry(199).at, again=(197 * 60, 198 * 60), on=True)
    ]
    late = entry(199).at + LIFE
    assert timelines.record("a", CheckRecord(late, late), LIFE).timeline.observations == []


def test_a_phone_that_never_pauses_keeps_what_has_not_expired(timelines: Timelines) -> None:
    for n in range(300):
        recorded = timelines.record("a", entry(n, *[installed(n)] * (n % 4 == 0)), LIFE)
    kept = [one.package for one in recorded.timeline.observations if isinstance(one, AppInstalled)]
    assert kept == [str(n) for n in range(180, 300, 4)]
    assert timelines.read("a", entry(299).at, LIFE).observations == recorded.timeline.observations


def test_observed_times_may_lie_anywhere_a_phone_puts_them(timelines: Timelines) -> None:
    checks = CheckRecord(NOON, NOON.replace(year=1970), (ScreenShareSeen(at=NOON.replace(year=2), on=True),))
    assert timelines.record("a", checks, LIFE).timeline == Timeline([], checks.at)
    assert timelines.read("a", NOON, LIFE) == Timeline([], checks.at)


OBSERVATIONS = (
    CallSeen(
        at=NOON, caller="+8613912345678", displayed="13912345678", state=CallState.ACTIVE, kind=CallerKind.ORDINARY
    ),
    CallSeen(at=NOON + timedelta(minutes=5), state=CallState.ENDED),
)


def test_that_a_stranger_was_there_is_known_for_six_hours_and_nothing_else_of_him(timelines: Timelines) -> None:
    timelines.record("a", entry(5, *OBSERVATIONS), LIFE)
    timelines.record("b", entry(5, CallSeen(at=NOON, state=CallState.NONE)), LIFE)
    for minute in range(40, 400, 40):
        timelines.tidy(NOON + timedelta(minutes=minute), LIFE)
        known = timelines.record("b", entry(minute), LIFE).timeline.observations
        assert not any(isinstance(one, StrangerBefore) for one in known)

    late = timelines.record("a", entry(300), LIFE).timeline.observations
    too_late = timelines.record("a", entry(366), LIFE).timeline.observations

    assert late == [StrangerBefore(at=NOON + timedelta(minutes=5), since=NOON)]
    assert too_late == []


def test_a_courier_is_forgotten_with_his_call(timelines: Timelines) -> None:
    timelines.record("a", entry(1, OBSERVATIONS[0], replace(OBSERVATIONS[1], at=NOON + timedelta(minutes=1))), LIFE)

    assert timelines.record("a", entry(130), LIFE).timeline.observations == []
