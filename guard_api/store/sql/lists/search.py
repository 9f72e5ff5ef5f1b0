"""Entries as admins look for them, and whole lists as they go out."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from guard_api.lists.entry import Entry, EntryKey, ListName
from guard_api.ports.lists.lists import ListedEntry, Search, SearchPage
from guard_api.store.clock import from_micros
from guard_api.store.engine import Connection, Database
from guard_api.store.sql.lists.rows import (
    CATEGORIES,
    COLUMNS,
    IS_CURRENT,
    LISTS,
    MATCHES,
    VISIBLE_AT,
    code,
    entry_of,
    newest_revision,
)

_FEW = 10_000
"""Entries that are sorted anew for every page; of more than that, a page is soon full anyway."""
_LOOKED_AT = 50_000
"""Entries that one page looks at, at most: a page may hold less than was asked for, and still not be the last."""
_EXPORTED = 2000

_ROW = f"{COLUMNS}, list, began"
_WITHIN = "number >= :low AND number < :high"
_ARE_FEW = f"SELECT count(*) FROM (SELECT 1 FROM listed WHERE {_WITHIN} LIMIT {_FEW}) AS few"  # noqa: S608 - constants only
_OLDER = "(began, number, match, list) < (:began, :number, :match, :list)"
_ORDER = "ORDER BY began DESC, number DESC, match DESC, list DESC"
_BY_NUMBER = f"""SELECT {_ROW} FROM listed
                 WHERE {_OLDER} AND {IS_CURRENT} {{where}} {_ORDER} LIMIT :limit"""  # noqa: S608 - constants only
_BY_AGE = f"""SELECT {_ROW} FROM (SELECT * FROM listed INDEXED BY listed_began
                                  WHERE {_OLDER} {_ORDER} LIMIT {_LOOKED_AT}) AS looked_at
              WHERE {IS_CURRENT} {{where}} {_ORDER} LIMIT :limit"""  # noqa: S608 - constants only
_LAST_LOOKED_AT = f"""SELECT began, number, match, list FROM listed INDEXED BY listed_began
                      WHERE {_OLDER} {_ORDER} LIMIT 1 OFFSET {_LOOKED_AT - 1}"""  # noqa: S608 - constants only
_TEXT = " AND instr(lower(label || ' ' || source || ' ' || note), :text) > 0"
_CHANGE = "SELECT revision, at, who FROM change WHERE id = ?"
_EXPORT = f"""SELECT {COLUMNS} FROM listed
              WHERE (number, match) > (:number, :match) AND list = :list AND {VISIBLE_AT}
              ORDER BY number, match LIMIT {_EXPORTED}"""  # noqa: S608 - constants only


class _Place(NamedTuple):
    """Where a page ended: entries are walked from the newest change to the oldest."""

    began: int
    number: str
    match: int
    list: int


_FIRST = _Place(1 << 62, "", 0, 0)


class SqlCatalogue:
    """The port `Catalogue` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def search(self, search: Search) -> SearchPage:
        """Give a page of entries, newest first."""
        began, *key = search.after or _FIRST
        values: dict[str, object] = {"began": began, "number": key[0], "match": key[1], "list": key[2]}
        # `{` is behind all that numbers and domains are made of.
        values |= {"low": search.number, "high": f"{search.number}{{", "text": _lowered(search.text)}
        with self._database.read() as connection:
            few = search.number and not search.text and connection.execute(_ARE_FEW, values).fetchone()[0] < _FEW
            sql = (_BY_NUMBER if few else _BY_AGE).format(where=_where(search, values))
            rows = connection.execute(sql, {**values, "limit": search.limit}).fetchall()
            entries = [_listed(connection, row) for row in rows]
            if len(rows) == search.limit:
                number, match, *_, of, began = rows[-1]
                return SearchPage(entries, _Place(began, number, match, of))
            beyond = None if few else connection.execute(_LAST_LOOKED_AT, values).fetchone()
        return SearchPage(entries, _Place(*beyond) if beyond is not None else None)

    def export(self, target: ListName) -> Iterator[Entry]:
        """Give a whole list as of now, in the order of its numbers, however long it takes."""
        with self._database.read() as connection:
            revision = newest_revision(connection)
        values: dict[str, object] = {"list": code(target, LISTS), "revision": revision, "number": "", "match": 0}
        while True:
            with self._database.read() as connection:
                rows = connection.execute(_EXPORT, values).fetchall()
            yield from map(entry_of, rows)
            if len(rows) < _EXPORTED:
                return
            values |= {"number": rows[-1][0], "match": rows[-1][1]}


def _lowered(text: str) -> str:
    """Lower what SQLite lowers: ASCII."""
    return "".join(character.lower() if character.isascii() else character for character in text)


def _where(search: Search, values: dict[str, object]) -> str:
    """Give the conditions beside the number."""
    where = f" AND {'NOT' if search.text else ''} ({_WITHIN})" if search.number else ""
    for column, words, word in (
        ("list", LISTS, search.list),
        ("match", MATCHES, search.match),
        ("category", CATEGORIES, search.category),
    ):
        if word is not None:
            values[f"wanted_{column}"] = words.code(word)
            where += f" AND {column} = :wanted_{column}"
    return where + (_TEXT if search.text else "")


def _listed(connection: Connection, row: Sequence[Any]) -> ListedEntry:
    entry, target, began = entry_of(row), LISTS[row[7]], row[8]
    revision, at, who = connection.execute(_CHANGE, (began,)).fetchone()
    return ListedEntry(EntryKey(target, entry.match, entry.number), entry, revision, from_micros(at), who)
