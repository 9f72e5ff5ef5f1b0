"""Numbers by the hashes of them: one row for each number that stands or stood on a list.

Kept in the order of the hashes, since phones ask for all that begin alike. An import would meet them in no order at
all, so it brings them in sorted.
"""

from collections.abc import Iterable, Iterator, Sequence

from guard_api.lists.entry import Match
from guard_api.lists.phoneblock.hashes import Span, key_of
from guard_api.store.engine import Connection
from guard_api.store.sql.lists.rows import MATCHES, code

_AT_ONCE = 2000
"""Rows in one transaction, a few milliseconds."""
_EXACT = code(Match.EXACT, MATCHES)

_COUNT = "SELECT coalesce(max(place), 0) FROM hashes"
_BRING = """INSERT INTO hashed (key, number)
            SELECT key, number FROM hashes WHERE place BETWEEN ? AND ? ORDER BY place ON CONFLICT DO NOTHING"""
_FORGET = f"""DELETE FROM hashed WHERE key = ? AND number = ?
              AND NOT EXISTS (SELECT 1 FROM listed WHERE listed.number = hashed.number AND match = {_EXACT})"""  # noqa: S608 - constants only
_NUMBERS = "SELECT number FROM hashed WHERE key BETWEEN ? AND ?"


def spans(connection: Connection) -> Iterator[Span]:
    """Cut the sorted hashes of an import (`staging`) into ranges of places."""
    count = connection.execute(_COUNT).fetchone()[0]
    return ((first, first + _AT_ONCE - 1) for first in range(1, count + 1, _AT_ONCE))


def bring(connection: Connection, span: Span) -> None:
    """Bring a range of them over."""
    connection.execute(_BRING, span)


def forget_unlisted(connection: Connection, places: Iterable[tuple[str, int]]) -> None:
    """Forget the hashes of numbers of which no version is left."""
    numbers = {number for number, match in places if match == _EXACT}
    connection.executemany(_FORGET, [(key_of(number), number) for number in numbers])


def numbers_of(connection: Connection, span: Span) -> Sequence[str]:
    """Give the numbers whose hashes have a key in the span."""
    return [number for (number,) in connection.execute(_NUMBERS, span)]
