"""What the first line of a CSV says of all others: columns by their names, or numbers and domains alone."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple, TypeVar

from guard_api.lists.entry import Subject
from guard_api.lists.files.cells.cells import (
    COMPLAINT_COLUMNS,
    LONGEST,
    Kind,
    Make,
    Unreadable,
    complaint_maker,
    defused_maker,
)
from guard_api.lists.files.cells.chinese import column_of
from guard_api.lists.files.layout import Layout, columns_of
from guard_api.lists.files.lines import refuse_bad_text
from guard_api.text.plain import plain

_LOOKS = {
    Subject.NUMBER: re.compile(r"(?:[A-Z]{2}:|tel:)?(?:[^\W_a-zA-Z]|[xXeE]|[^\w]|_)*", re.ASCII),
    Subject.DOMAIN: re.compile(r"\S+\.\S+|\[?[\da-fA-F:]+\]?/?"),
}
"""How the first cell looks of a list that begins without a header: a number may be misspelt, but it is no word."""
_DIGIT = {Subject.NUMBER: re.compile(r"\d"), Subject.DOMAIN: re.compile("")}
_ALSO = {
    Subject.NUMBER: re.compile(
        r"(?=.*[+*:]|(?:\D*\d){5})(?:[A-Z]{2}:|tel:)?[+\d\s\-./()\[\]'=\"]*\d[\d\s\-./()\[\]\"]*\*?"
    ),
    Subject.DOMAIN: re.compile(r"(?:\*\.)?(?:[\w-]+\.)+(?:[^\W\d_]{2,}|xn--[\w-]+)\.?"),
}
"""How more of the same look in the other cells of a row: what is shorter may count something."""
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?"
_DAY = r"\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2(?:\d{4}|\d{2})"
_MOMENT = re.compile(rf"(?<!\d)(?:(?:{_DAY})(?:[T ]\s*{_TIME})?|{_TIME})(?!\d)")
_BARE_MOMENT = re.compile(
    r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?|1[6-9]\d{8}(?:\d{3})?"
)
"""Days and seconds since 1970, as programs write them; numbers may look so, too."""
_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_WITHIN = re.compile(r"\d(?:[\s.\-]?\d){6}|\A[\W\d_]*\d{5}[\W\d_]*\Z")
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?", re.IGNORECASE)
_TITLES = 10
"""Lines in which the names of the columns are looked for."""
_Row = TypeVar("_Row")
_WORDS = {Subject.NUMBER: "numbers", Subject.DOMAIN: "domains"}


@dataclass(frozen=True, slots=True)
class Table:
    """What the first line says of all others."""

    kind: Kind
    separator: str
    names: Sequence[str]
    headed: bool
    make: Make
    wanted: Sequence[str]
    pick: Callable[[list[str]], tuple[str, ...]]
    silent: tuple[str, ...]
    """What rows leave as it stands, since the file has no such column."""
    silent_of_category: tuple[str, ...]
    """The same of rows that have no category in theirs."""
    place: int = field(init=False)
    """Where the number or domain stands."""

    def __post_init__(self) -> None:
        """Look it up once."""
        object.__setattr__(self, "place", self.names.index(self.wanted[0]))

    def fit(self, cells: list[str]) -> None:
        """Make `cells` as many as there are columns."""
        width = len(self.names)
        if any(cells[width:]):
            raise Unreadable(f"{len(cells)} values for {width} columns: a separator within a value needs quotes")
        del cells[width:]
        cells.extend([""] * (width - len(cells)))

    def keys(self, cells: Sequence[str]) -> Sequence[str]:
        """Give the numbers or domains of a row without named columns: the first cell, or all, when all are numbers."""
        subject, (first, *others) = self.kind.subject, cells
        more = [cell for cell in others if _mentions(subject, cell)]
        if not more:
            return (first,)
        sure = all(is_like(subject, cell) and not _is_ambiguous(cell, first) for cell in more)
        if subject is Subject.NUMBER and sure and len(more) == sum(map(bool, map(str.strip, others))):
            return (first, *more)
        raise Unreadable(
            f"several {_WORDS[subject]} in a line: write each on a line of its own, or name the columns in a first line"
        )

    def hides(self, lines: Iterable[str], cells: Sequence[str]) -> bool:
        """Say whether one of the lines within a value looks like a row, and is not the one that `cells` are of."""
        for text in lines:
            parts = text.split(self.separator)
            key = parts[self.place] if self.place < len(parts) > 1 else ""
            if is_like(self.kind.subject, key) and key not in cells[self.place : self.place + 1]:
                return True
        return False


def is_like(subject: Subject, cell: str) -> bool:
    """Say whether a cell of a row looks like a number or domain, rather than a day, a count or a word."""
    text = plain(cell)
    return bool(_ALSO[subject].fullmatch(text)) and not _MOMENT.fullmatch(text)


def _mentions(subject: Subject, cell: str) -> bool:
    """Say whether a cell is like a number or domain, or holds a number among words."""
    if is_like(subject, cell):
        return True
    return subject is Subject.NUMBER and _WITHIN.search(_MOMENT.sub("", plain(cell))) is not None


def _is_ambiguous(cell: str, first: str) -> bool:
    """Say whether a cell may be something else than a number, of which the first is one."""
    return any(look.fullmatch(cell.strip()) and not look.fullmatch(first.strip()) for look in (_BARE_MOMENT, _ADDRESS))


class Heading(NamedTuple):
    """The table that begins in some lines, and how many of them stand above its rows."""

    table: Table
    above: int


def heading_of(lines: Iterable[str], kind: Kind) -> Heading:
    """Find the line that names the columns, or is a row already. Raises Unreadable when neither comes soon.

    Above the columns there may be a title, and above all the separator as Excel takes it: `sep=;`.
    """
    if kind.layout is not None:
        return _laid_out([*lines], kind, kind.layout)
    marks = ",;\t"

    def read(text: str) -> Table | None:
        nonlocal marks
        line = _SEPARATOR_LINE.fullmatch(text.strip())
        if line is not None:
            marks = line[1]
            return None
        refuse_bad_text(text)
        rows = {mark: next(csv.reader([text], delimiter=mark)) for mark in marks}
        separator = max(rows, key=lambda mark: len(rows[mark]))
        return _table_of(rows[separator], kind, separator) if any(map(str.strip, rows[separator])) else None

    return _heading_of(lines, read)


def sheet_heading_of(rows: Iterable[list[str]], kind: Kind) -> Heading:
    """Find the row of a sheet that names the columns, or is a row already. Raises Unreadable."""
    if kind.layout is not None:
        return Heading(_layout_table([*rows], kind, kind.layout, ""), kind.layout.header)
    return _heading_of(rows, lambda cells: _table_of(cells, kind, "") if any(map(str.strip, cells)) else None)


def _laid_out(lines: Sequence[str], kind: Kind, layout: Layout) -> Heading:
    """Read lines as a person says that they are to be read. Raises Unreadable."""
    declared = next((found[1] for line in lines[:1] if (found := _SEPARATOR_LINE.fullmatch(line.strip()))), None)
    first = lines[max(layout.header - 1, 0) :][:1]
    separator = declared or max(",;\t", key=lambda mark: sum(len(row) for row in csv.reader(first, delimiter=mark)))
    rows = [next(csv.reader([line], delimiter=separator), []) for line in lines[: layout.header + 1]]
    return Heading(_layout_table(rows, kind, layout, separator), layout.header)


def _layout_table(rows: Sequence[list[str]], kind: Kind, layout: Layout, separator: str) -> Table:
    if len(rows) < layout.header or not any(any(row) for row in rows):
        raise Unreadable("there are fewer lines than are said to stand above the rows")
    if layout.columns:
        width = max(map(len, rows[max(layout.header - 1, 0) :]))
        names = [*layout.columns, *("" for _ in range(width - len(layout.columns)))]
        return _named_table(names, kind, separator, headed=True)
    if layout.header:
        table = _table_of(rows[layout.header - 1], kind, separator)
        if table.headed:
            return table
        raise Unreadable(f"line {layout.header} names no column `{kind.subject}`")
    return _named_table([kind.subject.value], kind, separator, headed=False)


def _heading_of(rows: Iterable[_Row], read: Callable[[_Row], Table | None]) -> Heading:
    fault: Unreadable | None = None
    tried = 0
    for above, row in enumerate(rows):
        try:
            table = read(row)
        except Unreadable as unreadable:
            fault, tried = fault or unreadable, tried + 1
            if tried == _TITLES:
                break
            continue
        if table is not None and (table.headed or fault is None):
            return Heading(table, above + table.headed)
        tried += table is not None
    raise fault or Unreadable("there is nothing in it")


def _table_of(cells: Sequence[str], kind: Kind, separator: str) -> Table:
    """Read the first row. Raises Unreadable when it has no column of what is wanted, and does not begin with it."""
    names = [column_of(cell) or re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells]
    while separator and len(names) > 1 and not names[-1]:
        names.pop()
    if kind.subject in names or (kind.subject is Subject.NUMBER and COMPLAINT_COLUMNS[0] in names):
        return _named_table(names, kind, separator, headed=True)
    _refuse_other(kind.subject, names, cells[0])
    return _named_table([kind.subject.value], kind, separator, headed=False)


def _named_table(names: list[str], kind: Kind, separator: str, *, headed: bool) -> Table:
    complaints = kind.subject is Subject.NUMBER and COMPLAINT_COLUMNS[0] in names
    wanted = COMPLAINT_COLUMNS if complaints else columns_of(kind.subject)
    make = complaint_maker() if complaints else defused_maker(kind.make)
    _refuse_twice(names, wanted)
    silent = ("note", "expires_at") if complaints else kind.silent(names)
    categorised = silent if complaints else kind.silent([name for name in names if name != "category"])
    return Table(kind, separator, names, headed, make, wanted, _picker(names, wanted), silent, categorised)


def _refuse_other(subject: Subject, names: list[str], first: str) -> None:
    for other in Subject:
        if other in names:
            raise Unreadable(f"a list of {other}s: its first line names a column `{other}` and no column `{subject}`")
    text = plain(first)
    if len(first) > LONGEST[subject] or not _LOOKS[subject].fullmatch(text) or not _DIGIT[subject].search(text):
        raise Unreadable(f"the first line neither names a column `{subject}` nor begins with one")


def _refuse_twice(names: Sequence[str], wanted: Sequence[str]) -> None:
    for name in wanted:
        # Spreadsheets and their kin number the second of two columns.
        if sum(re.fullmatch(rf"{name}(?:[_.]?\d+)?", one) is not None for one in names) > 1:
            raise Unreadable(f"the first line names the column `{name}` twice: which one counts?")


def _picker(names: list[str], wanted: tuple[str, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    if names == [*wanted]:
        return tuple
    pick = itemgetter(*(names.index(name) if name in names else -1 for name in wanted))
    return pick if {*wanted} <= {*names} else lambda cells: pick([*cells, ""])
