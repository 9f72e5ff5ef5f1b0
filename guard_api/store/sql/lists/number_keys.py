"""Numbers by keys: one row for each number that stands or stood on a list, in each of two tables.

`hashed` is in the order of their hashes, since phones ask for all that begin alike; `ending` in that of their last
digits, since admins do. An import would meet both in no order at all, so it brings them in sorted.
"""

from collections.abc import Iterable, Iterator, Sequence

from guard_api.lists.endings import ending_key
from guard_api.lists.entry import Match
from guard_api.lists.phoneblock.hashes import Span, key_of
from guard_api.store.engine import Connection
from guard_api.store.sql.lists.rows import MATCHES, code

_AT_ONCE = 2000
"""Rows in one transaction, a few milliseconds."""
_EXACT = code(Match.EXACT, MATCHES)

_TABLES = {"hashed": "hashes", "ending": "endings"}
"""Each with the table of an import that is brought into it (`staging`)."""
_COUNT = "SELECT coalesce(max(place), 0) FROM {keys}"
_BRING = """INSERT INTO {table} (key, number)
            SELECT key, number FROM {keys} WHERE place BETWEEN ? AND ? ORDER BY place ON CONFLICT DO NOTHING"""
_FORGET = f"""DELETE FROM {{table}} WHERE key = ? AND number = ?
              AND NOT EXISTS (SELECT 1 FROM listed WHERE listed.number = {{table}}.number AND match = {_EXACT})"""  # noqa: S608 - constants only
_NUMBERS = "SELECT number FROM hashed WHERE key BETWEEN ? AND ?"


def spans(connection: Connection) -> Iterator[tuple[str, Span]]:
    """Cut the sorted keys of an import into ranges of places, each with the statement that brings it over."""
    for table, keys in _TABLES.items():
        bring = _BRING.format(table=table, keys=keys)
        count = connection.execute(_COUNT.format(keys=keys)).fetchone()[0]
        yield from ((bring, (first, first + _AT_ONCE - 1)) for first in range(1, count + 1, _AT_ONCE))


def forget_unlisted(connection: Connection, places: Iterable[tuple[str, int]]) -> None:
    """Forget the keys of numbers of which no version is left."""
    for number in {number for number, match in places if match == _EXACT}:
        for table, key in _keys(number):
            connection.execute(_FORGET.format(table=table), (key, number))


def _keys(number: str) -> Sequence[tuple[str, int]]:
    return ("hashed", key_of(number)), ("ending", ending_key(number))


def numbers_of(connection: Connection, span: Span) -> Sequence[str]:
    """Give the numbers whose hashes have a key in the span."""
    return [number for (number,) in connection.execute(_NUMBERS, span)]
