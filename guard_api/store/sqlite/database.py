"""Connections and transactions on a SQLite file.

To write, each thread has a connection of its own for each durability; those that read are lent. All are opened after a
fork.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # pysqlite3 where it is installed

from guard_api.errors import StoreUnavailable
from guard_api.ports.operate.migrations import Migration
from guard_api.store.engine import Durability, Topic
from guard_api.store.sqlite import room
from guard_api.store.sqlite.connections import PerThread, Reading, open_locks
from guard_api.store.sqlite.private_files import keep_private
from guard_api.store.sqlite.schema.migrating import check_not_newer, look, migrate, newest_version, version_of
from guard_api.store.sqlite.transactions import WriteTransaction, acquire, translated
from guard_api.store.sqlite.turns import file_turn

__all__ = ["CHECKPOINT", "SAFE_SQLITE", "Connection", "Database", "Durability"]

Connection = sqlite3.Connection

_log = logging.getLogger(__name__)
SAFE_SQLITE = (3, 51, 3)
"""Older versions may corrupt a WAL file that several processes write (the WAL-reset bug, fixed in 3.51.3)."""
_CHECKPOINT_PAGES = 4000
"""Pages in the log with which the next writer has to move them into the file: 16 MiB, for a pause that is rare."""
CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)"
"""Moves what is in the log into the file, as far as nobody needs it there."""
_CUT_OFF = "PRAGMA wal_checkpoint(TRUNCATE)"
_CACHE_KIBIBYTES = 256
"""Of each connection, in the place of 2048: with 32 threads that was 70 MiB more a worker, and nothing was quicker."""


_LOG_BYTES = 64 << 20
"""What the log is cut back to once it was longer: a reader that took minutes must not cost the disk for good."""
_PRAGMAS = ("journal_mode = WAL", "foreign_keys = ON", "mmap_size = 0")
_OVERWRITES = {Durability.FULL: "ON", Durability.NORMAL: "FAST"}
"""Whether what is deleted is overwritten in the file: what people have withdrawn is; what imports replace, where that
costs no further page."""


class Database:
    """One SQLite file, safe for several threads and processes. Every failure is StoreUnavailable."""

    node = ""

    def __init__(self, path: Path, wait_seconds: float, failed: Callable[[], None] = lambda: None) -> None:
        """Open nothing yet; `wait_seconds` is how long a transaction waits; `failed` is told of every failure."""
        self.path = path
        self.failed = failed
        self.has_traces = False
        """Whether the log may still hold what was to be forgotten."""
        self.wait_seconds = wait_seconds
        self._local = PerThread()
        self._idle: list[Reading] = []

    def open(self, now: datetime) -> Sequence[Migration]:
        """Create or migrate the file; gives the migrations that it had yet to see. Raises StoreUnavailable.

        What is newer than this program, or of another one, is left as it is.
        """
        if sqlite3.sqlite_version_info < SAFE_SQLITE:
            _log.warning("SQLite %s has the WAL-reset bug: install pysqlite3", sqlite3.sqlite_version)
        with translated(self.failed):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            version = look(self.path, self.wait_seconds).version
            keep_private(self.path)
            if version == 0:
                self._create(now)
        if not 0 < version < newest_version():
            return ()
        with self.write(Durability.FULL) as connection:
            return migrate(connection, now)

    def _create(self, now: datetime) -> None:
        """Make the tables before there is a log: a file that has a log and no tables has been copied without it."""
        locks = open_locks(self.path)
        try:
            with closing(sqlite3.connect(self.path, timeout=self.wait_seconds, isolation_level=None)) as connection:
                acquire(locks[-1], time.monotonic() + self.wait_seconds)
                # Pages that are free can be given back, which cannot be decided later.
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                connection.execute("BEGIN IMMEDIATE")
                migrate(connection, now)
                connection.execute("COMMIT")
                # As long as others wait: to begin a log, nobody may be at the file.
                connection.execute("PRAGMA journal_mode = WAL")
        finally:
            for lock in locks:
                os.close(lock)

    def leave_no_traces(self) -> bool:
        """Bring the log into the file, where what is deleted was overwritten, and cut it off.

        Until then the log holds pages as they were. False while somebody reads what was before: to be tried again.
        """
        self.has_traces = True
        try:
            with translated(self.failed):
                self.has_traces = bool(self.connection(Durability.FULL).execute(_CUT_OFF).fetchone()[0])
        except StoreUnavailable as error:
            _log.warning("what was forgotten is still in the log of the database: %s", error)
        return not self.has_traces

    def read(self) -> "Reading":
        """Give, for a with statement, a connection for reading. Raises StoreUnavailable.

        It is lent, the last one first: most requests meet the pages and statements that the one before has used.
        """
        try:
            return self._idle.pop()
        except IndexError:
            return Reading(self.failed, self._idle, partial(self._connect, Durability.NORMAL))

    def write(self, durability: Durability, _topic: Topic = Topic.LISTS) -> "WriteTransaction":
        """Give, for a with statement, a connection inside a write transaction that commits at the end.

        Here everybody who writes waits for everybody, whatever the topic. Raises StoreUnavailable.
        """
        return self._local.opened.writing.get(durability) or self._writing(durability)

    def _writing(self, durability: Durability) -> "WriteTransaction":
        """Open what a thread needs for its transactions, which is kept."""
        with translated(self.failed):
            opened, connection = self._local.opened, self.connection(durability)
            locks = opened.lock_files(self.path)
            writing = WriteTransaction(self.failed, self.wait_seconds, connection, *locks, self._check)
        opened.writing[durability] = writing
        return writing

    @contextmanager
    def bulk(self) -> Iterator[Callable[[], None]]:
        """Let this thread write much with Durability.NORMAL, and call what is yielded between transactions.

        That moves what was written from the log into the file; within a transaction, everybody would wait for the disk.
        """
        with translated(self.failed):
            connection = self.connection(Durability.NORMAL)
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            try:
                yield lambda: connection.execute(CHECKPOINT).close()
            finally:
                connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")

    @contextmanager
    def attached(self, file: Path) -> Iterator[Connection]:
        """Give the connection that this thread writes with, which sees the tables of another file, too.

        Nobody needs that file after a crash.
        """
        with translated(self.failed):
            connection = self.connection(Durability.NORMAL)
            connection.execute("ATTACH ? AS staged", (str(file),))
            for pragma in ("journal_mode", "synchronous"):
                connection.execute(f"PRAGMA staged.{pragma} = OFF")
            try:
                yield connection
            finally:
                connection.execute("DETACH staged")

    def turn(self, work: str, *, wait: bool) -> AbstractContextManager[bool]:
        """Take the right to do some work; False when another process of this machine has it."""
        return file_turn(self.path, work, wait=wait)

    def reclaim(self) -> bool:
        """Give some pages back."""
        return room.reclaim(self)

    def rebuild(self) -> None:
        """Write the file anew."""
        room.rebuild(self)

    def connection(self, durability: Durability) -> Connection:
        """Give this thread's connection, opened with the first look. Raises what SQLite does."""
        connections = self._local.opened.connections
        if durability not in connections:
            connections[durability] = self._connect(durability)
        return connections[durability]

    def _check(self, connection: Connection) -> None:
        """Refuse tables that a newer program has made meanwhile: nobody reads them any more, either."""
        try:
            check_not_newer(version_of(connection))
        except StoreUnavailable:
            self._idle = []
            raise

    def _connect(self, durability: Durability) -> Connection:
        connection = sqlite3.connect(
            self.path, timeout=self.wait_seconds, isolation_level=None, cached_statements=256, check_same_thread=False
        )
        self._check(connection)
        for pragma in (*_PRAGMAS, f"synchronous = {durability}", f"secure_delete = {_OVERWRITES[durability]}"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
        connection.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
        return connection

    def close(self) -> None:
        """Close what this thread has opened, and what is not lent."""
        self._local.opened.close()
        while self._idle:
            self._idle.pop().close()
