"""The database's file as it is: read without a lock on writers, and without anything that is left behind."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.ports.operate.installation import DatabaseFacts
from guard_api.store.clock import from_micros
from guard_api.store.sql.reference import REFERENCE_LOADED, REFERENCE_REVISION
from guard_api.store.sql.state import undelivered
from guard_api.store.sqlite.database import Connection
from guard_api.store.sqlite.schema.steps import MIGRATIONS
from guard_api.store.sqlite.transactions import reason_of

_WAIT_SECONDS = 5.0
_MOST_FAULTS = 10
_WELL = "ok"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
_META = "SELECT value FROM meta WHERE name = ?"
_DELIVERIES = "circle_delivery"
_NEWEST = "SELECT max(at) FROM change"


def examined(database: Path) -> DatabaseFacts:
    """Read a whole database, as SQLite's quick_check does, and what it says of itself."""
    newest = len(MIGRATIONS)
    try:
        if not database.exists():
            return DatabaseFacts(exists=False, newest_schema=newest)
        with closing(_opened(database)) as connection:
            return _facts(connection, newest)
    except (sqlite3.Error, OSError, OverflowError) as error:
        return DatabaseFacts(exists=True, newest_schema=newest, faults=[reason_of(error)])


def _opened(database: Path) -> Connection:
    """Open for reading. Without a log nobody is at work, and SQLite would leave an empty one behind."""
    how = "mode=ro" if Path(f"{database}-wal").exists() else "mode=ro&immutable=1"
    return sqlite3.connect(f"{database.absolute().as_uri()}?{how}", uri=True, timeout=_WAIT_SECONDS)


def _facts(connection: Connection, newest: int) -> DatabaseFacts:
    schema = _one(connection, "PRAGMA user_version")
    tables = [name for (name,) in connection.execute(_TABLES)]
    is_ours = {"meta", "change"} <= {*tables}
    return DatabaseFacts(
        exists=True,
        newest_schema=newest,
        faults=_faults(connection),
        tables=tables,
        schema=schema,
        newest_change=_moment(_one(connection, _NEWEST)) if is_ours else None,
        reference_revision=_one(connection, _META, REFERENCE_REVISION) if is_ours else None,
        reference_loaded=_moment(_one(connection, _META, REFERENCE_LOADED)) if is_ours else None,
        undelivered=undelivered(connection) if _DELIVERIES in tables else None,
    )


def _faults(connection: Connection) -> Sequence[str]:
    """Return what quick_check says: places in the file, and nothing of what is kept there."""
    found = [text for (text,) in connection.execute(f"PRAGMA quick_check({_MOST_FAULTS})") if text != _WELL]
    return [line for text in found for line in text.splitlines() if not line.startswith("***")][:_MOST_FAULTS]


def _one(connection: Connection, sql: str, *values: str) -> Any:  # noqa: ANN401 - SQLite's values are anything
    row = connection.execute(sql, values).fetchone()
    return row[0] if row is not None else None


def _moment(micros: object) -> datetime | None:
    return from_micros(micros) if isinstance(micros, int) else None
