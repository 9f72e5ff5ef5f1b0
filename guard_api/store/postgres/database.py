"""Transactions on PostgreSQL, in the shape of those on a SQLite file."""

import fcntl
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path

import psycopg

from guard_api.errors import StoreUnavailable
from guard_api.store.engine import Durability, Topic
from guard_api.store.postgres.connections import Lent, Pool, Raw, connect, reason_of, translated
from guard_api.store.postgres.locks import locked
from guard_api.store.postgres.positions import forget_gone
from guard_api.store.postgres.staging import stage, unstage
from guard_api.store.sqlite.private_files import private
from guard_api.store.sqlite.turns import file_turn

_BEGIN = "BEGIN; SELECT 1 FROM feed WHERE topic = '{topic}' FOR UPDATE"
"""Who writes of the same waits here, as writers of a SQLite file do."""
_COMMIT = "SELECT current_setting('guard.told_lists', true), current_setting('guard.told_keys', true); COMMIT"
# Plans go by statistics, which know nothing yet of what has just come.
_BULK, _USUAL = "SET enable_seqscan = off", "RESET enable_seqscan"
_FOREVER, _HURRIED = "SET statement_timeout = 0", "RESET statement_timeout"
_OF_A_MACHINE = {"machine"}
"""Work that every machine does for itself."""
_REFUSES = ("25006", "42501", "53", "58", "XX")
"""Codes of what is wrong with the server, and not with a statement: no rights, a full or a broken disk."""
_LONGEST_NAME = 64

CommitPositions = tuple[int | None, int | None]
"""How far a transaction has brought the lists and the keys, as it told those who follow; None: not at all."""


class _PerThread(threading.local):
    def __init__(self) -> None:
        self.writing = Lent()


class PostgresDatabase:
    """A database on PostgreSQL, safe for several threads, processes and machines. Every failure is StoreUnavailable."""

    has_traces = False

    def __init__(
        self,
        url: str,
        path: Path,
        wait_seconds: float,
        failed: Callable[[], None] = lambda: None,
        committed: Callable[[CommitPositions], None] = lambda _: None,
    ) -> None:
        """Open nothing yet. `path` is what files of this machine begin with.

        `committed` hears what was told to those who follow, before whoever asked for it is answered.
        """
        self.path = path
        self.failed = failed
        self.url = url
        self.wait_seconds = wait_seconds
        self.committed = committed
        self.refused: Callable[[str], None] = lambda _: None
        """Hears why the server would not take what it was to write; nothing: it has taken it."""
        self._pool = Pool(url, wait_seconds)
        self._local = _PerThread()

    @cached_property
    def node(self) -> str:
        """Give a name that this machine has given itself, in a file. Raises StoreUnavailable."""
        with translated(self.failed):
            descriptor = private(f"{self.path}.node", os.O_RDWR | os.O_CREAT)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                if not (name := os.read(descriptor, _LONGEST_NAME)):
                    os.write(descriptor, name := secrets.token_hex(8).encode())
            finally:
                os.close(descriptor)
        return name.decode("ascii", "replace")

    @contextmanager
    def read(self) -> Iterator[Lent]:
        """Give a connection for reading. Raises StoreUnavailable."""
        with translated(self.failed):
            raw = self._pool.borrow()
            try:
                yield Lent(raw)
            except psycopg.Error:
                raw.close()
                raise
            finally:
                self._pool.give_back(raw)

    @contextmanager
    def write(self, durability: Durability, topic: Topic = Topic.LISTS) -> Iterator[Lent]:
        """Give a connection inside a write transaction that commits at the end. Raises StoreUnavailable."""
        with translated(self.failed):
            with self._refusals(), self._pinned() as connection:
                raw = connection.raw = self._begun(connection.raw, topic)
                try:
                    yield connection
                    positions = raw.execute(_COMMIT).fetchone()
                except psycopg.Error:
                    raw.close()
                    raise
                except BaseException:
                    _roll_back(raw)
                    raise
            if durability is Durability.FULL and positions is not None and any(positions):
                self.committed((_position(positions[0]), _position(positions[1])))

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """Tell where the server does not take what is written, and where it does."""
        try:
            yield
        except psycopg.Error as error:
            if (error.sqlstate or "").startswith(_REFUSES):
                self.refused(f"it does not take what is written: {reason_of(error)}")
            raise
        self.refused("")

    def _begun(self, raw: Raw | None, topic: Topic) -> Raw:
        """Begin, a second time where a connection turns out to be dead: its server may have given way to another."""
        assert raw is not None  # noqa: S101 - it is pinned
        sql = _BEGIN.format(topic=topic)
        try:
            raw.execute(sql)
        except psycopg.errors.LockNotAvailable:
            _roll_back(raw)
            raise StoreUnavailable("another writer holds the database") from None
        except psycopg.OperationalError:
            raw = self._pool.replace(raw)
            raw.execute(sql)
        return raw

    @contextmanager
    def _pinned(self) -> Iterator[Lent]:
        """Lend this thread a connection to write with, or go on with the one that it has."""
        writing = self._local.writing
        if writing.raw is not None:
            yield writing
            return
        writing.raw = self._pool.borrow()
        try:
            yield writing
        finally:
            raw, writing.raw = writing.raw, None
            self._pool.give_back(raw)

    @contextmanager
    def bulk(self) -> Iterator[Callable[[], None]]:
        """Let this thread write much, and call what is yielded between transactions. Raises StoreUnavailable."""
        with translated(self.failed), self._pinned() as connection:
            calls = 0

            def checkpoint() -> None:
                nonlocal calls
                calls += 1
                if calls & (calls - 1) == 0:
                    with _unhurried(connection):
                        connection.execute("ANALYZE listed")

            with _set_for_once(connection):
                connection.execute(_BULK)
                yield checkpoint
                connection.execute(_USUAL)

    @contextmanager
    def attached(self, file: Path) -> Iterator[Lent]:
        """Give the connection that this thread writes with, which sees the rows of a file of SQLite, too."""
        with translated(self.failed), self._pinned() as connection, _set_for_once(connection):
            assert connection.raw is not None  # noqa: S101 - it is pinned
            with _unhurried(connection):
                stage(connection.raw, file)
            yield connection
            unstage(connection.raw)

    @contextmanager
    def turn(self, work: str, *, wait: bool) -> Iterator[bool]:
        """Take the right to do some work; False when another process, on whatever machine, has it.

        It is bound to a connection of its own, and goes with it. Raises StoreUnavailable.
        """
        if work in _OF_A_MACHINE:
            with file_turn(self.path, work, wait=wait) as mine:
                yield mine
            return
        with translated(self.failed), closing(connect(self.url, self.wait_seconds)) as raw:
            raw.patience = self._pool.patience
            with locked(raw, work, wait=wait) as mine:
                yield mine

    def leave_no_traces(self) -> bool:
        """Leave that to the server, which overwrites what was deleted in its own time."""
        return True

    def reclaim(self) -> bool:
        """Forget some of what those who follow have long been told is gone; room is the server's own business."""
        with self.write(Durability.FULL) as connection:
            return forget_gone(connection)

    def rebuild(self) -> None:
        """Write all tables anew. Raises StoreUnavailable."""
        with translated(self.failed), closing(connect(self.url, self.wait_seconds)) as raw:
            raw.execute("SET lock_timeout = 0; SET statement_timeout = 0")
            raw.execute("VACUUM (FULL, ANALYZE)")

    def close(self) -> None:
        """Close what is not lent."""
        self._pool.close()


def _roll_back(raw: Raw) -> None:
    try:
        raw.execute("ROLLBACK")
    except psycopg.Error:
        raw.close()


@contextmanager
def _unhurried(connection: Lent) -> Iterator[None]:
    """Let statements take as long as they take."""
    assert connection.raw is not None  # noqa: S101 - it is pinned
    patience, connection.raw.patience = connection.raw.patience, None
    connection.execute(_FOREVER)
    yield
    connection.execute(_HURRIED)
    connection.raw.patience = patience


@contextmanager
def _set_for_once(connection: Lent) -> Iterator[None]:
    """Have a connection that was set up for some work be used for no other where the work comes to no good end."""
    try:
        yield
    except BaseException:
        if connection.raw is not None:
            connection.raw.close()
        raise


def _position(written: str | None) -> int | None:
    return int(written) if written else None
