"""The audit trail: what admins did that changes no list, and its place among the changes of the lists."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from msgspec import json

from guard_api.lists.change import ActKind, Author, Change, Step
from guard_api.ports.trail import Act
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.sql.rows import CHANGE_COLUMNS, change_of, newest_revision
from guard_api.store.sqlite.database import Connection, Database

_NOTE = "INSERT INTO act (revision, at, who, what, why, about, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_ACTS = """SELECT revision, id, at, who, what, why, about, before, after FROM act
           WHERE (revision, id) < (?, ?) ORDER BY revision DESC, id DESC LIMIT ?"""
_CHANGES = f"SELECT {CHANGE_COLUMNS} FROM change WHERE revision < ? ORDER BY revision DESC LIMIT ?"  # noqa: S608 - constants only
_LARGEST = (1 << 63) - 1
_Side = Mapping[str, object] | None


def note(connection: Connection, author: Author, what: ActKind, about: str, sides: tuple[_Side, _Side]) -> None:
    """Write down what somebody does, and what was there before and is after it, in the transaction that does it."""
    values = newest_revision(connection), to_micros(author.at), author.who, what, author.why, about
    connection.execute(_NOTE, (*values, *(json.encode(side).decode() if side is not None else None for side in sides)))


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
