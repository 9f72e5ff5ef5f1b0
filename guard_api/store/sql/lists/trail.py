"""The audit trail: what admins did that changes no list, and its place among the changes of the lists."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from msgspec import json

from guard_api.lists.change import ActKind, Author, Change, Step
from guard_api.ports.lists.trail import ALL_DONE, Act, TrailSearch
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Connection, Database
from guard_api.store.sql.lists.rows import CHANGE_COLUMNS, LISTS, MATCHES, change_of, code, newest_revision

_NOTE = "INSERT INTO act (revision, at, who, what, why, about, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_ACTS = """SELECT revision, id, at, who, what, why, about, before, after FROM act
           WHERE (revision, id) < (?, ?){also} ORDER BY revision DESC, id DESC LIMIT ?"""
_CHANGES = f"""SELECT {CHANGE_COLUMNS} FROM change
               WHERE revision < ?{{also}} ORDER BY revision DESC LIMIT ?"""  # noqa: S608 - constants only
_WHO = " AND instr(lower(who), ?) > 0"
_WHAT, _LIST = " AND what = ?", " AND list = ?"
_FROM, _TO = " AND at >= ?", " AND at <= ?"
_SIDE = "SELECT {column} FROM listed WHERE number = ? AND match = ? AND list = ? AND {column} IS NOT NULL"
_ENTRY = f" AND id IN ({_SIDE.format(column='began')} UNION {_SIDE.format(column='ended')})"
_LAST = "SELECT id, what, who, why, at, after FROM act ORDER BY id DESC LIMIT 1"
_AFTER = "UPDATE act SET after = ? WHERE id = ?"
_SIDES = "SELECT id, before, after FROM act WHERE about = ?"
_REWRITE = "UPDATE act SET before = ?, after = ? WHERE id = ?"
_UNNAME = "UPDATE act SET about = 'report:forgotten' WHERE about = ?"
_LARGEST = (1 << 63) - 1
_Side = Mapping[str, object] | None


def note(connection: Connection, author: Author, what: ActKind, about: str, sides: tuple[_Side, _Side]) -> None:
    """Write down what somebody does, and what was there before and is after it, in the transaction that does it."""
    values = newest_revision(connection), to_micros(author.at), author.who, what, author.why, about
    connection.execute(_NOTE, (*values, *(json.encode(side).decode() if side is not None else None for side in sides)))


def note_gone(connection: Connection, by: Author, counts: Mapping[str, int]) -> None:
    """Write down how many of which kind were forgotten: one line for what goes at one go, on a day.

    It names nothing that went, nor could it.
    """
    last = connection.execute(_LAST).fetchone()
    if last is not None and last[1:4] == (ActKind.PURGE, by.who, by.why) and _same_day(last[4], by.at):
        before = json.decode(last[5])
        merged = {**before, **{kind: before.get(kind, 0) + count for kind, count in counts.items()}}
        connection.execute(_AFTER, (json.encode(merged).decode(), last[0]))
    else:
        note(connection, by, ActKind.PURGE, "retention", (None, counts))


def _same_day(at: int, now: datetime) -> bool:
    return from_micros(at).date() == now.date()


def forget_label(connection: Connection, about: str) -> None:
    """Forget what something was called that is forgotten: people give phones names of people."""
    for number, before, after in connection.execute(_SIDES, (about,)).fetchall():
        connection.execute(_REWRITE, (_unlabelled(before), _unlabelled(after), number))


def _unlabelled(side: str | None) -> str | None:
    return json.encode({**json.decode(side), "label": ""}).decode() if side is not None else None


def unname_reports(connection: Connection, numbers: Iterable[str]) -> None:
    """Forget which numbers it was about that were reported and are forgotten."""
    connection.executemany(_UNNAME, [(f"report:{number}",) for number in numbers])


class SqlTrail:
    """The port `Trail` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def list(self, before: Step, limit: int, search: TrailSearch = ALL_DONE) -> Sequence[Change | Act]:
        """Give what was done before a step, newest first."""
        newer = before.revision if before.act == 0 else min(before.revision, _LARGEST - 1) + 1
        also, values = _conditions(search)
        where, key = _of_lists(search)
        acts: Iterable[Act | Change] = ()
        with self._database.read() as connection:
            if not where:
                found = connection.execute(_ACTS.format(also=also), (*before, *values, limit))
                acts = [_act(row) for row in found]
            found = connection.execute(_CHANGES.format(also=also + where), (newer, *values, *key, limit))
            changes: Iterable[Act | Change] = [change_of(row) for row in found]
        return [*islice(heapq.merge(changes, acts, key=lambda one: one.step, reverse=True), limit)]


def _conditions(search: TrailSearch) -> tuple[str, list[str | int]]:
    """Give what is asked of changes and acts alike, and the values for it."""
    filters: Sequence[tuple[str, str | int | None]] = [
        (_WHO, search.who.lower() or None),
        (_WHAT, search.what or None),
        (_FROM, to_micros(search.begin) if search.begin is not None else None),
        (_TO, to_micros(search.end) if search.end is not None else None),
    ]
    wanted = [(sql, value) for sql, value in filters if value is not None]
    return "".join(sql for sql, _ in wanted), [value for _, value in wanted]


def _of_lists(search: TrailSearch) -> tuple[str, list[str | int]]:
    """Give what is asked of changes of lists only."""
    where = ""
    values: list[str | int] = []
    if search.list is not None:
        where, values = _LIST, [code(search.list, LISTS)]
    if search.entry is not None:
        place = search.entry.number, code(search.entry.match, MATCHES), code(search.entry.list, LISTS)
        where, values = where + _ENTRY, [*values, *place, *place]
    return where, values


def _act(row: Sequence[Any]) -> Act:
    revision, number, at, who, what, why, about, before, after = row
    sides = (json.decode(side) if side is not None else None for side in (before, after))
    return Act(Step(revision, number), from_micros(at), who, ActKind(what), why, about, *sides)
