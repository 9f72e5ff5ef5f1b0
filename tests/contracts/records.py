"""What keeps lists, keys and reports, as the suites drive it: opened, looked into, broken, restored, killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Protocol

import psycopg
import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.app import made_services
from guard_api.config import Config
from guard_api.ports import Services
from guard_api.settings.postgres_url import PostgresUrl
from guard_api.store.postgres.dialect import portable
from guard_api.store.record import Record as KeptRecord
from guard_api.store.record import record_of
from tests.support.clock import Clock
from tests.support.databases import services_of, shipped_reference, unlimited, without_lists
from tests.support.engines.postgres import needed
from tests.support.engines.postgres_databases import (
    NodeInStep,
    close_database,
    follow_beforehand,
    new_database,
    open_database,
)

_NUMBERS = 60_000
"""Rows of an import that is to be killed: enough for it to be seen at work."""
_DRAFTED = "SELECT count(*) FROM listed WHERE began IN (SELECT id FROM change WHERE revision IS NULL)"
_WAIT_SECONDS = 60


class Record(Protocol):
    """A record of lists, keys and reports without any list; each has one `Services` of its own, and may have more."""

    arguments: Sequence[str]
    """With which the command line finds it."""
    environment: Mapping[str, str]
    """In which the command line, and the processes that servers start, find it."""

    @property
    def services(self) -> Services:
        """What a first server has opened."""
        ...

    def open(self, **settings: object) -> Services:
        """Open it as another server does, with settings of its own."""
        ...

    def query(self, sql: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """Read or write past all ports, in the SQL that engines share."""
        ...

    def break_(self) -> None:
        """Let nobody reach it any more."""
        ...

    def restore(self) -> None:
        """Let everybody reach it again, as it was."""
        ...

    def kill_import(self) -> None:
        """Have another process killed amid an import of `+86139…` onto the block list, some of it written."""
        ...


class SqliteRecord:
    """One SQLite file."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.database = without_lists(folder / "guard.db")
        self.arguments: Sequence[str] = ("--database", str(self.database))
        self.environment: Mapping[str, str] = {}
        self._clock = clock
        self._whole: Mapping[Path, bytes] = {}

    @cached_property
    def services(self) -> Services:
        return self.open()

    def open(self, **settings: object) -> Services:
        config: Config = unlimited(self.database, **settings)
        return services_of(config, self._clock)

    def query(self, sql: str, *values: object) -> Sequence[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database, isolation_level=None)) as connection:
            return [*connection.execute(sql, values)]

    def break_(self) -> None:
        """Put garbage over it, in place: a shorter file would end programs that have it mapped."""
        files = (Path(f"{self.database}{end}") for end in ("", "-wal", "-shm"))
        self._whole = {file: file.read_bytes() for file in files if file.exists()}
        for file, content in self._whole.items():
            _overwrite(file, (b"garbage!" * (len(content) // 8 + 1))[: len(content)])

    def restore(self) -> None:
        for file, content in self._whole.items():
            _overwrite(file, content)

    def kill_import(self) -> None:
        kill_import(self)


def _overwrite(file: Path, content: bytes) -> None:
    with file.open("r+b") as there:
        there.write(content)


class PostgresDatabaseRecord:
    """A database of its own on a server of PostgreSQL, without any copy."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self.url = new_database()
        self.clock = clock
        self.copy = folder / "guard-copy.db"
        self.arguments: Sequence[str] = ()
        self.environment: Mapping[str, str] = {"GUARD_DATABASE": self.url, "GUARD_COPY": str(self.copy)}

    @cached_property
    def services(self) -> Services:
        return self.open()

    def open(self, **settings: object) -> Services:
        config = unlimited(self.folder / "unused.db", copy=self.copy, **settings)
        services, begin = made_services(
            replace(config, database=PostgresUrl(self.url)),
            self.clock,
            known=shipped_reference(),
            make_record=self.make,
        )
        begin()
        return services

    def make(self, config: Config, failed: Callable[[], None]) -> KeptRecord:
        return record_of(config, failed)

    def query(self, sql: str, *values: object) -> Sequence[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(portable(sql), values or None)
            return cursor.fetchall() if cursor.description is not None else []

    def break_(self) -> None:
        close_database(self.url)

    def restore(self) -> None:
        """Open it again, and wait as long as nobody tries anew who has failed."""
        open_database(self.url)
        sleep(0.3)

    def kill_import(self) -> None:
        kill_import(self)


class NodeRecord(PostgresDatabaseRecord):
    """The same with the copy of a node, which has followed whenever somebody reads."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        super().__init__(folder, clock)
        follow_beforehand(self.url, self.copy)

    def make(self, config: Config, failed: Callable[[], None]) -> KeptRecord:
        return NodeInStep(config, PostgresUrl(self.url), failed)


def kill_import(record: Record) -> None:
    """Have another process killed amid an import, some of it written."""
    command = [sys.executable, "-m", "guard_api", "blocklist", "import", "-", *record.arguments]
    rows = "".join(f"+86139{n:08d},new\n" for n in range(_NUMBERS))
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **record.environment},
    )
    assert process.stdin is not None
    process.stdin.write(f"number,label\n{rows}")
    process.stdin.close()
    deadline = monotonic() + _WAIT_SECONDS
    while record.query(_DRAFTED) == [(0,)]:
        assert process.poll() is None, "it came to its end"
        assert monotonic() < deadline
        sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(_WAIT_SECONDS) == -signal.SIGKILL
    assert record.query(_DRAFTED) != [(0,)], "it came to its end"


RecordMaker = Callable[[Path, Clock], Record]
RECORDS: Mapping[str, RecordMaker] = {"sqlite": SqliteRecord, "postgres": PostgresDatabaseRecord, "cluster": NodeRecord}
"""What every suite is tried over."""


def maker_of(name: str) -> RecordMaker:
    """Find what makes a kind of record; where there is no engine for it, the test is left out."""
    if name != "sqlite":
        needed()
    return RECORDS[name]


def file_of(record: Record) -> Path:
    """Find the file of a record that is one; a test that looks for it is left out over others."""
    if not isinstance(record, SqliteRecord):
        pytest.skip("it looks into a SQLite file")
    return record.database
