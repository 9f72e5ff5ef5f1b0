"""What is forgotten by its age: phones, revoked keys, codes, reports that came to nothing, finished imports."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from guard_api.lists.change import Author
from guard_api.ports.operate.day_counts import COUNTS_LIFE
from guard_api.ports.phones.feedback import KEPT_FOR
from guard_api.ports.phones.retention import Ages, Due, Kept
from guard_api.store.clock import MICROSECOND, from_micros, to_micros
from guard_api.store.engine import Connection, Database, Durability
from guard_api.store.sql.lists.trail import note_gone, unname_reports
from guard_api.store.sql.phones.devices import forget_devices
from guard_api.store.sqlite.revoked import revoked_keys

_DAY = timedelta(days=1) // MICROSECOND
_Ids = Sequence[tuple[str | bytes | int]]

# A phone asks with its key. A day of use is kept by its beginning.
_DEVICES = """SELECT id, (SELECT max(coalesce(last_used, created_at)) FROM key WHERE key.device_id = device.id) AS at
              FROM device WHERE enrolled_at < :silent AND :uses_since < :silent
                AND NOT EXISTS (SELECT 1 FROM key WHERE key.device_id = device.id
                                AND (created_at >= :silent OR last_used > :silent_day OR revoked_at >= :silent))"""
_KEYS = "SELECT id, revoked_at AS at FROM key WHERE device_id IS NULL AND revoked_at < :silent"
_CODES = "SELECT digest, expires_at AS at FROM enrolment_code WHERE uses_left <= 0 OR expires_at <= :now"
# What is still reported stays dismissed, and what waits for an admin waits.
_REPORTS = """SELECT number, last_at AS at FROM reported WHERE last_at < :reported
                AND (decision = 'dismissed' AND decided_at < :reported OR decision = '' AND devices < :waiting)"""
_IMPORTS = """SELECT id, finished_at AS at FROM import
              WHERE state IN ('done', 'failed', 'stopped') AND finished_at < :imported"""

_COUNTS = "SELECT DISTINCT day, day AS at FROM day_count WHERE day < :counted"

_FEEDBACK = "SELECT check_digest, day AS at FROM feedback WHERE day < :said"
_BACKTESTS = "SELECT id, finished_at AS at FROM backtest WHERE finished_at < :imported"

_USES_SINCE = "SELECT value FROM meta WHERE name = 'uses_since'"
# A clock that was ahead once must not keep everybody for ever.
_NOTE_USES_SINCE = """INSERT INTO meta (name, value) VALUES ('uses_since', ?)
                      ON CONFLICT (name) DO UPDATE SET value =
                        CASE WHEN meta.value < excluded.value THEN meta.value ELSE excluded.value END"""
_FORGET_CODE = "DELETE FROM enrolment_code WHERE digest = ?"
_FORGET_KEY = "DELETE FROM key WHERE id = ?"
_FORGET_REPORT = tuple(f"DELETE FROM {table} WHERE number = ?" for table in ("report", "report_tally", "reported"))  # noqa: S608 - constants only
_FORGET_FEEDBACK = "DELETE FROM feedback WHERE check_digest = ?"
_FORGET_BACKTEST = "DELETE FROM backtest WHERE id = ?"
_FORGET_IMPORT = "DELETE FROM import_error WHERE import_id = ?", "DELETE FROM import WHERE id = ?"


def _devices(connection: Connection, ids: _Ids) -> None:
    forget_devices(connection, [str(name) for (name,) in ids])


def _all_of(*statements: str) -> Callable[[Connection, _Ids], None]:
    def forget(connection: Connection, ids: _Ids) -> None:
        for sql in statements:
            connection.executemany(sql, ids)

    return forget


def _reports(connection: Connection, ids: _Ids) -> None:
    _all_of(*_FORGET_REPORT)(connection, ids)
    unname_reports(connection, [str(number) for (number,) in ids])


class _Rule(NamedTuple):
    """What is too old of a kind, what forgets it, and how many of them in one transaction: nobody waits for it."""

    due: str
    forget: Callable[[Connection, _Ids], None]
    at_once: int


_RULES: Mapping[Kept, _Rule] = {
    Kept.DEVICES: _Rule(_DEVICES, _devices, 100),
    Kept.KEYS: _Rule(_KEYS, _all_of(_FORGET_KEY), 500),
    Kept.CODES: _Rule(_CODES, _all_of(_FORGET_CODE), 500),
    Kept.REPORTS: _Rule(_REPORTS, _reports, 100),
    # An import has ten thousand rejected rows at most.
    Kept.IMPORTS: _Rule(_IMPORTS, _all_of(*_FORGET_IMPORT), 1),
    # By days.
    Kept.COUNTS: _Rule(_COUNTS, _all_of("DELETE FROM day_count WHERE day = ?"), 30),
    Kept.FEEDBACK: _Rule(_FEEDBACK, _all_of(_FORGET_FEEDBACK), 500),
    Kept.BACKTESTS: _Rule(_BACKTESTS, _all_of(_FORGET_BACKTEST), 50),
}


class SqlRetention:
    """The port `Retention` in SQL."""

    def __init__(self, database: Database, ages: Ages) -> None:
        """Read on demand."""
        self._database = database
        self._ages = ages
        self._revoked = revoked_keys(database.path)

    def due(self, now: datetime) -> Mapping[Kept, Due]:
        """Count what is too old."""
        found = {}
        with self._database.read() as connection:
            values = self._values(connection, now)
            for kind, rule in _RULES.items():
                count, at = connection.execute(f"SELECT count(*), min(at) FROM ({rule.due}) AS due", values).fetchone()  # noqa: S608 - constants only
                found[kind] = Due(count, from_micros(at) if at is not None else None)
        return found

    def purge(self, by: Author) -> Mapping[Kept, int]:
        """Forget some of each kind, each in a transaction of its own."""
        gone = {kind: self._purge(kind, by) for kind in _RULES}
        if any(gone.values()):
            self._database.leave_no_traces()
        return {kind: count for kind, count in gone.items() if count}

    def _purge(self, kind: Kept, by: Author) -> int:
        rule = _RULES[kind]
        sql = f"{rule.due} LIMIT {rule.at_once}"
        with self._database.read() as connection:
            values = self._values(connection, by.at)
            if connection.execute(sql, values).fetchone() is None and values["noted"]:
                return 0
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_NOTE_USES_SINCE, (to_micros(by.at),))
            # Asked again: a phone may have come back, a number been reported.
            ids = [(row[0],) for row in connection.execute(sql, self._values(connection, by.at)).fetchall()]
            if ids:
                rule.forget(connection, ids)
                note_gone(connection, by, {kind: len(ids)})
        return len(ids)

    def _values(self, connection: Connection, now: datetime) -> Mapping[str, int]:
        """Give the moments before which things are too old."""
        ages, at = self._ages, to_micros(now)
        since = connection.execute(_USES_SINCE).fetchone()
        silent, reported, imported = (at - age // MICROSECOND for age in (ages.devices, ages.reports, ages.imports))
        return {
            "now": at,
            "silent": silent,
            "silent_day": silent - _DAY,
            "reported": reported,
            "imported": imported,
            "counted": at - COUNTS_LIFE // MICROSECOND,
            "said": at - KEPT_FOR // MICROSECOND,
            "waiting": ages.waiting_devices,
            "noted": since is not None and since[0] <= at,
            "uses_since": since[0] if since is not None else at,
        }

    def overwrite(self) -> bool:
        """Try again where somebody was reading."""
        return not self._database.has_traces or self._database.leave_no_traces()

    def reclaim(self) -> bool:
        """Give free pages back."""
        return self._database.reclaim()

    def rebuild(self) -> None:
        """Write the file anew, without its free pages."""
        self._database.rebuild()
