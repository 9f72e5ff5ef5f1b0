"""What an import is: whole lists on their way in, and changes on their way back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from guard_api.lists.change import Author
from guard_api.lists.entry import ListName
from guard_api.lists.files.cells.cells import NOTHING, RowDefaults
from guard_api.lists.files.encodings import Charset
from guard_api.lists.files.formats import Format
from guard_api.lists.files.layout import Layout


class ImportState(StrEnum):
    """How far an import is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Mode(StrEnum):
    """What the rows of an import do to a list."""

    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is to be imported. `reverts` is the revision of a change to be taken back, in the place of a file.

    `defaults` is what rows get that say nothing of it. Without a `charset`, the text says what it is in; `sheet` names
    the one of a workbook that is meant.
    """

    list: ListName
    author: Author
    region: str
    format: Format = Format.CSV
    dry_run: bool = False
    reverts: int | None = None
    defaults: RowDefaults = NOTHING
    charset: Charset | None = None
    sheet: str | None = None
    mode: Mode = Mode.ADD
    """To replace is to add, and to take off what stands there of the source in `defaults` and is in no row."""

    layout: Layout | None = None
    """Where rows begin and what columns are, None: the first lines tell."""
    file: str = ""
    """What the file is called, for people."""
    keeps: bool = False
    """Whether the file stays when it was read, to be imported after a dry run."""

    @property
    def replaces(self) -> bool:
        """Say whether entries that no row names are taken off."""
        return self.mode is Mode.REPLACE


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
class ReadAs:
    """What was read: the encoding of a text, or the sheet of a workbook."""

    charset: Charset | None = None
    sheet: str | None = None


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
    read_as: ReadAs = ReadAs()
    bytes: int | None = None
    """Of the file; None: it is not known before all of it was read, or there is none."""
    bytes_read: int = 0
