"""What actions need of jobs: work that is noted down now and done later, by one process at a time."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from guard_api.lists.change import Author
from guard_api.ports.imports.imports import Import, ImportCounts, ImportOrder, ImportState, ReadAs


class Work(StrEnum):
    """Kinds of work of which only one process does one at a time."""

    IMPORTS = "imports"
    UPKEEP = "upkeep"
    FETCHES = "fetches"
    BACKTESTS = "backtests"
    MACHINE = "machine"
    """What one process of each machine does."""


class Jobs(Protocol):
    """Imports and reverts, which are done one after the other, and whose turn it is to work."""

    def enqueue(self, order: ImportOrder, upload: str | None = None, size: int | None = None) -> str:
        """Note down what is to be done, with the upload of that id and size or without one; gives the job's id."""
        ...

    def turn(self, work: Work, *, wait: bool) -> AbstractContextManager[bool]:
        """Take the right to do some work; False when another process has it. Death gives it back."""
        ...

    def claim(self) -> Import | None:
        """Begin the job of this machine that has waited longest, None when nothing waits. Only with the turn."""
        ...

    def begin(self, name: str) -> Import:
        """Begin that job, whatever else waits. Only with the turn. Raises NotFound."""
        ...

    def progress(self, name: str, tally: ImportCounts, bytes_read: int) -> None:
        """Note how far a job is. Raises Stopped where somebody has stopped it."""
        ...

    def note_reading(self, name: str, read_as: ReadAs, bytes_read: int) -> None:
        """Note what the rows of a job were read of, once all is read, and how much that was."""
        ...

    def finish(self, name: str, reason: str, now: datetime, state: ImportState = ImportState.FAILED) -> None:
        """Note that a job has failed or was stopped, and take away what it has written. One that is done stays.

        A job that comes to its end is finished together with what it publishes: see `BulkLoad.publish`.
        """
        ...

    def stop(self, name: str, by: Author) -> None:
        """Have a job that waits not be done, and one that runs end soon, with nothing changed.

        Raises NotFound, and Conflict where it has come to its end.
        """
        ...

    def unfinished(self) -> Sequence[str]:
        """List the ids of all jobs of this machine that are queued or running."""
        ...

    def with_files(self, since: datetime) -> Sequence[str]:
        """List the ids of all whose file is still needed: not at their end, or begun since then and kept."""
        ...

    def abandoned(self) -> Sequence[str]:
        """List the ids of jobs that have begun, on whatever machine: who has the turn knows that nobody is at them."""
        ...

    def list(self, after: str | None, limit: int) -> Sequence[Import]:
        """Give jobs, the newest first; only those before the one of an id."""
        ...

    def get(self, name: str) -> Import:
        """Give a job as it is now. Raises NotFound."""
        ...

    def errors(self, name: str, most: int | None = 1000) -> Sequence[tuple[int, str]]:
        """Give the first rows that were rejected, so many at most: line and reason."""
        ...


class Runner(Protocol):
    """Who does what is queued."""

    def start(self) -> None:
        """Have what is queued done, in a process of its own; what cannot be done fails, and says why."""
        ...

    def start_fetching(self) -> None:
        """Have what is due of subscriptions fetched, in a process of its own."""
        ...

    def start_unfinished(self) -> None:
        """Go on with what a machine that went down, or a process that was killed, has left."""
        ...
