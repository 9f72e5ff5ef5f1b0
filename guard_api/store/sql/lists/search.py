"""Entries as admins look for them, and whole lists as they go out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from guard_api.lists.endings import span_of
from guard_api.lists.entry import Entry, EntryKey, ListName, Match, Subject
from guard_api.ports.lists.lists import KindCount, ListedEntry, Order, Search, SearchPage
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
_ENDS = "number IN (SELECT number FROM ending WHERE key >= :first AND key <= :last) AND match = 0"
_ENDS_SO = "substr(number, length(number) - :digits) = :ending AND match = 0"
_OLDER = "(began, number, match, list) < (:began, :number, :match, :list)"
_NEWEST_FIRST = "ORDER BY began DESC, number DESC, match DESC, list DESC"
_BEHIND = "(number, match, list) > (:number, :match, :list)"
_BY_NUMBER = "ORDER BY number, match, list"

_ARE_FEW = f"SELECT count(*) FROM (SELECT 1 FROM listed WHERE {_WITHIN} LIMIT {_FEW}) AS few"  # noqa: S608 - constants only
_END_SO = f"SELECT count(*) FROM (SELECT 1 FROM ending WHERE key >= :first AND key <= :last LIMIT {_FEW}) AS few"  # noqa: S608 - constants only
_ANY = f"SELECT {_ROW} FROM listed WHERE {{place}} AND {IS_CURRENT} {{where}} {{order}} LIMIT :limit"  # noqa: S608 - constants only
"""Of few entries: all of them, sorted anew."""
_WALKED = f"""SELECT {_ROW} FROM ({{walk}} LIMIT {_LOOKED_AT}) AS looked_at
              WHERE {IS_CURRENT} {{where}} {{order}} LIMIT :limit"""  # noqa: S608 - constants only
_LAST_WALKED = f"SELECT began, number, match, list FROM ({{walk}} LIMIT 1 OFFSET {_LOOKED_AT - 1}) AS looked_at"  # noqa: S608 - constants only
_BY_AGE = f"SELECT * FROM listed INDEXED BY listed_began WHERE {_OLDER} {_NEWEST_FIRST}"  # noqa: S608 - constants only
# Each change is of one list: a short list is walked by its own changes, however long the others are. `+ 0`: in the
# order of the changes, where an index of lists would have all entries sorted first.
_OF_LIST = """SELECT listed.* FROM change CROSS JOIN listed INDEXED BY listed_began ON listed.began = change.id
              WHERE change.list + 0 = :wanted_list AND change.id <= :began
                AND (change.id < :began OR (listed.number, listed.match, listed.list) < (:number, :match, :list))
              ORDER BY change.id DESC, listed.number DESC, listed.match DESC, listed.list DESC"""
_IN_ORDER = (
    f"SELECT * FROM listed {{index}} WHERE {_BEHIND} AND number >= :begin AND number < :behind {{kind}} {_BY_NUMBER}"  # noqa: S608 - constants only
)
_TEXT = " AND instr(lower(label || ' ' || source || ' ' || note), :text) > 0"
_COUNTS = "SELECT list, match, category, count FROM tally WHERE count > 0"
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


_NEWEST = _Place(1 << 62, "", 0, 0)
_LOWEST = _Place(0, "", 0, 0)


class SqlCatalogue:
    """The port `Catalogue` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def search(self, search: Search) -> SearchPage:
        """Give a page of entries, newest first or by number."""
        values = _values(search)
        with self._database.read() as connection:
            few = _are_few(connection, search, values)
            where, order = _where(search, values, few=few), _ORDERS[search.order]
            walk = None if few else _walk(search)
            select = _ANY if walk is None else _WALKED
            sql = select.format(where=where, order=order, walk=walk, place=_PLACES[search.order])
            rows = connection.execute(sql, values).fetchall()
            entries = [_listed(connection, row) for row in rows]
            if len(rows) == search.limit:
                number, match, *_, of, began = rows[-1]
                return SearchPage(entries, _Place(began, number, match, of))
            beyond = connection.execute(_LAST_WALKED.format(walk=walk), values).fetchone() if walk is not None else None
        return SearchPage(entries, _Place(*beyond) if beyond is not None else None)

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


_ORDERS = {Order.NEWEST: _NEWEST_FIRST, Order.NUMBER: _BY_NUMBER}
_PLACES = {Order.NEWEST: _OLDER, Order.NUMBER: _BEHIND}


def _values(search: Search) -> dict[str, object]:
    began, *key = search.after or (_NEWEST if search.order is Order.NEWEST else _LOWEST)
    first, last = span_of(search.ending)
    begin, behind = _span(search)
    values: dict[str, object] = {"began": began, "number": key[0], "match": key[1], "list": key[2]}
    values |= {"begin": begin, "behind": behind, "limit": search.limit}
    # `{` is behind all that numbers and domains are made of.
    values |= {"low": search.number, "high": f"{search.number}{{", "text": _lowered(search.text)}
    return values | {"first": first, "last": last, "ending": search.ending, "digits": len(search.ending) - 1}


def _span(search: Search) -> tuple[str, str]:
    """Give between which keys all lies that may be found: numbers begin with a `+` or a capital letter, no domain."""
    if search.number and not search.text:
        return search.number, f"{search.number}{{"
    is_of_domains = search.list is not None and search.list.subject is Subject.DOMAIN
    return "," if is_of_domains else "", "{"


def _lowered(text: str) -> str:
    """Lower what SQLite lowers: ASCII."""
    return "".join(character.lower() if character.isascii() else character for character in text)


def _are_few(connection: Connection, search: Search, values: Mapping[str, object]) -> bool:
    """Say whether what is looked for is found in an index, and little."""
    narrow = [_END_SO] if search.ending else []
    narrow += [_ARE_FEW] if search.number and not search.text else []
    return any(connection.execute(sql, values).fetchone()[0] < _FEW for sql in narrow)


def _walk(search: Search) -> str:
    """Give what walks through entries in the order of the answer, by an index that leaves out the most."""
    if search.order is Order.NEWEST:
        return _BY_AGE if search.list is None else _OF_LIST
    if search.match is Match.PREFIX:
        return _IN_ORDER.format(index="INDEXED BY listed_prefixes", kind="AND match = 1")
    if search.list is not None and search.list.allows:
        return _IN_ORDER.format(index="INDEXED BY listed_allowed", kind="AND (list = 1 OR list = 3)")
    return _IN_ORDER.format(index="", kind="")


def _where(search: Search, values: dict[str, object], *, few: bool) -> str:
    """Give the conditions beside the place."""
    where = f" AND {'NOT' if search.text else ''} ({_WITHIN})" if search.number else ""
    if search.ending:
        where += f" AND {_ENDS}" * few + f" AND {_ENDS_SO}"
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
