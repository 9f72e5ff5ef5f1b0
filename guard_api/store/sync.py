"""What has changed on a list since a phone last asked, in pages that cost what they tell."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from guard_api.blocklist.delta import Cursor, Page, Removal, Upsert
from guard_api.blocklist.entry import ListName
from guard_api.store.changes import Place, touched
from guard_api.store.clock import from_micros
from guard_api.store.database import Connection, Database
from guard_api.store.upkeep import HISTORY_FROM, expire, forget
from guard_api.store.versions import (
    CATEGORIES,
    LISTS,
    MATCHES,
    VISIBLE_AT,
    code,
    newest_revision,
    standing,
)

_TIDY_SECONDS = 60.0
_CHANGES_A_ROUND = 64
"""Changes that one round of pages brings a phone across: each costs two index scans a page."""

_IDENTITY = "SELECT value FROM meta WHERE name = 'database_id'"
_ROUND = "SELECT id, revision FROM change WHERE list = ? AND revision > ? AND revision <= ? ORDER BY revision LIMIT ?"
_ALL = f"""SELECT number, match, category, expires_at FROM listed
           WHERE (number, match) > (:number, :match) AND list = :list AND {VISIBLE_AT}
           ORDER BY number, match LIMIT :limit"""  # noqa: S608 - constants only
_HISTORY = """SELECT category, expires_at, b.revision, e.revision
              FROM listed JOIN change b ON b.id = began LEFT JOIN change e ON e.id = ended
              WHERE number = ? AND match = ? AND listed.list = ? AND b.revision IS NOT NULL"""


class _State(NamedTuple):
    """What phones know of an entry."""

    category: int
    expires_at: int | None


class SqliteSync:
    """The port `Sync` on SQLite."""

    def __init__(self, database: Database, history: timedelta) -> None:
        """Keep what changed for as long as `history`: phones that were away longer start anew."""
        self._database = database
        self._history = history
        self._tidied = -_TIDY_SECONDS

    def tidy(self, now: datetime) -> None:
        """Let expire what has expired, and forget what is long past; a little at a time, once a minute at most."""
        if time.monotonic() - self._tidied < _TIDY_SECONDS:
            return
        if not expire(self._database, now) + forget(self._database, now - self._history):
            self._tidied = time.monotonic()

    def start(self, target: ListName) -> Cursor:
        """Give the cursor of a phone that has nothing."""
        with self._database.read() as connection:
            return Cursor(connection.execute(_IDENTITY).fetchone()[0], target)

    def newest(self, cursor: Cursor) -> int | None:
        """Give the newest revision, None when the cursor is of another database, or of a past that is forgotten."""
        with self._database.read() as connection:
            newest = newest_revision(connection)
            forgotten = connection.execute(HISTORY_FROM).fetchone()[0] if cursor.base else 0
            mine = connection.execute(_IDENTITY).fetchone()[0] == cursor.database
        known = forgotten <= cursor.base <= newest and cursor.target <= newest
        return newest if mine and known else None

    def page(self, cursor: Cursor, limit: int) -> Page:
        """Give the next page; a cursor must be one that `newest` knows."""
        with self._database.read() as connection:
            connection.execute("BEGIN")
            try:
                return _page(connection, cursor, limit)
            finally:
                connection.execute("COMMIT")


def _page(connection: Connection, cursor: Cursor, limit: int) -> Page:
    newest = newest_revision(connection)
    if cursor.base:
        target, places = _round(connection, cursor, newest, limit)
        told = [(place, *_sides(connection, cursor, target, place)) for place in places]
    else:
        target = cursor.target or newest
        told = [(row[:2], None, _State(*row[2:])) for row in _everything(connection, cursor, target, limit)]
    done = len(told) < limit
    last = Cursor(cursor.database, cursor.list, target) if done else None
    return Page(
        standing(connection, cursor.list, target),
        last or Cursor(cursor.database, cursor.list, cursor.base, target, told[-1][0]),
        done and target == newest,
        [_upsert(place, after) for place, before, after in told if after is not None and after != before],
        [Removal(place[0], MATCHES[place[1]]) for place, before, after in told if after is None and before is not None],
    )


def _everything(connection: Connection, cursor: Cursor, target: int, limit: int) -> Sequence[tuple[Any, ...]]:
    values = {"list": code(cursor.list, LISTS), "revision": target, "limit": limit}
    rows: Sequence[tuple[Any, ...]] = connection.execute(
        _ALL, {**values, "number": cursor.after[0], "match": cursor.after[1]}
    ).fetchall()
    return rows


def _round(connection: Connection, cursor: Cursor, newest: int, limit: int) -> tuple[int, list[Place]]:
    """Give the revision that this round leads to, and the next entries that its changes touched."""
    span = code(cursor.list, LISTS), cursor.base, cursor.target or newest, _CHANGES_A_ROUND
    changes = connection.execute(_ROUND, span).fetchall()
    all_of_them = len(changes) < _CHANGES_A_ROUND
    target = (cursor.target or newest) if all_of_them else changes[-1][1]
    return target, touched(connection, [change for change, _ in changes], cursor.after, limit)


def _sides(connection: Connection, cursor: Cursor, target: int, place: Place) -> tuple[_State | None, _State | None]:
    """Give what an entry was at the phone's revision, and what it is at the target."""
    versions = connection.execute(_HISTORY, (*place, code(cursor.list, LISTS))).fetchall()

    def at(revision: int) -> _State | None:
        standing_then = (
            _State(category, expires_at)
            for category, expires_at, began, ended in versions
            if began <= revision and (ended is None or ended > revision)
        )
        return next(standing_then, None)

    return at(cursor.base), at(target)


def _upsert(place: Place, state: _State) -> Upsert:
    until = from_micros(state.expires_at) if state.expires_at is not None else None
    return Upsert(place[0], MATCHES[place[1]], CATEGORIES[state.category], until)
