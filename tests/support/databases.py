"""Real databases: as after the first start, without what is shipped, and as older versions left them."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database as Tables
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.actions.imports.import_lists import import_now
from guard_api.app import made_services, open_services, read_reference, utc_now
from guard_api.config import Config
from guard_api.environment import from_env
from guard_api.lists.actor import SERVER, author_of
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportOrder
from guard_api.ports.lists.lists import Clock
from guard_api.store.lmdb.environment import opened
from guard_api.store.lmdb.timelines import timelines_beside
from guard_api.store.sql.reference import Known, shipped_rows
from guard_api.store.sqlite.schema.steps import MIGRATIONS

UNLIMITED = dict.fromkeys(
    (
        "GUARD_CHECKS_PER_MINUTE",
        "GUARD_LOOKUPS_PER_MINUTE",
        "GUARD_REPORTS_PER_DAY",
        "GUARD_ADMIN_PER_MINUTE",
        "GUARD_STRANGERS_PER_MINUTE",
        "GUARD_ENROLMENTS_PER_HOUR",
        "GUARD_ALL_ENROLMENTS_PER_MINUTE",
    ),
    "0",
)
"""For tests that ask faster than any phone."""


def unlimited(database: Path, **settings: object) -> Config:
    """Give settings without limits, but for those that are set."""
    return replace(from_env(UNLIMITED), database=database, **settings)  # type: ignore[arg-type] # a test knows the types


@cache
def _first_start() -> bytes:
    with TemporaryDirectory() as folder:
        database = Path(folder) / "guard.db"
        open_services(Config(database=database))
        connection = sqlite3.connect(database, isolation_level=None)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        connection.close()
        return database.read_bytes()


def as_shipped(database: Path) -> Path:
    """Make a database as after the first start."""
    database.write_bytes(_first_start())
    return database


@cache
def _without_lists() -> bytes:
    with TemporaryDirectory() as folder:
        database = as_shipped(Path(folder) / "guard.db")
        connection = sqlite3.connect(database, isolation_level=None)
        for table in (
            "import_error",
            "import",
            "listed",
            "change",
            "tally",
            "source_tally",
            "source_change",
            "sqlite_sequence",
        ):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        connection.close()
        return database.read_bytes()


def without_lists(database: Path) -> Path:
    """Make a database as after the first start, but as if nothing that is blocked had been shipped."""
    database.write_bytes(_without_lists())
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("UPDATE meta SET value = ? WHERE name = 'database_id'", (secrets.randbits(62),))
    connection.close()
    return database


@cache
def shipped_reference() -> Known:
    """Read the reference data once for all tests, as `serve` does for all of its workers."""
    with TemporaryDirectory() as folder:
        return read_reference(Config(database=as_shipped(Path(folder) / "guard.db")))


def services_of(config: Config, clock: Clock = utc_now) -> Services:
    """Open a database as a worker does, which reads reference data only where others are in there than are shipped."""
    services, begin = made_services(config, clock, known=shipped_reference())
    begin()
    return services


def with_lists(services: Services) -> Services:
    """Have what is shipped be listed, as after the first start."""
    for target, rows in shipped_rows(services.default_region):
        order = ImportOrder(target, author_of(SERVER, services.clock()), services.default_region)
        import_now(services, order, [rows], lambda _: None)
    return services


@contextmanager
def made_before(migration: Callable[[Tables], None], database: Path) -> Iterator[Tables]:
    """Make a database as it was before a migration, and give it to be written to."""
    before = MIGRATIONS[: MIGRATIONS.index(migration)]
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        tables = Tables(connection, execute_plugins=False)
        for migrate in before:
            migrate(tables)
        yield tables
        connection.execute(f"PRAGMA user_version = {len(before)}")


def timelines_of(database: Path) -> Path:
    """Find the file of timelines that lies beside a database."""
    path, _ = timelines_beside(database)
    return path


def kept_of(database: Path) -> Mapping[str, str]:
    """Read what is kept of every phone, as it is written, without the limits of reading."""
    with opened(timelines_of(database)).begin() as transaction:
        rows = [*transaction.cursor()]
    return {key[1:].decode(): value.decode("utf-8", "replace") for key, value in rows if key.startswith(b"c")}


@contextmanager
def timelines_held(database: Path) -> Iterator[None]:
    """Hold the file of timelines, as a writer does that never comes to an end."""
    with timelines_of(database).open("rb") as file:
        flock(file, LOCK_EX)
        yield
