"""Rows of a file of SQLite, brought into tables of one connection."""

import sqlite3
from contextlib import closing
from pathlib import Path

from guard_api.store.postgres.connections import Raw

_STAGED = """
CREATE TEMP TABLE sorted (number text COLLATE "C" NOT NULL, match bigint NOT NULL, line bigint, category bigint,
  label text COLLATE "C", source text COLLATE "C", note text COLLATE "C", expires_at bigint, part bigint,
  silent bigint);
CREATE TEMP TABLE hashes (place bigint NOT NULL, key bigint, number text COLLATE "C");
CREATE TEMP TABLE endings (LIKE hashes)"""
_COPIED = {
    "sorted": "number, match, line, category, label, source, note, expires_at, part, silent",
    "hashes": "place, key, number",
    "endings": "place, key, number",
}
_INDEXED = """CREATE UNIQUE INDEX ON sorted (number, match); CREATE UNIQUE INDEX ON hashes (place);
              CREATE UNIQUE INDEX ON endings (place); ANALYZE sorted; ANALYZE hashes; ANALYZE endings"""
_UNSTAGED = "DROP TABLE sorted; DROP TABLE hashes; DROP TABLE endings"


def stage(raw: Raw, file: Path) -> None:
    """Copy the rows of a file into tables that nobody else sees."""
    with closing(sqlite3.connect(file)) as staged:
        raw.execute(_STAGED)
        for table, columns in _COPIED.items():
            _copy(raw, staged, table, columns)
        raw.execute(_INDEXED)


def unstage(raw: Raw) -> None:
    """Drop these tables."""
    raw.execute(_UNSTAGED)


def _copy(raw: Raw, staged: sqlite3.Connection, table: str, columns: str) -> None:
    rows = staged.execute(f"SELECT {columns} FROM {table}")  # noqa: S608 - constants only
    with raw.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
