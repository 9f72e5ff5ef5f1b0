"""What commands print: tables for people, one JSON document for programs."""

import os
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from guard_api.blocklist.entry import Entry
from guard_api.ports.lists import ListedEntry
from guard_api.web.json import encode

if TYPE_CHECKING:
    from rich.table import Table

_STDOUT, _STDERR = 1, 2
_WIDE = 10_000
"""Columns of what is no terminal: a row is a line there, for grep."""


def print_table(table: "Table") -> None:
    """Print a table. What people have written is shown as it is, `[brackets]` too."""
    from rich.console import Console  # noqa: PLC0415 - 2 MB that no server needs

    width = None if sys.stdout.isatty() else _WIDE
    Console(width=width, markup=False, emoji=False, highlight=False).print(table)


def print_json(answer: object) -> None:
    """Print one compact JSON document."""
    click.echo(encode(answer))


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


def said_of(entry: Entry) -> str:
    """Give what an entry says of its number, in a line."""
    until = f"until {moment(entry.expires_at)}" if entry.expires_at is not None else ""
    return ", ".join(filter(None, (entry.category, entry.label, entry.source, entry.note, until)))


def table_of(entries: Iterable[ListedEntry], now: datetime, title: str | None = None) -> "Table":
    """Make a table of entries."""
    table = narrow_table("id", "it says", "changed (UTC)", "by", title=title)
    for listed in entries:
        said = f"{'' if listed.entry.counts(now) else 'EXPIRED: '}{said_of(listed.entry)}"
        table.add_row(listed.key.id, said, moment(listed.changed_at), listed.changed_by)
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
