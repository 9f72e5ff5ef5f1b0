"""A progress bar on stderr, where somebody looks at it; nothing in scripts and logs."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import click

from guard_api.actions.imports.import_queue import is_import_running
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportCounts

if TYPE_CHECKING:
    from rich.progress import Progress

_READ = 256 * 1024


class Bar:
    """How far something is. An import is read first and brought onto the list then: the bar fills twice."""

    def __init__(self, progress: "Progress", does: str, total: int | None) -> None:
        """Begin at nothing; without a `total` the bar only moves."""
        self._progress = progress
        self._task = progress.add_task(does, total=total, rows="")
        self._reads = False

    def read(self, source: BinaryIO) -> Iterator[bytes]:
        """Give what `source` holds, piece by piece."""
        self._reads = True
        self._progress.update(self._task, total=_size(source))
        while chunk := source.read(_READ):
            self._progress.advance(self._task, len(chunk))
            yield chunk
        self._reads = False
        self._progress.reset(self._task, total=None, description="Bringing over")

    def show(self, tally: ImportCounts) -> None:
        """Show how many rows that makes."""
        if self._reads:
            self._progress.update(self._task, rows=f"{tally.rows:,} rows")
            return
        done = tally.added + tally.updated + tally.removed + tally.unchanged + tally.rejected
        self._progress.update(self._task, completed=done, rows=f"{done:,} rows")
        if tally.rows > done:
            self._progress.update(self._task, total=tally.rows)


def _size(source: BinaryIO) -> int | None:
    """Give the bytes of a file, None for a pipe."""
    try:
        status = os.fstat(source.fileno())
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


@contextmanager
def progress_bar(does: str, total: int | None = None) -> Iterator[Bar]:
    """Show a bar that is gone when all is done."""
    from rich.console import Console  # noqa: PLC0415 - 2 MB that no server needs
    from rich.progress import (  # noqa: PLC0415 - 2 MB that no server needs
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[rows]}")
    console, disable = Console(stderr=True), not sys.stderr.isatty()
    with Progress(*columns, TimeElapsedColumn(), console=console, disable=disable, transient=True) as progress:
        yield Bar(progress, does, total)


def say_if_busy(services: Services) -> None:
    """Say that there will be a wait before it begins."""
    if is_import_running(services):
        click.echo("Another import is running; this begins when it is done.", err=True)
