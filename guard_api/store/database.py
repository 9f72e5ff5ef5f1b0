"""Connections and transactions on a SQLite file.

One connection a thread and durability, opened after fork.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database as Tables
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # pysqlite3 where it is installed

from guard_api.store.schema import MIGRATIONS
from guard_api.store.transactions import Translated, Writing, translated

Connection = sqlite3.Connection

_log = logging.getLogger(__name__)
_SAFE_SQLITE = (3, 51, 3)
"""Older versions may corrupt a WAL file that several processes write (the WAL-reset bug, fixed in 3.51.3)."""
_CHECKPOINT_PAGES = 4000
"""Pages in the log with which the next writer has to move them into the file: 16 MiB, for a pause that is rare."""
_LONG_LOG = 500
"""Pages in the log with which it is shortened before that."""
_MOVE = "PRAGMA wal_checkpoint(PASSIVE)"
_CACHE_KIBIBYTES = 256
"""Of each connection, in the place of 2048: with 32 threads that was 70 MiB more a worker, and nothing was quicker."""


class Durability(StrEnum):
    """What a committed transaction survives."""

    FULL = "FULL"
    """A power cut: what admins and reporters were told is saved."""
    NORMAL = "NORMAL"
    """A power cut, but for what was written last: imports that are not done."""
    OFF = "OFF"
    """A killed process. A power cut may leave a broken file, so no other boot reads it: timelines, worth two hours."""


class Database:
    """One SQLite file, safe for several threads and processes. Every failure is StoreUnavailable."""

    def __init__(
        self,
        path: Path,
        wait_seconds: float,
        failed: Callable[[], None] = lambda: None,
        migrations: Sequence[Callable[[Tables], None]] = MIGRATIONS,
        usual: Durability = Durability.NORMAL,
    ) -> None:
        """Open nothing yet; `wait_seconds` is how long a transaction waits; `failed` is told of every failure.

        `usual` is what most is written with, and what is read with; the other is FULL.
        """
        self.path = path
        self.failed = failed
        self.usual = usual
        self._migrations = migrations
        self._wait = wait_seconds
        self._local = _PerThread()
        self._reading = _Reading(self, self._local)

    def open(self) -> None:
        """Create or migrate the file. Raises StoreUnavailable."""
        if sqlite3.sqlite_version_info < _SAFE_SQLITE:
            _log.warning("SQLite %s has the WAL-reset bug: install pysqlite3", sqlite3.sqlite_version)
        with translated(self.failed):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            version = self.connection(Durability.FULL).execute("PRAGMA user_version").fetchone()[0]
        if version < len(self._migrations):
            with self.write(Durability.FULL) as connection:
                self._migrate(connection)

    def _migrate(self, connection: Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = Tables(connection, execute_plugins=False)
        for migrate in self._migrations[version:]:
            migrate(tables)
        connection.execute(f"PRAGMA user_version = {len(self._migrations)}")

    def read(self) -> "_Reading":
        """Give, for a with statement, a connection for reading. Raises StoreUnavailable."""
        return self._reading

    def write(self, durability: Durability) -> "Writing":
        """Give, for a with statement, a connection inside a write transaction that commits at the end.

        Raises StoreUnavailable.
        """
        opened = self._local.opened
        # By identity: a StrEnum as a key of a dict is hashed by Python code.
        writing = opened.usual if durability is self.usual else opened.full
        return writing or self._writing(durability)

    def _writing(self, durability: Durability) -> "Writing":
        """Open what a thread needs for its transactions, which is kept."""
        with translated(self.failed):
            opened, connection = self._local.opened, self.connection(durability)
            writing = Writing(self.failed, self._wait, connection, *opened.lock_files(self.path))
        if durability is self.usual:
            opened.usual = writing
        else:
            opened.full = writing
        return writing

    @contextmanager
    def bulk(self) -> Iterator[Callable[[], None]]:
        """Let this thread write much with Durability.NORMAL, and call what is yielded between transactions.

        That moves what was written from the log into the file; within a transaction, everybody would wait for the disk.
        """
        with self.read() as connection:
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            try:
                yield lambda: connection.execute(_MOVE).close()
            finally:
                connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")

    def shorten_log(self) -> bool:
        """Move what was written from the log into the file, while others write on; says whether there was much.

        A writer that finds the log full does that itself, with all others behind it: for 25 ms no check is answered.
        This leaves it the last pages, to be moved in a turn of its own, so that the next writer begins the log anew.
        """
        with self.read() as connection:
            _, pages, _ = connection.execute(_MOVE).fetchone()
            if pages < _LONG_LOG:
                return False
            with self.write(Durability.FULL):
                connection.execute(_MOVE).close()
        return True

    def connection(self, durability: Durability) -> Connection:
        """Give this thread's connection, opened with the first look. Raises what SQLite does."""
        connections = self._local.opened.connections
        if durability not in connections:
            connections[durability] = self._connect(durability)
        return connections[durability]

    def _connect(self, durability: Durability) -> Connection:
        connection = sqlite3.connect(
            self.path, timeout=self._wait, isolation_level=None, cached_statements=256, check_same_thread=False
        )
        for pragma in ("journal_mode = WAL", f"synchronous = {durability}", "foreign_keys = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
        return connection

    def close(self) -> None:
        """Close what this thread has opened."""
        self._local.opened.close()


class _Opened:
    """What one thread has opened; closed with the thread."""

    def __init__(self) -> None:
        self.connections: dict[Durability, Connection] = {}
        self.reading: Connection | None = None
        self.usual: Writing | None = None
        self.full: Writing | None = None
        self.locks: tuple[int, ...] = ()

    def lock_files(self, path: Path) -> tuple[int, ...]:
        """Open the gate and the lock behind it."""
        if not self.locks:
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
            self.locks = tuple(os.open(f"{path}.{name}", flags, 0o600) for name in ("gate", "lock"))
        return self.locks

    def close(self) -> None:
        self.reading = self.usual = self.full = None
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


class _Reading(Translated):
    """A connection, for reading. One for all threads."""

    __slots__ = ("_database", "_local")

    def __init__(self, database: "Database", local: _PerThread) -> None:
        super().__init__(database.failed)
        self._database = database
        self._local = local

    def __enter__(self) -> Connection:
        return self._local.opened.reading or self._open()

    def _open(self) -> Connection:
        with translated(self._failed):
            connection = self._local.opened.reading = self._database.connection(self._database.usual)
        return connection
