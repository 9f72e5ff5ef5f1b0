"""The audit trail: what admins did that changes no list, and its place among the changes of the lists."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from msgspec import json

from guard_api.lists.change import ActKind, Author, Change, Step
from guard_api.ports.lists.trail import Act
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.sql.lists.rows import CHANGE_COLUMNS, change_of, newest_revision
from guard_api.store.sqlite.database import Connection, Database

_NOTE = "INSERT INTO act (revision, at, who, what, why, about, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_ACTS = """SELECT revision, id, at, who, what, why, about, before, after FROM act
           WHERE (revision, id) < (?, ?) ORDER BY revision DESC, id DESC LIMIT ?"""
_CHANGES = f"SELECT {CHANGE_COLUMNS} FROM change WHERE revision < ? ORDER BY revision DESC LIMIT ?"  # noqa: S608 - constants only
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

    def list(self, before: Step, limit: int) -> Sequence[Change | Act]:
        """Give what was done before a step, newest first."""
        newer = before.revision if before.act == 0 else min(before.revision, _LARGEST - 1) + 1
        with self._database.read() as connection:
            acts: Iterable[Act | Change] = [_act(row) for row in connection.execute(_ACTS, (*before, limit))]
            changes: Iterable[Act | Change] = [change_of(row) for row in connection.execute(_CHANGES, (newer, limit))]
        return [*islice(heapq.merge(changes, acts, key=lambda one: one.step, reverse=True), limit)]


def _act(row: Sequence[Any]) -> Act:
    revision, number, at, who, what, why, about, before, after = row
    sides = (json.decode(side) if side is not None else None for side in (before, after))
    return Act(Step(revision, number), from_micros(at), who, ActKind(what), why, about, *sides)
