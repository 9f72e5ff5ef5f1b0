"""Databases on a server of PostgreSQL: as after the first start, without what is shipped; and nodes with a copy."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from guard_api.app import open_services
from guard_api.config import Config
from guard_api.settings.postgres_url import PostgresUrl
from guard_api.store.copy.follower import Follower
from guard_api.store.copy.freshness import CopyFreshness
from guard_api.store.engine import Durability, Topic
from guard_api.store.postgres.connections import Raw, connect, translated
from guard_api.store.postgres.record import PostgresRecord
from guard_api.store.sqlite.database import Database
from tests.support.engines.postgres import postgres

_PUT_OUT = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{}'"
_NEW_IDENTITY = "UPDATE meta SET value = {} WHERE name = 'database_id'"
_made: list[str] = []
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
    server.execute(f"CREATE DATABASE {name} TEMPLATE {_template()} STRATEGY FILE_COPY")
    server.execute(_NEW_IDENTITY.format(secrets.randbits(62)), name)
    _made.append(name)
    return server.url(name)


@contextmanager
def dropped_databases() -> Iterator[None]:
    """Drop what databases are made meanwhile, whoever is in them: each takes room, and there are hundreds."""
    before = len(_made)
    try:
        yield
    finally:
        for name in _made[before:]:
            postgres().execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
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
