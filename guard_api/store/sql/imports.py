"""Imports: noted down, run one after the other, and either done as one change or not at all."""

import fcntl
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from guard_api.errors import GuardError, NotFound, StoreUnavailable
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, ListName
from guard_api.lists.files.cells import RowDefaults
from guard_api.lists.files.formats import Format
from guard_api.lists.files.rows import Row
from guard_api.ports.imports import Import, ImportCounts, ImportOrder, ImportState, Progress
from guard_api.ports.lists import Clock, EntryGuard
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.sql.import_run import ImportRun
from guard_api.store.sql.merging import undo
from guard_api.store.sqlite.database import Database, Durability
from guard_api.store.sqlite.transactions import translated

_READ = 256 * 1024
_AGAIN_SECONDS = 1.0
_TRIES = 2
"""How often a process is started again that came no further than the one before."""
_ENDED = "It was ended before it was done: nothing was changed."

_NOTE = """INSERT INTO import
             (id, state, created_at, list, who, why, region, format, dry_run, reverts, category, source)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_GET = """SELECT id, state, created_at, finished_at, reason,
                 (SELECT revision FROM change WHERE change.id = change_id),
                 list, who, why, region, format, dry_run, reverts, category, source,
                 rows, added, updated, removed, unchanged, rejected
          FROM import"""
_BY_ID = f"{_GET} WHERE id = ?"
_NEXT = f"{_GET} WHERE state = 'queued' ORDER BY created_at, id LIMIT 1"
_BROKEN = "SELECT id, change_id FROM import WHERE state = 'running'"
_UNFINISHED = "SELECT id FROM import WHERE state IN ('queued', 'running') ORDER BY id"
_FINISH = "UPDATE import SET state = ?, finished_at = ?, reason = ? WHERE id = ? AND state <> 'done'"
_ERRORS = "SELECT line, reason FROM import_error WHERE import_id = ? ORDER BY line, reason"


class SqliteImports:
    """The port `Imports` on SQLite; what was uploaded lies in a folder beside the database until it has been read."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Make the folder with the first upload."""
        self._database = database
        self._clock = clock
        self._folder = Path(f"{database.path}.imports")

    @contextmanager
    def upload(self) -> Iterator[tuple[str, BinaryIO]]:
        """Give an id and the file to write what is to be imported to; it is gone again when that fails."""
        name = secrets.token_hex(8)
        with translated():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            try:
                with self._file(name).open("xb") as file:
                    yield name, file
            except BaseException:
                self._file(name).unlink(missing_ok=True)
                raise

    def note(self, order: ImportOrder, name: str | None = None) -> str:
        """Note down what is to be done, with the file of that id or without one; gives the id."""
        name, author = name or secrets.token_hex(8), order.author
        if self._file(name).exists():
            with translated(), self._file(name).open("rb") as file:
                os.fsync(file.fileno())
        said = order.list, author.who, author.why, order.region, order.format, int(order.dry_run), order.reverts
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_NOTE, (name, ImportState.QUEUED, to_micros(author.at), *said, *order.unsaid))
        return name

    def start(self) -> None:
        """Have what is queued run in a process of its own: it would slow this one's answers down.

        It is started again when it dies. What it cannot even begin has failed, and says why.
        """
        self._start(0)

    def _start(self, tries: int) -> None:
        command = [sys.executable, "-m", "guard_api", "blocklist", "run-queued", "--database", str(self._database.path)]
        left = self._left()
        try:
            process = subprocess.Popen(  # noqa: S603 - our own command
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
            )
        except OSError as error:
            self._fail_queued(f"Its process could not be started: {error.strerror}.")
        else:
            threading.Thread(target=self._follow, args=(process, left, tries), daemon=True).start()

    def _follow(self, process: "subprocess.Popen[bytes]", before: Sequence[str], tries: int) -> None:
        """Wait for the process; where it came to an end of its own, all that was queued is done."""
        if process.wait() == 0:
            return
        with suppress(StoreUnavailable):
            left = self._left()
            if left and left == before and tries >= _TRIES:
                self._fail_queued(f"Its process ended again and again, with {process.returncode}.")
            elif left:
                time.sleep(_AGAIN_SECONDS)
                self._start(tries + 1 if left == before else 0)

    def _left(self) -> Sequence[str]:
        """List what is not at its end."""
        with self._database.read() as connection:
            return [name for (name,) in connection.execute(_UNFINISHED)]

    def _fail_queued(self, reason: str) -> None:
        """Say of what is queued, and of what was left behind, that it has failed; unless another process is at it."""
        now = self._clock()
        with self.turn(now, wait=False) as mine:
            while mine and (waiting := self.next()) is not None:
                self._fail(waiting.id, None, reason, now)
                self._clear(waiting.id)

    def start_unfinished(self) -> None:
        """Go on with what a machine that went down, or a process that was killed, has left."""
        if self._left() and self._is_free():
            self.start()

    def _is_free(self) -> bool:
        """Say whether nobody is at it."""
        with translated(), self._turn_file() as descriptor:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    def remove_orphans(self) -> None:
        """Remove files of uploads that nobody has noted down. Only where nobody uploads: at the start of a server."""
        known = {*self._left(), "turn"}
        for file in self._folder.glob("*"):
            if file.name.partition(".")[0] not in known:
                file.unlink(missing_ok=True)

    def get(self, name: str) -> Import:
        """Give an import as it is now. Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(_BY_ID, (name,)).fetchone()
        if row is None:
            raise NotFound(f"There is no import {name}.")
        return _import(row)

    def errors(self, name: str) -> Sequence[tuple[int, str]]:
        """Give the first rows that were rejected: line and reason."""
        with self._database.read() as connection:
            return connection.execute(_ERRORS, (name,)).fetchall()

    @contextmanager
    def turn(self, now: datetime, *, wait: bool) -> Iterator[bool]:
        """Take the right to run imports; False when another process has it. What one left behind is undone first."""
        with self._turn_file() as descriptor:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            self._undo_broken(now)
            yield True

    @contextmanager
    def _turn_file(self) -> Iterator[int]:
        with translated():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(self._folder / "turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _undo_broken(self, now: datetime) -> None:
        with self._database.read() as connection:
            broken = connection.execute(_BROKEN).fetchall()
        for name, change_id in broken:
            self._fail(name, change_id, _ENDED, now)
            self._clear(name)

    def next(self) -> Import | None:
        """Give the import that has waited longest."""
        with self._database.read() as connection:
            row = connection.execute(_NEXT).fetchone()
        return _import(row) if row is not None else None

    def chunks(self, name: str) -> Iterator[bytes]:
        """Read what was uploaded."""
        with self._file(name).open("rb") as file:
            while chunk := file.read(_READ):
                yield chunk

    def run(self, name: str, rows: Iterable[Row], refuses: EntryGuard, clock: Clock, progress: Progress) -> Import:
        """Bring rows onto the list, or take a change back: as one change, or not at all."""
        with self._database.write(Durability.FULL) as connection:
            connection.execute("UPDATE import SET state = ? WHERE id = ?", (ImportState.RUNNING, name))
        job = self.get(name)
        applying = ImportRun(self._database, job, self._file(f"{name}.sorted"), clock, progress)
        try:
            if job.order.reverts is not None:
                applying.take_back(job.order.reverts, refuses)
            else:
                applying.bring(rows)
        except BaseException as error:
            with suppress(StoreUnavailable):
                self._fail(name, applying.change_id, str(error) if isinstance(error, Exception) else _ENDED, clock())
            if not isinstance(error, GuardError):
                raise
        finally:
            self._clear(name)
        return self.get(name)

    def _fail(self, name: str, change_id: int | None, reason: str, now: datetime) -> None:
        if change_id is not None:
            undo(self._database, change_id)
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_FINISH, (ImportState.FAILED, to_micros(now), reason, name))

    def _clear(self, name: str) -> None:
        for file in (name, f"{name}.sorted"):
            self._file(file).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self._folder / name


def _import(row: Sequence[Any]) -> Import:
    name, state, created_at, finished_at, reason, revision, *said = row
    target, who, why, region, form, dry, reverts, category, source, *tally = said
    author = Author(who, from_micros(created_at), why)
    unsaid = RowDefaults(Category(category) if category is not None else None, source)
    order = ImportOrder(ListName(target), author, region, Format(form), bool(dry), reverts, unsaid)
    finished = from_micros(finished_at) if finished_at is not None else None
    return Import(name, order, ImportState(state), finished, reason, revision, ImportCounts(*tally))
