"""Timelines: what each phone told within the last hours, and no longer."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from guard_api.engine.observations import pack, unpack
from guard_api.errors import StoreUnavailable
from guard_api.ports import Entry, Recorded
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.database import Connection, Database, Durability

_log = logging.getLogger(__name__)
_LONGEST = 500
"""Checks of one phone that are looked at: the newest. Two hours of a check every 15 seconds."""
_PURGE_SECONDS = 30.0
_PURGE_ROWS = 500

_COLUMNS = "received_at, at, request_id, observations"
_LATEST = f"SELECT {_COLUMNS} FROM timeline WHERE device_id = ? AND received_at > ? AND received_at <= ? ORDER BY received_at DESC LIMIT {_LONGEST}"  # noqa: E501, S608 - constants only
_SAME_REQUEST = f"SELECT {_COLUMNS} FROM timeline WHERE device_id = ? AND received_at > ? AND request_id = ?"  # noqa: S608 - constants only
_INSERT = f"INSERT INTO timeline (device_id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608 - constants only
_NEWEST = "SELECT max(received_at) FROM timeline WHERE device_id = ?"
_PURGE = """DELETE FROM timeline WHERE (device_id, received_at) IN
            (SELECT device_id, received_at FROM timeline WHERE received_at <= ? LIMIT ?)"""


class _Row(NamedTuple):
    received_at: int
    at: int
    request_id: str | None
    observations: bytes

    def entry(self) -> Entry:
        return Entry(from_micros(self.received_at), from_micros(self.at), unpack(self.observations), self.request_id)


class SqliteTimelines:
    """The port `Timelines` on SQLite: one write transaction a check."""

    def __init__(self, database: Database) -> None:
        """Purge with the first check."""
        self._database = database
        self._purged = 0.0

    def record(self, device_id: str, entry: Entry, life: timedelta) -> Recorded:
        """Append `entry`, unless its request id stands already, and give the timeline up to it."""
        oldest = to_micros(entry.received_at - life)
        with self._database.write(Durability.NORMAL) as connection:
            recorded = _repeated(connection, device_id, oldest, entry) or _appended(connection, device_id, entry)
            received = to_micros(recorded.received_at)
            timeline = _timeline(connection, device_id, received - life // timedelta(microseconds=1), received)
        try:
            self._purge(oldest)
        except StoreUnavailable as error:
            _log.warning("expired timelines are still there: %s", error)
        return Recorded(recorded, timeline)

    def read(self, device_id: str, now: datetime, life: timedelta) -> Sequence[Entry]:
        """Give the timeline as it stands."""
        with self._database.read() as connection:
            return _timeline(connection, device_id, to_micros(now - life), to_micros(now))

    def _purge(self, oldest: int) -> None:
        """Delete what has expired, a little at a time: a check never waits for a big clean-up."""
        if time.monotonic() - self._purged < _PURGE_SECONDS:
            return
        with self._database.write(Durability.NORMAL) as connection:
            deleted = connection.execute(_PURGE, (oldest, _PURGE_ROWS)).rowcount
        if deleted < _PURGE_ROWS:
            self._purged = time.monotonic()


def _repeated(connection: Connection, device_id: str, oldest: int, entry: Entry) -> Entry | None:
    if entry.request_id is None:
        return None
    row = connection.execute(_SAME_REQUEST, (device_id, oldest, entry.request_id)).fetchone()
    return _Row(*row).entry() if row is not None else None


def _appended(connection: Connection, device_id: str, entry: Entry) -> Entry:
    """Insert with a received_at of its own, even for two checks in one microsecond or a clock set back."""
    newest = connection.execute(_NEWEST, (device_id,)).fetchone()[0] or 0
    received = max(to_micros(entry.received_at), newest + 1)
    row = _Row(received, to_micros(entry.at), entry.request_id, pack(entry.observations))
    connection.execute(_INSERT, (device_id, *row))
    return replace(entry, received_at=from_micros(received))


def _timeline(connection: Connection, device_id: str, oldest: int, newest: int) -> Sequence[Entry]:
    rows = connection.execute(_LATEST, (device_id, oldest, newest)).fetchall()
    return [_Row(*row).entry() for row in reversed(rows)]
