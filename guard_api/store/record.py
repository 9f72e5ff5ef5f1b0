"""The record of lists, keys and reports: a SQLite file of this machine, or PostgreSQL with a copy on each node."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn, Protocol, runtime_checkable

from guard_api.config import Config
from guard_api.errors import BadConfiguration, StoreUnavailable
from guard_api.ports import Health
from guard_api.ports.operate.backups import Backups
from guard_api.ports.operate.freshness import AlwaysFresh, Freshness
from guard_api.ports.operate.migrations import Migrations
from guard_api.settings.postgres_url import PostgresUrl
from guard_api.store import engine
from guard_api.store.sql.contents import SqlContents
from guard_api.store.sql.health import SqlHealth
from guard_api.store.sql.imports.jobs import SqlJobs
from guard_api.store.sqlite.backups.backups import SqliteBackups
from guard_api.store.sqlite.database import Database, Durability
from guard_api.store.sqlite.in_use import recover, say_in_use
from guard_api.store.sqlite.migrations import SqliteMigrations

_log = logging.getLogger(__name__)
_WITHOUT_DRIVER = "GUARD_DATABASE names PostgreSQL, for which guard-api[cluster] is to be installed"


class Record(Protocol):
    """Where lists, keys and reports are kept, and what phones are answered from."""

    database: engine.Database
    copy: engine.Database
    """What phones are answered from; the database itself where there is no copy."""
    freshness: Freshness
    migrations: Migrations
    backups: Backups
    arguments: Sequence[str]
    """With which another process of the command line finds it."""

    def health(self, timelines: Health) -> Health:
        """Make what says whether phones can be answered."""
        ...

    def open(self, now: datetime) -> None:
        """Make what is not there. Raises StoreUnavailable."""
        ...

    def prepare(self, now: datetime) -> None:
        """Make what servers need, before there is any."""
        ...

    def enter(self) -> None:
        """Note that a server is at work, the first one."""
        ...

    def leave(self) -> None:
        """Note that no server is at work any more."""
        ...


@runtime_checkable
class Follows(Protocol):
    """A record of which each node has a copy."""

    def follow(self, now: datetime) -> NoReturn:
        """Bring the copy forward for ever."""
        ...

    def have_follower(self) -> None:
        """Have one process of the node do that."""
        ...

    def take_over(self, file: Path, now: datetime) -> Mapping[str, int]:
        """Take what a SQLite file has over; gives the rows of each table. Raises StoreUnavailable."""
        ...


class SqliteRecord:
    """A file of SQLite, for the servers of one machine."""

    def __init__(self, config: Config, failed: Callable[[], None]) -> None:
        """Open nothing yet."""
        self._file = Database(config.files, config.store_seconds, failed)
        self.database: engine.Database = self._file
        self.copy: engine.Database = self._file
        self.freshness: Freshness = AlwaysFresh()
        self.migrations: Migrations = SqliteMigrations(self._file)
        self.backups: Backups = SqliteBackups(self._file, SqlJobs(self._file), SqlContents())
        self.arguments: Sequence[str] = ("--database", str(config.files))

    def health(self, timelines: Health) -> Health:
        """Have the file be written to."""
        return SqlHealth(self._file, timelines)

    def open(self, now: datetime) -> None:
        """Create or migrate the file, and set it right where it is a copy of one that was in use."""
        lacks_log = recover(self._file)
        self._file.open(now)
        if lacks_log:
            self._set_right(now)

    def _set_right(self, now: datetime) -> None:
        """Let a copy of a database in use not pass for the database: phones have been told what is not in there."""
        _log.warning(
            "%s says that a server is using it, and has no -wal: it is a copy, or another program has closed it after "
            "a crash. In a copy, what was written last is missing; `guard-api backup` makes whole ones. Phones start "
            "anew",
            self._file.path,
        )
        with self._file.write(Durability.FULL) as connection:
            SqlContents().set_right(connection, (), now)

    def prepare(self, now: datetime) -> None:
        """Need nothing else."""

    def enter(self) -> None:
        """Have the file say that it is in use."""
        say_in_use(self._file, in_use=True)

    def leave(self) -> None:
        """Have the file say so no more."""
        try:
            say_in_use(self._file, in_use=False)
        except StoreUnavailable as error:
            _log.warning("the database still says that it is in use: %s", error)


def record_of(config: Config, failed: Callable[[], None] = lambda: None, *, follows: bool = False) -> Record:
    """Give the record that the settings name; `follows`: with the copy of a node. Raises BadConfiguration."""
    if not isinstance(config.database, PostgresUrl):
        return SqliteRecord(config, failed)
    try:
        from guard_api.store.copy.record import PostgresRecord  # noqa: PLC0415 - an extra, for those who need it
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise BadConfiguration([_WITHOUT_DRIVER]) from error
    return PostgresRecord(config, config.database, failed, follows=follows)


def record_of_node(config: Config, failed: Callable[[], None] = lambda: None) -> Record:
    """Give the record with the copy of this node, where there is one. Raises BadConfiguration."""
    return record_of(config, failed, follows=True)
