"""The copy of a node: how fresh it is, and what becomes of it when the record is not what it was."""

import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from msgspec import structs

from guard_api.actions.lists.sync import sync
from guard_api.errors import Gone, StoreUnavailable
from guard_api.lists.change import Author
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.ports import Scope, Services
from guard_api.store.copy.following import open_copy
from guard_api.store.copy.freshness import NEVER, CopyFreshness
from guard_api.store.engine import Topic
from guard_api.store.postgres.database import PostgresDatabase
from guard_api.store.sql.lists.lists import SqlLists
from guard_api.store.sql.lists.publishing.sync import SqlSync
from guard_api.store.sql.phones.keys import SqlKeys
from guard_api.store.sqlite.database import Database
from tests.support.clock import NOON
from tests.support.databases import without_lists
from tests.support.engines.postgres_databases import CopyInStep, close_database, new_database

pytestmark = pytest.mark.slow("starts PostgreSQL")

A, B = "+8613912345678", "+8613912345679"


def add(url: str, number: str) -> None:
    with closing(PostgresDatabase(url, Path("unused"), 5)) as record:
        SqlLists(record).add(EntryKey(ListName.BLOCK, Match.EXACT, number), Entry(number), Author("admin", NOON))


def listed(copy: Database) -> set[str]:
    return {*SqlLists(copy).find([A, B], NOON)}


@pytest.fixture
def url() -> str:
    return new_database()


@pytest.fixture
def copy(url: str, tmp_path: Path) -> CopyInStep:
    made = CopyInStep(tmp_path / "copy.db", url)
    open_copy(Database(made.path, 5), NOON)
    return made


def test_a_node_that_has_not_looked_is_not_fresh_and_one_that_looks_no_more_grows_old(tmp_path: Path) -> None:
    freshness = CopyFreshness(tmp_path / "copy.db", 0.05)
    assert (freshness.current(), freshness.age()) == (False, NEVER)
    freshness.confirm(time.monotonic_ns())
    assert freshness.current()
    time.sleep(0.06)
    assert not freshness.current()


def test_what_was_confirmed_before_the_machine_was_started_counts_for_nothing(tmp_path: Path) -> None:
    freshness = CopyFreshness(tmp_path / "copy.db", 1)
    freshness.confirm(time.monotonic_ns() + 10**12)
    assert (freshness.current(), freshness.age()) == (False, NEVER)


def test_processes_of_a_node_see_the_same(tmp_path: Path) -> None:
    mine, other = (CopyFreshness(tmp_path / "copy.db", 1) for _ in range(2))
    mine.confirm(time.monotonic_ns())
    mine.note(Topic.LISTS, 7)
    assert other.current()
    other.wait_for((7, None))


def test_nobody_waits_longer_than_the_bound(tmp_path: Path) -> None:
    began = time.monotonic()
    CopyFreshness(tmp_path / "copy.db", 0.05).wait_for((7, 7))
    assert 0.05 <= time.monotonic() - began < 5


def test_a_record_that_goes_back_takes_the_copy_along(url: str, copy: CopyInStep) -> None:
    add(url, A)
    assert listed(copy) == {A}
    with psycopg.connect(url, autocommit=True) as record:
        record.execute("SET session_replication_role = replica")
        record.execute("DELETE FROM listed; DELETE FROM change; DELETE FROM hashed; UPDATE feed SET seq = seq - 1")
    add(url, B)
    copy.disconnect()
    assert listed(copy) == {B}


def test_a_copy_of_another_record_begins_anew(url: str, copy: CopyInStep) -> None:
    add(url, A)
    assert listed(copy) == {A}
    copy.disconnect()
    other = CopyInStep(copy.path, new_database())
    assert listed(other) == set()


def test_a_key_that_was_revoked_elsewhere_stays_so_while_the_record_is_away(
    url: str, copy: CopyInStep, tmp_path: Path
) -> None:
    with closing(PostgresDatabase(url, tmp_path / "other", 5)) as far, closing(Database(copy.path, 5)) as near:
        elsewhere, here = SqlKeys(far), SqlKeys(PostgresDatabase(url, tmp_path / "here", 5), near)
        (revoked, gone), (stays, known) = (elsewhere.create(Scope.ADMIN, "", NOON) for _ in range(2))
        assert (here.authenticate(gone), here.authenticate(known)) == (revoked, stays)
        elsewhere.revoke(revoked.id, NOON)
        copy.follow()
        close_database(url)
        assert (here.authenticate(gone), here.authenticate(known)) == (None, stays)


def test_a_copy_without_lists_answers_no_phone_that_they_are_empty(tmp_path: Path) -> None:
    open_copy(Database(tmp_path / "copy.db", 5), NOON)
    with pytest.raises(StoreUnavailable, match="not been copied"):
        SqlSync(Database(tmp_path / "copy.db", 5)).start(ListName.BLOCK)


def test_a_phone_that_is_ahead_of_a_copy_does_not_begin_anew_unless_the_record_went_back(
    services: Services, tmp_path: Path
) -> None:
    freshness = CopyFreshness(tmp_path / "copy.db", 0.05)
    node = replace(services, freshness=freshness)
    cursor = structs.replace(node.sync.start(ListName.BLOCK), base=9)
    with pytest.raises(StoreUnavailable, match="behind"):
        sync(node, cursor.written(), ListName.BLOCK, 9)
    freshness.confirm(time.monotonic_ns() + 10**12)
    with pytest.raises(Gone):
        sync(node, cursor.written(), ListName.BLOCK, 9)


@pytest.mark.parametrize("content", [b"garbage" * 1000, b""])
def test_a_copy_that_is_of_no_use_is_thrown_away(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy.db").write_bytes(content)
    open_copy(Database(tmp_path / "copy.db", 5), NOON)
    assert listed(Database(tmp_path / "copy.db", 5)) == set()


def test_a_copy_of_another_version_is_thrown_away(tmp_path: Path) -> None:
    database = Database(without_lists(tmp_path / "copy.db"), 5)
    with database.read() as connection:
        connection.execute("PRAGMA user_version = 99")
    database.close()
    open_copy(Database(tmp_path / "copy.db", 5), NOON)
    assert listed(Database(tmp_path / "copy.db", 5)) == set()
