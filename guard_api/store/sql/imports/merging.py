"""Sorted rows of an import become versions: in batches for which nobody waits, and unseen until all is done."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from guard_api.lists.entry import ListName
from guard_api.lists.files.layout import DETAIL_COLUMNS
from guard_api.lists.rules import why_not_imported
from guard_api.store.clock import to_micros
from guard_api.store.engine import Connection, Database, Durability
from guard_api.store.sql.imports.staging import part_of
from guard_api.store.sql.lists.changes import START
from guard_api.store.sql.lists.coverage import COVERAGE, Place
from guard_api.store.sql.lists.number_keys import forget_unlisted
from guard_api.store.sql.lists.rows import COLUMNS, IS_CURRENT, LISTS, NOT_EXPIRED, Draft, code

Span = tuple[Place, Place]
"""A range of places: behind the first, up to and with the second."""
_AT_ONCE = 1000
"""Rows in one transaction, a few milliseconds."""

IN_RANGE = "(s.number, s.match) > (:number, :match) AND (s.number, s.match) <= (:last_number, :last_match)"
_LAST = """SELECT number, match FROM sorted WHERE (number, match) > (?, ?)
           ORDER BY number, match LIMIT 1 OFFSET ?"""
_END = "SELECT number, match FROM sorted ORDER BY number DESC, match DESC LIMIT 1"
IS_THERE = "c.number = s.number AND c.match = s.match AND c.list = :list AND c.ended IS NULL"
_SAME = """(c.category, c.label, c.source, c.note) = (s.category, s.label, s.source, s.note)
           AND c.expires_at IS NOT DISTINCT FROM s.expires_at"""
_COUNT = f"SELECT count(*), CAST(coalesce(sum(part), 0) AS bigint) FROM sorted s WHERE {IN_RANGE}"  # noqa: S608 - constants only
# CROSS JOIN walks the rows of the file, never those of the list, of which there may be a thousand times more.
_COMPARE = f"""SELECT count(*), count(CASE WHEN {_SAME} THEN 1 END),
                      CAST(coalesce(sum(CASE WHEN {_SAME} THEN s.part END), 0) AS bigint)
               FROM sorted s CROSS JOIN listed c ON {IS_THERE} WHERE {IN_RANGE}"""  # noqa: S608 - constants only
_KINDS = f"""SELECT match, category, source, count(*) FROM sorted s WHERE {IN_RANGE}
             GROUP BY match, category, source"""  # noqa: S608 - constants only
_SAME_KINDS = f"""SELECT s.match, s.category, s.source, count(*) FROM sorted s CROSS JOIN listed c ON {IS_THERE}
                  WHERE {IN_RANGE} AND {_SAME} GROUP BY s.match, s.category, s.source"""  # noqa: S608 - constants only
_CONTENTS = ", ".join(f"{{table}}.{name}" for name in DETAIL_COLUMNS)
_LEFT = f"""SELECT s.number, s.match, s.silent, {_CONTENTS.format(table="s")}, {_CONTENTS.format(table="c")}
            FROM sorted s CROSS JOIN listed c ON {IS_THERE}
            WHERE {IN_RANGE} AND s.silent <> 0 AND NOT ({_SAME})
              AND (c.expires_at IS NULL OR c.expires_at > :now)"""  # noqa: S608 - constants only
_LEAVE = f"""UPDATE sorted SET {", ".join(f"{name} = ?" for name in DETAIL_COLUMNS)}, part = ?
             WHERE number = ? AND match = ?"""  # noqa: S608 - constants only
_REPLACED = f"""UPDATE listed SET ended = :id WHERE (number, match, list, began) IN
                  (SELECT c.number, c.match, c.list, c.began FROM sorted s CROSS JOIN listed c ON {IS_THERE}
                   WHERE {IN_RANGE} AND NOT ({_SAME})) RETURNING {COLUMNS}"""  # noqa: S608 - constants only
_INSERT = f"""INSERT INTO listed (list, began, {COLUMNS}) SELECT :list, :id, {COLUMNS} FROM sorted s
              WHERE {IN_RANGE}"""  # noqa: S608 - constants only
_UNLESS_THERE = f" AND NOT EXISTS (SELECT 1 FROM listed c WHERE {IS_THERE})"  # noqa: S608 - constants only
_ALLOWED = f"""SELECT number, match FROM listed INDEXED BY listed_allowed
               WHERE list = {{list}} AND {IS_CURRENT} AND {NOT_EXPIRED}"""  # noqa: S608 - constants only
_ALLOWED_AT_ONCE = 100_000
_IS_DRAFT = "SELECT 1 FROM change WHERE id = ? AND revision IS NULL"
_ONE = "number, match, list, began"
_UNBEGIN = f"""DELETE FROM listed WHERE ({_ONE}) IN
               (SELECT {_ONE} FROM listed WHERE began = ? LIMIT {_AT_ONCE})
               RETURNING number, match"""  # noqa: S608 - constants only
_UNEND = f"""UPDATE listed SET ended = NULL WHERE ({_ONE}) IN
             (SELECT {_ONE} FROM listed WHERE ended = ? LIMIT {_AT_ONCE})
             RETURNING number, match"""  # noqa: S608 - constants only


class Batch(NamedTuple):
    """How many rows a range has, how many of them are on the list already, and how many of those are the same."""

    rows: int
    there: int
    same: int
    parts: int
    """What the rows add to the list's checksum; `same_parts`, those that are the same."""
    same_parts: int


def batches(connection: Connection) -> Iterator[Span]:
    """Cut the sorted rows into ranges."""
    end = connection.execute(_END).fetchone()
    after = START
    while end is not None and after != end:
        last = connection.execute(_LAST, (*after, _AT_ONCE - 1)).fetchone() or end
        yield after, last
        after = last


def refuse_allowed_rows(connection: Connection, target: ListName, now: datetime) -> Iterator[tuple[int, str]]:
    """Take what would cover or contradict what is allowed out of the sorted rows; gives their lines and the reasons."""
    if target.allows:
        return
    sql = _ALLOWED.format(list=code(target.allowing, LISTS))
    found = connection.execute(sql, (to_micros(now),))
    allowed = iter(lambda: found.fetchmany(_ALLOWED_AT_ONCE), [])
    for line, name in COVERAGE[target.subject].clashes(connection, allowed):
        yield line, why_not_imported(target.subject, name)


def compare(connection: Connection, target: ListName, span: Span, now: datetime) -> Batch:
    """See what bringing a range onto a list would come to."""
    values = span_values(target, span)
    _leave(connection, {**values, "now": to_micros(now)})
    rows, parts = connection.execute(_COUNT, values).fetchone()
    there, same, same_parts = connection.execute(_COMPARE, values).fetchone()
    return Batch(rows, there, same, parts, same_parts)


def merge(draft: Draft, span: Span) -> Batch:
    """Bring a range onto the list."""
    connection, values = draft.connection, {**span_values(draft.list, span), "id": draft.id}
    batch = compare(connection, draft.list, span, draft.at)
    _count_kinds(draft, values, batch)
    if batch.there > batch.same:
        replaced = connection.execute(_REPLACED, values).fetchall()
        draft.note_ended(replaced)
    connection.execute(_INSERT + (_UNLESS_THERE if batch.there else ""), values)
    draft.checksum += batch.parts - batch.same_parts
    draft.updated += batch.there - batch.same
    draft.added += batch.rows - batch.there
    return batch


def _count_kinds(draft: Draft, values: Mapping[str, str | int], batch: Batch) -> None:
    """Count what a range brings, by kind and source: all but what is the same already."""
    for match, category, source, count in draft.connection.execute(_KINDS, values).fetchall():
        draft.tally.add(match, category, source, count)
    same = draft.connection.execute(_SAME_KINDS, values).fetchall() if batch.same else ()
    for match, category, source, count in same:
        draft.tally.add(match, category, source, -count)


def _leave(connection: Connection, values: Mapping[str, str | int]) -> None:
    """Let rows say what the list says already, where they say nothing themselves; what has expired says nothing."""
    rows = connection.execute(_LEFT, values).fetchall()
    connection.executemany(_LEAVE, [_left(row[0], row[1], row[2], row[3:]) for row in rows])


def _left(number: str, match: int, silent: int, cells: Sequence[Any]) -> tuple[Any, ...]:
    count = len(DETAIL_COLUMNS)
    values = [cells[at + count if silent >> at & 1 else at] for at in range(count)]
    return *values, part_of(number, match, values[0], values[-1]), number, match


def span_values(target: ListName, span: Span) -> dict[str, str | int]:
    """Give a range of a list as statements have it."""
    (number, match), (last_number, last_match) = span
    values: dict[str, str | int] = {"list": code(target, LISTS), "number": number, "match": match}
    return values | {"last_number": last_number, "last_match": last_match}


def undo(database: Database, change_id: int) -> None:
    """Take away what an import has written that never came to its end. What is published stays."""
    with database.read() as connection:
        if connection.execute(_IS_DRAFT, (change_id,)).fetchone() is None:
            return
    for sql in (_UNBEGIN, _UNEND):
        gone = _AT_ONCE
        while gone == _AT_ONCE:
            with database.write(Durability.NORMAL) as connection:
                places = connection.execute(sql, (change_id,)).fetchall()
                forget_unlisted(connection, places)
                gone = len(places)
    with database.write(Durability.FULL) as connection:
        connection.execute("DELETE FROM change WHERE id = ? AND revision IS NULL", (change_id,))
