"""Counts by day: in memory first, and once a minute in the database."""

import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime

from guard_api.ports.operate.day_counts import DayCount
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Database, Durability

_ADD = """INSERT INTO day_count (day, kind, key, n) VALUES (?, ?, ?, ?)
          ON CONFLICT (day, kind, key) DO UPDATE SET n = day_count.n + excluded.n"""
_STAND = """INSERT INTO day_count (day, kind, key, n) VALUES (?, ?, ?, ?)
            ON CONFLICT (day, kind, key) DO UPDATE SET n = excluded.n"""
_STANDS = "SELECT n FROM day_count WHERE day = ? AND kind = ? AND key = ?"
_LIST = "SELECT day, kind, key, n FROM day_count WHERE day >= ? AND day <= ? ORDER BY day, kind, key"
_Place = tuple[int, str, str]
"""Day, as its number in Python's calendar; kind and key."""


class SqlDayCounts:
    """The port `DayCounts` in SQL."""

    def __init__(self, database: Database) -> None:
        """Count nothing yet."""
        self._database = database
        self._lock = threading.Lock()
        self._counts: dict[_Place, int] = {}

    def add(self, kind: str, key: str, at: datetime, count: int = 1) -> None:
        """Count in memory."""
        place = at.toordinal(), kind, key
        with self._lock:
            self._counts[place] = self._counts.get(place, 0) + count

    def write(self) -> None:
        """Write down what was counted here; where that fails, count it again."""
        with self._lock:
            counts, self._counts = self._counts, {}
        if not counts:
            return
        rows = [(_micros(date.fromordinal(day)), kind, key, count) for (day, kind, key), count in counts.items()]
        try:
            with self._database.write(Durability.NORMAL) as connection:
                connection.executemany(_ADD, rows)
        except BaseException:
            with self._lock:
                for place, count in counts.items():
                    self._counts[place] = self._counts.get(place, 0) + count
            raise

    def stand(self, kind: str, key: str, at: datetime, count: int) -> None:
        """Write down how much of something stands there, unless that is written there."""
        place = _micros(at.date()), kind, key
        with self._database.read() as connection:
            if connection.execute(_STANDS, place).fetchone() == (count,):
                return
        with self._database.write(Durability.NORMAL) as connection:
            connection.execute(_STAND, (*place, count))

    def list(self, first: date, last: date) -> Sequence[DayCount]:
        """Read the counts of some days."""
        with self._database.read() as connection:
            rows = connection.execute(_LIST, (_micros(first), _micros(last))).fetchall()
        return [DayCount(from_micros(day).date(), kind, key, count) for day, kind, key, count in rows]


def _micros(day: date) -> int:
    return to_micros(datetime(day.year, day.month, day.day, tzinfo=UTC))
