"""Timelines: what each phone told within the last hours, and no longer.

They have a file of their own beside the database. Nothing in it is worth waiting for a disk, nor for an admin's change
or an import that waits for one: in one file, a check took 27 ms at the 99th percentile, in its own it takes 4.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from guard_api.engine.observations import pack, unpack
from guard_api.errors import StoreUnavailable
from guard_api.ports import Entry, Recorded, Timeline
from guard_api.store.clock import MICROSECOND, from_micros, to_micros
from guard_api.store.database import Connection, Database, Durability
from guard_api.store.schema import TIMELINES

_log = logging.getLogger(__name__)
_LONGEST = 500
"""Checks of one phone that are looked at: the newest. Two hours of a check every 15 seconds."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")
"""A random name that Linux gives itself when it starts."""
_TELLING = 8
_PURGE_SECONDS = 30.0
_PURGE_ROWS = 500

_NEWEST = 1 << 62
"""Later than any time in microseconds."""

_COLUMNS = "received_at, at, request_id, observations"
_TIMELINE = """SELECT max(received_at), max(at), group_concat(observations, '') FROM
                  (SELECT * FROM
                    (SELECT received_at, at, observations FROM timeline
                     WHERE device_id = ? AND received_at > ? AND received_at <= ?
                     ORDER BY received_at DESC LIMIT +?)
                   ORDER BY received_at)"""
"""One row for all: a row for each check would take half a microsecond, and a turn at the interpreter's lock.

`LIMIT ?` would have SQLite plan anew for every value, which takes three times as long as the rest; `+?` does not.
"""
_SAME_REQUEST = f"SELECT {_COLUMNS} FROM timeline WHERE device_id = ? AND received_at > ? AND request_id = ?"  # noqa: S608 - constants only
_INSERT = f"INSERT INTO timeline (device_id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608 - constants only
_BEGIN = "INSERT OR IGNORE INTO timeline_begun (received_at, device_id) VALUES (?, ?)"
"""For each phone a time no later than its oldest check: the purge finds what has expired by it.

Written with the first check of two hours; an index of all checks would cost each of them a seventh of its time here.
"""
_PURGE = """DELETE FROM timeline WHERE (device_id, received_at) IN
            (SELECT timeline.device_id, timeline.received_at FROM timeline_begun AS begun CROSS JOIN timeline
             ON timeline.device_id = begun.device_id AND timeline.received_at <= ?1
             WHERE begun.received_at <= ?1 ORDER BY begun.received_at LIMIT +?2)"""
_BEGIN_LATER = """UPDATE OR REPLACE timeline_begun AS begun
                  SET received_at = coalesce((SELECT min(received_at) FROM timeline
                                              WHERE device_id = begun.device_id), -1)
                  WHERE (received_at, device_id) IN
                  (SELECT received_at, device_id FROM timeline_begun
                   WHERE received_at <= ? ORDER BY received_at LIMIT +?)"""
"""Begin where what is left of a phone's timeline does; at -1, which is no time, where nothing is left."""
_ENDED = "DELETE FROM timeline_begun WHERE received_at = -1"


def timelines_beside(
    database: Path, wait_seconds: float, failed: Callable[[], None] = lambda: None, boot: Path = _BOOT
) -> Database:
    """Give the file of timelines, not opened yet; it is named for the machine's boot.

    Nothing waits until it is on the disk, so a power cut may leave it broken: what another boot has left is deleted.
    """
    known = boot.read_text("ascii")[:_TELLING] if boot.exists() else ""
    path = database.with_name(f"{database.name}.timelines-{known or 'here'}")
    for left in database.parent.glob(f"{database.name}.timelines-*"):
        if not left.name.startswith(path.name):
            left.unlink(missing_ok=True)
    return Database(path, wait_seconds, failed, TIMELINES, Durability.OFF if known else Durability.NORMAL)


class SqliteTimelines:
    """The port `Timelines` on SQLite: one write transaction a check."""

    def __init__(self, database: Database) -> None:
        """Purge with the first check."""
        self._database = database
        self._purged = 0.0

    def record(self, device_id: str, entry: Entry, life: timedelta) -> Recorded:
        """Append `entry`, unless its request id stands already, and give the timeline up to it."""
        arrived, at, packed = to_micros(entry.received_at), to_micros(entry.at), pack(entry.observations)
        oldest = arrived - life // MICROSECOND
        with self._database.write(self._database.usual) as connection:
            name = entry.request_id
            same = _repeated(connection, device_id, oldest, name) if name is not None else None
            if same is None:
                newest, *before = connection.execute(_TIMELINE, (device_id, oldest, _NEWEST, _LONGEST - 1)).fetchone()
                # A received_at of its own, even for two checks in one microsecond or a clock set back.
                received = arrived if newest is None or newest < arrived else newest + 1
                connection.execute(_INSERT, (device_id, received, at, name, packed))
                if newest is None:
                    connection.execute(_BEGIN, (received, device_id))
        self._purge(oldest)
        if same is not None:
            return Recorded(same, self.read(device_id, same.received_at, life))
        recorded = entry if received == arrived else replace(entry, received_at=from_micros(received))
        return Recorded(recorded, _timeline(*before).followed_by(recorded))

    def read(self, device_id: str, now: datetime, life: timedelta) -> Timeline:
        """Give the timeline as it stands."""
        with self._database.read() as connection:
            span = device_id, to_micros(now - life), to_micros(now), _LONGEST
            _, *told = connection.execute(_TIMELINE, span).fetchone()
        return _timeline(*told)

    def tidy(self) -> bool:
        """Keep the log short."""
        return self._database.shorten_log()

    def _purge(self, oldest: int) -> None:
        """Delete what has expired, a little at a time: a check never waits for a big clean-up, nor fails for one."""
        if time.monotonic() - self._purged < _PURGE_SECONDS:
            return
        try:
            with self._database.write(self._database.usual) as connection:
                deleted = connection.execute(_PURGE, (oldest, _PURGE_ROWS)).rowcount
                connection.execute(_BEGIN_LATER, (oldest, _PURGE_ROWS))
                connection.execute(_ENDED)
        except StoreUnavailable as error:
            _log.warning("expired timelines are still there: %s", error)
        else:
            if deleted < _PURGE_ROWS:
                self._purged = time.monotonic()


def _timeline(as_of: int | None, packed: str | None) -> Timeline:
    if as_of is None:
        return Timeline()
    return Timeline(unpack(packed or ""), from_micros(as_of))


def _repeated(connection: Connection, device_id: str, oldest: int, request_id: str) -> Entry | None:
    row = connection.execute(_SAME_REQUEST, (device_id, oldest, request_id)).fetchone()
    if row is None:
        return None
    received_at, at, name, observations = row
    return Entry(from_micros(received_at), from_micros(at), unpack(observations), name)
