"""What is damaged of one phone's timeline is that phone's new beginning, and no other phone's matter."""

import struct
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard_api.engine.observations import AppInstalled
from guard_api.ports import CheckRecord, Device, Scope, Services, Timeline
from guard_api.store.clock import to_micros
from guard_api.store.forms.timeline_record import StoredTimeline
from guard_api.store.lmdb.environment import opened
from guard_api.store.lmdb.timelines import LmdbTimelines
from tests.support.clock import NOON, Clock
from tests.support.databases import kept_of, timelines_of
from tests.support.laws import examples
from tests.support.phones import TestPhone

LIFE = timedelta(hours=2)
CALL = {"caller_number": "13912345678", "call_state": "active"}
SHARE = {"screen_share_active": True}
NOW = to_micros(NOON)


def value_of(database: Path, phone: str) -> bytes:
    with opened(timelines_of(database)).begin() as transaction:
        value = transaction.get(b"c" + phone.encode())
    assert value is not None
    return value


def put(database: Path, phone: str, value: bytes) -> None:
    with opened(timelines_of(database)).writing(5) as transaction:
        transaction.put(b"c" + phone.encode(), value)


@pytest.fixture
def other(client: FlaskClient, services: Services, clock: Clock) -> TestPhone:
    _, key = services.keys.create(Scope.DEVICE, "test", clock(), Device("other", "CN"))
    return TestPhone(client, key)


def line(received: object, at: object = NOW, seen: str = "[]") -> bytes:
    return f"[{received},{at},null,{seen}]\n".encode()


IMPOSSIBLE = {
    "a last that cannot be followed": StoredTimeline(1, NOW, (1 << 63) - 1, line(NOW)),
    "a first before all": StoredTimeline(1, -(1 << 63), NOW, line(NOW)),
    "a first behind the last": StoredTimeline(1, (1 << 63) - 1, NOW, line(NOW)),
    "more checks than there are": StoredTimeline(1000, 0, NOW, line(NOW)),
    "no checks but lines": StoredTimeline(0, NOW, NOW, line(NOW)),
    "checks but no lines": StoredTimeline(3, 0, NOW, b""),
    "a time that no year has": StoredTimeline(1, NOW, NOW, line(NOW, 1 << 62)),
    "a time before all years": StoredTimeline(1, NOW, NOW, line(NOW, -(1 << 62))),
    "a time larger than any number": StoredTimeline(1, 0, NOW, line(1 << 70)),
    "letters that are none": StoredTimeline(
        1, NOW, NOW, line(NOW, NOW, '[{"is":"install","at":"x","package":"').replace(b"x", b"\xff")
    ),
    "an observation of the last year": StoredTimeline(
        1, NOW, NOW, line(NOW, NOW, '[{"is":"share","at":"9999-12-31T23:59:59Z","on":true}]')
    ),
    "an observation of the first year": StoredTimeline(
        1, NOW, NOW, line(NOW, NOW, '[{"is":"share","at":"0001-01-01T00:00:00Z","on":true}]')
    ),
    "an observation of no place": StoredTimeline(
        1, NOW, NOW, line(NOW, NOW, '[{"is":"share","at":"2026-11-22T12:00:00","on":true}]')
    ),
    "a claim to be nobody": StoredTimeline(
        1, NOW, NOW, line(NOW, NOW, '[{"is":"claim","at":"2026-11-22T12:00:00Z","organizations":[]}]')
    ),
    "a link without a reason": StoredTimeline(
        1,
        NOW,
        NOW,
        line(NOW, NOW, '[{"is":"link","at":"2026-11-22T12:00:00Z","domain":"a","reasons":[],"strength":1}]'),
    ),
}
"""Values whose checksum is right: a version that has an error may write them."""


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_value_that_cannot_be_is_answered_and_neither_stays_nor_hinders_anybody(
    phone: TestPhone, other: TestPhone, clock: Clock, database: Path, name: str
) -> None:
    for one in (phone, other):
        one.check(**CALL)
    put(database, "phone", IMPOSSIBLE[name].value())
    for _ in range(3):
        clock.pass_(minutes=1)
        assert other.check(**SHARE)["level"] == "warning"
        phone.check()
    assert phone.check(**CALL)["degraded"] is False
    assert phone.check(**SHARE)["level"] == "warning"
    clock.pass_(hours=2, minutes=1)
    LmdbTimelines(timelines_of(database), 5).tidy(clock(), LIFE)
    clock.pass_(hours=4)
    LmdbTimelines(timelines_of(database), 5).tidy(clock(), LIFE)
    assert kept_of(database) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(st.data())
def test_whatever_becomes_of_the_bytes_of_one_phone_it_is_answered_and_the_others_as_ever(
    phone: TestPhone, other: TestPhone, clock: Clock, database: Path, data: st.DataObject
) -> None:
    clock.pass_(hours=3)
    for one in (phone, other):
        one.check(**CALL, claimed_identity="京东")
    value = bytearray(value_of(database, "phone"))
    for place, byte in data.draw(
        st.dictionaries(st.integers(0, len(value) - 1), st.integers(0, 255), max_size=4), "bytes"
    ).items():
        value[place] = byte
    begin, end = data.draw(st.tuples(st.integers(0, 40), st.integers(0, len(value))), "what is left of them")
    put(database, "phone", bytes(value[begin:end]))
    assert phone.post(SHARE).status_code == 200
    assert other.check(**SHARE)["level"] == "critical"
    assert phone.check(**CALL)["degraded"] is False
    assert phone.check(**SHARE)["level"] in {"warning", "critical"}


@pytest.mark.parametrize("hours", [0.6, 2, 3, 6, 24, 24 * 400, 24 * 365 * 30])
def test_a_clock_that_was_ahead_for_one_check_mutes_nothing_afterwards(
    phone: TestPhone, clock: Clock, database: Path, hours: float
) -> None:
    clock.pass_(hours=hours)
    phone.check(foreground_app="com.android.launcher")
    clock.pass_(hours=-hours)
    story: list[dict[str, object]] = [
        {**CALL},
        {**SHARE},
        {"call_forwarding_changes": [{"code": "**21*13800138000#"}]},
        {"foreground_app": "com.icbc"},
    ]
    answers = []
    for step in story:
        clock.pass_(seconds=20)
        answers.append(phone.check(**step))
    assert [answer["level"] for answer in answers] == ["none", "warning", "critical", "critical"]
    until = datetime.fromisoformat(answers[-1]["valid_until"])
    assert clock() < until <= clock() + timedelta(minutes=1)
    clock.pass_(hours=2, minutes=1)
    LmdbTimelines(timelines_of(database), 5).tidy(clock(), LIFE)
    assert kept_of(database) == {}


def test_what_was_reported_while_the_clock_was_ahead_counts_as_reported_just_now(
    phone: TestPhone, clock: Clock
) -> None:
    clock.pass_(hours=5)
    phone.check(**CALL)
    clock.pass_(hours=-5)
    assert phone.check(**SHARE)["level"] == "warning"


def test_a_phone_that_never_comes_back_is_forgotten_though_the_clock_was_years_ahead(
    database: Path, clock: Clock
) -> None:
    writer = LmdbTimelines(timelines_of(database), 5)
    ahead = NOON + timedelta(days=10_000)
    writer.record("gone", CheckRecord(ahead, ahead, (AppInstalled(at=ahead, package="x"),)), LIFE)
    for hours in (0, 2.1):
        LmdbTimelines(timelines_of(database), 5).tidy(NOON + timedelta(hours=hours), LIFE)
    assert kept_of(database) == {}


def test_a_server_that_nobody_asks_forgets_and_leaves_no_trace_in_its_file(database: Path) -> None:
    timelines = LmdbTimelines(timelines_of(database), 5)
    number = "+8613912345678"
    for n in range(40):
        seen = AppInstalled(at=NOON, package=number)
        timelines.record(f"phone {n}", CheckRecord(NOON, NOON, (seen,)), LIFE)
    assert number.encode() in timelines_of(database).read_bytes()
    timelines = LmdbTimelines(timelines_of(database), 5)
    timelines.tidy(NOON + timedelta(hours=2, minutes=1), LIFE)
    assert not timelines_of(database).exists()
    assert timelines.read("phone 1", NOON, LIFE) == Timeline([])
    assert timelines.record("phone 1", CheckRecord(NOON, NOON), LIFE).timeline == Timeline([], NOON)


def test_a_head_that_was_cut_off_is_no_timeline(database: Path) -> None:
    timelines = LmdbTimelines(timelines_of(database), 5)
    timelines.record("a", CheckRecord(NOON, NOON), LIFE)
    for length in range(struct.calcsize(">Iqq8s")):
        put(database, "a", value_of(database, "a")[:length])
        assert timelines.record("a", CheckRecord(NOON, NOON), LIFE).timeline == Timeline([], NOON)
