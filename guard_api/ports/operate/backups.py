"""What actions need of backups: one file each, which says what is in it and can be held against that."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from msgspec import Struct

from guard_api.lists.entry import ListName


class ListProof(Struct, frozen=True):
    """How many entries a list has, and the checksum over them, which phones compute as well."""

    count: int
    checksum: str


class Proof(Struct, frozen=True):
    """What lists and audit come to, read entry by entry: who restores them can tell whether they are the same."""

    revision: int
    lists: Mapping[ListName, ListProof]
    changes: int
    acts: int
    audit: str
    """A digest of all changes and acts."""


class Manifest(Struct, frozen=True):
    """What a backup is: the last line of its file, as JSON."""

    format: int
    program: str
    """The version of guard_api that made it."""
    schema: int
    """The version of its tables."""
    made_at: datetime
    database: str
    """The id of the database that it was made of."""
    size: int
    """Bytes before the manifest: a SQLite database."""
    sha256: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """Where a server backs up to, how often, and how many backups stay."""

    folder: Path
    every: timedelta
    keep: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: the backup's manifest, what was migrated, what was set right, and where the old files are."""

    manifest: Manifest
    migrated: Sequence[str]
    revoked: int
    """Keys that were revoked since the backup was made, as far as that can be read, and stay so."""
    unread: str
    """Why it cannot be read which keys were revoked since; empty: it could be."""
    put_away: Path | None


class Backups(Protocol):
    """Copies of the whole database, whatever is written meanwhile. Every failure is StoreUnavailable."""

    def write(self, file: Path, now: datetime) -> Manifest:
        """Make a backup, which takes the place of `file` when it is whole."""
        ...

    def send(self, out: BinaryIO, now: datetime) -> Manifest:
        """Make a backup, and write it to `out` when it is whole."""
        ...

    def made(self, folder: Path) -> Sequence[tuple[datetime, Path]]:
        """List the backups of this database in a folder, oldest first."""
        ...

    def newest(self, folder: Path, now: datetime) -> datetime | None:
        """Say when the newest backup in a folder was made, None: there is none that was made before now."""
        ...

    def alone(self, folder: Path) -> AbstractContextManager[None]:
        """Wait until no other process that asks for this backs up to a folder, which is made."""
        ...

    def place(self, folder: Path, now: datetime) -> Path:
        """Name a new backup in a folder, which is made."""
        ...

    def remove(self, file: Path) -> None:
        """Remove a backup."""
        ...

    def restore(self, source: BinaryIO, now: datetime) -> Restored:
        """Put what a backup holds in the place of the database; what is there is put away, and nothing changes before.

        Not while a server or an import is at work.
        """
        ...


class BackupRunner(Protocol):
    """Who makes backups for a server."""

    def start(self, plan: BackupPlan) -> None:
        """Have a backup made in a process of its own, unless one is at it."""
        ...
