"""The lists as they stand: look-ups for checks, and edits of single entries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

from guard_api.links.hosts import Host, parents
from guard_api.lists.change import Author, ChangeKind
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.lists.precedence import Rank, deciding, prefixes_of, rank
from guard_api.lists.rules import (
    Amendment,
    amended,
    check_addition,
    check_edited,
    check_removal,
    check_unchanged,
)
from guard_api.ports.lists.lists import DomainListing, EntryVersion, ListedEntry, Listing
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Connection, Database, Durability
from guard_api.store.sql.lists.rows import (
    CATEGORIES,
    COLUMNS,
    IS_CURRENT,
    LISTS,
    MATCHES,
    NOT_EXPIRED,
    Draft,
    code,
    entry_of,
)
from guard_api.store.sql.lists.surroundings import surroundings

_EXACT, _PREFIX, _DOMAIN = (code(match, MATCHES) for match in Match)
_BLOCK = code(ListName.BLOCK, LISTS)

_STANDING = f"""SELECT list, match, number, category, label FROM listed
                WHERE number IN ({{exact}}) AND match = {_EXACT} AND {IS_CURRENT} AND {NOT_EXPIRED}
                UNION ALL
                SELECT list, match, number, category, label
                FROM (VALUES {{prefixes}}) AS prefixes
                CROSS JOIN listed INDEXED BY listed_prefixes ON number = prefixes.column1
                WHERE match = {_PREFIX} AND {IS_CURRENT} AND {NOT_EXPIRED}"""  # noqa: S608 - constants only
"""With `number IN (...)` SQLite would sort the prefixes first: a microsecond for each number that is asked for."""
_STANDING_DOMAINS = f"""SELECT list, match, number, category, label, source,
                          (SELECT at FROM change WHERE id = began),
                          EXISTS (SELECT 1 FROM listed WHERE number = it.number AND match = it.match
                                  AND list = it.list AND began <> it.began)
                        FROM listed AS it
                        WHERE number IN ({{names}}) AND match = {_DOMAIN} AND {IS_CURRENT} AND {NOT_EXPIRED}"""  # noqa: S608 - constants only
_VERSIONS = f"""SELECT {COLUMNS}, b.revision, b.at, b.who, e.revision, e.at, e.who
                FROM listed JOIN change b ON b.id = began LEFT JOIN change e ON e.id = ended
                WHERE number = ? AND match = ? AND listed.list = ? AND b.revision IS NOT NULL
                ORDER BY b.revision DESC"""  # noqa: S608 - constants only


@cache
def _standing(exact: int, prefixes: int) -> str:
    return _STANDING.format(exact=_marks(exact), prefixes=", ".join(["(?)"] * prefixes))


@cache
def _standing_domains(names: int) -> str:
    return _STANDING_DOMAINS.format(names=_marks(names))


def _marks(places: int) -> str:
    return ", ".join("?" * places)


def _blocked(keys: Iterable[str], rows: Sequence[Sequence[Any]]) -> Mapping[str, Listing]:
    """Pick for each key what it goes by, of the rows of `_STANDING`."""
    rows = sorted(rows, key=_rank) if len(rows) > 1 else rows
    found = {}
    for key in keys:
        for target, match, number, category, label in rows:
            if key == number or (match == _PREFIX and key.startswith(number)):
                if target == _BLOCK:
                    found[key] = Listing(CATEGORIES[category], label)
                break
    return found


def _rank(row: Sequence[Any]) -> Rank:
    return rank(_key_of(row))


def _key_of(row: Sequence[Any]) -> EntryKey:
    return EntryKey(LISTS[row[0]], MATCHES[row[1]], row[2])


class SqlLists:
    """The port `Lists` in SQL: look-ups and edits of single entries."""

    def __init__(self, database: Database) -> None:
        """Look-ups need no state."""
        self._database = database

    def find(self, keys: Iterable[str], now: datetime) -> Mapping[str, Listing]:
        """Give the listings of those of `keys` that are blocked: exact before the longest prefix, allow before all."""
        exact, prefixes, moment = [*keys], [], to_micros(now)
        for key in exact:
            prefixes += prefixes_of(key)
        if not prefixes:
            return {}
        with self._database.read() as connection:
            sql = _standing(len(exact), len(prefixes))
            rows = connection.execute(sql, (*exact, moment, *prefixes, moment)).fetchall()
        return _blocked(exact, rows) if rows else {}

    def find_hosts(self, hosts: Iterable[Host], now: datetime) -> Mapping[str, DomainListing]:
        """Give what each host goes by: allow before all, then the longest domain."""
        names_of, wanted = {}, []
        for host in hosts:
            # Nothing is listed above what can be registered.
            names = [name for name in parents(host.name) if len(name) >= len(host.registrable)]
            names_of[host.name] = names
            wanted += names
        with self._database.read() as connection:
            rows = connection.execute(_standing_domains(len(wanted)), (*wanted, to_micros(now))).fetchall()
        if not rows:
            return {}
        going_by = (
            (host, deciding((row for row in rows if row[2] in names), _key_of)) for host, names in names_of.items()
        )
        return {host: self._domain_listing(row) for host, row in going_by if row is not None}

    def _domain_listing(self, row: Sequence[Any]) -> DomainListing:
        target, _, name, category, label, source, began_at, changed = row
        key = EntryKey(LISTS[target], Match.DOMAIN, name)
        since = self._since(key) if changed else from_micros(began_at)
        return DomainListing(key.id, key.list.allows, CATEGORIES[category], label, source, since)

    def _since(self, key: EntryKey) -> datetime:
        newest, *older = self.versions(key)
        since = newest.began_at
        for version in older:
            if version.ended_at != since or not version.entry.counts(since):
                break
            since = version.began_at
        return since

    def get(self, key: EntryKey) -> ListedEntry | None:
        """Give an entry as it stands."""
        newest = next(iter(self.versions(key)), None)
        if newest is None or newest.ended_at is not None:
            return None
        return ListedEntry(key, newest.entry, newest.revision, newest.began_at, newest.began_by)

    def versions(self, key: EntryKey) -> list[EntryVersion]:
        """Give all that the entry ever was, newest first."""
        place = key.number, code(key.match, MATCHES), code(key.list, LISTS)
        with self._database.read() as connection:
            return [_version(row) for row in connection.execute(_VERSIONS, place)]

    def add(self, key: EntryKey, entry: Entry, author: Author) -> None:
        """Put a new entry on a list. Raises Conflict."""
        with self._database.write(Durability.FULL) as connection:
            put_new(connection, key, entry, ChangeKind.ADD, author)

    def add_all(self, entries: Mapping[EntryKey, Entry], author: Author) -> int:
        """Put new entries on one list as one change. Raises Conflict."""
        with self._database.write(Durability.FULL) as connection:
            draft = Draft.begin(connection, ChangeKind.ADD, author, next(iter(entries)).list)
            for key, entry in entries.items():
                check_addition(surroundings(connection, key, author.at, arrives=True), author.at)
                draft.put(entry)
            return draft.publish()

    def edit(self, key: EntryKey, amendment: Amendment, author: Author, seen: int | None = None) -> None:
        """Change an entry; one that is the same afterwards makes no change. Raises NotFound, Conflict."""
        with self._database.write(Durability.FULL) as connection:
            self._check_unchanged(key, seen)
            after = amended(surroundings(connection, key, author.at, arrives=False), amendment)
            if after is not None:
                with _published(connection, ChangeKind.EDIT, author, key.list) as draft:
                    draft.put(after)

    def remove(self, key: EntryKey, author: Author, seen: int | None = None) -> None:
        """Take an entry off its list. Raises NotFound, Conflict."""
        with self._database.write(Durability.FULL) as connection:
            self._check_unchanged(key, seen)
            check_removal(surroundings(connection, key, author.at, arrives=False))
            with _published(connection, ChangeKind.REMOVE, author, key.list) as draft:
                draft.remove(key)

    def _check_unchanged(self, key: EntryKey, seen: int | None) -> None:
        """Hold others up until it is changed: whoever asks has begun to write."""
        there = self.get(key) if seen is not None else None
        if there is not None:
            check_unchanged(key, there.revision, seen)

    def edit_all(self, keys: Sequence[EntryKey], amendment: Amendment, author: Author) -> int:
        """Change entries of one list as one change. Raises NotFound, Conflict."""
        with self._database.write(Durability.FULL) as connection:
            draft = Draft.begin(connection, ChangeKind.EDIT, author, keys[0].list)
            for key in keys:
                after = amended(surroundings(connection, key, author.at, arrives=False), amendment)
                if after is not None:
                    draft.put(after)
            check_edited(draft.changed)
            return draft.publish()

    def remove_all(self, keys: Sequence[EntryKey], author: Author) -> int:
        """Take entries off their list as one change. Raises NotFound, Conflict."""
        with self._database.write(Durability.FULL) as connection:
            draft = Draft.begin(connection, ChangeKind.REMOVE, author, keys[0].list)
            for key in keys:
                check_removal(surroundings(connection, key, author.at, arrives=False))
                draft.remove(key)
            return draft.publish()


def put_new(connection: Connection, key: EntryKey, entry: Entry, what: ChangeKind, author: Author) -> None:
    """Put a new entry on a list, as one change. Raises Conflict."""
    check_addition(surroundings(connection, key, author.at, arrives=True), author.at)
    with _published(connection, what, author, key.list) as draft:
        draft.put(entry)


@contextmanager
def _published(connection: Connection, what: ChangeKind, author: Author, target: ListName) -> Iterator[Draft]:
    draft = Draft.begin(connection, what, author, target)
    yield draft
    draft.publish()


def _version(row: Sequence[Any]) -> EntryVersion:
    revision, began_at, began_by, ended, ended_at, ended_by = row[7:13]
    until, by = (from_micros(ended_at), ended_by) if ended is not None else (None, None)
    return EntryVersion(entry_of(row), revision, from_micros(began_at), began_by, until, by, ended)
