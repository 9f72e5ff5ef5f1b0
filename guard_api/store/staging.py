"""The rows of an import, sorted and without repetitions, in a file of their own: memory does not grow with them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zlib import crc32

from guard_api.blocklist.change import seconds
from guard_api.blocklist.entry import Category, Match
from guard_api.blocklist.rows import Row
from guard_api.store.clock import to_micros
from guard_api.store.database import Connection, connect, translated
from guard_api.store.versions import CATEGORIES, MATCHES, code

_COLUMNS = "number, match, line, category, label, source, note, expires_at, part"
_CREATE = """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;
             CREATE TABLE unsorted (number, match, line, category, label, source, note, expires_at, part);
             CREATE TABLE sorted (number TEXT, match INTEGER, line, category, label, source, note, expires_at, part,
                                  PRIMARY KEY (number, match)) WITHOUT ROWID;"""
_INSERT = f"INSERT INTO unsorted ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants only
_SORT = f"INSERT OR REPLACE INTO sorted ({_COLUMNS}) SELECT {_COLUMNS} FROM unsorted ORDER BY number, match, line"  # noqa: S608 - constants only
_KINDS = 10_000
"""Combinations of match, category and expiry that are remembered: a million rows have a handful."""
_Rejected = Callable[[int, str], None]
_Kind = tuple[Match, Category, datetime | None]


@contextmanager
def staged(path: Path, rows: Iterable[Row], reject: _Rejected) -> Iterator[int]:
    """Write rows to `path`, where table `sorted` holds them; gives how many there were, rejected ones too.

    Of rows of one number the last one counts. `part` is an entry's part of the checksum (`blocklist.change.entry_sum`).
    """
    path.unlink(missing_ok=True)
    count = _Count()
    try:
        with translated():
            connection: Connection = connect(path, isolation_level=None)
            try:
                connection.executescript(_CREATE)
                connection.execute("BEGIN")
                connection.executemany(_INSERT, _values(rows, reject, count))
                connection.execute(_SORT)
                connection.execute("COMMIT")
            finally:
                connection.close()
        yield count.rows
    finally:
        path.unlink(missing_ok=True)


class _Count:
    rows = 0


def _values(rows: Iterable[Row], reject: _Rejected, count: _Count) -> Iterator[tuple[object, ...]]:
    kinds: dict[_Kind, tuple[int, int, int | None, bytes]] = {}
    for row in rows:
        count.rows += 1
        entry = row.entry
        if entry is None:
            reject(row.line, row.reason)
            continue
        kind = entry.match, entry.category, entry.expires_at
        known = kinds.get(kind)
        if known is None:
            if len(kinds) >= _KINDS:
                kinds.clear()
            known = kinds[kind] = _kind(*kind)
        match, category, expires_at, rest = known
        part = crc32(rest, crc32(entry.number.encode()))
        yield entry.number, match, row.line, category, entry.label, entry.source, entry.note, expires_at, part


def _kind(match: Match, category: Category, expires_at: datetime | None) -> tuple[int, int, int | None, bytes]:
    until = seconds(expires_at)
    rest = f",{match},{category},{'' if until is None else until}".encode()
    expires = to_micros(expires_at) if expires_at is not None else None
    return code(match, MATCHES), code(category, CATEGORIES), expires, rest
