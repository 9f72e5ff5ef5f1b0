"""A transaction on the SQLite file, from the queue for it to its end.

Writers queue at a lock file before SQLite's own lock: its busy handler lets one writer starve another for seconds, a
queue does not.
"""

import time
from collections.abc import Callable
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
from typing import Any

import lmdb
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # pysqlite3 where it is installed

from guard_api.errors import StoreUnavailable

_TAKE = LOCK_EX | LOCK_NB
_QUOTING = (None, "SQLITE_CORRUPT")
"""Codes of errors whose words may hold what is kept."""
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.00002, 0.001
"""Seconds between two looks at a lock that is taken; a check has it for 40 microseconds, an import for milliseconds."""


class TranslatesErrors:
    """Turns failures into StoreUnavailable. A class, as its kin: generators take a microsecond longer, each."""

    __slots__ = ("_failed",)

    def __init__(self, failed: Callable[[], None]) -> None:
        """Tell `failed` of every failure."""
        self._failed = failed

    def __enter__(self) -> Any:  # noqa: ANN401 - its kin give connections
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, StoreUnavailable):
            self._failed()
        elif isinstance(error, (sqlite3.Error, lmdb.Error, OSError)):
            self._failed()
            raise StoreUnavailable(reason_of(error)) from error


def reason_of(error: BaseException) -> str:
    """Say what went wrong in words that quote nothing of what is kept: they go into the log.

    SQLite quotes a cell that it cannot decode, and what it finds in the place of a schema.
    """
    if isinstance(error, sqlite3.Error):
        name: str | None = getattr(error, "sqlite_errorname", None)
        return f"{name}: {error}" if name not in _QUOTING else f"{name or type(error).__name__}"
    if isinstance(error, (StoreUnavailable, lmdb.Error)):
        return str(error)
    return f"{type(error).__name__}: {error.strerror}" if isinstance(error, OSError) else type(error).__name__


def translated(failed: Callable[[], None] = lambda: None) -> TranslatesErrors:
    """Turn failures of SQLite, of LMDB and of files in a with statement into StoreUnavailable, and tell of them."""
    return TranslatesErrors(failed)


class WriteTransaction(TranslatesErrors):
    """A connection inside a write transaction. One for each thread and durability: making them takes a microsecond."""

    __slots__ = ("_check", "_connection", "_execute", "_gate", "_turn", "_wait")

    def __init__(  # noqa: PLR0913, PLR0917 - what a thread has opened
        self,
        failed: Callable[[], None],
        wait_seconds: float,
        connection: sqlite3.Connection,
        gate: int,
        turn: int,
        check: Callable[[sqlite3.Connection], None] = lambda _: None,
    ) -> None:
        """Take what the thread has opened: its connection, and the two locks that writers queue at.

        `check` refuses a database that is not to be written to, before anything is.
        """
        super().__init__(failed)
        self._wait = wait_seconds
        self._connection = connection
        self._gate = gate
        self._turn = turn
        self._check = check
        # A cursor that is kept saves making one, each time.
        self._execute = connection.cursor().execute

    def __enter__(self) -> sqlite3.Connection:
        try:
            self._take_turn()
            self._execute("BEGIN IMMEDIATE")
            self._check(self._connection)
        except BaseException as failure:
            self._undo(failure)
            raise
        return self._connection

    def _take_turn(self) -> None:
        """Queue for the right to write, no longer than `wait_seconds`.

        Whoever is next holds the gate, so that one who writes again and again cannot be always first.
        """
        deadline = time.monotonic() + self._wait
        acquire(self._gate, deadline)
        try:
            acquire(self._turn, deadline)
        finally:
            flock(self._gate, LOCK_UN)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is not None:
            self._undo(error)
            return
        try:
            self._execute("COMMIT")
            flock(self._turn, LOCK_UN)
        except BaseException as failure:
            self._undo(failure)
            raise

    def _undo(self, error: BaseException) -> None:
        with TranslatesErrors(self._failed):
            try:
                if self._connection.in_transaction:
                    self._execute("ROLLBACK")
            finally:
                flock(self._turn, LOCK_UN)
        super().__exit__(type(error), error, None)


def acquire(lock: int, deadline: float) -> None:
    """Wait for a lock: there is no way to have flock itself wait, but not for ever."""
    pause = _SHORTEST_PAUSE
    while True:
        try:
            flock(lock, _TAKE)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise StoreUnavailable("another writer holds the database") from None
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return
