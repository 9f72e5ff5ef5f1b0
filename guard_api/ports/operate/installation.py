"""What can be seen of an installation from outside, whether a server is at work or not. None: nobody can tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

from guard_api.ports.operate.state import Undelivered


class OwnedFile(NamedTuple):
    """Whose a file is, and who else may do what with it."""

    path: Path
    owner: str
    mode: int


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """The database's file, read without writing. `faults` is what SQLite finds wrong with it."""

    exists: bool
    newest_schema: int
    faults: Sequence[str] = ()
    tables: Sequence[str] = ()
    schema: int | None = None
    newest_change: datetime | None = None
    reference_revision: int | None = None
    reference_loaded: datetime | None = None
    undelivered: Undelivered | None = None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The files beside the database, and the disk: sizes in bytes, None where there is no such file.

    `log_at` and `database_at` are when these were written last.
    """

    folder: OwnedFile | None
    owned: Sequence[OwnedFile]
    database_bytes: int | None
    database_at: datetime | None
    log_bytes: int | None
    log_at: datetime | None
    has_journal: bool
    disk_free: int | None


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """The server at work on the database. `ready` is None where it did not answer, or there is none."""

    at_work: bool
    pid: int | None = None
    ready: bool | None = None


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """What the machine allows; limits of None are none. `limits_of` says whose they are."""

    sqlite: str
    safe_sqlite: str
    is_safe_sqlite: bool
    limits_of: str
    open_files: int | None
    address_space: int | None
    file_size: int | None
    map_bytes: int
    clock_is_kept: bool | None


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """The folder of backups, and how often a server makes them. `folder` is None where none is set."""

    folder: Path | None
    exists: bool = False
    newest: datetime | None = None
    every: timedelta = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ValkeyFacts:
    """What is wrong with the Valkey of several servers, and which of its settings make a failure worse."""

    faults: Sequence[str] = ()
    advice: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of an installation. `forwarders` sent X-Forwarded-For and are not trusted.

    `valkey` is None where what phones told is in a file.
    """

    database: DatabaseFacts
    files: FileFacts
    server: ServerFacts
    machine: MachineFacts
    backup: BackupFacts
    forwarders: Sequence[str]
    valkey: ValkeyFacts | None = None


class Installation(Protocol):
    """An installation to be looked at."""

    def facts(self, now: datetime) -> Facts:
        """Look at everything, and change nothing; a backup of later than now is none. Never fails."""
        ...
