"""Connections and transactions on the one SQLite file.

One connection a thread and durability, opened after fork. Writers queue at a lock file before SQLite's own lock:
its busy handler lets one writer starve another for seconds, a queue does not.
"""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlite_utils import Database as Tables
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # pysqlite3 where it is installed

from guard_api.errors import StoreUnavailable
from guard_api.store.schema import MIGRATIONS

Connection = sqlite3.Connection

_log = logging.getLogger(__name__)
_SAFE_SQLITE = (3, 51, 3)
"""Older versions may corrupt a WAL file that several processes write (the WAL-reset bug, fixed in 3.51.3)."""
_POLL_SECONDS = 0.001
_CHECKPOINT_PAGES = 4000
"""Pages in the log with which the next writer has to move them into the file: 16 MiB, for a pause that is rare."""


class Durability(StrEnum):
    """What a committed transaction survives."""

    FULL = "FULL"
    """A power cut: what admins and reporters were told is saved."""
    NORMAL = "NORMAL"
    """A killed process: timelines, which are worth two hours."""


class Database:
    """One SQLite file, safe for several threads and processes. Every failure is StoreUnavailable."""

    def __init__(self, path: Path, wait_seconds: float, failed: Callable[[], None] = lambda: None) -> None:
        """Open nothing yet; `wait_seconds` is how long a transaction waits; `failed` is told of every failure."""
        self.path = path
        self.failed = failed
        self._wait = wait_seconds
        self._local = _PerThread()

    def open(self) -> None:
        """Create or migrate the file. Raises StoreUnavailable."""
        if sqlite3.sqlite_version_info < _SAFE_SQLITE:
            _log.warning("SQLite %s has the WAL-reset bug: install pysqlite3", sqlite3.sqlite_version)
        with translated(self.failed):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            version = self.connection(Durability.FULL).execute("PRAGMA user_version").fetchone()[0]
        if version < len(MIGRATIONS):
            with self.write(Durability.FULL) as connection:
                self._migrate(connection)

    def _migrate(self, connection: Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = Tables(connection, execute_plugins=False)
        for migrate in MIGRATIONS[version:]:
            migrate(tables)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def read(self) -> "_Reading":
        """Give, for a with statement, a connection for reading. Raises StoreUnavailable."""
        return _Reading(self)

    def write(self, durability: Durability) -> "_Writing":
        """Give, for a with statement, a connection inside a write transaction that commits at the end.

        Raises StoreUnavailable.
        """
        return _Writing(self, durability)

    def take_turn(self) -> int:
        """Queue for the right to write, no longer than `wait_seconds`; gives the lock that is to be released.

        Whoever is next holds the gate, so that one who writes again and again cannot be always first.
        """
        gate, turn = self._local.opened.lock_files(self.path)
        deadline = time.monotonic() + self._wait
        _take(gate, deadline)
        try:
            _take(turn, deadline)
        finally:
            fcntl.flock(gate, fcntl.LOCK_UN)
        return turn

    @contextmanager
    def bulk(self) -> Iterator[Callable[[], None]]:
        """Let this thread write much with Durability.NORMAL, and call what is yielded between transactions.

        That moves what was written from the log into the file; within a transaction, everybody would wait for the disk.
        """
        with self.read() as connection:
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            try:
                yield lambda: connection.execute("PRAGMA wal_checkpoint(PASSIVE)").close()
            finally:
                connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")

    def connection(self, durability: Durability) -> Connection:
        """Give this thread's connection, opened with the first look. Raises what SQLite does."""
        opened = self._local.opened
        if durability not in opened.connections:
            opened.connections[durability] = self._connect(durability)
        return opened.connections[durability]

    def _connect(self, durability: Durability) -> Connection:
        connection = sqlite3.connect(
            self.path, timeout=self._wait, isolation_level=None, cached_statements=256, check_same_thread=False
        )
        for pragma in ("journal_mode = WAL", f"synchronous = {durability}", "foreign_keys = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        return connection

    def close(self) -> None:
        """Close what this thread has opened."""
        self._local.opened.close()


def _take(lock: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise StoreUnavailable("another writer holds the database") from None
            time.sleep(_POLL_SECONDS)
        else:
            return


class _Opened:
    """What one thread has opened; closed with the thread."""

    def __init__(self) -> None:
        self.connections: dict[Durability, Connection] = {}
        self.locks: tuple[int, ...] = ()

    def lock_files(self, path: Path) -> tuple[int, ...]:
        """Open the gate and the lock behind it."""
        if not self.locks:
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
            self.locks = tuple(os.open(f"{path}.{name}", flags, 0o600) for name in ("gate", "lock"))
        return self.locks

    def close(self) -> None:
        for connection in self.connections.values():
            connection.close()
        self.connections.clear()
        for lock in self.locks:
            os.close(lock)
        self.locks = ()

    __del__ = close


class _PerThread(threading.local):
    """A fresh `opened` in every thread that looks."""

    def __init__(self) -> None:
        self.opened = _Opened()


class _Translated:
    """Turns failures into StoreUnavailable. A class, as its kin: generators take a microsecond longer, each."""

    __slots__ = ("_failed",)

    def __init__(self, failed: Callable[[], None]) -> None:
        self._failed = failed

    def __enter__(self) -> Any:  # noqa: ANN401 - its kin give connections
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, StoreUnavailable):
            self._failed()
        elif isinstance(error, (sqlite3.Error, OSError)):
            self._failed()
            raise StoreUnavailable(str(error)) from error


def translated(failed: Callable[[], None] = lambda: None) -> _Translated:
    """Turn failures of SQLite and of files in a with statement into StoreUnavailable, and tell of them."""
    return _Translated(failed)


class _Reading(_Translated):
    """A connection, for reading."""

    __slots__ = ("_database",)

    def __init__(self, database: "Database") -> None:
        super().__init__(database.failed)
        self._database = database

    def __enter__(self) -> Connection:
        with _Translated(self._failed):
            return self._database.connection(Durability.NORMAL)


class _Writing(_Translated):
    """A connection inside a write transaction."""

    __slots__ = ("_connection", "_database", "_durability", "_turn")

    def __init__(self, database: "Database", durability: Durability) -> None:
        super().__init__(database.failed)
        self._database = database
        self._durability = durability

    def __enter__(self) -> Connection:
        with _Translated(self._failed):
            self._connection = self._database.connection(self._durability)
            self._turn = self._database.take_turn()
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except BaseException:
                fcntl.flock(self._turn, fcntl.LOCK_UN)
                raise
            return self._connection

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        with _Translated(self._failed):
            try:
                self._finish(error)
            finally:
                fcntl.flock(self._turn, fcntl.LOCK_UN)
        super().__exit__(kind, error, trace)

    def _finish(self, error: BaseException | None) -> None:
        try:
            if error is None:
                self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
