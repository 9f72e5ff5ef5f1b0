"""Lists kept elsewhere, read in bounded memory: CSV, plain numbers, complaint files of the FTC, JSON lines."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from itertools import chain, repeat, takewhile
from operator import itemgetter
from typing import NamedTuple

from msgspec import DecodeError, Struct, defstruct, json
from msgspec.structs import astuple

from guard_api.blocklist.cells import (
    COLUMNS,
    COMPLAINT_COLUMNS,
    LONGEST_NUMBER,
    Make,
    Unreadable,
    complaint_maker,
    entry_maker,
)
from guard_api.blocklist.entry import Entry
from guard_api.numbers.plain import plain

_BLOCK = 64 * 1024
"""Bytes that are read at once, and the longest line."""
_WINDOW = 128
"""Lines that one row of a CSV may span: a quote that nobody closes costs its own line and no other."""
_TOO_LONG = "\ud800"
"""Stands for a line that was too long. No file can say it: UTF-8 has no surrogates."""
_LINE_END = re.compile(rb"[\r\n]")
_NUMBER = re.compile(r"(?:[A-Z]{2}:)?[+\d\s\-./()]*\d[\d\s\-./()]*\*?")
_Said = defstruct("_Said", [("number", str), *((name, str | None, None) for name in COLUMNS[1:])])


class Format(StrEnum):
    """How a list is written down. `spamblocker` is for export only."""

    CSV = "csv"
    JSONL = "jsonl"
    SPAMBLOCKER = "spamblocker"


class Row(Struct, frozen=True, gc=False):
    """What a row says that begins at `line` (the first is 1): an entry, or the reason why there is none."""

    line: int
    entry: Entry | None
    reason: str = ""


class _Block(NamedTuple):
    """Lines without their ends. The last of a stream has none."""

    lines: list[str]
    quoted: bool
    clean: bool


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


def read_rows(chunks: Iterable[bytes], format: Format, now: datetime) -> Iterator[Row]:  # noqa: A002 - the CLI's word
    """Read rows of UTF-8 text, however it was cut into `chunks`; blank ones are passed over.

    A CSV has a header, or its first cell is a number already: then the first cell of every row is all that is read. Its
    separator is `,` `;` or a tab. A `*` behind the number makes it a prefix. `expires_at` is a moment (RFC 3339) or a
    day, which counts to its end in UTC; what has expired by `now` is refused, and so is a line of over 64 KiB.
    """
    if format is Format.CSV:
        return chain.from_iterable(_csv_portions(_blocks(chunks), now))
    if format is Format.JSONL:
        return _json_rows(_blocks(chunks), now)
    raise ValueError(f"{format} is written only")


def _blocks(chunks: Iterable[bytes]) -> Iterator[_Block]:
    rest, mark = b"", "\ufeff"
    for piece in chain(_pieces(chunks), (b"\n",)):
        data = rest + piece
        # A CR at the end may be half of a CRLF.
        end = max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1
        # Of a line that is too long already, enough is kept to say so when it ends.
        rest = data[end : end + _BLOCK + 1] + data[end + _BLOCK + 1 :][-1:]
        if end:
            yield _block(data[:end], mark)
            mark = ""


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut anew: nothing depends on how a stream was cut, and only the first line of a block can be too long."""
    kept = bytearray()
    for chunk in chunks:
        for start in range(0, len(chunk), _BLOCK):
            kept += chunk[start : start + _BLOCK]
            if len(kept) >= _BLOCK:
                yield bytes(kept[:_BLOCK])
                del kept[:_BLOCK]
    yield bytes(kept)


def _block(data: bytes, mark: str) -> _Block:
    try:
        text, clean = data.decode(), True
    except UnicodeDecodeError:
        text, clean = data.decode(errors="surrogateescape"), False
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.removeprefix(mark).split("\n")[:-1]
    first_end = _LINE_END.search(data)
    if first_end is not None and first_end.start() > _BLOCK:
        lines[0], clean = _TOO_LONG, False
    return _Block(lines, '"' in text, clean)


def _refuse_bad_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unreadable("longer than 64 KiB" if _TOO_LONG in text else "not UTF-8") from None


def _csv_portions(blocks: Iterator[_Block], now: datetime) -> Iterator[Iterable[Row]]:
    line, end = 1, _Block([], quoted=True, clean=True)
    for block in blocks:
        blank = len(list(takewhile(lambda text: not text.strip(), block.lines)))
        line += blank
        if blank == len(block.lines):
            continue
        try:
            table = _table(block.lines[blank], now)
        except Unreadable as unreadable:
            yield [Row(line, None, str(unreadable))]
            return
        del block.lines[: blank + table.headed]
        yield from _portions(table, chain([block], blocks, [end]), line + table.headed)


def _table(header: str, now: datetime) -> _Table:
    _refuse_bad_text(header)
    rows = {mark: next(csv.reader([header], delimiter=mark)) for mark in ",;\t"}
    separator = max(rows, key=lambda mark: len(rows[mark]))
    names = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in rows[separator]]
    complaints = COMPLAINT_COLUMNS[0] in names
    wanted, make = (COMPLAINT_COLUMNS, complaint_maker()) if complaints else (COLUMNS, entry_maker(now))
    headed = wanted[0] in names
    if not headed:
        if len(names[0]) > LONGEST_NUMBER or not _NUMBER.fullmatch(plain(rows[separator][0])):
            raise Unreadable("the first line neither names a column `number` nor begins with one")
        names = ["number"]
    return _Table(separator, len(names), _picker(names, wanted), make, headed)


def _picker(names: list[str], wanted: tuple[str, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    if names == [*wanted]:
        return tuple
    pick = itemgetter(*(names.index(name) if name in names else -1 for name in wanted))
    return pick if {*wanted} <= {*names} else lambda cells: pick([*cells, ""])


def _portions(table: _Table, blocks: Iterable[_Block], line: int) -> Iterator[Iterable[Row]]:
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
                _refuse_bad_text("".join(cells))
            if len(cells) != width:
                table.fit(cells)
            entry = make(pick(cells))
        except Unreadable as unreadable:
            if any(map(str.strip, cells)):
                yield Row(line, None, str(unreadable))
        else:
            yield Row(line, entry)


def _json_rows(blocks: Iterator[_Block], now: datetime) -> Iterator[Row]:
    decode, make = json.Decoder(_Said).decode, entry_maker(now)
    lines = ((text, block.clean) for block in blocks for text in block.lines)
    for line, (text, clean) in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            if not clean:
                _refuse_bad_text(text)
            entry = make(tuple(cell or "" for cell in astuple(decode(text))))
        except (Unreadable, DecodeError, RecursionError) as error:
            yield Row(line, None, str(error))
        else:
            yield Row(line, entry)
