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
        self._failed = failed
        self._wait = wait_seconds
        self._local = _PerThread()

    def open(self) -> None:
        """Create or migrate the file. Raises StoreUnavailable."""
        if sqlite3.sqlite_version_info < _SAFE_SQLITE:
            _log.warning("SQLite %s has the WAL-reset bug: install pysqlite3", sqlite3.sqlite_version)
        with translated(self._failed):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            version = self._connection(Durability.FULL).execute("PRAGMA user_version").fetchone()[0]
        if version < len(MIGRATIONS):
            with self.write(Durability.FULL) as connection:
                self._migrate(connection)

    def _migrate(self, connection: Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = Tables(connection, execute_plugins=False)
        for migrate in MIGRATIONS[version:]:
            migrate(tables)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection for reading. Raises StoreUnavailable."""
        with translated(self._failed):
            yield self._connection(Durability.NORMAL)

    @contextmanager
    def write(self, durability: Durability) -> Iterator[Connection]:
        """Give a connection inside a write transaction that commits at the end. Raises StoreUnavailable."""
        with translated(self._failed):
            connection = self._connection(durability)
            with self._turn():
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Queue for the right to write, no longer than `wait_seconds`.

        Whoever is next holds the gate, so that one who writes again and again cannot be always first.
        """
        gate, turn = self._local.opened.lock_files(self.path)
        deadline = time.monotonic() + self._wait
        _take(gate, deadline)
        try:
            _take(turn, deadline)
        finally:
            fcntl.flock(gate, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(turn, fcntl.LOCK_UN)

    @contextmanager
    def bulk(self) -> Iterator[Callable[[], None]]:
        """Let this thread write much with Durability.NORMAL, and call what is yielded between transactions.

        That moves what was written from the log into the file; within a transaction, everybody would wait for the disk.
        """
        with translated(self._failed):
            connection = self._connection(Durability.NORMAL)
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            try:
                yield lambda: connection.execute("PRAGMA wal_checkpoint(PASSIVE)").close()
            finally:
                connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")

    def _connection(self, durability: Durability) -> Connection:
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


@contextmanager
def translated(failed: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Turn failures of SQLite and of files into StoreUnavailable, and tell of them."""
    try:
        yield
    except StoreUnavailable:
        failed()
        raise
    except (sqlite3.Error, OSError) as error:
        failed()
        raise StoreUnavailable(str(error)) from error
