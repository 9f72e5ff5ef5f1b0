"""Room that nobody needs is given back: a little at a time, or all at once where no server is at work."""

from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.app import utc_now
from guard_api.errors import StoreUnavailable
from guard_api.jobs.handlers import reclaim
from guard_api.ports import Services
from guard_api.store.sqlite.database import Database, Durability
from guard_api.store.sqlite.room import rebuild
from guard_api.store.sqlite.schema.steps.accounts import retention
from guard_api.store.sqlite.servers_at_work import at_work
from tests.support.databases import made_before, services_of, unlimited

MIB = 1 << 20


def fill(database: Database, rows: int = 8000) -> None:
    with database.write(Durability.FULL) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS ballast (n INTEGER PRIMARY KEY, text TEXT) STRICT")
        connection.executemany("INSERT INTO ballast (text) VALUES (?)", [("x" * 1000,)] * rows)


def empty(database: Database) -> None:
    with database.write(Durability.FULL) as connection:
        connection.execute("DELETE FROM ballast")
    assert database.leave_no_traces()


@pytest.fixture
def store(tmp_path: Path) -> Database:
    made = Database(tmp_path / "guard.db", 1)
    made.open(utc_now())
    return made


@pytest.fixture
def services(store: Database) -> Services:
    return services_of(unlimited(store.path))


def size(database: Database) -> int:
    assert database.leave_no_traces()
    return database.path.stat().st_size


def mode(database: Database) -> int:
    with database.read() as connection:
        # A connection knows it as of the last page that it has read.
        connection.execute("SELECT count(*) FROM meta").fetchone()
        return int(connection.execute("PRAGMA auto_vacuum").fetchone()[0])


def test_free_pages_are_given_back_in_steps_down_to_what_is_soon_needed(store: Database, services: Services) -> None:
    fill(store)
    before = size(store)
    assert not services.retention.reclaim()
    empty(store)
    assert size(store) == before
    steps = 1
    while reclaim(services):
        steps += 1
    assert steps >= 4
    assert size(store) < 3 * MIB < before
    with store.read() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.fixture
def older(tmp_path: Path) -> Database:
    """A database of before, of which pages cannot be given back."""
    path = tmp_path / "guard.db"
    with made_before(retention, path):
        pass
    made = Database(path, 1)
    made.open(utc_now())
    return made


def test_a_database_of_before_goes_on_as_it_is_and_is_rebuilt_on_request(older: Database) -> None:
    assert mode(older) == 0
    services = services_of(unlimited(older.path))
    fill(older)
    empty(older)
    before = size(older)
    assert not reclaim(services)
    assert size(older) == before
    rebuild(older)
    assert mode(older) == 2
    assert size(older) < 2 * MIB < before
    fill(older)
    empty(older)
    assert reclaim(services)


def test_nothing_is_rebuilt_while_a_server_is_at_work(older: Database) -> None:
    with at_work(older.path, lambda: None), pytest.raises(StoreUnavailable, match="a server is at work"):
        rebuild(older)
    assert mode(older) == 0


def test_the_log_keeps_what_was_forgotten_only_while_somebody_reads(store: Database) -> None:
    reader = sqlite3.connect(store.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM meta").fetchone()
    fill(store, 10)
    empty_but_read = store.leave_no_traces()
    assert (empty_but_read, store.has_traces) == (False, True)
    services = services_of(unlimited(store.path))
    reader.close()
    assert store.leave_no_traces()
    assert services.retention.overwrite()
    assert Path(f"{store.path}-wal").stat().st_size == 0
