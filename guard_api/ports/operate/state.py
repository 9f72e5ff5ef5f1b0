"""What operators want to know of the store at any moment, at a cost that does not grow with what is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from guard_api.lists.entry import ListName
from guard_api.ports.imports.imports import ImportState


@dataclass(frozen=True, slots=True)
class UnfinishedJobs:
    """Jobs of one kind that are queued, or running: how many, and since when the oldest."""

    kind: str
    state: ImportState
    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Events that are on their way to endpoints of guardians, and those that were given up.

    `failing` endpoints did not take one, and are tried again. `due` is when the next one is sent, or should have been;
    `oldest` is since when the oldest waits.
    """

    waiting: int = 0
    failing: int = 0
    given_up: int = 0
    due: datetime | None = None
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """What stands in the database. Counts that could grow for ever end at `MOST_COUNTED`."""

    revision: int
    entries: Mapping[ListName, int]
    reports_waiting: int
    imports: Mapping[ImportState, int]
    unfinished: Sequence[UnfinishedJobs]
    undelivered: Undelivered


MOST_COUNTED = 10_000
"""So many or more: nobody waits for a longer count."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a database and the disk they lie on, in bytes. None: there is no such file, or nobody can tell."""

    database_bytes: int | None = None
    log_bytes: int | None = None
    timelines_bytes: int | None = None
    disk_free: int | None = None
    disk_size: int | None = None
    snapshot_at: datetime | None = None
    snapshot_revision: int | None = None
    backup_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoreState:
    """The store now; None: `records` where the database does not answer, `copy_age` where there is no copy.

    `impaired` names what answers have to do without.
    """

    ready: bool
    records: Records | None
    files: Files
    impaired: Sequence[str] = ()
    copy_age: float | None = None


class State(Protocol):
    """What is measured when somebody asks."""

    def records(self) -> Records:
        """Count what stands in the database, in bounded time. Raises StoreUnavailable."""
        ...

    def files(self, now: datetime) -> Files:
        """Measure the files, without opening any of them; a backup of later than now is none. Never fails."""
        ...
