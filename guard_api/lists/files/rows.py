"""Lists kept elsewhere, read in bounded memory: CSV, complaints to the FTC, JSON lines, plain lists, hosts files."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain, islice, repeat, takewhile

from msgspec import UNSET, DecodeError, Struct, UnsetType, defstruct, json
from msgspec.structs import astuple

from guard_api.lists.entry import Entry, Subject
from guard_api.lists.files.cells.cells import NOTHING, Kind, RowDefaults, Unreadable, entry_maker
from guard_api.lists.files.formats import Format
from guard_api.lists.files.layout import DETAIL_COLUMNS, MOST_ABOVE, Layout, columns_of
from guard_api.lists.files.lines import Block, blocks, hosts_names, plain_names, refuse_bad_text, refuse_twice
from guard_api.lists.files.quoted import complete
from guard_api.lists.files.tables import Table, heading_of, sheet_heading_of

_WINDOW = 128
"""Lines that one row of a CSV may span: a quote that nobody closes costs its own line and no other."""
_TITLED = 50
"""Rows of a sheet among which the names of the columns are, blank ones too."""
_FIELDS = {
    subject: defstruct(
        "_Said", [(subject.value, str), *((name, str | None | UnsetType, UNSET) for name in columns_of(subject)[1:])]
    )
    for subject in Subject
}
_CATEGORY = 2
"""Where the category stands among `columns_of`; the second of a complaint is what it is about, and never missing."""
_REST = ("",) * (1 + len(DETAIL_COLUMNS))
_NAMES = {Format.PLAIN: plain_names, Format.HOSTS: hosts_names}


class Row(Struct, frozen=True, gc=False):
    """What a row says that begins at `line` (the first is 1): an entry, or the reason why there is none.

    `silent` names the columns of which the row says nothing: what stands there already stays as it is.
    """

    line: int
    entry: Entry | None
    reason: str = ""
    silent: tuple[str, ...] = ()


def read_rows(  # noqa: PLR0913, PLR0917 - the caller says all of this of a file
    chunks: Iterable[bytes],
    format: Format,  # noqa: A002 - the CLI's word
    now: datetime,
    subject: Subject = Subject.NUMBER,
    defaults: RowDefaults = NOTHING,
    layout: Layout | None = None,
) -> Iterator[Row]:
    """Read rows of UTF-8 text, however it was cut into `chunks`; blank ones are passed over.

    A CSV has a header, or its first cell is a number or domain already: then the first cell of every row is all that is
    read, unless all its cells are numbers. Its separator is `,` `;` or a tab. A `*` behind the number makes it a
    prefix. `expires_at` is a moment (RFC 3339) or a day, which counts to its end in UTC; what has expired by `now` is
    refused, and so is a line of over 64 KiB. Rows that say no category or source get those of `defaults`; complaints of
    the FTC always say both. A `layout` says where the rows of a CSV begin and what its columns are.
    """
    kind = Kind(subject, entry_maker(now, subject, defaults), defaults, layout)
    if format in {Format.CSV, Format.CSV_EXCEL}:
        return chain.from_iterable(_csv_portions(blocks(chunks), kind))
    if format is Format.JSONL:
        return _json_rows(blocks(chunks), kind)
    if format in _NAMES:
        return _named_rows(blocks(chunks), kind, _NAMES[format])
    raise ValueError(f"{format} is no text that is read")


def read_sheet(
    rows: Iterable[list[str]],
    now: datetime,
    subject: Subject = Subject.NUMBER,
    defaults: RowDefaults = NOTHING,
    layout: Layout | None = None,
) -> Iterator[Row]:
    """Read the rows of a sheet, the first being 1, as those of a CSV."""
    kind = Kind(subject, entry_maker(now, subject, defaults), defaults, layout)
    numbered = enumerate(rows, 1)
    first = next((one for one in numbered if any(map(str.strip, one[1]))), None)
    if first is None:
        return
    begun = [first, *islice(numbered, _TITLED)]
    if layout is not None:
        begun = [*((line, [""]) for line in range(1, first[0])), *begun, *islice(numbered, MOST_ABOVE)]
    try:
        table, above = sheet_heading_of((cells for _, cells in begun), kind)
    except Unreadable as unreadable:
        yield Row(first[0], None, str(unreadable))
        return
    entries = _entries if table.headed else _unnamed_entries
    yield from entries(table, chain(begun[above:], numbered), clean=True)


def _csv_portions(blocks: Iterator[Block], kind: Kind) -> Iterator[Iterable[Row]]:
    line, end = 1, Block([], quoted=True, clean=True)
    for block in blocks:
        blank = len(list(takewhile(lambda text: not text.strip(), block.lines)))
        if blank == len(block.lines):
            line += blank
            continue
        if kind.layout is None:
            line += blank
            del block.lines[:blank]
        try:
            table, above = heading_of(block.lines, kind)
        except Unreadable as unreadable:
            yield [Row(line, None, str(unreadable))]
            return
        del block.lines[:above]
        yield from _portions(table, chain([block], blocks, [end]), line + above)


def _portions(table: Table, blocks: Iterable[Block], line: int) -> Iterator[Iterable[Row]]:
    waiting: list[str] = []
    all_clean, entries = True, _entries if table.headed else _unnamed_entries
    for lines, quoted, clean in blocks:
        all_clean = all_clean and clean
        if not (quoted or waiting):
            yield entries(table, enumerate(map(str.split, lines, repeat(table.separator)), line), clean=all_clean)
            line += len(lines)
            continue
        waiting += lines
        while waiting:
            records, used, reason = complete(waiting[:_WINDOW], table, line)
            yield entries(table, records, clean=all_clean)
            if not used:
                if lines and len(waiting) < _WINDOW:
                    break
                yield [Row(line, None, reason)]
                used = 1
            del waiting[:used]
            line += used


def _entries(table: Table, records: Iterable[tuple[int, list[str]]], *, clean: bool) -> Iterator[Row]:
    width, pick, make, silent = len(table.names), table.pick, table.make, table.silent
    for line, cells in records:
        try:
            if not clean:
                refuse_bad_text("".join(cells))
            if len(cells) != width:
                table.fit(cells)
            picked = pick(cells)
            entry = make(picked)
        except Unreadable as unreadable:
            if any(map(str.strip, cells)):
                yield Row(line, None, str(unreadable))
        else:
            yield Row(line, entry, "", silent if picked[_CATEGORY].strip() else table.silent_of_category)


def _unnamed_entries(table: Table, records: Iterable[tuple[int, list[str]]], *, clean: bool) -> Iterator[Row]:
    make, silent = table.kind.make, table.silent
    for line, cells in records:
        try:
            if not clean:
                refuse_bad_text("".join(cells))
            keys = table.keys(cells) if len(cells) > 1 else cells
            if len(keys) == 1:
                yield Row(line, make((keys[0], *_REST)), "", silent)
                continue
        except Unreadable as unreadable:
            if any(map(str.strip, cells)):
                yield Row(line, None, str(unreadable))
            continue
        for key in keys:
            yield _row(line, table.kind, key, silent)


def _row(line: int, kind: Kind, key: str, silent: tuple[str, ...]) -> Row:
    """Make a row of nothing but a number or domain."""
    try:
        return Row(line, kind.make((key, *_REST)), "", silent)
    except Unreadable as unreadable:
        return Row(line, None, str(unreadable))


def _json_rows(blocks: Iterator[Block], kind: Kind) -> Iterator[Row]:
    decode, make = json.Decoder(_FIELDS[kind.subject]).decode, kind.make
    columns = columns_of(kind.subject)
    for line, text, clean in _numbered(blocks):
        if not text.strip():
            continue
        try:
            if not clean:
                refuse_bad_text(text)
            cells = astuple(decode(text))
            refuse_twice(text, kind.subject)
            entry = make(tuple(cell or "" for cell in cells))
        except (Unreadable, DecodeError, RecursionError) as error:
            yield Row(line, None, str(error))
            continue
        names = [name for name, cell in zip(columns, cells, strict=True) if cell is not UNSET]
        yield Row(line, entry, "", kind.silent(names if (cells[_CATEGORY] or "").strip() else {*names} - {"category"}))


def _named_rows(blocks: Iterator[Block], kind: Kind, names_of: Callable[[str], list[str]]) -> Iterator[Row]:
    silent = kind.silent(())
    for line, text, clean in _numbered(blocks):
        try:
            if not clean:
                refuse_bad_text(text)
            names = names_of(text)
        except Unreadable as unreadable:
            yield Row(line, None, str(unreadable))
            continue
        yield from (_row(line, kind, name, silent) for name in names)


def _numbered(blocks: Iterator[Block]) -> Iterator[tuple[int, str, bool]]:
    lines = ((text, block.clean) for block in blocks for text in block.lines)
    return ((line, text, clean) for line, (text, clean) in enumerate(lines, 1))
