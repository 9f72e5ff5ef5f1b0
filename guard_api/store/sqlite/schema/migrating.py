"""Which version the tables of a file have, whether this program works with it, and the way to the newest one."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from sqlite_utils import Database as Tables
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # pysqlite3 where it is installed

from guard_api.errors import StoreUnavailable
from guard_api.ports.operate.migrations import Migration
from guard_api.store.clock import to_micros
from guard_api.store.sqlite.schema import steps
from guard_api.store.sqlite.schema.steps.accounts import recorded
from guard_api.version import program_version

_IN_USE = int.from_bytes(b"guar", "big")
_VERSION = "PRAGMA user_version"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
_RECORD = "INSERT INTO migration (number, name, at, program) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
_MODE_AT, _WAL = 18, b"\x02\x02"
"""Where a file of SQLite says how it is written to, and how it says that there is a log beside it."""


def newest_version() -> int:
    """Return the version of the tables that this program works with."""
    return len(steps.MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the tables that a database has, 0: none yet."""
    version: int = connection.execute(_VERSION).fetchone()[0]
    return version


def check_not_newer(version: int) -> None:
    """Refuse tables of which this program does not know what they mean. Raises StoreUnavailable."""
    if version > newest_version():
        raise StoreUnavailable(
            f"made by a newer guard_api ({version} > {newest_version()}): use that, or restore a backup of before"
        )


def migrations() -> Sequence[Migration]:
    """List all migrations, in their order."""
    return [
        Migration(number, step.__name__.strip("_"), (step.__doc__ or "").partition("\n")[0])
        for number, step in enumerate(steps.MIGRATIONS, 1)
    ]


def migrate(connection: sqlite3.Connection, now: datetime) -> Sequence[Migration]:
    """Bring the tables forward within the transaction that is open, and note down what was done."""
    version = version_of(connection)
    check_not_newer(version)
    if not columns_in(connection) >= tables_at(version):
        raise StoreUnavailable(f"its tables are not those of version {version}: no release has made it")
    tables = Tables(connection, execute_plugins=False)
    for step in steps.MIGRATIONS[version:]:
        step(tables)
    if recorded in steps.MIGRATIONS:
        for one in migrations():
            at = to_micros(now) if one.number > version else None
            connection.execute(_RECORD, (one.number, one.name, at, program_version() if at is not None else ""))
    connection.execute(f"PRAGMA user_version = {newest_version()}")
    return migrations()[version:]


class Found(NamedTuple):
    """What a file holds: the version of its tables, 0: nothing; and whether a server was using it when it was written.

    `lacks_log`: it was in use, and what came last was in a log that is not there.
    """

    version: int
    in_use: bool = False
    lacks_log: bool = False


def note_in_use(connection: sqlite3.Connection, *, in_use: bool) -> None:
    """Write into the file's first page whether a server is using it: a copy says so, too."""
    connection.execute(f"PRAGMA application_id = {_IN_USE if in_use else 0}")


def look(path: Path, wait_seconds: float) -> Found:
    """Return what a file holds, without changing anything.

    Raises StoreUnavailable where it is newer than this program, of another program, or not whole.
    """
    if not path.exists() or not path.stat().st_size:
        return Found(0)
    has_log = Path(f"{path}-wal").exists()
    with closing(reading_only(path, wait_seconds)) as connection:
        version = version_of(connection)
        in_use = connection.execute("PRAGMA application_id").fetchone()[0] == _IN_USE
        check_not_newer(version)
        tables = {name for (name,) in connection.execute(_TABLES)}
    if version == 0 and not tables:
        _check_has_its_log(path)
    elif not tables >= _FIRST_TABLES or version == 0:
        raise StoreUnavailable("it is a database of another program")
    return Found(version, in_use, in_use and not has_log)


_FIRST_TABLES = {"meta", "device", "key", "enrolment_code"}
"""What every version has."""


def reading_only(path: Path, wait_seconds: float) -> sqlite3.Connection:
    """Connect to a file so that neither it nor anything beside it is changed, and nothing is made that was not there.

    Without a log, SQLite need not look for one, nor make it.
    """
    log = Path(f"{path}-wal")
    unused = not log.exists() or not log.stat().st_size
    address = f"file:{quote(str(path.absolute()))}?mode=ro{'&immutable=1' if unused else ''}"
    return sqlite3.connect(address, uri=True, timeout=wait_seconds, isolation_level=None)


def _check_has_its_log(path: Path) -> None:
    """Tell a file that is yet to be filled from one whose tables are in a log that was left behind.

    Tables are made before there is a log (`Database.open`): this is how earlier versions began.
    """
    with path.open("rb") as file:
        file.seek(_MODE_AT)
        alone = file.read(len(_WAL)) == _WAL and not Path(f"{path}-wal").exists()
    if alone:
        raise StoreUnavailable(
            "it holds nothing, though it was in use: it was copied without its -wal. A copy of a database in use is "
            "made with `guard-api backup`; to begin anew, remove this file"
        )


@cache
def tables_at(version: int) -> frozenset[tuple[str, str]]:
    """List the tables and columns that a version has."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        tables = Tables(connection, execute_plugins=False)
        for step in steps.MIGRATIONS[:version]:
            step(tables)
        return columns_in(connection)


def columns_in(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """List the tables and columns that a database has."""
    names = [name for (name,) in connection.execute(_TABLES)]
    return frozenset(
        (name, column)
        for name in names
        for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
    )
