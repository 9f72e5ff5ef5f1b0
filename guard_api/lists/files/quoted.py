"""Where the rows of a CSV end that have quotes in them, and what becomes of a quote that nobody closes."""

import csv
from collections.abc import Iterable
from contextlib import suppress
from itertools import takewhile
from typing import NamedTuple

from guard_api.lists.files.tables import Table

_NEVER_CLOSED = "a quote is opened and never closed"


class Complete(NamedTuple):
    """Rows that end within some lines, how many of the lines they are, and why there are none."""

    records: Iterable[tuple[int, list[str]]]
    used: int
    reason: str = _NEVER_CLOSED


def complete(window: list[str], table: Table, line: int) -> Complete:
    """Return the rows that end within `window`, whose first line is `line`."""
    records = _each_alone(window, table.separator)
    if records is not None:
        return Complete(enumerate(records, line), len(window))
    # Nothing stands behind a closing quote (RFC 4180): what closes there was not opened to be closed there.
    reader = csv.reader([*(f"{text}\n" for text in window), ""], delimiter=table.separator, strict=True)
    numbered: list[tuple[int, list[str]]] = []
    used = 0
    with suppress(csv.Error):
        for cells in takewhile(lambda _: reader.line_num <= len(window), reader):
            if table.hides(window[used + 1 : reader.line_num], cells):
                return Complete(numbered, used, "a quote is opened, and rows follow before it is closed")
            numbered.append((line + used, cells))
            used = reader.line_num
    first = _each_alone(window[:1], table.separator) if not used else None
    return Complete(enumerate(first, line), 1) if first is not None else Complete(numbered, used)


def _each_alone(lines: list[str], separator: str) -> list[list[str]] | None:
    """Read each line as a row, None when a quote is left open in one."""
    records: list[list[str]] = []
    with suppress(csv.Error):
        records.extend(csv.reader([*lines, ""], delimiter=separator))
    return records[:-1] if len(records) == len(lines) + 1 else None
