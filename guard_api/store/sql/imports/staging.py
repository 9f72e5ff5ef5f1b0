"""The rows of an import, sorted and without repetitions, in a file of their own: memory does not grow with them.

Sorted by Python's own SQLite, which sorts in files. pysqlite3 is built to keep all that is temporary in memory
(SQLITE_TEMP_STORE=3): 1 GB for ten million rows. Its bug with several writers is none here, where there is one.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zlib import crc32

from guard_api.errors import StoreUnavailable
from guard_api.lists.change import entry_sum, seconds
from guard_api.lists.endings import ending_key
from guard_api.lists.entry import Entry, Match
from guard_api.lists.files.layout import DETAIL_COLUMNS
from guard_api.lists.files.rows import Row
from guard_api.lists.phoneblock.hashes import key_of
from guard_api.store.clock import from_micros
from guard_api.store.sql.lists.rows import CATEGORIES, MATCHES, code, values_of
from guard_api.store.sqlite.private_files import private
from guard_api.store.sqlite.transactions import translated

_COLUMNS = "number, match, line, category, label, source, note, expires_at, part, silent"
_EXACT = code(Match.EXACT, MATCHES)
_CREATE = """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;
             CREATE TABLE unsorted (number, match, line, category, label, source, note, expires_at, part, silent, key,
                                    ending);
             CREATE TABLE hashes (place INTEGER PRIMARY KEY, key, number);
             CREATE TABLE endings (place INTEGER PRIMARY KEY, key, number);
             CREATE TABLE sorted (number TEXT, match INTEGER, line, category, label, source, note, expires_at, part,
                                  silent, PRIMARY KEY (number, match)) WITHOUT ROWID;"""
_INSERT = f"INSERT INTO unsorted ({_COLUMNS}, key, ending) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants only
_VALUES = {
    name: f"iif(excluded.silent & {1 << bit}, sorted.{name}, excluded.{name})"
    for bit, name in enumerate(DETAIL_COLUMNS)
}
_SORT = f"""INSERT INTO sorted ({_COLUMNS}) SELECT {_COLUMNS} FROM unsorted WHERE true ORDER BY number, match, line
            ON CONFLICT DO UPDATE SET line = excluded.line, silent = silent & excluded.silent,
              part = iif(excluded.silent, part_of(number, match, {_VALUES["category"]}, {_VALUES["expires_at"]}),
                         excluded.part),
              {", ".join(f"{name} = {value}" for name, value in _VALUES.items())}"""  # noqa: S608 - constants only
_HASH = "INSERT INTO hashes (key, number) SELECT key, number FROM unsorted WHERE key IS NOT NULL ORDER BY key, number"
_END = """INSERT INTO endings (key, number)
          SELECT ending, number FROM unsorted WHERE ending IS NOT NULL ORDER BY ending, number"""
_KINDS = 10_000
"""Combinations of match, category and expiry that are remembered: a million rows have a handful."""
_Rejected = Callable[[int, str], None]
_Kind = tuple[str | int | None, str | int | None, str | int | None, bytes]
"""Match, category and expiry as the tables keep them, and what the checksum is of behind the number."""


@contextmanager
def staged(path: Path, rows: Iterable[Row], reject: _Rejected) -> Iterator[int]:
    """Write rows to `path`, where table `sorted` holds them; gives how many there were, rejected ones too.

    Of rows of one number the last one counts, in all that it says. `silent` has a bit for each of `DETAIL_COLUMNS` that
    the row says nothing of. `part` is an entry's part of the checksum (`blocklist.change.entry_sum`).
    Table `hashes` holds the keys of single numbers (`blocklist.hashes`), in their own order by `place`, from 1 on, and
    `endings` those of their last digits.
    """
    path.unlink(missing_ok=True)
    count = _Count()
    try:
        with translated():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            # Before SQLite does, who would ask the umask.
            open(path, "xb", opener=private).close()
            connection = sqlite3.connect(path, isolation_level=None)
            try:
                connection.executescript(_CREATE)
                connection.create_function("part_of", 4, part_of, deterministic=True)
                connection.execute("BEGIN")
                connection.executemany(_INSERT, _values(rows, reject, count))
                connection.execute(_SORT)
                connection.execute(_HASH)
                connection.execute(_END)
                connection.execute("COMMIT")
            finally:
                connection.close()
        yield count.rows
    except sqlite3.Error as error:
        raise StoreUnavailable(str(error)) from error
    finally:
        path.unlink(missing_ok=True)


class _Count:
    rows = 0


def _values(rows: Iterable[Row], reject: _Rejected, count: _Count) -> Iterator[tuple[object, ...]]:
    kinds: dict[tuple[str, datetime | None], _Kind] = {}
    silences: dict[tuple[str, ...], int] = {}
    for row in rows:
        count.rows += 1
        entry = row.entry
        if entry is None:
            reject(row.line, row.reason)
            continue
        # Words are glued together since the hash of a StrEnum is a call into Python.
        kind = entry.match + entry.category, entry.expires_at
        known = kinds.get(kind)
        if known is None:
            if len(kinds) >= _KINDS:
                kinds.clear()
            known = kinds[kind] = _kind(entry)
        match, category, expires_at, rest = known
        part = crc32(rest, crc32(entry.number.encode()))
        keys = (key_of(entry.number), ending_key(entry.number)) if match == _EXACT else (None, None)
        silent = silences.get(row.silent)
        if silent is None:
            silent = silences[row.silent] = sum(1 << DETAIL_COLUMNS.index(name) for name in row.silent)
        columns = category, entry.label, entry.source, entry.note, expires_at
        yield entry.number, match, row.line, *columns, part, silent, *keys


def part_of(number: str, match: int, category: int, expires_at: int | None) -> int:
    """Give an entry's part of the checksum, of its columns."""
    until = seconds(from_micros(expires_at)) if expires_at is not None else None
    return entry_sum(number, MATCHES[match], CATEGORIES[category], until)


def _kind(entry: Entry) -> _Kind:
    until = seconds(entry.expires_at)
    rest = f",{entry.match},{entry.category},{'' if until is None else until}".encode()
    _, match, category, *_, expires_at = values_of(entry)
    return match, category, expires_at, rest
