"""Lists kept elsewhere, read in bounded memory: CSV, complaints to the FTC, JSON lines, plain lists, hosts files."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import chain, repeat, takewhile
from operator import itemgetter
from typing import NamedTuple

from msgspec import DecodeError, Struct, defstruct, json
from msgspec.structs import astuple

from guard_api.blocklist.cells import (
    COMPLAINT_COLUMNS,
    LONGEST,
    NOTHING,
    Make,
    Unreadable,
    Unsaid,
    columns_of,
    complaint_maker,
    entry_maker,
)
from guard_api.blocklist.entry import Entry, Subject
from guard_api.blocklist.formats import Format
from guard_api.blocklist.lines import Block, blocks, hosts_names, plain_names, refuse_bad_text
from guard_api.text.plain import plain

_WINDOW = 128
"""Lines that one row of a CSV may span: a quote that nobody closes costs its own line and no other."""
_LOOKS = {
    Subject.NUMBER: re.compile(r"(?:[A-Z]{2}:)?[+\d\s\-./()]*\d[\d\s\-./()]*\*?"),
    Subject.DOMAIN: re.compile(r"\S+\.\S+|\[?[\da-fA-F:]+\]?/?"),
}
"""How the first cell looks of a list that begins without a header."""
_SAID = {
    subject: defstruct("_Said", [(subject.value, str), *((name, str | None, None) for name in columns_of(subject)[1:])])
    for subject in Subject
}
_NAMES = {Format.PLAIN: plain_names, Format.HOSTS: hosts_names}


class Row(Struct, frozen=True, gc=False):
    """What a row says that begins at `line` (the first is 1): an entry, or the reason why there is none."""

    line: int
    entry: Entry | None
    reason: str = ""


class _Kind(NamedTuple):
    """What the list is of, and what makes an entry of the cells of a row."""

    subject: Subject
    make: Make


class _Table(NamedTuple):
    """What the first line says of all others."""

    separator: str
    width: int
    pick: Callable[[list[str]], tuple[str, ...]]
    make: Make
    headed: bool

    def fit(self, cells: list[str]) -> None:
        """Make `cells` as many as there are columns."""
        if self.headed and any(cells[self.width :]):
            raise Unreadable(f"{len(cells)} values for {self.width} columns: a separator within a value needs quotes")
        del cells[self.width :]
        cells.extend([""] * (self.width - len(cells)))


def read_rows(
    chunks: Iterable[bytes],
    format: Format,  # noqa: A002 - the CLI's word
    now: datetime,
    subject: Subject = Subject.NUMBER,
    unsaid: Unsaid = NOTHING,
) -> Iterator[Row]:
    """Read rows of UTF-8 text, however it was cut into `chunks`; blank ones are passed over.

    A CSV has a header, or its first cell is a number or domain already: then the first cell of every row is all that is
    read. Its separator is `,` `;` or a tab. A `*` behind the number makes it a prefix. `expires_at` is a moment (RFC
    3339) or a day, which counts to its end in UTC; what has expired by `now` is refused, and so is a line of over
    64 KiB. Rows that say no category or source get those of `unsaid`; complaints of the FTC always say both.
    """
    kind = _Kind(subject, entry_maker(now, subject, unsaid))
    if format is Format.CSV:
        return chain.from_iterable(_csv_portions(blocks(chunks), kind))
    if format is Format.JSONL:
        return _json_rows(blocks(chunks), kind)
    if format in _NAMES:
        return _named_rows(blocks(chunks), kind, _NAMES[format])
    raise ValueError(f"{format} is written only")


def _csv_portions(blocks: Iterator[Block], kind: _Kind) -> Iterator[Iterable[Row]]:
    line, end = 1, Block([], quoted=True, clean=True)
    for block in blocks:
        blank = len(list(takewhile(lambda text: not text.strip(), block.lines)))
        line += blank
        if blank == len(block.lines):
            continue
        try:
            table = _table(block.lines[blank], kind)
        except Unreadable as unreadable:
            yield [Row(line, None, str(unreadable))]
            return
        del block.lines[: blank + table.headed]
        yield from _portions(table, chain([block], blocks, [end]), line + table.headed)


def _table(header: str, kind: _Kind) -> _Table:
    refuse_bad_text(header)
    rows = {mark: next(csv.reader([header], delimiter=mark)) for mark in ",;\t"}
    separator = max(rows, key=lambda mark: len(rows[mark]))
    names = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in rows[separator]]
    complaints = kind.subject is Subject.NUMBER and COMPLAINT_COLUMNS[0] in names
    wanted, make = (COMPLAINT_COLUMNS, complaint_maker()) if complaints else (columns_of(kind.subject), kind.make)
    headed = wanted[0] in names
    if not headed:
        _refuse_other(kind.subject, names, rows[separator][0])
        names = [*wanted[:1]]
    return _Table(separator, len(names), _picker(names, wanted), make, headed)


def _refuse_other(subject: Subject, names: list[str], first: str) -> None:
    """Refuse a first line that has no column of what is wanted, and does not begin with it."""
    for other in Subject:
        if other in names:
            raise Unreadable(f"a list of {other}s: its first line names a column `{other}` and no column `{subject}`")
    if len(first) > LONGEST[subject] or not _LOOKS[subject].fullmatch(plain(first)):
        raise Unreadable(f"the first line neither names a column `{subject}` nor begins with one")


def _picker(names: list[str], wanted: tuple[str, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    if names == [*wanted]:
        return tuple
    pick = itemgetter(*(names.index(name) if name in names else -1 for name in wanted))
    return pick if {*wanted} <= {*names} else lambda cells: pick([*cells, ""])


def _portions(table: _Table, blocks: Iterable[Block], line: int) -> Iterator[Iterable[Row]]:
    waiting: list[str] = []
    all_clean = True
    for lines, quoted, clean in blocks:
        all_clean = all_clean and clean
        if not (quoted or waiting):
            yield _entries(table, enumerate(map(str.split, lines, repeat(table.separator)), line), clean=all_clean)
            line += len(lines)
            continue
        waiting += lines
        while waiting:
            records, used = _complete(waiting[:_WINDOW], table.separator, line)
            yield _entries(table, records, clean=all_clean)
            if not used:
                if lines and len(waiting) < _WINDOW:
                    break
                yield [Row(line, None, "a quote is opened and never closed")]
                used = 1
            del waiting[:used]
            line += used


def _complete(window: list[str], separator: str, line: int) -> tuple[Iterable[tuple[int, list[str]]], int]:
    """Give the rows that end within `window`, and how many of its lines they are."""
    records: list[list[str]] = []
    with suppress(csv.Error):
        records.extend(csv.reader([*window, ""], delimiter=separator))
    if len(records) == len(window) + 1:
        return enumerate(records[:-1], line), len(window)
    reader = csv.reader([*(f"{text}\n" for text in window), ""], delimiter=separator)
    numbered, used = [], 0
    with suppress(csv.Error):
        for cells in takewhile(lambda _: reader.line_num <= len(window), reader):
            numbered.append((line + used, cells))
            used = reader.line_num
    return numbered, used


def _entries(table: _Table, records: Iterable[tuple[int, list[str]]], *, clean: bool) -> Iterator[Row]:
    _, width, pick, make, _ = table
    for line, cells in records:
        try:
            if not clean:
                refuse_bad_text("".join(cells))
            if len(cells) != width:
                table.fit(cells)
            entry = make(pick(cells))
        except Unreadable as unreadable:
            if any(map(str.strip, cells)):
                yield Row(line, None, str(unreadable))
        else:
            yield Row(line, entry)


def _json_rows(blocks: Iterator[Block], kind: _Kind) -> Iterator[Row]:
    decode, make = json.Decoder(_SAID[kind.subject]).decode, kind.make
    for line, text, clean in _numbered(blocks):
        if not text.strip():
            continue
        try:
            if not clean:
                refuse_bad_text(text)
            entry = make(tuple(cell or "" for cell in astuple(decode(text))))
        except (Unreadable, DecodeError, RecursionError) as error:
            yield Row(line, None, str(error))
        else:
            yield Row(line, entry)


def _named_rows(blocks: Iterator[Block], kind: _Kind, names_of: Callable[[str], list[str]]) -> Iterator[Row]:
    empty = ("",) * (len(columns_of(kind.subject)) - 1)
    for line, text, clean in _numbered(blocks):
        try:
            if not clean:
                refuse_bad_text(text)
            names = names_of(text)
        except Unreadable as unreadable:
            yield Row(line, None, str(unreadable))
            continue
        for name in names:
            try:
                yield Row(line, kind.make((name, *empty)))
            except Unreadable as unreadable:
                yield Row(line, None, str(unreadable))


def _numbered(blocks: Iterator[Block]) -> Iterator[tuple[int, str, bool]]:
    lines = ((text, block.clean) for block in blocks for text in block.lines)
    return ((line, text, clean) for line, (text, clean) in enumerate(lines, 1))
