"""What an import needs of the lists: many entries at once, batch by batch, seen by nobody until all are there."""

from collections.abc import Collection, Generator, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from guard_api.lists.entry import Entry, EntryKey
from guard_api.lists.files.rows import Row
from guard_api.ports.imports.imports import Import, ImportCounts


class BulkLoad(Protocol):
    """One job on its way onto a list. Whoever gives it up says so with `Jobs.finish`, which undoes what is written."""

    def batches(self) -> Generator[ImportCounts, None, None]:
        """Write batch by batch, and give after each how far that is. Close it before anything else is done."""
        ...

    def publish(self, now: datetime) -> ImportCounts:
        """Publish the change and note that the job is done, in one transaction; gives what it came to."""
        ...


class BulkLoading(Protocol):
    """The lists, for whole files and for changes that are taken back."""

    def bring(self, job: Import, rows: Iterable[Row], now: datetime) -> BulkLoad:
        """Bring rows onto the list of a job; a dry run only counts. Nothing is read yet."""
        ...

    def returning(self, job: Import) -> Iterator[Entry]:
        """Give what would come back if a job took its change back. Raises NotFound, Conflict."""
        ...

    def take_back(self, job: Import, refused: Collection[EntryKey], now: datetime) -> BulkLoad:
        """Take the change of a job back, but for what was changed since and for what is refused.

        Its batches raise NotFound, Conflict.
        """
        ...
