"""How many entries the lists have, by kind and by source: every change says what it adds, and nobody has to count.

Which changes brought something of a source is noted, too: they are where its entries are looked for.

Of sources there may be any number, and only so many are counted. Those are counted whole: a source comes to be counted
while all entries of its list are. What is not counted is what is left of the list.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from guard_api.store.engine import Connection

MOST_SOURCES = 1000
"""Sources of one list that are counted."""
_ADD = """INSERT INTO tally (list, match, category, count) VALUES (?, ?, ?, ?)
          ON CONFLICT (list, match, category) DO UPDATE SET count = tally.count + excluded.count"""
_TOTAL = "SELECT CAST(coalesce(sum(count), 0) AS bigint) FROM tally WHERE list = ?"
_SOURCES = "SELECT source, CAST(sum(count) AS bigint) FROM source_tally WHERE list = ? GROUP BY source"
_ADD_TO_SOURCE = """INSERT INTO source_tally (list, source, match, category, count) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (list, source, match, category)
                    DO UPDATE SET count = source_tally.count + excluded.count"""
_BRING = "INSERT INTO source_change (source, change) VALUES (?, ?)"
_LEAVE_OUT = "DELETE FROM source_tally WHERE list = ? AND source = ?"
_TIDY = "DELETE FROM source_tally WHERE list = ? AND count = 0"


@dataclass(slots=True)
class Tally:
    """What a change adds to the counts of a list: small, however many sources it names."""

    connection: Connection
    list: int
    _kinds: Counter[tuple[int, int]] = field(default_factory=Counter)
    """By match and category."""
    _by_source: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    """By source, match and category."""
    _sources: set[str] = field(default_factory=set)
    _is_full: bool = False
    _brought: set[str] = field(default_factory=set)

    def add(self, match: int, category: int, source: str, more: int) -> None:
        """Count entries that come; those that go are below nothing."""
        self._kinds[match, category] += more
        if source in self._sources or self._takes(source):
            self._by_source[source, match, category] += more
            if more > 0:
                self._brought.add(source)

    def _takes(self, source: str) -> bool:
        """Say whether a source is counted that was not met before."""
        if not self._is_full and len(self._sources) == MOST_SOURCES:
            self._is_full = True
            self._sources |= _counted(self.connection, self.list).keys()
        elif not self._is_full:
            self._sources.add(source)
        return source in self._sources

    def publish(self, connection: Connection, change: int) -> None:
        """Add it to the counts, and note what the change brought."""
        self._publish_sources(connection)
        brought = {""} if self._is_full else self._brought - {""}
        connection.executemany(_BRING, [(source, change) for source in brought])
        connection.executemany(_ADD, [(self.list, *kind, more) for kind, more in self._kinds.items() if more])

    def _publish_sources(self, connection: Connection) -> None:
        counted = _counted(connection, self.list)
        is_whole = sum(counted.values()) == connection.execute(_TOTAL, (self.list,)).fetchone()[0]
        if self._is_full:
            # Those that came to be counted meanwhile: this change may have missed some of their entries.
            missed = counted.keys() - self._sources
            connection.executemany(_LEAVE_OUT, [(self.list, source) for source in missed])
            counted = {source: count for source, count in counted.items() if source not in missed}
        known = {*counted, *(self._largest_new(counted, MOST_SOURCES - len(counted)) if is_whole else ())}
        rows = [(self.list, *kind, more) for kind, more in self._by_source.items() if more and kind[0] in known]
        connection.executemany(_ADD_TO_SOURCE, rows)
        connection.execute(_TIDY, (self.list,))

    def _largest_new(self, counted: Iterable[str], most: int) -> Sequence[str]:
        new: Counter[str] = Counter()
        for (source, _, _), more in self._by_source.items():
            new[source] += more
        for source in counted:
            del new[source]
        return [source for source, count in new.most_common(most) if count]


def _counted(connection: Connection, target: int) -> dict[str, int]:
    """Give how many entries each source has that is counted."""
    return dict(connection.execute(_SOURCES, (target,)).fetchall())
