"""The line of a phone: remembered until it is back, however long that takes, and whoever asks in between."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from guard_api.engine.line import Line, line_due
from guard_api.errors import StoreUnavailable
from guard_api.ports import Services
from guard_api.store.lmdb.environment import opened
from guard_api.store.lmdb.lines import lines_beside
from tests.support.clock import NOON, Clock
from tests.support.laws import cases
from tests.support.phones import TestPhone
from tests.support.stories import (
    CALL,
    EMPTY,
    FORWARD,
    HANG_UP,
    SHARE,
    Seen,
    Step,
    dial,
    play,
    reply,
    report,
    shown,
)

DAY = 24 * 60
ON, OFF = report(enabled=True), report(enabled=False)
COURIER: Seen = {"caller_number": "13777778888", "call_state": "active"}
BEGUN: Sequence[Step] = ((0, CALL), (3, FORWARD), (5, HANG_UP))
BEGUN_BY_REPORT: Sequence[Step] = ((0, CALL), (3, ON), (5, HANG_UP))


def left_on(answer: Any) -> bool:
    return answer["level"] == "warning" and shown(answer) == {"forwarding_left_on"}


@pytest.mark.parametrize(
    "begun",
    [BEGUN, BEGUN_BY_REPORT, ((0, CALL), (3, dial("**61*13800138000#")), (5, HANG_UP))],
    ids=["dialled", "reported", "conditional"],
)
def test_a_line_that_a_stranger_diverted_is_warned_of_until_it_is_off_and_no_longer(
    phone: TestPhone, clock: Clock, begun: Sequence[Step]
) -> None:
    still = EMPTY if begun is not BEGUN_BY_REPORT else ON
    *_, at_first = play(phone, clock, begun)
    late = play(phone, clock, [(135, still), (DAY, still), (8 * DAY, still), (8 * DAY + 1, EMPTY)])
    undone, after = play(phone, clock, [(8 * DAY + 2, dial("##002#")), (8 * DAY + 300, EMPTY)])

    since = at_first["line"]["since"]
    assert at_first["line"]["state"] == "diverted"
    assert all(left_on(answer) for answer in late)
    assert "hours" in late[0]["warnings"][0]["title"]
    assert {answer["line"]["since"] for answer in late} == {since}
    assert {"type": "dial", "code": "##002#"}.items() <= next(
        a for a in late[2]["actions"] if a["type"] == "dial"
    ).items()
    assert (undone["level"], undone["line"]["state"]) == (after["level"], after["line"]["state"]) == ("none", "clear")
    assert undone["line"]["since"] == after["line"]["since"] != since


def test_what_the_phone_reports_off_is_off_at_once(phone: TestPhone, clock: Clock) -> None:
    *_, on, off = play(phone, clock, [*BEGUN_BY_REPORT, (DAY, ON), (DAY + 1, OFF)])

    assert left_on(on)
    assert (off["level"], off["line"]) == (
        "none",
        {"state": "clear", "states": [], "since": off["line"]["since"], "target_kind": None},
    )


def test_a_reply_of_the_network_that_nothing_is_forwarded_ends_it(phone: TestPhone, clock: Clock) -> None:
    *_, off = play(
        phone,
        clock,
        [*BEGUN, (DAY, dial("*#21#")), (DAY + 1, reply("Call forwarding unconditional: Voice: Not forwarded"))],
    )

    assert off["line"]["state"] == "clear"


@pytest.mark.parametrize("code", ["##21#", "#21#", "##002#", "#002#"])
def test_any_code_that_undoes_it_is_believed(phone: TestPhone, clock: Clock, code: str) -> None:
    *_, off = play(phone, clock, [*BEGUN, (DAY, dial(code))])

    assert (off["level"], off["line"]["state"]) == ("none", "clear")


@pytest.mark.parametrize("code", ["##67#", "*720", "*#21#", "##21", "##002**13#", "*31#"])
def test_no_other_code_ends_it(phone: TestPhone, clock: Clock, code: str) -> None:
    *_, still = play(phone, clock, [*BEGUN, (DAY, dial(code))])

    assert left_on(still)
    assert still["line"]["states"] == ["unconditional"]


def test_the_line_is_clear_only_when_all_is_off(phone: TestPhone, clock: Clock) -> None:
    both = dial("**67*13800138000#"), dial("*7213800138000")
    *_, three = play(phone, clock, [(0, CALL), (1, FORWARD), (2, both[0]), (3, both[1]), (5, HANG_UP), (200, EMPTY)])
    two, one, none = play(phone, clock, [(201, dial("##21#")), (202, dial("##67#")), (203, dial("*720"))])

    assert three["line"]["states"] == two["line"]["states"] == ["unconditional", "conditional_busy"]
    assert (one["line"]["state"], one["line"]["states"]) == ("diverted", ["unconditional"])
    assert [answer["level"] for answer in (three, two, one, none)] == ["warning", "warning", "warning", "none"]
    assert none["line"]["state"] == "clear"


@pytest.mark.parametrize(
    "on",
    [FORWARD, ON, dial("**004*13800138000#"), dial("*7213800138000")],
    ids=["code", "report", "conditional", "CDMA"],
)
def test_forwarding_that_nobody_else_set_is_shown_and_never_warned_of(phone: TestPhone, clock: Clock, on: Seen) -> None:
    days = [
        (day * DAY + minute, seen)
        for day in range(10)
        for minute, seen in ((0, ON), (300, COURIER), (301, ON), (302, HANG_UP), (310, EMPTY))
    ]
    answers = play(phone, clock, [(0, on), *days])

    assert {answer["level"] for answer in answers} == {"none"}
    assert {answer["line"]["state"] for answer in answers} == {"diverted"}


def test_a_second_phone_of_ones_own_is_where_calls_may_go(phone: TestPhone, clock: Clock) -> None:
    mine = dial("**21*13700137000#")
    answers = play(
        phone, clock, [(0, mine), (3 * DAY, COURIER), (3 * DAY + 1, ON), (3 * DAY + 2, HANG_UP), (3 * DAY + 25, ON)]
    )

    assert {answer["level"] for answer in answers} == {"none"}


def test_who_diverts_a_line_that_was_diverted_before_is_found_all_the_same(phone: TestPhone, clock: Clock) -> None:
    *_, during = play(phone, clock, [(0, ON), (2 * DAY, CALL), (2 * DAY + 3, FORWARD)])
    *_, days_later = play(phone, clock, [(2 * DAY + 5, HANG_UP), (2 * DAY + 26, EMPTY), (5 * DAY, ON)])

    assert during["level"] == "critical"
    assert left_on(days_later)


def test_a_diverted_line_and_a_shared_screen_are_critical_days_later(phone: TestPhone, clock: Clock) -> None:
    *_, answer = play(phone, clock, [*BEGUN, (3 * DAY, CALL), (3 * DAY + 2, SHARE)])

    assert answer["level"] == "critical"
    assert "forwarding_with_screen_share" in shown(answer)


def test_nobody_believes_a_line_for_more_than_thirty_days_without_a_report(phone: TestPhone, clock: Clock) -> None:
    *_, last = play(phone, clock, [*BEGUN, (20 * DAY, ON), (49 * DAY, EMPTY)])
    gone, new = play(phone, clock, [(51 * DAY, EMPTY), (51 * DAY + 1, ON)])

    assert left_on(last)
    assert (gone["level"], gone["line"]) == (
        "none",
        {"state": "unknown", "states": [], "since": None, "target_kind": None},
    )
    assert (new["level"], new["line"]["state"]) == ("none", "diverted")


def test_what_was_never_reported_is_unknown(phone: TestPhone, clock: Clock) -> None:
    queried, clear, later = play(phone, clock, [(0, dial("*#21#")), (1, OFF), (DAY, EMPTY)])

    assert queried["line"]["state"] == "unknown"
    assert (
        clear["line"]
        == later["line"]
        == {"state": "clear", "states": [], "since": clear["line"]["since"], "target_kind": None}
    )


def test_where_calls_go_is_remembered_as_a_kind(phone: TestPhone, clock: Clock) -> None:
    kinds = [
        play(phone, clock, [(at, dial(code)), (at + 300, EMPTY)])[-1]["line"]["target_kind"]
        for at, code in ((0, "**21*13800138000#"), (DAY, "**21*0000#"), (2 * DAY, "**21*13700137000#"))
    ]

    assert kinds[:2] == ["stranger", "dead"]


def test_barred_calls_are_remembered_too(phone: TestPhone, clock: Clock) -> None:
    barred, later, half, lifted = play(
        phone,
        clock,
        [
            (0, dial("*330*0000#")),
            (3 * DAY, COURIER),
            (3 * DAY + 60, dial("#33*0000#")),
            (3 * DAY + 61, dial("#35*0000#")),
        ],
    )

    assert (barred["line"]["state"], barred["line"]["states"]) == ("barred", ["incoming", "outgoing"])
    assert later["line"] == barred["line"]
    assert half["line"]["states"] == ["incoming"]
    assert lifted["line"]["state"] == "clear"
    assert later["level"] == "none"


def at_minute(at: float, seen: Seen) -> Seen:
    """What a phone saw at some minute, sent later by a clock that is an hour fast."""
    seen_at = NOON + timedelta(minutes=at, hours=1)
    return {**seen, "observed_at": seen_at.isoformat()}


@pytest.mark.parametrize("order", cases([*permutations(range(4))], 5), ids=str)
def test_the_line_is_the_same_in_whatever_order_it_is_reported(
    phone: TestPhone, clock: Clock, order: tuple[int, ...]
) -> None:
    steps: list[Step] = [(0, CALL), (3, FORWARD), (5, HANG_UP), (6, dial("**62*13800138000#"))]
    clock.now = NOON + timedelta(minutes=40)
    sent = (clock.now + timedelta(hours=1)).isoformat()
    for which in order:
        phone.check(**at_minute(*steps[which]), sent_at=sent)

    *_, answer = play(phone, clock, [(41, EMPTY), (300, EMPTY)])

    assert left_on(answer)
    assert answer["line"] == {
        "state": "diverted",
        "states": ["unconditional", "conditional_not_reachable"],
        "since": "2026-11-22T12:03:00Z",
        "target_kind": "stranger",
    }


def test_an_undoing_that_is_reported_late_counts_when_it_was(phone: TestPhone, clock: Clock) -> None:
    play(phone, clock, [(0, CALL), (10, FORWARD), (12, HANG_UP)])
    clock.now = NOON + timedelta(minutes=60)
    before = phone.check(**{**dial("##21#"), "observed_at": (NOON + timedelta(minutes=5)).isoformat()})
    after = phone.check(**{**dial("##21#"), "observed_at": (NOON + timedelta(minutes=30)).isoformat()})

    assert before["line"]["state"] == "diverted"
    assert (after["line"]["state"], after["line"]["since"]) == ("clear", "2026-11-22T12:30:00Z")


def test_a_check_sent_again_is_answered_as_before_and_undoes_nothing(phone: TestPhone, clock: Clock) -> None:
    *_, first = play(phone, clock, [*BEGUN, (DAY, {**ON, "request_id": "again"})])
    undone, again, after = play(
        phone, clock, [(DAY + 1, UNDONE), (DAY + 2, {**ON, "request_id": "again"}), (DAY + 3, EMPTY)]
    )

    assert {**again, "valid_until": ""} == {**first, "valid_until": ""}
    assert undone["line"] == after["line"]
    assert after["level"] == "none"


UNDONE = dial("##002#")


@pytest.mark.parametrize("back", [timedelta(hours=3), timedelta(days=400)], ids=str)
def test_a_clock_that_is_set_back_loses_no_line(phone: TestPhone, clock: Clock, back: timedelta) -> None:
    play(phone, clock, [*BEGUN, (30, EMPTY)])
    clock.now -= back
    at_once = phone.check()
    clock.pass_(days=1)

    assert at_once["line"]["state"] == "diverted"
    assert left_on(phone.check())


def test_no_number_and_no_name_of_an_app_is_in_the_file(
    phone: TestPhone, clock: Clock, services: Services, database: Any
) -> None:
    phone.check(**ON)
    with opened(lines_beside(database)).begin() as transaction:
        before = len([*transaction.cursor()])
    play(
        phone,
        clock,
        [
            *BEGUN,
            (6, dial("**61*13900001111*11*30#")),
            (7, {"reachability": {"default_dialer": "com.kefu.phone", "calls_blocked_from": ["13955556666", "96110"]}}),
            (300, ON),
        ],
    )
    with opened(lines_beside(database)).begin() as transaction:
        held = [*transaction.cursor()]
    written = lines_beside(database).read_bytes()

    assert len(held) == before
    for secret in (
        "13912345678",
        "13800138000",
        "13900001111",
        "13955556666",
        "kefu",
        "**21",
        "912345678",
        "800138000",
    ):
        assert secret.encode() not in written


def test_a_line_that_cannot_be_read_is_reported_to_be_so_and_not_written_over(
    phone: TestPhone, clock: Clock, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(phone, clock, BEGUN)

    def fails(*_: object) -> None:
        raise StoreUnavailable("the disk is gone")

    with monkeypatch.context() as broken:
        broken.setattr(services.lines, "read", fails)
        clock.pass_(days=1)
        without = phone.check(**ON)
    clock.pass_(days=1)
    back = phone.check()

    assert (without["degraded"], without["level"]) == (True, "none")
    assert (back["degraded"], left_on(back)) == (False, True)


def test_a_line_that_cannot_be_written_is_reported_to_be_so(
    phone: TestPhone, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise StoreUnavailable("the disk is full")

    with monkeypatch.context() as full:
        full.setattr(services.lines, "write", fails)
        answer = phone.check(**ON)

    assert (answer["degraded"], answer["line"]["state"]) == (True, "diverted")


def test_a_damaged_line_is_unknown_once_and_then_kept_again(phone: TestPhone, clock: Clock, database: Any) -> None:
    play(phone, clock, BEGUN)
    with opened(lines_beside(database)).writing(5) as transaction:
        for key, value in [row for row in transaction.cursor() if row[0].startswith(b"l")]:
            transaction.put(key, value[:-3] + b"000")
    clock.pass_(hours=5)
    lost, known = phone.check(), phone.check()

    assert (lost["degraded"], lost["line"]["state"]) == (True, "unknown")
    assert (known["degraded"], known["line"]["state"]) == (False, "unknown")


def test_an_ordinary_check_writes_nothing(
    phone: TestPhone, clock: Clock, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[datetime] = []
    monkeypatch.setattr(services.lines, "write", lambda _phone, _line, at: written.append(at))
    play(phone, clock, [(0, CALL), (3, SHARE), (5, HANG_UP)])

    assert not written


def test_what_is_reported_again_is_written_once_a_day(
    phone: TestPhone, clock: Clock, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[datetime] = []
    write = services.lines.write

    def noting(device_id: str, line: Line | None, received_at: datetime) -> None:
        written.append(received_at)
        write(device_id, line, received_at)

    monkeypatch.setattr(services.lines, "write", noting)
    play(phone, clock, [(hour * 60, ON) for hour in range(49)])

    assert len(written) == 3


@pytest.mark.parametrize(
    ("before", "now", "due"),
    [
        (0, 119, False),
        (0, 120, True),
        (119, 120, True),
        (120, 121, False),
        (130, 361, True),
        (361, 1439, False),
        (361, 1440, True),
        (1440, 2879, False),
        (1500, 2880, True),
        (0, 9 * DAY, True),
        (9 * DAY, 9 * DAY + 1, False),
        (0, 0, False),
    ],
)
def test_a_diverted_line_is_due_after_two_hours_and_six_and_daily(before: int, now: int, *, due: bool) -> None:
    assert line_due(NOON, NOON + timedelta(minutes=before), NOON + timedelta(minutes=now)) is due
