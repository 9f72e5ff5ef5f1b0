"""The tables of both engines: the same ones, by the same steps, column by column and index by index."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

import pytest
from sqlite_utils import Database as Tables
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.errors import StoreUnavailable
from guard_api.store.postgres import schema
from guard_api.store.postgres.connections import Raw, connect
from guard_api.store.postgres.positions import FOLLOWED
from guard_api.store.sqlite.schema.steps import MIGRATIONS
from tests.support.clock import NOON
from tests.support.engines.postgres import postgres

pytestmark = pytest.mark.slow("starts PostgreSQL")

TYPES = {"INTEGER": "bigint", "TEXT": "text", "BLOB": "bytea", "REAL": "double precision"}
OURS = {"feed", "gone"}
"""What tells of positions, which a SQLite file needs not."""
COLUMNS = """SELECT c.column_name, c.data_type, c.is_nullable, c.collation_name FROM information_schema.columns c
             WHERE c.table_schema = 'public' AND c.table_name = %s AND c.column_name <> 'seq'"""
KEY = """SELECT a.attname FROM pg_index i JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k(n, at) ON true
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n
         WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY k.at"""
INDEXES = """SELECT c.relname, i.indisunique,
               array(SELECT pg_get_indexdef(i.indexrelid, n, true) FROM generate_series(1, i.indnatts) n),
               coalesce(pg_get_expr(i.indpred, i.indrelid), '')
             FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
             WHERE i.indrelid = %s::regclass AND NOT i.indisprimary"""
FOREIGN = """SELECT a.attname, f.relname FROM pg_constraint c JOIN pg_class f ON f.oid = c.confrelid
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
             WHERE c.conrelid = %s::regclass AND c.contype = 'f'"""


@pytest.fixture(scope="module")
def raw() -> Any:
    server = postgres()
    server.execute("CREATE DATABASE tables")
    with closing(connect(server.url("tables"), 5)) as connection:
        schema.migrate(connection, NOON)
        yield connection


@pytest.fixture(scope="module")
def tables() -> Any:
    with closing(sqlite3.connect(":memory:")) as connection:
        made = Tables(connection, execute_plugins=False)
        for step in MIGRATIONS:
            step(made)
        yield made


def of_sqlite(tables: Tables, name: str) -> Mapping[str, Any]:
    info = tables.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (name,)).fetchall()
    key = [row[0] for row in sorted(info, key=lambda row: row[3]) if row[3]]
    sql = tables.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    behind = key if "WITHOUT ROWID" in sql else []
    indexes = set()
    for index in tables.execute('SELECT name, "unique", origin FROM pragma_index_list(?)', (name,)).fetchall():
        if index[2] == "pk":
            continue
        columns = [row[0] for row in tables.execute("SELECT name FROM pragma_index_info(?)", (index[0],))]
        row = tables.execute("SELECT sql FROM sqlite_master WHERE name = ?", (index[0],)).fetchone()
        where = (row[0] or "").partition(" WHERE ")[2] if row else ""
        if not index[1]:
            columns += [column for column in behind if column not in columns]
        indexes.add((tuple(columns), bool(index[1]), bool(where)))
    return {
        "columns": {row[0]: (TYPES[row[1]], bool(row[2]) or bool(row[3])) for row in info},
        "key": key,
        "indexes": indexes,
        "foreign": {(one[3], one[2]) for one in tables.execute("SELECT * FROM pragma_foreign_key_list(?)", (name,))},
    }


def of_postgres(raw: Raw, name: str) -> Mapping[str, Any]:
    columns = raw.execute(COLUMNS, (name,)).fetchall()
    assert all(row[3] == "C" for row in columns if row[1] == "text"), "bytes decide about order, as on SQLite"
    indexes = set()
    for index, unique, quoted, where in raw.execute(INDEXES, (f'"{name}"',)):
        indexed = [column.strip('"') for column in quoted]
        if index != f"{name}_seq":
            indexes.add((tuple(indexed), unique, bool(where)))
    return {
        "columns": {row[0]: (row[1], row[2] == "NO") for row in columns},
        "key": [key for (key,) in raw.execute(KEY, (f'"{name}"',))],
        "indexes": indexes,
        "foreign": {tuple(row) for row in raw.execute(FOREIGN, (f'"{name}"',))},
    }


def names(tables: Tables) -> Sequence[str]:
    return [name for name in tables.table_names() if not name.startswith("sqlite_")]


def test_both_engines_have_the_same_tables(raw: Raw, tables: Tables) -> None:
    found = {name for (name,) in raw.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert found - OURS == set(names(tables))


def test_each_table_has_the_same_columns_keys_and_indexes(raw: Raw, tables: Tables) -> None:
    for name in names(tables):
        assert of_postgres(raw, name) == of_sqlite(tables, name), name


def test_what_is_followed_has_a_position_and_an_index_of_it(raw: Raw) -> None:
    for name in FOLLOWED:
        assert raw.execute("SELECT to_regclass(%s)", (f"{name}_seq",)).fetchone() != (None,)


def test_steps_are_done_once_and_one_after_the_other(raw: Raw) -> None:
    assert schema.migrate(raw, NOON) == ()
    assert schema.check(raw) == len(MIGRATIONS)
    assert not schema.pending(raw)


def test_a_database_that_is_behind_is_brought_forward_with_what_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    server = postgres()
    server.execute("CREATE DATABASE behind")
    with closing(connect(server.url("behind"), 5)) as raw:
        with monkeypatch.context() as before:
            before.setattr("guard_api.store.sqlite.schema.steps.MIGRATIONS", MIGRATIONS[:-1])
            schema.migrate(raw, NOON)
        assert [one.number for one in schema.pending(raw)] == [len(MIGRATIONS)]
        identity = raw.execute("SELECT value FROM meta WHERE name = 'database_id'").fetchone()
        assert [one.number for one in schema.migrate(raw, NOON)] == [len(MIGRATIONS)]
        assert raw.execute("SELECT value FROM meta WHERE name = 'database_id'").fetchone() == identity


def test_tables_of_another_program_are_left_alone() -> None:
    server = postgres()
    server.execute("CREATE DATABASE other")
    with closing(connect(server.url("other"), 5)) as raw:
        raw.execute("CREATE TABLE meta (x int)")
        with pytest.raises(StoreUnavailable, match="another program"):
            schema.migrate(raw, NOON)


def test_a_newer_program_may_have_added_to_the_tables_but_not_taken_away(raw: Raw) -> None:
    with raw.transaction(force_rollback=True):
        raw.execute("INSERT INTO migration (number, name, program) VALUES (999, 'coming', '9')")
        assert schema.check(raw) == 999
        raw.execute("ALTER TABLE report DROP COLUMN comment")
        with pytest.raises(StoreUnavailable, match="newer"):
            schema.check(raw)
