"""Servers of two versions on one file of timelines: neither loses what the other has been told."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.json import Decoder, Encoder
from msgspec.structs import replace

from guard_api.engine.noted import Observation
from guard_api.engine.observations import AnyObservation, AppInFront, AppInstalled, CallSeen, ScreenShareSeen
from guard_api.engine.vocabulary import CallState
from guard_api.ports import CheckRecord, Timeline
from guard_api.store.clock import to_micros
from guard_api.store.forms.timeline_record import MOST, StoredTimeline
from guard_api.store.lmdb.environment import opened
from guard_api.store.lmdb.timelines import LmdbTimelines
from tests.support.clock import NOON
from tests.support.databases import kept_of, timelines_of
from tests.support.phones import TestPhone

LIFE = timedelta(hours=2)
MINUTE = timedelta(minutes=1)
CALL = CallSeen(at=NOON, caller="+8613912345678", state=CallState.ACTIVE)


class NearbySeen(Observation, frozen=True, tag="nearby"):
    """A kind of observation that only the newer version knows."""

    device: str
    strength: float = 0.1


class AppInFrontLater(Observation, frozen=True, tag="front"):
    """A kind that both know, of which the newer version says more."""

    package: str
    finance: bool = False
    seconds: int = 0


class CallSeenLater(Observation, frozen=True, tag="call"):
    """A kind that both know, with a word that only the newer version has."""

    caller: str | None = None
    state: str | None = None


class LaterCheck(Struct, array_like=True, frozen=True):
    """A line as the newer version writes it: with something behind what there is today."""

    received_at: int
    at: int
    request_id: str | None
    observations: tuple[NearbySeen | AppInFrontLater | CallSeenLater | AppInstalled | ScreenShareSeen, ...] = ()
    digest: int | None = None
    before: int | None = None
    place: str | None = None


NEAR = NearbySeen(at=NOON, device="watch")
HELD = CallSeenLater(at=NOON, caller="+8613912345678", state="held")
FRONT = AppInFrontLater(at=NOON, package="com.icbc", finance=True, seconds=40)
_decoder = Decoder(LaterCheck)


class NewerServer:
    """What the newer version does with the file: append, and read."""

    def __init__(self, path: Path) -> None:
        self._file = opened(path)

    def record(self, minute: float, *seen: object, request_id: str | None = None, place: str | None = "home") -> bytes:
        received = to_micros(NOON + minute * MINUTE)
        line = Encoder().encode(LaterCheck(received, received, request_id, seen, 7, None, place))  # type: ignore[arg-type]
        with self._file.writing(5) as transaction:
            kept = StoredTimeline.of(transaction.get(b"ca"))
            first = kept.first if kept.checks else received
            grown = StoredTimeline(kept.checks + 1, first, received, kept.lines + line + b"\n")
            transaction.put(b"ca", grown.value())
            transaction.put(b"b" + first.to_bytes(8, "big") + b"a", b"")
        return line

    def lines(self) -> Sequence[bytes]:
        with self._file.begin() as transaction:
            return StoredTimeline.of(transaction.get(b"ca")).lines.splitlines()

    def read(self) -> Sequence[LaterCheck]:
        return [_decoder.decode(line) for line in self.lines()]


@pytest.fixture
def newer(database: Path) -> NewerServer:
    return NewerServer(timelines_of(database))


@pytest.fixture
def older(database: Path) -> LmdbTimelines:
    return LmdbTimelines(timelines_of(database), 5)


def entry(minute: float, *seen: AnyObservation, request_id: str | None = None) -> CheckRecord:
    at = NOON + minute * MINUTE
    return CheckRecord(at, at, seen, request_id)


def test_what_a_newer_version_recorded_is_kept_to_the_letter_and_what_is_known_of_it_counts(
    newer: NewerServer, older: LmdbTimelines
) -> None:
    share = ScreenShareSeen(at=NOON, on=True)
    lines = [newer.record(0, NEAR, share), newer.record(1, HELD), newer.record(2, FRONT)]
    known: list[AnyObservation] = [share, AppInFront(at=NOON, package="com.icbc", finance=True)]
    assert older.read("a", NOON + LIFE / 2, LIFE) == Timeline(known, NOON + 2 * MINUTE)
    recorded = older.record("a", entry(3, CALL), LIFE)
    assert (recorded.timeline, recorded.whole) == (Timeline([CALL, *known], NOON + 3 * MINUTE, NOON + 2 * MINUTE), True)
    lines.append(newer.record(4, NEAR))
    assert newer.lines()[1:] == lines
    assert [check.observations for check in newer.read()] == [
        (CallSeenLater(at=NOON, caller="+8613912345678", state="active"),),
        (NEAR, share),
        (HELD,),
        (FRONT,),
        (NEAR,),
    ]
    assert [check.place for check in newer.read()] == [None] + ["home"] * 4


def test_what_only_a_newer_version_knows_of_what_it_has_folded_is_kept_as_long_as_the_rest(
    newer: NewerServer, older: LmdbTimelines
) -> None:
    lasting = replace(NEAR, at=NOON, until=NOON + 30 * MINUTE)
    newer.record(0, NEAR, lasting, HELD, request_id="", place=None)
    older.record("a", entry(1, CALL), LIFE)
    known = (CallSeenLater(at=NOON, caller="+8613912345678", state="active"), NEAR, lasting, HELD)
    assert [check.observations for check in newer.read()] == [known]
    late = NOON + LIFE + MINUTE
    older.record("a", CheckRecord(late, late), LIFE)
    assert [check.observations for check in newer.read()] == [(lasting,)]


def test_a_request_that_a_newer_version_has_recorded_is_recorded_once(newer: NewerServer, older: LmdbTimelines) -> None:
    newer.record(0, NEAR, ScreenShareSeen(at=NOON, on=True), request_id="x")
    again = older.record("a", entry(1, CALL, request_id="x"), LIFE)
    assert (again.entry.received_at, again.entry.digest) == (NOON, 7)
    assert again.timeline == Timeline([ScreenShareSeen(at=NOON, on=True)], NOON)
    assert len(newer.read()) == 1


def test_lines_of_a_newer_version_expire_one_by_one_as_all_do(newer: NewerServer, older: LmdbTimelines) -> None:
    lines = [newer.record(minute, NEAR) for minute in (0, 60)]
    older.record("a", entry(121), LIFE)
    assert newer.lines()[1:] == lines[1:]
    older.record("a", entry(181), LIFE)
    assert len(newer.lines()) == 1


def test_the_purge_leaves_what_a_newer_version_recorded_until_it_expires(newer: NewerServer, database: Path) -> None:
    lines = [newer.record(minute, NEAR) for minute in (0, 60)]
    LmdbTimelines(timelines_of(database), 5).tidy(NOON + 121 * MINUTE, LIFE)
    assert newer.lines()[1:] == lines[1:]
    LmdbTimelines(timelines_of(database), 5).tidy(NOON + 181 * MINUTE, LIFE)
    assert kept_of(database) == {}


def test_of_many_lines_of_a_newer_version_the_newest_stay(newer: NewerServer, older: LmdbTimelines) -> None:
    lines = [newer.record(n / 100, NEAR) for n in range(MOST)]
    older.record("a", entry(10, CALL), LIFE)
    assert newer.lines()[1:] == lines[1:]


def test_a_clock_that_is_set_back_takes_what_only_a_newer_version_knows_along(
    newer: NewerServer, older: LmdbTimelines
) -> None:
    newer.record(0, HELD)
    newer.record(300, NEAR, FRONT)
    older.record("a", entry(1, CALL), LIFE)
    call, held, ahead = newer.read()
    span = timedelta(minutes=299, microseconds=1)
    assert (held.observations, held.received_at) == ((HELD,), to_micros(NOON))
    assert [(type(one), one.at) for one in ahead.observations] == [
        (NearbySeen, NOON - span),
        (AppInFrontLater, NOON - span),
    ]
    assert (ahead.place, ahead.digest) == ("home", 7)
    assert held.received_at < ahead.received_at < call.received_at


def test_a_phone_that_asks_two_versions_in_turn_is_warned_of_what_it_sent_either(
    phone: TestPhone, database: Path
) -> None:
    phone.check(caller_number="13912345678", call_state="active")
    with opened(timelines_of(database)).writing(5) as transaction:
        kept = StoredTimeline.of(transaction.get(b"cphone"))
        received = to_micros(NOON) + 1
        line = Encoder().encode(LaterCheck(received, received, None, (NEAR,)))
        grown = StoredTimeline(2, kept.first, received, kept.lines + line + b"\n")
        transaction.put(b"cphone", grown.value())
    answer = phone.check(screen_share_active=True)
    assert (answer["level"], answer["degraded"]) == ("warning", False)
