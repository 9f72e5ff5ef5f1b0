"""Databases on a server of PostgreSQL: as after the first start, without what is shipped; and nodes with a copy."""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.app import open_services, utc_now
from guard_api.config import Config
from guard_api.settings.postgres_url import PostgresUrl
from guard_api.store.copy.follower import Follower
from guard_api.store.copy.freshness import CopyFreshness
from guard_api.store.copy.record import PostgresRecord
from guard_api.store.engine import Durability, Topic
from guard_api.store.postgres import connections
from guard_api.store.postgres.connections import WRONG_STATEMENT, Raw, connect, translated
from guard_api.store.sqlite.database import Database
from tests.support.engines.postgres import postgres

_PUT_OUT = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{}'"
_TELL_TO_GO = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
_NEW_IDENTITY = "UPDATE meta SET value = {} WHERE name = 'database_id'"
_made: list[str] = []
_left: list[str] = []
_EMPTY = """TRUNCATE import_error, import, listed, change, hashed, ending, tally, source_tally, source_change, gone
            RESTART IDENTITY"""


@cache
def _template() -> str:
    server, name = postgres(), "template"
    server.execute(f"CREATE DATABASE {name}")
    with TemporaryDirectory() as folder:
        open_services(Config(database=PostgresUrl(server.url(name)), copy=Path(folder) / "copy.db"))
    server.execute(_EMPTY, name)
    server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    server.execute(_PUT_OUT.format(name))
    return name


def new_database() -> str:
    """Make a database as after the first start, but as if nothing that is blocked had been shipped; gives its URL."""
    server, name = postgres(), f"t{secrets.token_hex(6)}"
    while _left:
        server.execute(f"DROP DATABASE IF EXISTS {_left.pop()} WITH (FORCE)")
    server.execute(f"CREATE DATABASE {name} TEMPLATE {_template()} STRATEGY FILE_COPY")
    server.execute(_NEW_IDENTITY.format(secrets.randbits(62)), name)
    _made.append(name)
    return server.url(name)


@cache
def _followed() -> bytes:
    """Return the file of a copy that has followed a new database."""
    with dropped_databases(), TemporaryDirectory() as folder:
        path = Path(folder) / "copy.db"
        copy = CopyInStep(path, new_database())
        copy.open(utc_now())
        copy.follow()
        copy.close()
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        return path.read_bytes()


def follow_beforehand(url: str, copy: Path) -> None:
    """Make the copy of a node that has followed a new database, as if there was no time between."""
    copy.touch(0o600)
    copy.write_bytes(_followed())
    with psycopg.connect(url) as record, closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        identity = record.execute("SELECT value FROM meta WHERE name = 'database_id'").fetchone()
        assert identity is not None
        connection.execute("UPDATE meta SET value = ? WHERE name = 'database_id'", identity)


@contextmanager
def no_statement_is_wrong() -> Iterator[None]:
    """Assert that no mistake in a statement is met meanwhile: whoever asks would be answered without the record."""
    wrong: list[str] = []

    class Noted(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if WRONG_STATEMENT in record.getMessage():
                wrong.append(record.getMessage())

    log, noted = logging.getLogger(connections.__name__), Noted()
    log.addHandler(noted)
    try:
        yield
    finally:
        log.removeHandler(noted)
    assert wrong == []


@contextmanager
def dropped_databases() -> Iterator[None]:
    """Put out whoever is in the databases that are made meanwhile; the next who makes any drops them.

    Each takes room, and there are hundreds. To drop one at once takes until all have left it.
    """
    before = len(_made)
    try:
        yield
    finally:
        _left.extend(_made[before:])
        for name in _made[before:]:
            postgres().execute(_TELL_TO_GO.format(name))
        del _made[before:]


def close_database(url: str) -> None:
    """Let nobody in any more, and put out who is in."""
    name = url.rpartition("/")[2]
    postgres().execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    postgres().execute(_PUT_OUT.format(name))


def open_database(url: str) -> None:
    """Let everybody in again."""
    postgres().execute(f"ALTER DATABASE {url.rpartition('/')[2]} ALLOW_CONNECTIONS true")


class Died(Exception):
    """The end of a follower amid its work."""


class FreshnessInStep(CopyFreshness):
    """Has the copy follow when it is asked to catch up: nobody else does."""

    follow: Callable[[], None]

    def catch_up(self) -> bool:
        self.follow()
        return True


class CopyInStep(Database):
    """A copy that follows the record whenever somebody reads from it.

    A follower that has `lives_for` so many transactions dies before the next one, and another takes its place.
    """

    def __init__(self, path: Path, url: str) -> None:
        super().__init__(path, 5)
        self.freshness = FreshnessInStep(path, 1)
        self.freshness.follow = self.follow
        self._url = url
        self._record: Raw | None = None
        self._follower = Follower(self, self.freshness)
        self._follows = False
        self.lives_for: int | None = None
        self.died: Callable[[], None] = lambda: None

    def read(self) -> Any:
        if not self._follows:
            self.follow()
        return super().read()

    def write(self, durability: Durability, _topic: Topic = Topic.LISTS) -> Any:
        if self.lives_for is not None:
            self.lives_for -= 1
            if self.lives_for < 0:
                self.lives_for = None
                raise Died
        return super().write(durability)

    def follow(self) -> None:
        """Bring it forward, anew where the connection or the follower of before has died."""
        self._follows = True
        try:
            with translated():
                self._follow()
        finally:
            self._follows = False

    def _follow(self) -> None:
        try:
            self._follower.follow(self._connected())
        except (psycopg.OperationalError, Died) as error:
            self.disconnect()
            if isinstance(error, Died):
                self.died()
            self._follower = Follower(self, self.freshness)
            self._follower.follow(self._connected())

    def _connected(self) -> Raw:
        if self._record is None:
            self._record = connect(self._url, 5)
            self._follower.begin(self._record)
        return self._record

    def disconnect(self) -> None:
        if self._record is not None:
            self._record.close()
            self._record = None

    def close(self) -> None:
        self.disconnect()
        super().close()

    __del__ = close


class NodeInStep(PostgresRecord):
    """The record and the copy of a node that is in step with it."""

    def __init__(self, config: Config, url: PostgresUrl, failed: Callable[[], None]) -> None:
        super().__init__(config, url, failed, follows=True)
        self.node = self._node = self.copy = CopyInStep(config.copy, url)
        self.freshness = self.node.freshness
        self._far.committed = self.follow_at_once

    def follow_at_once(self, _: object) -> None:
        self.node.follow()
