"""The lists as the PhoneBlock API tells them: with votes, by hash, and what has changed since."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from guard_api.lists.entry import EntryKey, ListName, Match
from guard_api.lists.phoneblock.hashes import Span
from guard_api.lists.phoneblock.ranges import Ranges
from guard_api.lists.precedence import deciding, prefixes_of
from guard_api.ports.lists.votes import PhoneStanding, PublishedNumber, PublishedVersion
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Connection, Database
from guard_api.store.sql.lists.number_keys import numbers_of
from guard_api.store.sql.lists.publishing.list_publisher import ListPublisher
from guard_api.store.sql.lists.rows import CATEGORIES, IS_CURRENT, LISTS, MATCHES, NOT_EXPIRED, code, newest_revision

_EXACT, _PREFIX = code(Match.EXACT, MATCHES), code(Match.PREFIX, MATCHES)
_BLOCK, _ALLOW = code(ListName.BLOCK, LISTS), code(ListName.ALLOW, LISTS)

_SEEN = "list, match, number, category, expires_at, began, ended"
_RANGES = f"""SELECT {_SEEN} FROM listed INDEXED BY listed_prefixes
              WHERE match = {_PREFIX} AND number IN ({{marks}})"""  # noqa: S608 - constants only
_ONE = f"SELECT {_SEEN} FROM listed WHERE number = ? AND match = {_EXACT} AND list IN ({_BLOCK}, {_ALLOW}) UNION ALL"  # noqa: S608 - constants only
_CANDIDATES = f"""SELECT list, match, number, category, (SELECT at FROM change WHERE id = began)
                  FROM ({{rows}}) AS found
                  WHERE {IS_CURRENT} AND {NOT_EXPIRED}"""  # noqa: S608 - constants only
_REPORTED = "SELECT devices, last_at FROM reported WHERE number = ?"
_PREFIXES = f"""SELECT DISTINCT number FROM listed INDEXED BY listed_prefixes
                WHERE match = {_PREFIX} AND {IS_CURRENT} ORDER BY number"""  # noqa: S608 - constants only
_STEP = "SELECT coalesce(max(value), 0) FROM meta WHERE name = 'report_step'"


class _Built(NamedTuple):
    """Ranges, and the revision of the lists and the prefixes that they were made of."""

    revision: int
    prefixes: Sequence[str]
    ranges: Ranges


class SqlVotes:
    """The port `Votes` in SQL."""

    def __init__(self, database: Database) -> None:
        """Hash ranges when they are first asked for."""
        self._database = database
        self._built = _Built(-1, (), Ranges(()))
        self._building = threading.Lock()

    def find(self, number: str, now: datetime) -> PhoneStanding | None:
        """Give what a number goes by: allow before all, exact before the longest range."""
        ranges = prefixes_of(number)
        rows = f"{_ONE} {_RANGES.format(marks=_marks(ranges))}"
        return self._found(rows, [number, *ranges], number, now)

    def find_block(self, block: str, now: datetime) -> PhoneStanding | None:
        """Give what all numbers that begin so go by."""
        ranges = prefixes_of(block)
        return self._found(_RANGES.format(marks=_marks(ranges)), ranges, block, now)

    def _found(self, rows: str, keys: Sequence[str], number: str, now: datetime) -> PhoneStanding | None:
        with self._database.read() as connection:
            best = deciding(connection.execute(_CANDIDATES.format(rows=rows), (*keys, to_micros(now))), _key_of)
            if best is None:
                return None
            target, match, _, category, began = best
            devices, last_at = connection.execute(_REPORTED, (number,)).fetchone() or (0, began)
        times = from_micros(began), from_micros(max(began, last_at))
        return PhoneStanding(CATEGORIES[category], target == _ALLOW, match == _EXACT, devices, *times)

    def numbers(self, span: Span) -> Sequence[str]:
        """Give numbers whose hashes have a key in the span."""
        with self._database.read() as connection:
            return numbers_of(connection, span)

    def blocks(self, span: Span) -> Sequence[str]:
        """Give blocks whose hashes have a key in the span, as of the newest change of the lists."""
        with self._database.read() as connection:
            revision = newest_revision(connection)
            if self._built.revision != revision:
                self._build(connection, revision)
        return self._built.ranges.blocks(span)

    def _build(self, connection: Connection, revision: int) -> None:
        with self._building:
            if self._built.revision == revision:
                return
            prefixes = [prefix for (prefix,) in connection.execute(_PREFIXES)]
            same = prefixes == self._built.prefixes
            self._built = _Built(revision, prefixes, self._built.ranges if same else Ranges(prefixes))

    def version(self) -> PublishedVersion:
        """Give how far the list is."""
        with self._database.read() as connection:
            return PublishedVersion(connection.execute(_STEP).fetchone()[0], newest_revision(connection))

    def published(self, since: PublishedVersion | None) -> Iterator[PublishedNumber]:
        """Give what may have changed since, as it is now."""
        return ListPublisher(self._database, self.version(), since).numbers()


def _key_of(row: Sequence[Any]) -> EntryKey:
    return EntryKey(LISTS[row[0]], MATCHES[row[1]], row[2])


def _marks(keys: Iterable[str]) -> str:
    return ", ".join("?" for _ in keys)
