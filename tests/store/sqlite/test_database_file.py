"""One SQLite file: made from nothing, migrated once, queued for fairly, let go of with its thread."""

import fcntl
import subprocess
import sys
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.app import open_services
from guard_api.config import Config
from guard_api.errors import StoreUnavailable
from guard_api.store.sqlite.database import Database, Durability
from guard_api.store.sqlite.schema.steps import MIGRATIONS
from tests.support.clock import NOON
from tests.support.laws import cases

WAIT = 0.2
OPEN = "import sys, pathlib; from guard_api.app import *; open_services(Config(database=pathlib.Path(sys.argv[1])))"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """No file yet."""
    return tmp_path / "guard.db"


@pytest.fixture
def opened(database: Path) -> Database:
    store = Database(database, WAIT)
    store.open(NOON)
    return store


def schema_of(database: Path) -> tuple[object, list[object]]:
    connection = sqlite3.connect(database)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    connection.close()
    return version, tables


@pytest.mark.parametrize("before", ["no folder", "no file", "an empty file"])
def test_the_tables_are_made_from_nothing_and_opening_again_changes_nothing(tmp_path: Path, before: str) -> None:
    database = tmp_path / ("new/folder/guard.db" if before == "no folder" else "guard.db")
    if before == "an empty file":
        database.touch()
    Database(database, WAIT).open(NOON)
    first = schema_of(database)
    Database(database, WAIT).open(NOON)
    assert schema_of(database) == first
    assert first[0] == len(MIGRATIONS)


def test_every_table_is_strict_and_the_file_is_in_wal_mode_with_foreign_keys(opened: Database) -> None:
    with opened.read() as connection:
        tables = connection.execute("PRAGMA table_list").fetchall()
        settings = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys")]
    assert all(strict for _, name, _, _, _, strict in tables if not name.startswith("sqlite_"))
    assert settings == ["wal", 1]


def test_the_sqlite_in_use_is_free_of_the_wal_reset_bug() -> None:
    assert sqlite3.sqlite_version_info >= (3, 51, 3)


@pytest.mark.slow("starts programs of its own")
def test_many_processes_may_make_the_same_new_file_at_once(database: Path) -> None:
    starts = [subprocess.Popen([sys.executable, "-c", OPEN, str(database)]) for _ in cases(range(3), 2)]
    assert {start.wait(120) for start in starts} == {0}
    assert open_services(Config(database=database)).reference.current().directory.organizations


def test_a_file_that_is_no_database_is_store_unavailable(database: Path) -> None:
    database.write_bytes(b"garbage" * 9999)
    with pytest.raises(StoreUnavailable, match="not a database"):
        Database(database, WAIT).open(NOON)


def test_a_transaction_that_fails_leaves_nothing_and_lets_the_next_one_write(opened: Database) -> None:
    insert = "INSERT INTO meta (name, value) VALUES (?, 1)"

    def fail() -> None:
        with opened.write(Durability.FULL) as connection:
            connection.execute(insert, ("lost",))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with opened.write(Durability.NORMAL) as connection:
        connection.execute(insert, ("kept",))
    with opened.read() as connection:
        assert connection.execute("SELECT name FROM meta WHERE value = 1").fetchall() == [("kept",)]


def attempt(store: Database) -> float:
    """Try to write, which must fail; gives how long it took at best: a busy machine takes longer now and then."""
    seconds = []
    for _ in range(3):
        began = monotonic()
        with pytest.raises(StoreUnavailable), store.write(Durability.NORMAL):
            pass
        seconds.append(monotonic() - began)
    return min(seconds)


def test_a_lock_held_by_another_program_is_store_unavailable_within_the_wait(opened: Database, database: Path) -> None:
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert WAIT <= attempt(opened) < WAIT + 2
    with opened.read() as connection:
        assert ("database_id",) in connection.execute("SELECT name FROM meta").fetchall()
    other.close()
    with opened.write(Durability.FULL):
        pass


def test_a_turn_that_another_writer_does_not_give_up_is_store_unavailable_within_the_wait(
    opened: Database, database: Path
) -> None:
    with database.with_name("guard.db.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert WAIT <= attempt(opened) < WAIT + 2
    with opened.write(Durability.NORMAL):
        pass


def descriptors(database: Path) -> int:
    """Count the open files of this process that belong to the database."""
    links = [descriptor.readlink() for descriptor in Path("/proc/self/fd").iterdir() if descriptor.exists()]
    return sum(str(link).startswith(str(database)) for link in links)


def test_a_thread_that_ends_closes_what_it_has_opened(opened: Database, database: Path) -> None:
    def work() -> None:
        for durability in Durability:
            with opened.write(durability), opened.read():
                pass

    counts = []
    for _ in range(20):
        thread = Thread(target=work)
        thread.start()
        thread.join()
        counts.append(descriptors(database))
    assert max(counts) <= 10, counts
    assert counts[-1] == counts[5]
    opened.close()
    assert descriptors(database) == 0
