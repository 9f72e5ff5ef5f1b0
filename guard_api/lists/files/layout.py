"""Where the rows of a table begin, and what its columns hold, said by a person in the place of a heading."""

from collections.abc import Sequence
from typing import NamedTuple

from guard_api.lists.entry import Subject

DETAIL_COLUMNS = ("category", "label", "source", "note", "expires_at")
"""What is said of a number or domain."""
MOST_ABOVE = 100
MOST_COLUMNS = 100


def columns_of(subject: Subject) -> tuple[str, ...]:
    """List what is read of a list. Whatever else a file says (`list`, `id`, `region`, `checked` ...) means nothing."""
    return (subject.value, "match", *DETAIL_COLUMNS)


class Layout(NamedTuple):
    """`header`: how many lines stand above the rows, the last of which names the columns unless `columns` do.

    Of `columns`, each is one of `columns_of` a list, or "": it means nothing.
    """

    header: int = 0
    columns: tuple[str, ...] = ()


def fault_of(layout: Layout, subject: Subject) -> str | None:
    """Return what is wrong with a layout, None: nothing."""
    if not 0 <= layout.header <= MOST_ABOVE or len(layout.columns) > MOST_COLUMNS:
        return f"There may be {MOST_ABOVE} lines above the rows, and {MOST_COLUMNS} columns."
    named = [name for name in layout.columns if name]
    if strange := [name for name in named if name not in columns_of(subject)]:
        return f"Columns are {', '.join(columns_of(subject))}, or nothing; not {strange[0][:40]}."
    if len({*named}) < len(named):
        return "One column is named twice."
    return f"No column holds a {subject}." if layout.columns and subject not in named else None


def parse_columns(text: str) -> Sequence[str]:
    """Read columns as they are written with commas between."""
    return [name.strip() for name in text.split(",")] if text.strip() else []
