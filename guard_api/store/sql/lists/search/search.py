"""Entries as admins look for them, and whole lists as they go out."""

from collections.abc import Iterator, Sequence
from typing import Any

from guard_api.lists.entry import Entry, EntryKey, ListName
from guard_api.ports.lists.catalogue import FoundCount, KindCount, Order, Search, SearchPage
from guard_api.ports.lists.lists import ListedEntry
from guard_api.store.clock import from_micros
from guard_api.store.engine import Connection, Database
from guard_api.store.sql.lists.rows import (
    CATEGORIES,
    COLUMNS,
    LISTS,
    MATCHES,
    VISIBLE_AT,
    code,
    entry_of,
    newest_revision,
)
from guard_api.store.sql.lists.search.conditions import few, index, values_of, where
from guard_api.store.sql.lists.search.counting import counted
from guard_api.store.sql.lists.search.walking import Place, Walk

_EXPORTED = 2000

_COUNTS = "SELECT list, match, category, count FROM tally WHERE count > 0"
_CHANGE = "SELECT revision, at, who FROM change WHERE id = ?"
_EXPORT = f"""SELECT {COLUMNS} FROM listed
              WHERE (number, match) > (:number, :match) AND list = :list AND {VISIBLE_AT}
              ORDER BY number, match LIMIT {_EXPORTED}"""  # noqa: S608 - constants only


class SqlCatalogue:
    """The port `Catalogue` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def search(self, search: Search) -> SearchPage:
        """Give a page of entries, newest first or by number."""
        values, after = values_of(search), Place(*search.after) if search.after is not None else None
        with self._database.read() as connection:
            are_few = few(connection, search, values)
            walk = Walk(connection, where(search, values, are_few), values)
            if are_few:
                following = walk.sorted_anew(after, search.order)
            elif search.order is Order.NUMBER:
                following = walk.by_number(after, *index(search))
            else:
                following = walk.newest_first(after)
            return SearchPage([_listed(connection, row) for row in walk.rows], following)

    def counts(self) -> Sequence[KindCount]:
        """Count the entries of all lists by kind."""
        with self._database.read() as connection:
            rows = sorted(connection.execute(_COUNTS).fetchall())
        return [KindCount(LISTS[of], MATCHES[match], CATEGORIES[category], n) for of, match, category, n in rows]

    def count(self, search: Search) -> Sequence[FoundCount] | None:
        """Count what is found on one list by kind and source; None: there is too much."""
        with self._database.read() as connection:
            return counted(connection, search)

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


def _listed(connection: Connection, row: Sequence[Any]) -> ListedEntry:
    entry, target, began = entry_of(row), LISTS[row[7]], row[8]
    revision, at, who = connection.execute(_CHANGE, (began,)).fetchone()
    return ListedEntry(EntryKey(target, entry.match, entry.number), entry, revision, from_micros(at), who)
