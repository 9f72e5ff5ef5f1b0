"""How a file begins, and what its columns seem to be: for a person who says whether they are."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice, takewhile

from guard_api.lists.entry import Subject
from guard_api.lists.files.cells.cells import COMPLAINT_COLUMNS, Kind, Unreadable, entry_maker
from guard_api.lists.files.encodings import Charset, Text
from guard_api.lists.files.layout import Layout, columns_of
from guard_api.lists.files.lines import blocks
from guard_api.lists.files.tables import Heading, heading_of, sheet_heading_of

SHOWN = 15
"""Rows that are shown."""
SAMPLE = 1 << 20
"""Bytes of a text by which its encoding is told."""
_LOOKED_AT = 60
_ANY = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a table, from the very first line on, and the layout that they seem to have.

    `layout` is None where nobody can tell; `fault` says why then. `fixed`: the columns are those of a form that is
    known, of which nothing can be changed.
    """

    rows: Sequence[Sequence[str]]
    layout: Layout | None
    fault: str = ""
    fixed: bool = False
    charset: Charset | None = None
    separator: str = ""

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(row) for row in self.rows), default=0)


def sampled(chunks: Iterable[bytes]) -> Sequence[bytes]:
    """Return so many of the first chunks that the encoding can be told."""
    kept: list[bytes] = []
    for chunk in chunks:
        kept.append(chunk)
        if sum(map(len, kept)) >= SAMPLE:
            break
    return kept


def preview_text(chunks: Iterable[bytes], charset: Charset | None, subject: Subject) -> Preview:
    """Look at how a CSV begins."""
    text = Text(sampled(chunks), charset)
    lines = next((block.lines for block in blocks(text)), [])
    blank = len([*takewhile(lambda line: not line.strip(), lines)])
    separator, heading, fault = ",", None, ""
    try:
        heading = heading_of(lines[blank:], _kind(subject))
        separator = heading.table.separator
    except Unreadable as unreadable:
        fault = str(unreadable)
        separator = max(",;\t", key=lambda mark: sum(line.count(mark) for line in lines[:SHOWN]))
    rows = [_cells(line, separator) for line in lines[:SHOWN]]
    return replace(_preview(rows, heading, blank, fault), charset=text.charset, separator=separator)


def preview_sheet(rows: Iterable[Sequence[str]], subject: Subject) -> Preview:
    """Look at how a sheet of a workbook begins."""
    first = [[*row] for row in islice(rows, _LOOKED_AT)]
    blank = len([*takewhile(lambda row: not any(map(str.strip, row)), first)])
    heading, fault = None, ""
    try:
        heading = sheet_heading_of(first[blank:], _kind(subject))
    except Unreadable as unreadable:
        fault = str(unreadable)
    return _preview(first[:SHOWN], heading, blank, fault)


def _preview(rows: Sequence[Sequence[str]], heading: Heading | None, blank: int, fault: str) -> Preview:
    if heading is None:
        return Preview(rows, None, fault)
    table = heading.table
    if table.wanted[0] == COMPLAINT_COLUMNS[0]:
        return Preview(rows, Layout(blank + heading.above), fixed=True)
    known = columns_of(table.kind.subject)
    width = max((len(row) for row in rows), default=0)
    names = [name if name in known else "" for name in table.names]
    columns = (*names, *("" for _ in range(width - len(names))))
    return Preview(rows, Layout(blank + heading.above, columns))


def _kind(subject: Subject) -> Kind:
    return Kind(subject, entry_maker(_ANY, subject))


def _cells(line: str, separator: str) -> list[str]:
    """Read a line by itself; a quote that goes on in the next one is shown as far as it goes."""
    return next(csv.reader([line], delimiter=separator), [])
