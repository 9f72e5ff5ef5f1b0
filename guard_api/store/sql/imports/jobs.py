"""Jobs: noted down, done one after the other, and each either done as one change or not at all."""

import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from msgspec import json

from guard_api.errors import Conflict, NotFound, Stopped
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, ListName
from guard_api.lists.files.cells.cells import RowDefaults
from guard_api.lists.files.encodings import Charset
from guard_api.lists.files.formats import Format
from guard_api.lists.files.layout import Layout
from guard_api.ports.imports.imports import Import, ImportCounts, ImportOrder, ImportState, Mode, ReadAs
from guard_api.ports.imports.jobs import Work
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Database, Durability
from guard_api.store.sql.imports.merging import undo

_ENQUEUE = """INSERT INTO import
                (id, state, created_at, list, who, why, region, format, dry_run, reverts, category, source,
                 charset, sheet, mode, layout, file, kept, bytes, node)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_GET = """SELECT id, state, created_at, finished_at, reason,
                 (SELECT revision FROM change WHERE change.id = change_id),
                 list, who, why, region, format, dry_run, reverts, category, source, charset, sheet, mode,
                 layout, file, kept, read_charset, read_sheet, bytes, bytes_read,
                 rows, added, updated, removed, unchanged, rejected
          FROM import"""
_LIST = f"""{_GET} WHERE CAST(? AS TEXT) IS NULL OR (created_at, id) < (SELECT created_at, id FROM import WHERE id = ?)
             ORDER BY created_at DESC, id DESC LIMIT ?"""  # noqa: S608 - constants only
_BY_ID = f"{_GET} WHERE id = ?"
_NEXT = "SELECT id FROM import WHERE state = 'queued' AND node = ? ORDER BY created_at, id LIMIT 1"
_BEGIN = "UPDATE import SET state = ? WHERE id = ? AND state IN ('queued', 'running')"
_BEGUN = "SELECT id FROM import WHERE state = 'running' ORDER BY id"
_UNFINISHED = "SELECT id FROM import WHERE state IN ('queued', 'running') AND node = ? ORDER BY id"
_CHANGE = "SELECT change_id FROM import WHERE id = ?"
_TALLY = """UPDATE import SET rows = ?, added = ?, updated = ?, removed = ?, unchanged = ?, rejected = ?,
              bytes_read = ?
            WHERE id = ? RETURNING stopped_by"""
_READ_AS = """UPDATE import SET read_charset = ?, read_sheet = ?, bytes_read = ?, bytes = coalesce(bytes, ?)
              WHERE id = ?"""
_FINISH = "UPDATE import SET state = ?, finished_at = ?, reason = ? WHERE id = ? AND state <> 'done'"
_STOP_QUEUED = "UPDATE import SET state = ?, finished_at = ?, reason = ? WHERE id = ? AND state = 'queued'"
_STOP_RUNNING = "UPDATE import SET stopped_by = ? WHERE id = ? AND state = 'running'"
_WITH_FILES = f"{_UNFINISHED.partition(' ORDER')[0]} OR (kept = 1 AND created_at >= ?)"
_STOPPED = "{who} has stopped it: nothing was changed."
_ERRORS = "SELECT line, reason FROM import_error WHERE import_id = ? ORDER BY line, reason LIMIT ?"
_ALL_ROWS = (1 << 63) - 1


_LAYOUT, _LAID_OUT = json.Encoder(), json.Decoder(Layout)


class SqlJobs:
    """The port `Jobs` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def enqueue(self, order: ImportOrder, upload: str | None = None, size: int | None = None) -> str:
        """Write a row, under the id of the upload where there is one."""
        name, author = upload or secrets.token_hex(8), order.author
        columns = order.list, author.who, author.why, order.region, order.format, int(order.dry_run), order.reverts
        with self._database.write(Durability.FULL) as connection:
            layout = _LAYOUT.encode(order.layout).decode() if order.layout is not None else None
            rest = *order.defaults, order.charset, order.sheet, order.mode, layout, order.file, int(order.keeps), size
            began = name, ImportState.QUEUED, to_micros(author.at)
            connection.execute(_ENQUEUE, (*began, *columns, *rest, self._database.node))
        return name

    def turn(self, work: Work, *, wait: bool) -> AbstractContextManager[bool]:
        """Take the turn that the engine gives."""
        return self._database.turn(work, wait=wait)

    def claim(self) -> Import | None:
        """Mark the job that has waited longest as running."""
        with self._database.read() as connection:
            row = connection.execute(_NEXT, (self._database.node,)).fetchone()
        return self.begin(row[0]) if row is not None else None

    def begin(self, name: str) -> Import:
        """Mark a job as running."""
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_BEGIN, (ImportState.RUNNING, name))
        return self.get(name)

    def progress(self, name: str, tally: ImportCounts, bytes_read: int) -> None:
        """Write the counts down, and ask whether to go on."""
        with self._database.write(Durability.NORMAL) as connection:
            row = connection.execute(_TALLY, (*counts_of(tally), bytes_read, name)).fetchone()
        if row is not None and row[0] is not None:
            raise Stopped(_STOPPED.format(who=row[0]))

    def stop(self, name: str, by: Author) -> None:
        """Say that a job has stopped that waits, or ask one that runs to."""
        with self._database.write(Durability.FULL) as connection:
            stopped = ImportState.STOPPED, to_micros(by.at), _STOPPED.format(who=by.who), name
            waits = connection.execute(_STOP_QUEUED, stopped).rowcount
            runs = connection.execute(_STOP_RUNNING, (by.who, name)).rowcount
        if not waits and not runs:
            raise Conflict(f"Import {self.get(name).id} has come to its end.")

    def note_reading(self, name: str, read_as: ReadAs, bytes_read: int) -> None:
        """Write down what was read."""
        with self._database.write(Durability.NORMAL) as connection:
            connection.execute(_READ_AS, (read_as.charset, read_as.sheet, bytes_read, bytes_read, name))

    def finish(self, name: str, reason: str, now: datetime, state: ImportState = ImportState.FAILED) -> None:
        """Undo the draft of a job, where it has one, before it is said to have failed."""
        with self._database.read() as connection:
            row = connection.execute(_CHANGE, (name,)).fetchone()
        if row is not None and row[0] is not None:
            undo(self._database, row[0])
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_FINISH, (state, to_micros(now), reason, name))

    def unfinished(self) -> Sequence[str]:
        """List what is not at its end."""
        return self._names(_UNFINISHED, self._database.node)

    def with_files(self, since: datetime) -> Sequence[str]:
        """List what has not come to its end, and what is kept."""
        with self._database.read() as connection:
            return [name for (name,) in connection.execute(_WITH_FILES, (self._database.node, to_micros(since)))]

    def abandoned(self) -> Sequence[str]:
        """List what has begun."""
        return self._names(_BEGUN)

    def _names(self, sql: str, *values: str) -> Sequence[str]:
        with self._database.read() as connection:
            return [name for (name,) in connection.execute(sql, values)]

    def list(self, after: str | None, limit: int) -> Sequence[Import]:
        """Read jobs' rows."""
        with self._database.read() as connection:
            return [_import(row) for row in connection.execute(_LIST, (after, after, limit))]

    def get(self, name: str) -> Import:
        """Read a job's row. Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(_BY_ID, (name,)).fetchone()
        if row is None:
            raise NotFound(f"There is no import {name}.")
        return _import(row)

    def errors(self, name: str, most: int | None = 1000) -> Sequence[tuple[int, str]]:
        """Give the first rows that were rejected: line and reason."""
        with self._database.read() as connection:
            return [
                (line, reason)
                for line, reason in connection.execute(_ERRORS, (name, most if most is not None else _ALL_ROWS))
            ]


def counts_of(tally: ImportCounts) -> tuple[int, ...]:
    """Give counts in the order of the columns."""
    return tally.rows, tally.added, tally.updated, tally.removed, tally.unchanged, tally.rejected


def _import(row: Sequence[Any]) -> Import:
    name, state, created_at, finished_at, reason, revision, *columns = row
    target, who, why, region, form, dry, reverts, category, source, *read = columns
    charset, sheet, mode, layout, file, keeps, read_charset, read_sheet, size, bytes_read, *tally = read
    author = Author(who, from_micros(created_at), why)
    defaults = RowDefaults(Category(category) if category is not None else None, source)
    laid_out = _LAID_OUT.decode(layout) if layout is not None else None
    how = _charset(charset), sheet, Mode(mode), laid_out, file, bool(keeps)
    order = ImportOrder(ListName(target), author, region, Format(form), bool(dry), reverts, defaults, *how)
    read_as = ReadAs(_charset(read_charset), read_sheet)
    finished = from_micros(finished_at) if finished_at is not None else None
    return Import(
        name, order, ImportState(state), finished, reason, revision, ImportCounts(*tally), read_as, size, bytes_read
    )


def _charset(name: str | None) -> Charset | None:
    return Charset(name) if name is not None else None
