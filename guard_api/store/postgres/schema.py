"""The tables on PostgreSQL: the steps that make them on SQLite, taken down as they run there, and said anew.

So there is one schema, and none beside it to drift. A step says what it does in SQL and reads nothing back.
"""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlite_utils import Database as Tables

from guard_api.errors import StoreUnavailable
from guard_api.ports.operate.migrations import Migration
from guard_api.store.clock import to_micros
from guard_api.store.postgres.connections import Raw
from guard_api.store.postgres.dialect import defining, portable
from guard_api.store.postgres.positions import have_followed
from guard_api.store.sqlite.schema import steps
from guard_api.store.sqlite.schema.migrating import migrations, newest_version, tables_at
from guard_api.version import program_version

OLDEST = 150000
"""The oldest PostgreSQL that is tried, as it says its version itself."""
_DOES = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")
_CATCHES_UP = "ending_key("
"""What a step calls that fills a table from rows of releases before it, none of which was ever on PostgreSQL."""
_LOCK = "SELECT pg_advisory_xact_lock(%s)"
_LOCKED = 0x67756172_6D616B65
_EXISTS = (
    "SELECT to_regclass('migration') IS NOT NULL, to_regclass('meta') IS NOT NULL OR to_regclass('key') IS NOT NULL"
)
_VERSION = "SELECT coalesce(max(number), 0) FROM migration"
_RECORD = "INSERT INTO migration (number, name, at, program) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
_INDEX = re.compile(r'(CREATE INDEX .* ON "?(\w+)"?\s*\()([^)]*)(\).*)', re.DOTALL)
_KEY = """SELECT name FROM pragma_table_info(:table) WHERE pk > 0 AND EXISTS
            (SELECT 1 FROM sqlite_master WHERE name = :table AND sql LIKE '%WITHOUT ROWID%') ORDER BY pk"""
_COLUMNS = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"


def version_of(raw: Raw) -> int:
    """Return the version of the tables, 0: none yet. Raises StoreUnavailable where they are another program's."""
    ours, some = raw.execute(_EXISTS).fetchone() or (False, False)
    if not ours:
        if some:
            raise StoreUnavailable("it is a database of another program")
        return 0
    row = raw.execute(_VERSION).fetchone()
    return int(row[0]) if row is not None else 0


def check(raw: Raw) -> int:
    """Say which version the tables have. Raises StoreUnavailable where this program cannot work with them.

    What a newer program has only added to is fine: nodes are brought forward one after the other.
    """
    if raw.info.server_version < OLDEST:
        raise StoreUnavailable(
            f"PostgreSQL {raw.info.server_version // 10000} is too old: {OLDEST // 10000} or newer is needed"
        )
    version = version_of(raw)
    if version > newest_version() and not {(t, c) for t, c in raw.execute(_COLUMNS)} >= tables_at(newest_version()):
        raise StoreUnavailable(f"made by a newer guard_api ({version} > {newest_version()}): use that")
    return version


def migrate(raw: Raw, now: datetime) -> Sequence[Migration]:
    """Make the tables, or bring them forward; gives what was done. One node does it, others wait for it."""
    with raw.transaction():
        raw.execute("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0")
        raw.execute(_LOCK, (_LOCKED,))
        version = check(raw)
        if version >= newest_version():
            return ()
        for sql, values in _taken_down(version):
            raw.execute(sql, values)
        for one in migrations():
            at = to_micros(now) if one.number > version else None
            raw.execute(_RECORD, (one.number, one.name, at, program_version() if at is not None else ""))
        have_followed(raw)
    return migrations()[version:]


def pending(raw: Raw) -> Sequence[Migration]:
    """List what there is to do to tables that are there."""
    version = version_of(raw)
    return migrations()[version:] if version else ()


def may_create(raw: Raw) -> bool:
    """Say whether we may make tables where they would be made."""
    row = raw.execute("SELECT has_schema_privilege(current_schema(), 'CREATE')").fetchone()
    return row is not None and bool(row[0])


def _taken_down(version: int) -> Sequence[tuple[str, Mapping[str, Any] | Sequence[Any] | None]]:
    """Run the steps behind a version on a database in memory, and give what they said, for PostgreSQL."""
    statements: list[tuple[str, Any]] = []
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        tables = Tables(connection, execute_plugins=False)
        for step in steps.MIGRATIONS[:version]:
            step(tables)
        with tables.tracer(lambda sql, values: statements.append((sql, values))):
            for step in steps.MIGRATIONS[version:]:
                step(tables)
        does = [(sql, values) for sql, values in statements if sql.lstrip().upper().startswith(_DOES)]
        return [_for_postgres(_with_key(connection, sql), values) for sql, values in does if _CATCHES_UP not in sql]


def _with_key(connection: sqlite3.Connection, sql: str) -> str:
    """Have an index end with the key of its table where on SQLite it does by itself: in tables without row numbers."""
    index = _INDEX.match(sql)
    if index is None:
        return sql
    begin, table, columns, end = index.groups()
    named = [column.strip().strip('"') for column in columns.split(",")]
    key = [name for (name,) in connection.execute(_KEY, {"table": table}) if name not in named]
    return f"{begin}{', '.join([columns, *key])}{end}"


def _for_postgres(sql: str, values: Any) -> tuple[str, Mapping[str, Any] | Sequence[Any] | None]:  # noqa: ANN401 - SQLite's
    if sql.lstrip().upper().startswith(("CREATE", "ALTER", "DROP")):
        return defining(sql), None
    return portable(sql.replace("[", '"').replace("]", '"')), values or None
