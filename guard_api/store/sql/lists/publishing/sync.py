"""What has changed on a list since a phone last asked, in pages that cost what they tell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from guard_api.errors import StoreUnavailable
from guard_api.lists.delta import Cursor, Page, Removal, Upsert
from guard_api.lists.entry import ListName
from guard_api.store.clock import from_micros
from guard_api.store.engine import Connection, Database
from guard_api.store.sql.lists.changes import START, touched
from guard_api.store.sql.lists.coverage import Place
from guard_api.store.sql.lists.expiry import forgotten
from guard_api.store.sql.lists.rows import (
    CATEGORIES,
    LISTS,
    MATCHES,
    VISIBLE_AT,
    code,
    newest_revision,
    placeholders,
    standing,
)

_PLACES_AT_ONCE = 500
"""Entries whose versions are asked for in one query."""
_CHANGES_A_ROUND = 64
"""Changes that one round of pages brings a phone across: each costs two index scans a page."""

_IDENTITY = "SELECT value FROM meta WHERE name = 'database_id'"
_ROUND = "SELECT id, revision FROM change WHERE list = ? AND revision > ? AND revision <= ? ORDER BY revision LIMIT ?"
_ALL = f"""SELECT number, match, category, expires_at FROM listed
           WHERE (number, match) > (:number, :match) AND list = :list AND {VISIBLE_AT}
           ORDER BY number, match LIMIT :limit"""  # noqa: S608 - constants only
_HISTORY = """SELECT number, match, category, expires_at, b.revision, e.revision
              FROM listed JOIN change b ON b.id = began LEFT JOIN change e ON e.id = ended
              WHERE (number, match) IN (VALUES {placeholders}) AND listed.list = ? AND b.revision IS NOT NULL"""


class _State(NamedTuple):
    """What phones know of an entry."""

    category: int
    expires_at: int | None


_Difference = tuple[Place, _State | None, _State | None]


class SqlSync:
    """The port `Sync` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def start(self, target: ListName) -> Cursor:
        """Give the cursor of a phone that has nothing."""
        with self._database.read() as connection:
            return Cursor(_identity(connection), target)

    def newest(self, cursor: Cursor) -> int | None:
        """Give the newest revision, None when the cursor is of another database, or of a past that is forgotten."""
        with self._database.read() as connection:
            newest = newest_revision(connection)
            oldest = forgotten(connection) if cursor.base else 0
            mine = _identity(connection) == cursor.database
        known = oldest <= cursor.base <= newest and cursor.target <= newest
        return newest if mine and known else None

    def page(self, cursor: Cursor, limit: int) -> Page:
        """Give the next page; a cursor must be one that `newest` knows."""
        with self._database.read() as connection:
            connection.execute("BEGIN")
            try:
                return _page(connection, cursor, limit)
            finally:
                connection.execute("COMMIT")


def _identity(connection: Connection) -> int:
    row = connection.execute(_IDENTITY).fetchone()
    if row is None:
        raise StoreUnavailable("the lists have not been copied yet")
    return int(row[0])


def _page(connection: Connection, cursor: Cursor, limit: int) -> Page:
    newest = newest_revision(connection)
    if cursor.base:
        target, places = _round(connection, cursor, newest, limit)
        differences = list(_differences(connection, cursor, target, places))
        upserts = [_upsert(*place, *now) for place, before, now in differences if now is not None and now != before]
        removals = [Removal(n, MATCHES[m]) for (n, m), before, now in differences if now is None and before is not None]
    else:
        target = cursor.target or newest
        everything = _everything(connection, cursor, target, limit)
        upserts, removals, places = [_upsert(*row) for row in everything], [], [row[:2] for row in everything[-1:]]
    done = len(places if cursor.base else upserts) < limit
    base, until, after = (target, 0, START) if done else (cursor.base, target, places[-1])
    following = Cursor(cursor.database, cursor.list, base, until, after)
    complete = done and target == newest
    return Page(standing(connection, cursor.list, target), following, complete, upserts, removals)


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


def _differences(connection: Connection, cursor: Cursor, target: int, places: Sequence[Place]) -> Iterator[_Difference]:
    """Give what entries were at the phone's revision, and what they are at the target."""
    for start in range(0, len(places), _PLACES_AT_ONCE):
        some = places[start : start + _PLACES_AT_ONCE]
        sql = _HISTORY.format(placeholders=placeholders(len(some)))
        versions: defaultdict[Place, list[tuple[Any, ...]]] = defaultdict(list)
        for row in connection.execute(sql, [*(value for place in some for value in place), code(cursor.list, LISTS)]):
            versions[row[:2]].append(row[2:])
        for place in some:
            yield place, _at(versions[place], cursor.base), _at(versions[place], target)


def _at(versions: Iterable[tuple[Any, ...]], revision: int) -> _State | None:
    """Give the one version that stood at a revision."""
    for category, expires_at, began, ended in versions:
        if began <= revision and (ended is None or ended > revision):
            return _State(category, expires_at)
    return None


def _upsert(number: str, match: int, category: int, expires_at: int | None) -> Upsert:
    until = from_micros(expires_at) if expires_at is not None else None
    return Upsert(number, MATCHES[match], CATEGORIES[category], until)
