"""The record on PostgreSQL, and the copy of it on this node."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

from guard_api.config import Config
from guard_api.errors import StoreUnavailable
from guard_api.ports import Health
from guard_api.ports.operate.backups import Backups
from guard_api.ports.operate.freshness import AlwaysFresh, Freshness
from guard_api.ports.operate.migrations import Migrations
from guard_api.store import engine
from guard_api.store.copy.following import follow, open_copy
from guard_api.store.copy.freshness import CopyFreshness
from guard_api.store.copy.health import CopyHealth
from guard_api.store.copy.process import have_follower
from guard_api.store.copy.troubles import Trouble, Troubles
from guard_api.store.postgres.backups import PostgresBackups
from guard_api.store.postgres.connections import reason_of, translated
from guard_api.store.postgres.database import PostgresDatabase
from guard_api.store.postgres.migrations import PostgresMigrations
from guard_api.store.postgres.moving import move
from guard_api.store.sql.health import SqlHealth
from guard_api.store.sqlite.database import Database


class PostgresRecord:
    """A database on PostgreSQL, for the servers of many machines."""

    def __init__(self, config: Config, url: str, failed: Callable[[], None], *, follows: bool) -> None:
        """Open nothing yet; `follows`: answer phones from the copy, which a process of the node brings forward."""
        self._config = config
        self._url = url
        self._node = Database(config.copy, config.store_seconds, failed)
        with translated():
            fresh = CopyFreshness(config.copy, config.behind_seconds) if follows else None
            self._troubles = Troubles(config.copy) if follows else None
        self._far = far = PostgresDatabase(
            url, config.copy, config.store_seconds, failed, fresh.wait_for if fresh is not None else lambda _: None
        )
        if self._troubles is not None:
            far.refused = partial(self._troubles.note, Trouble.RECORD)
        self._follows = follows
        self._migrations = PostgresMigrations(far)
        self.database: engine.Database = far
        self.copy: engine.Database = self._node if follows else far
        self.freshness: Freshness = fresh or AlwaysFresh()
        self.migrations: Migrations = self._migrations
        self.backups: Backups = PostgresBackups()
        # There may be a password in the address, which must not stand in the list of processes: the environment has it.
        self.arguments: Sequence[str] = ()

    def health(self, timelines: Health) -> Health:
        """Ask for no more than phones need, where there is a copy."""
        if self._troubles is None:
            return SqlHealth(self.database, timelines)
        return CopyHealth(self.copy, timelines, self._troubles)

    def open(self, now: datetime) -> None:
        """Make the tables where there are none; a worker needs no more than the copy."""
        if self._follows:
            self._node.open(now)
        else:
            self._migrations.begin(now)

    def prepare(self, now: datetime) -> None:
        """Make the file of the copy, or throw one away that is of no use."""
        copy = self._config.copy
        try:
            open_copy(self._node, now)
            CopyFreshness(copy, self._config.behind_seconds).confirm(0)
            troubles = Troubles(copy)
        except (StoreUnavailable, OSError) as error:
            raise StoreUnavailable(f"the copy {copy} cannot be made: {reason_of(error)}") from error
        for trouble in Trouble:
            troubles.note(trouble)

    def follow(self, now: datetime) -> NoReturn:
        """Bring the copy forward for ever."""
        self._node.open(now)
        copy = self._config.copy
        follow(self._node, self._url, CopyFreshness(copy, self._config.behind_seconds), Troubles(copy))

    def have_follower(self) -> None:
        """Have one process of the node do that."""
        have_follower(self._config.copy)

    def take_over(self, file: Path, now: datetime) -> Mapping[str, int]:
        """Take what a SQLite file has over."""
        return move(Database(file, self._config.store_seconds), self._url, self._config.store_seconds, now).rows

    def enter(self) -> None:
        """Leave no mark: a copy may be lost at any time."""

    def leave(self) -> None:
        """Leave no mark."""
