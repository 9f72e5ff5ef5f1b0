"""What actions need of imports: whole lists on their way in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, Protocol

from guard_api.lists.change import Author
from guard_api.lists.entry import ListName
from guard_api.lists.files.cells import NOTHING, RowDefaults
from guard_api.lists.files.formats import Format
from guard_api.lists.files.rows import Row
from guard_api.ports.lists import Clock, EntryGuard


class ImportState(StrEnum):
    """How far an import is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is to be imported. `reverts` is the revision of a change to be taken back, in the place of a file.

    `unsaid` is what rows get that say nothing of it.
    """

    list: ListName
    author: Author
    region: str
    format: Format = Format.CSV
    dry_run: bool = False
    reverts: int | None = None
    unsaid: RowDefaults = NOTHING


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What has become of the rows of an import so far. A row that repeats another counts as unchanged."""

    rows: int = 0
    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Import:
    """An import and how far it is. `revision` is that of its change, None where there is none (yet)."""

    id: str
    order: ImportOrder
    state: ImportState
    finished_at: datetime | None
    reason: str
    revision: int | None
    tally: ImportCounts


Progress = Callable[[ImportCounts], None]


class Imports(Protocol):
    """Imports, which run one after the other."""

    def upload(self) -> AbstractContextManager[tuple[str, BinaryIO]]:
        """Give an id and the file to write what is to be imported to; it is gone again when that fails."""
        ...

    def note(self, order: ImportOrder, name: str | None = None) -> str:
        """Queue an import, of an uploaded file or without one; gives the id."""
        ...

    def start(self) -> None:
        """Have what is queued run in a process of its own; what cannot be run fails, and says why."""
        ...

    def start_unfinished(self) -> None:
        """Go on with what a machine that went down, or a process that was killed, has left."""
        ...

    def remove_orphans(self) -> None:
        """Remove what was uploaded but never queued, where no server is at work. Raises StoreUnavailable."""
        ...

    def get(self, name: str) -> Import:
        """Give an import as it is now. Raises NotFound."""
        ...

    def errors(self, name: str) -> Sequence[tuple[int, str]]:
        """Give the first rows that were rejected: line and reason."""
        ...

    def turn(self, now: datetime, *, wait: bool) -> AbstractContextManager[bool]:
        """Take the right to run imports; False when another process has it. What one left behind is undone first."""
        ...

    def next(self) -> Import | None:
        """Give the import that has waited longest."""
        ...

    def chunks(self, name: str) -> Iterator[bytes]:
        """Read what was uploaded."""
        ...

    def run(self, name: str, rows: Iterable[Row], refuses: EntryGuard, clock: Clock, progress: Progress) -> Import:
        """Bring rows onto the list, or take a change back: as one change, or not at all."""
        ...
