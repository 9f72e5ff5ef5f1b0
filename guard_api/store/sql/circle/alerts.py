"""Alarms, in SQL: one row an alarm, of which one a phone may be open, and one for each guardian who was told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from guard_api.engine.policy import Level
from guard_api.errors import NotFound
from guard_api.ports.circle.alerts import Alarm, Alert, Change, Guarded, Notified, Reply, Standing, read_place
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Connection, Database, Durability, Topic
from guard_api.store.sql.circle.rows import alert_id, set_bits
from guard_api.store.sql.circle.telling import tell

_LAST = """SELECT id, level, since, diverted, over_at FROM circle_alert
           WHERE protected = ? ORDER BY over_at IS NOT NULL, since DESC LIMIT 1"""
_NOTIFIED = "SELECT label, reply FROM circle_told WHERE alert = ? ORDER BY label, guardian"
_MUTED = "SELECT until FROM circle_mute WHERE device_id = ?"
_WRITE = """INSERT INTO circle_alert (id, protected, region, level, since, updated_at, diverted, over_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET level = excluded.level, updated_at = excluded.updated_at,
              diverted = excluded.diverted, over_at = excluded.over_at"""
_TELL = """INSERT INTO circle_told (alert, guardian, who, label, position)
           SELECT :alert, guardian, who, label, 0 FROM circle_link
           WHERE protected = :phone AND (warn_at = 'warning' OR :critical = 1)
             AND (ends_at IS NULL OR ends_at > :at)
           ON CONFLICT (alert, guardian) DO NOTHING"""
_OPEN_PHONES = """SELECT alert.protected, alert.region FROM circle_alert AS alert
                  WHERE alert.over_at IS NULL AND alert.protected IS NOT NULL"""
_GUARDED = """SELECT link.protected, device.region, key.circle, min(link.since)
              FROM circle_link AS link JOIN device ON device.id = link.protected
                JOIN key ON key.device_id = device.id AND key.revoked_at IS NULL
              WHERE link.protected > ? GROUP BY link.protected, device.region, key.circle
              ORDER BY link.protected LIMIT ?"""
ALERT = """alert.id, told.who, alert.region, alert.level, alert.since, alert.updated_at, alert.diverted,
           alert.over_at IS NOT NULL, alert.leaving_at, told.position"""
_STREAM = f"""SELECT {ALERT} FROM circle_told AS told JOIN circle_alert AS alert ON alert.id = told.alert
              WHERE told.guardian = ? AND told.position > ? ORDER BY told.position LIMIT ?"""  # noqa: S608 - constants only
_PLACE_OF = "SELECT position FROM circle_told WHERE alert = ? AND guardian = ?"
_NEWEST = "SELECT value FROM meta WHERE name = 'circle_position'"
_NEWS = "SELECT DISTINCT guardian FROM circle_told WHERE position > ? AND position <= ?"
_REPLY = "UPDATE circle_told SET reply = ? WHERE alert = ? AND guardian = ? RETURNING alert"
_LEVELS = {level.value: level for level in Level}


class SqlAlerts:
    """The port `Alerts` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def standing(self, device_id: str) -> Standing:
        """Read how a phone's alarm stands."""
        with self._database.read() as connection:
            return _standing(connection, device_id)

    def change(self, device_id: str, region: str, change: Change, at: datetime) -> Alarm | None:
        """Read, change and tell in one transaction: two who raise an alarm at once raise one."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            before = _standing(connection, device_id)
            after = change(before)
            if after is None or after == before.alarm:
                return before.alarm
            return _write(connection, device_id, region, after, to_micros(at))

    def open_phones(self) -> Sequence[tuple[str, str]]:
        """List phones whose alarm is open, with their regions."""
        with self._database.read() as connection:
            return [(phone, region) for phone, region in connection.execute(_OPEN_PHONES).fetchall()]

    def guarded(self, after: str, most: int) -> Sequence[Guarded]:
        """List phones that have guardians."""
        with self._database.read() as connection:
            rows = connection.execute(_GUARDED, (after, most)).fetchall()
        return [Guarded(phone, region, circle, from_micros(since)) for phone, region, circle, since in rows]

    def stream(self, device_id: str, after: str, most: int) -> Sequence[Alert]:
        """List what a guardian was told; a place that does not exist yet is of another database: all begins anew."""
        with self._database.read() as connection:
            place = connection.execute(_PLACE_OF, (after, device_id)).fetchone() if after else None
            position = place[0] if place is not None else read_place(after)
            if position > connection.execute(_NEWEST).fetchone()[0]:
                position = 0
            return [alert_of(row) for row in connection.execute(_STREAM, (device_id, position, most)).fetchall()]

    def reply(self, device_id: str, alert_id: str, reply: Reply) -> None:
        """Note what a guardian does; the last answer counts."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            if connection.execute(_REPLY, (reply, alert_id, device_id)).fetchone() is None:
                raise NotFound("There is no such alert.")

    def news(self, position: int) -> tuple[int, frozenset[str]]:
        """Look for what was told since."""
        with self._database.read() as connection:
            newest: int = connection.execute(_NEWEST).fetchone()[0]
            if newest == position:
                return newest, frozenset()
            notified = connection.execute(_NEWS, (min(position, newest), newest)).fetchall()
        return newest, frozenset(guardian for (guardian,) in notified)


def _standing(connection: Connection, device_id: str) -> Standing:
    muted = connection.execute(_MUTED, (device_id,)).fetchone()
    until = from_micros(muted[0]) if muted is not None else None
    row = connection.execute(_LAST, (device_id,)).fetchone()
    return Standing(_alarm(connection, row) if row is not None else None, until)


def _alarm(connection: Connection, row: Sequence[Any]) -> Alarm:
    name, level, since, diverted, over_at = row
    rows = connection.execute(_NOTIFIED, (name,)).fetchall()
    notified = tuple(Notified(label, Reply(reply) if reply is not None else None) for label, reply in rows)
    over = from_micros(over_at) if over_at is not None else None
    return Alarm(name, _LEVELS[level], from_micros(since), bool(diverted), over, notified)


def _write(connection: Connection, device_id: str, region: str, alarm: Alarm, at: int) -> Alarm | None:
    """Write an alarm down and tell of it; where nobody is to be told, it is not there."""
    since = to_micros(alarm.since)
    name = alarm.id or alert_id(device_id, since)
    critical = int(alarm.level is Level.CRITICAL)
    connection.execute(_TELL, {"alert": name, "phone": device_id, "critical": critical, "at": at})
    if connection.execute(_NOTIFIED, (name,)).fetchone() is None:
        return None
    over = to_micros(alarm.over_at) if alarm.over_at is not None else None
    connection.execute(_WRITE, (name, device_id, region, alarm.level, since, at, int(alarm.diverted), over))
    tell(connection, name, at)
    set_bits(connection, device_id)
    return _standing(connection, device_id).alarm


def alert_of(row: Sequence[Any]) -> Alert:
    """Read an alert as a guardian has it."""
    name, who, region, level, since, updated_at, diverted, over, leaving_at, position = row
    leaving = from_micros(leaving_at) if leaving_at is not None else None
    times = from_micros(since), from_micros(updated_at)
    return Alert(name, who, region, _LEVELS[level], *times, bool(diverted), bool(over), leaving, position)
