"""Listed numbers: the exact number first, then the longest prefix."""

from collections.abc import Iterable, Iterator, Mapping

from guard_api.ports import Listing
from guard_api.store.database import Database

_SHORTEST_PREFIX = 4
"""`+`, a country code and one digit: anything shorter would list whole countries."""
_FIND = """SELECT category, label FROM blocked_number
           WHERE region IN ('', ?) AND (number, match) IN (VALUES {marks})
           ORDER BY match = 'exact' DESC, length(number) DESC LIMIT 1"""


class SqliteBlocklist:
    """The port `Blocklist` on SQLite."""

    def __init__(self, database: Database) -> None:
        """Look-ups need no state."""
        self._database = database

    def find(self, keys: Iterable[str], region: str) -> Mapping[str, Listing]:
        """Look up canonical numbers; rows of another region than the phone's do not apply."""
        found = {}
        with self._database.read() as connection:
            for key in keys:
                candidates = list(_candidates(key))
                sql = _FIND.format(marks=", ".join(["(?, ?)"] * len(candidates)))
                values = [value for candidate in candidates for value in candidate]
                row = connection.execute(sql, (region, *values)).fetchone()
                if row is not None:
                    found[key] = Listing(*row)
        return found


def _candidates(key: str) -> Iterator[tuple[str, str]]:
    yield key, "exact"
    if key.startswith("+"):
        for length in range(_SHORTEST_PREFIX, len(key) + 1):
            yield key[:length], "prefix"
