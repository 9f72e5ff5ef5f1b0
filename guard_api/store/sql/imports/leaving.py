"""Entries that an import takes off its list: those that its rows name, or those of a source that they do not."""

from collections.abc import Iterator

from guard_api.lists.entry import ListName
from guard_api.store.engine import Connection
from guard_api.store.sql.imports.merging import IN_RANGE, IS_THERE, Span, span_values
from guard_api.store.sql.lists.changes import START
from guard_api.store.sql.lists.coverage import Place
from guard_api.store.sql.lists.rows import COLUMNS, LISTS, Draft, code

_AT_ONCE = 1000
"""Entries in one transaction, a few milliseconds."""
_COUNT = f"SELECT count(*) FROM sorted s WHERE {IN_RANGE}"  # noqa: S608 - constants only
_NAMED = f"SELECT count(*) FROM sorted s CROSS JOIN listed c ON {IS_THERE} WHERE {IN_RANGE}"  # noqa: S608 - constants only
_REMOVE = f"""UPDATE listed SET ended = :id WHERE (number, match, list, began) IN
                (SELECT c.number, c.match, c.list, c.began FROM sorted s CROSS JOIN listed c ON {IS_THERE}
                 WHERE {IN_RANGE}) RETURNING {COLUMNS}"""  # noqa: S608 - constants only
_UNNAMED = """SELECT number, match FROM listed
              WHERE list = ? AND ended IS NULL AND source = ? AND (number, match) > (?, ?) AND NOT EXISTS
                (SELECT 1 FROM sorted s WHERE s.number = listed.number AND s.match = listed.match)
              ORDER BY number, match LIMIT ?"""
_END = f"""UPDATE listed SET ended = ? WHERE number = ? AND match = ? AND list = ? AND ended IS NULL AND source = ?
           RETURNING {COLUMNS}"""  # noqa: S608 - constants only
_ANY_ROW = "SELECT 1 FROM sorted LIMIT 1"


def has_rows(connection: Connection) -> bool:
    """Say whether any row of an import could be read."""
    return connection.execute(_ANY_ROW).fetchone() is not None


def named(connection: Connection, target: ListName, span: Span) -> tuple[int, int]:
    """Count the rows of a range, and the entries that they name."""
    values = span_values(target, span)
    return connection.execute(_COUNT, values).fetchone()[0], connection.execute(_NAMED, values).fetchone()[0]


def remove_named(draft: Draft, span: Span) -> tuple[int, int]:
    """Take the entries that a range names off the list; gives the same counts."""
    values = span_values(draft.list, span)
    rows = draft.connection.execute(_COUNT, values).fetchone()[0]
    return rows, _note(draft, draft.connection.execute(_REMOVE, {**values, "id": draft.id}).fetchall())


def unnamed(connection: Connection, target: ListName, source: str) -> Iterator[list[Place]]:
    """Give the entries of a source that no row names, some of them at a time."""
    after: Place = START
    while True:
        found = connection.execute(_UNNAMED, (code(target, LISTS), source, *after, _AT_ONCE)).fetchall()
        if not found:
            return
        yield [(number, match) for number, match in found]
        after = found[-1]


def remove_unnamed(draft: Draft, source: str, places: list[Place]) -> int:
    """Take entries of a source off the list, but for those that somebody has changed since they were found."""
    rows: list[tuple[object, ...]] = []
    for place in places:
        rows += draft.connection.execute(_END, (draft.id, *place, code(draft.list, LISTS), source)).fetchall()
    return _note(draft, rows)


def _note(draft: Draft, rows: list[tuple[object, ...]]) -> int:
    draft.note_ended(rows)
    draft.removed += len(rows)
    return len(rows)
