"""What commands print: tables for people, one JSON document for programs."""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click

from guard_api.json import encode
from guard_api.lists.entry import Entry
from guard_api.lists.safe_text import visible
from guard_api.ports.lists.lists import ListedEntry

if TYPE_CHECKING:
    from rich.table import Table

_FOLDED = 500
"""Rows that are folded to fit a terminal: rich takes seconds for twenty thousand."""
_STDOUT, _STDERR = 1, 2


def print_table(table: "Table") -> None:
    """Print a table. What people have written is shown as it is, `[brackets]` too."""
    if not sys.stdout.isatty() or table.row_count > _FOLDED:
        click.echo("".join(f"{line}\n" for line in _lines(table)), nl=False)
        return
    from rich.console import Console  # noqa: PLC0415 - 2 MB that no server needs

    Console(markup=False, emoji=False, highlight=False).print(table)


def _lines(table: "Table") -> Iterator[str]:
    """Give a table of which each row is a line, for grep."""
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - 2 MB that no server needs

    columns = [[str(column.header), *map(str, column.cells)] for column in table.columns]
    widths = [max(map(cell_len, column)) for column in columns]
    if table.title:
        yield str(table.title)
    for number, row in enumerate(zip(*columns, strict=True)):
        yield "  ".join(["", *map(set_cell_size, row, widths)])[1:].rstrip()
        if number == 0:
            yield "  ".join(["", *("\u2500" * width for width in widths)])[1:]


def add_row(table: "Table", *cells: str) -> None:
    """Add a row to a table: what a terminal would obey, and nobody would see, is written out."""
    table.add_row(*map(visible, cells))


def print_json(answer: object) -> None:
    """Print one compact JSON document, in which what a terminal would obey is written out."""
    click.echo(visible(encode(answer).decode()))


def say_if_heard(text: str) -> None:
    """Print what a server may do without: nobody may listen, or the disk may be full."""
    try:
        click.echo(text)
        sys.stdout.flush()
    except (OSError, AttributeError):  # AttributeError: there is no stdout
        # What could not be written is still to be written at the end, and would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), _STDOUT)


def have_standard_files() -> None:
    """Open what is closed of stdin, stdout and stderr: else a file would get its number, and the log be in it."""
    while (opened := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        os.set_inheritable(opened, True)  # noqa: FBT003 - the library's signature
    os.close(opened)
    sys.stderr = sys.stderr or os.fdopen(_STDERR, "w", closefd=False)


def moment(at: datetime | None) -> str:
    """Give a time as people read it, in UTC."""
    return f"{at:%Y-%m-%d %H:%M}" if at is not None else ""


def entry_text(entry: Entry) -> str:
    """Give what an entry says of its number, in a line."""
    until = f"until {moment(entry.expires_at)}" if entry.expires_at is not None else ""
    return visible(", ".join(filter(None, (entry.category, entry.label, entry.source, entry.note, until))))


def table_of(entries: Iterable[ListedEntry], now: datetime, title: str | None = None) -> "Table":
    """Make a table of entries."""
    table = narrow_table("id", "it says", "changed (UTC)", "by", title=title)
    for listed in entries:
        text = f"{'' if listed.entry.counts(now) else 'EXPIRED: '}{entry_text(listed.entry)}"
        add_row(table, listed.key.id, text, moment(listed.changed_at), listed.changed_by)
    return table


def narrow_table(first: str, *columns: str, title: str | None = None) -> "Table":
    """Make a table that 80 columns hold without cutting anything off: all but the first column fold."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - 2 MB that no server needs
    from rich.table import Table  # noqa: PLC0415 - 2 MB that no server needs

    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column(first, no_wrap=True)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table
