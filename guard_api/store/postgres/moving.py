"""A database of SQLite moves to PostgreSQL as it is: id, revisions, keys and audit, so that no phone begins anew."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import NamedTuple

from guard_api.errors import StoreUnavailable
from guard_api.ports.operate.backups import Proof
from guard_api.store.postgres import schema
from guard_api.store.postgres.connections import Lent, Raw, connect, translated
from guard_api.store.postgres.dialect import storable
from guard_api.store.sql.contents import SqlContents
from guard_api.store.sqlite.database import Connection, Database
from guard_api.store.sqlite.servers_at_work import none_at_work

# Tables are made before those that refer to them.
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid"
_COLUMNS = "SELECT name FROM pragma_table_info(?)"
_UNFINISHED = "SELECT count(*) FROM import WHERE state IN ('queued', 'running')"
_LAST_IDS = "SELECT name, seq FROM sqlite_sequence"
_NUMBERED = """SELECT table_name, column_name FROM information_schema.columns
               WHERE table_schema = current_schema() AND is_identity = 'YES'"""
_GO_ON = """SELECT setval(pg_get_serial_sequence('"{table}"', '{column}'), greatest({last}, max("{column}"), 1))
            FROM "{table}\""""


class Moved(NamedTuple):
    """What has moved: rows of each table, and what lists and audit come to on both sides."""

    rows: Mapping[str, int]
    proof: Proof


def move(source: Database, url: str, wait_seconds: float, now: datetime) -> Moved:
    """Copy everything, all at once or not at all. The source stays as it is. Raises StoreUnavailable.

    No server and no import may be at work on it, and there must be no record yet where it goes.
    """
    with translated(), none_at_work(source.path):
        source.open(now)
        with source.read() as here, closing(connect(url, wait_seconds)) as raw, raw.transaction():
            if here.execute(_UNFINISHED).fetchone()[0]:
                raise StoreUnavailable("imports are not done: let them come to their end first")
            if schema.version_of(raw):
                raise StoreUnavailable("there is a record already")
            schema.migrate(raw, now)
            here.execute("BEGIN")
            try:
                return _copied(here, raw)
            finally:
                here.execute("COMMIT")


def _copied(here: Connection, raw: Raw) -> Moved:
    raw.execute("SET LOCAL statement_timeout = 0")
    tables = [name for (name,) in here.execute(_TABLES)]
    for table in reversed(tables):
        raw.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our tables
    rows = {table: _copy(here, raw, table) for table in tables}
    raw.execute("DELETE FROM gone")
    last = dict(here.execute(_LAST_IDS).fetchall())
    for table, column in raw.execute(_NUMBERED).fetchall():
        raw.execute(_GO_ON.format(table=table, column=column, last=last.get(table, 1)))
    contents = SqlContents()
    proof, there = contents.proof(here, acts=True), contents.proof(Lent(raw), acts=True)
    if proof != there:
        raise StoreUnavailable("what arrived is not what is here")
    return Moved(rows, proof)


def _copy(here: Connection, raw: Raw, table: str) -> int:
    columns: Sequence[str] = [name for (name,) in here.execute(_COLUMNS, (table,))]
    named, count = ", ".join(f'"{column}"' for column in columns), 0
    with raw.cursor().copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
        for row in here.execute(f'SELECT {named} FROM "{table}"'):  # noqa: S608 - names of our tables
            copy.write_row(tuple(storable(row) or ()))
            count += 1
    return count
