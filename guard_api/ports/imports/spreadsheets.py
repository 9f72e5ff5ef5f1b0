"""What actions need of spreadsheets: workbooks read and written where nothing of them can harm the server."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from guard_api.lists.files.formats import Format


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its name, and its rows from the first on, as texts; days as in ISO 8601."""

    name: str
    rows: Iterator[list[str]]


class Spreadsheets(Protocol):
    """Workbooks."""

    def read(self, chunks: Iterable[bytes], form: Format, sheet: str | None) -> Sheet:
        """Read a sheet of a workbook, by its name, or the only one that holds anything.

        Raises Invalid, here or while rows are read, where the workbook cannot be read or may not.
        """
        ...

    def sheets(self, chunks: Iterable[bytes], form: Format) -> Sequence[str]:
        """Name the sheets of a workbook that hold anything. Raises Invalid, also where none does."""
        ...

    def write(self, rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
        """Write a workbook (xlsx) of one sheet, all cells as text; the first of `rows` is the heading.

        Raises Conflict, before the first piece, where there are more rows than a sheet holds.
        """
        ...
