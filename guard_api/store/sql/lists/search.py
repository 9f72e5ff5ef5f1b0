"""Entries as admins look for them, and whole lists as they go out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guard_api.lists.endings import span_of
from guard_api.lists.entry import Entry, EntryKey, ListName, Match, Subject
from guard_api.ports.lists.lists import KindCount, ListedEntry, Order, Search, SearchPage
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
from guard_api.store.sql.lists.walking import Place, Walk

FEW = 10_000
"""Entries that are sorted anew for every page; of more than that, a page is soon full anyway."""
_EXPORTED = 2000

_WITHIN = "number >= :low AND number < :high"
_ENDS = "number IN (SELECT number FROM ending WHERE key >= :first AND key <= :last) AND match = 0"
_ENDS_SO = "substr(number, length(number) - :digits) = :ending AND match = 0"
_IS_PREFIX = "match = 1"
_ARE_FEW = "SELECT count(*) FROM (SELECT 1 FROM {found} LIMIT :few) AS few"
_BEGIN_SO = f"listed WHERE {_WITHIN}"
_END_SO = "ending WHERE key >= :first AND key <= :last"
_PREFIXES = f"listed INDEXED BY listed_prefixes WHERE {_IS_PREFIX}"
_TEXT = " AND instr(lower(label || ' ' || source || ' ' || note), :text) > 0"
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
        values = _values(search)
        values, after = _values(search), Place(*search.after) if search.after is not None else None
        with self._database.read() as connection:
            few = _few(connection, search, values)
            walk = Walk(connection, _where(search, values, few), values)
            if few:
                following = walk.sorted_anew(after, search.order)
            elif search.order is Order.NUMBER:
                following = walk.by_number(after, *_index(search))
            else:
                following = walk.newest_first(after)
            return SearchPage([_listed(connection, row) for row in walk.rows], following)

    def counts(self) -> Sequence[KindCount]:
        """Count the entries of all lists by kind."""
        with self._database.read() as connection:
            rows = sorted(connection.execute(_COUNTS).fetchall())
        return [KindCount(LISTS[of], MATCHES[match], CATEGORIES[category], n) for of, match, category, n in rows]

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


def _values(search: Search) -> dict[str, object]:
    first, last = span_of(search.ending)
    begin, behind = _span(search)
    # `{` is behind all that numbers and domains are made of.
    values: dict[str, object] = {"low": search.number, "high": f"{search.number}{{", "text": _lowered(search.text)}
    values |= {"first": first, "last": last, "ending": search.ending, "digits": len(search.ending) - 1}
    return values | {"begin": begin, "behind": behind, "limit": search.limit, "few": FEW}


def _span(search: Search) -> tuple[str, str]:
    """Give between which keys all lies that may be found: numbers begin with a `+` or a capital letter, no domain."""
    if search.number and not search.text:
        return search.number, f"{search.number}{{"
    is_of_domains = search.list is not None and search.list.subject is Subject.DOMAIN
    return "," if is_of_domains else "", "{"


def _lowered(text: str) -> str:
    """Lower what SQLite lowers: ASCII."""
    return "".join(character.lower() if character.isascii() else character for character in text)


def _few(connection: Connection, search: Search, values: Mapping[str, object]) -> str:
    """Give a condition with which an index finds all that is looked for, and little else; none where there is none."""
    narrow = [(_END_SO, _ENDS)] if search.ending else []
    if search.order is Order.NEWEST:
        narrow += [(_PREFIXES, _IS_PREFIX)] if search.match is Match.PREFIX else []
        narrow += [(_BEGIN_SO, _WITHIN)] if search.number and not search.text else []
    found = (
        so for counted, so in narrow if connection.execute(_ARE_FEW.format(found=counted), values).fetchone()[0] < FEW
    )
    return next(found, "")


def _index(search: Search) -> tuple[str, str]:
    """Give the index by which numbers are walked that leaves out the most, and what all in it are."""
    if search.match is Match.PREFIX:
        return "INDEXED BY listed_prefixes", _IS_PREFIX
    if search.list is not None and search.list.allows:
        return "INDEXED BY listed_allowed", "(list = 1 OR list = 3)"
    return "", "true"


def _where(search: Search, values: dict[str, object], few: str) -> str:
    """Give the conditions beside the place."""
    where = f" AND {few}" if few else ""
    if search.number:
        where += f" AND {'NOT' if search.text else ''} ({_WITHIN})"
    if search.ending:
        where += f" AND {_ENDS_SO}"
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
