"""Timelines in LMDB: purged in small batches, of one boot, and begun anew where nobody can read them."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.engine.observations import AnyObservation, AppInstalled, CallSeen, IdentityClaimed, ScreenShareSeen
from guard_api.errors import StoreUnavailable
from guard_api.ports import CheckRecord, Timeline
from guard_api.store.clock import to_micros
from guard_api.store.lmdb.environment import opened
from guard_api.store.lmdb.timelines import LmdbTimelines, remove_others, timelines_beside
from guard_api.store.sqlite.database import Database
from guard_api.store.sqlite.schema.steps.accounts import timelines_apart
from tests.support.clock import NOON
from tests.support.databases import kept_of, made_before, timelines_held, timelines_of

LIFE = timedelta(hours=2)
SEEN: tuple[AnyObservation, ...] = (
    CallSeen(at=NOON),
    CallSeen(at=NOON, caller="CN:95588"),
    IdentityClaimed(at=NOON, organizations=("jd",)),
    ScreenShareSeen(at=NOON, on=False),
    AppInstalled(at=NOON, package="com.y"),
)


def store(database: Path) -> LmdbTimelines:
    """Open the timelines as if for the first time, so that the first check purges."""
    path, durable = timelines_beside(database)
    return LmdbTimelines(path, 5, durable=durable)


def entry(minute: float = 0, *seen: AnyObservation, request_id: str | None = None) -> CheckRecord:
    at = NOON + timedelta(minutes=minute)
    return CheckRecord(at, at, seen, request_id)


def checks(database: Path) -> int:
    """Count the checks that are kept of all phones."""
    return sum(lines.count("\n") for lines in kept_of(database).values())


def test_what_has_expired_is_deleted_in_small_batches_and_nothing_else_is(database: Path) -> None:
    writer = store(database)
    for n in range(1_203):
        writer.record(f"phone {n}", entry(n / 1e6), LIFE)
    timelines, left = store(database), []
    for minute in range(4):
        timelines.record("late", entry(121 + minute), LIFE)
        left.append(checks(database))
    assert left == [1_203 - 500 + 1, 1_203 - 1_000 + 1, 1, 1]


def test_what_has_expired_of_a_timeline_is_deleted_and_the_rest_of_it_stays(database: Path) -> None:
    writer = store(database)
    for n in range(300):
        writer.record("long", entry(n / 1e6, SEEN[4], request_id=str(n)), LIFE)
    later = AppInstalled(at=entry(100).at, package="com.z")
    writer.record("long", entry(100, later, request_id="later"), LIFE)
    left = []
    for minute in (121, 219, 221):
        store(database).record("late", entry(minute), LIFE)
        known = [*store(database).read("long", entry(minute).at, LIFE).observations]
        left.append((checks(database), "com.y" in str(kept_of(database)), known))
    assert left == [(2 + 1, False, [later]), (2 + 1, False, [later]), (1, False, [])]


def test_a_phone_that_is_back_after_its_timeline_has_expired_is_purged_again(database: Path) -> None:
    left = []
    for hour in range(0, 12, 3):
        store(database).record("a", entry(hour * 60), LIFE)
        left.append(checks(database))
    with opened(timelines_of(database)).begin() as transaction:
        begun = [key for key in transaction.cursor().iternext(values=False) if key.startswith(b"b")]
    assert left == [1] * 4
    assert begun == [b"b" + to_micros(entry(9 * 60).received_at).to_bytes(8, "big") + b"a"]


@pytest.mark.parametrize("seed", range(8))
def test_no_byte_of_a_phone_that_is_forgotten_stays_in_the_file_whatever_tree_others_have_made_of_it(
    database: Path, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    timelines = store(database)
    phones = [chance.randbytes(8).hex() for _ in range(30)]
    for n, phone in enumerate(phones):
        timelines.record(phone, entry(n, SEEN[0], request_id="x" * chance.randrange(200)), LIFE)
    for n, phone in enumerate(phones[::2], 1):
        timelines.forget(phone)
        timelines.record(phones[1], entry(30 + n, SEEN[0], request_id="x" * chance.randrange(200)), LIFE)
        left = timelines_of(database).read_bytes()
        assert [one for one in phones[: 2 * n : 2] if one.encode() in left] == []
    assert {*kept_of(database)} == {*phones[1::2]}


def test_the_database_forgets_the_timelines_that_it_used_to_hold(tmp_path: Path) -> None:
    database = tmp_path / "old.db"
    with made_before(timelines_apart, database) as tables:
        assert tables["timeline"].exists()
    Database(database, 5).open(NOON)
    with closing(sqlite3.connect(database)) as store:
        assert store.execute("SELECT count(*) FROM sqlite_master WHERE name = 'timeline'").fetchone() == (0,)


def test_timelines_of_another_boot_are_deleted_by_the_next_server_and_those_of_this_one_stay(
    database: Path, tmp_path: Path
) -> None:
    boot = tmp_path / "boot_id"

    def booted(name: str) -> tuple[LmdbTimelines, set[str]]:
        boot.write_text(f"{name}-4b7e-4c5b\n", "ascii")
        path, durable = timelines_beside(database, boot=boot)
        assert not durable
        remove_others(database, path)
        return LmdbTimelines(path, 5), {one.name for one in tmp_path.glob("guard.db.timelines-*")}

    (tmp_path / "guard.db.timelines-11111111-wal").write_text("of an older version")
    first, files = booted("11111111")
    assert files == set()
    first.record("a", entry(0, SEEN[0]), LIFE)
    of_first = {"guard.db.timelines-11111111.lmdb", "guard.db.timelines-11111111.lmdb-lock"}
    again, files = booted("11111111")
    assert (again.read("a", NOON, LIFE).observations, files) == ([SEEN[0]], of_first)
    other, files = booted("22222222")
    assert (other.read("a", NOON, LIFE), files) == (Timeline([]), set())


def test_where_nobody_can_tell_the_boot_timelines_survive_a_power_cut(database: Path, tmp_path: Path) -> None:
    path, durable = timelines_beside(database, boot=tmp_path / "none")
    assert durable
    timelines = LmdbTimelines(path, 5, durable=durable)
    timelines.record("a", entry(0, SEEN[0]), LIFE)
    assert timelines.read("a", NOON, LIFE).observations == [SEEN[0]]


def test_a_file_that_is_broken_at_the_start_is_made_anew(database: Path) -> None:
    timelines_of(database).write_bytes(b"garbage!" * 9999)
    timelines = store(database)
    assert timelines.record("a", entry(0, SEEN[0]), LIFE).timeline == Timeline([SEEN[0]], NOON)
    assert timelines.read("a", NOON, LIFE).observations == [SEEN[0]]


def unreadable(database: Path, phone: bytes) -> None:
    """Write down what is kept of a phone as a version does that is not ours."""
    with opened(timelines_of(database)).writing(1) as transaction:
        value = transaction.get(b"c" + phone)
        assert value is not None
        transaction.put(b"c" + phone, value.replace(b'"is":"call"', b'"is":"gone"'))


def test_a_timeline_that_nobody_can_read_any_more_begins_anew_with_the_next_check(database: Path) -> None:
    timelines = store(database)
    timelines.record("a", entry(0, SEEN[0], request_id="x"), LIFE)
    unreadable(database, b"a")
    with pytest.raises(StoreUnavailable, match="cannot be read"):
        timelines.read("a", entry(1).at, LIFE)
    entries = [entry(1, SEEN[3], request_id="x"), entry(2, SEEN[4])]
    assert [timelines.record("a", one, LIFE).timeline.as_of for one in entries] == [one.at for one in entries]
    assert timelines.read("a", entry(2).at, LIFE) == Timeline([SEEN[3], SEEN[4]], entry(2).at)


def test_a_timeline_that_nobody_can_read_any_more_is_purged_with_the_first_check_that_expires(database: Path) -> None:
    timelines = store(database)
    for minute in (0, 60):
        timelines.record("a", entry(minute, SEEN[0]), LIFE)
    unreadable(database, b"a")
    late = entry(121)
    assert store(database).record("late", late, LIFE).timeline == Timeline([], late.at)
    assert [*kept_of(database)] == ["late"]


def test_who_holds_the_timelines_too_long_is_not_waited_for(database: Path) -> None:
    path, _ = timelines_beside(database)
    timelines = LmdbTimelines(path, 0.1)
    timelines.record("a", entry(), LIFE)
    with timelines_held(database), pytest.raises(StoreUnavailable, match="another writer"):
        timelines.record("a", entry(1), LIFE)
    with ThreadPoolExecutor(1) as pool, opened(path).writing(1):
        with pytest.raises(StoreUnavailable, match="another thread"):
            pool.submit(timelines.record, "a", entry(1), LIFE).result()
        assert pool.submit(timelines.read, "a", NOON, LIFE).result() == Timeline([], NOON)
    assert timelines.record("a", entry(1), LIFE).timeline == Timeline([], entry(1).at, NOON)


def test_a_value_that_was_cut_off_is_no_timeline_either(database: Path) -> None:
    timelines = store(database)
    timelines.record("b", entry(), LIFE)
    with opened(timelines_of(database)).writing(1) as transaction:
        transaction.put(b"ca", b"cut")
    assert timelines.record("a", entry(0, SEEN[0]), LIFE).timeline == Timeline([SEEN[0]], NOON)
