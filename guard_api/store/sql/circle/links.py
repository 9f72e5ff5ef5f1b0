"""Links and invitations, in SQL. What was promised is synced to disk before it is answered."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from guard_api.errors import Conflict, NotFound, WrongCode
from guard_api.ports.circle.links import MOST_GUARDIANS, Circle, Link, WarnAt
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Connection, Database, Durability, Topic
from guard_api.store.sql.circle.leaving import end_link, forget_alert
from guard_api.store.sql.circle.rows import new_id, set_bits
from guard_api.store.sql.circle.telling import tell
from guard_api.store.sql.digests import digest_of, plain_code

_LEAVES_AFTER = timedelta(days=1)
"""How long a link goes on that is ended amid an alarm: it may be the fraudster who asks for that."""
_KEPT = timedelta(days=1)
"""How long an alarm is kept that is over: nobody shall have a history."""
_LONGEST_LOST = timedelta(days=1)
_AT_ONCE = 200
_MOST_INVITATIONS = 10

_COUNT_INVITATIONS = "SELECT count(*) FROM circle_invitation WHERE protected = ? AND expires_at > ?"
_INVITE = "INSERT INTO circle_invitation (digest, protected, label, warn_at, expires_at) VALUES (?, ?, ?, ?, ?)"
_INVITED = "SELECT protected, label, warn_at FROM circle_invitation WHERE digest = ? AND expires_at > ?"
_USE = "DELETE FROM circle_invitation WHERE digest = ?"
_GUARDIANS = "SELECT guardian FROM circle_link WHERE protected = ?"
_LINK = """INSERT INTO circle_link (id, protected, guardian, who, label, warn_at, since)
           VALUES (?, ?, ?, ?, ?, ?, ?)"""
_OF_PROTECTED = """SELECT id, label, warn_at, since, ends_at, NULL FROM circle_link
                   WHERE protected = ? AND (ends_at IS NULL OR ends_at > ?) ORDER BY since, id"""
_OF_GUARDIAN = """SELECT link.id, link.who, link.warn_at, link.since, link.ends_at, circle_mute.until
                  FROM circle_link AS link LEFT JOIN circle_mute ON circle_mute.device_id = link.protected
                  WHERE link.guardian = ? AND (link.ends_at IS NULL OR link.ends_at > ?) ORDER BY link.since, link.id"""
_MUTED = "SELECT until FROM circle_mute WHERE device_id = ?"
_MINE = "SELECT protected, ends_at FROM circle_link WHERE id = ? AND protected = ?"
_GUARDED = "SELECT protected, ends_at FROM circle_link WHERE id = ? AND guardian = ?"
_OPEN = "SELECT id FROM circle_alert WHERE protected = ? AND over_at IS NULL"
_LEAVE = "UPDATE circle_link SET ends_at = ? WHERE id = ?"
_SAY_LEAVING = "UPDATE circle_alert SET leaving_at = ?, updated_at = ? WHERE id = ?"
_MUTE = """INSERT INTO circle_mute (device_id, until) VALUES (?, ?)
           ON CONFLICT (device_id) DO UPDATE SET until = excluded.until"""
_UNMUTE = "DELETE FROM circle_mute WHERE device_id = ?"
_OVER_INVITATIONS = "DELETE FROM circle_invitation WHERE expires_at <= ?"
_OVER_MUTES = "DELETE FROM circle_mute WHERE until <= ?"
_RUN_OUT = f"SELECT id FROM circle_link WHERE ends_at <= ? LIMIT {_AT_ONCE}"  # noqa: S608 - constants only
_OLD = f"SELECT id FROM circle_alert WHERE over_at <= ? LIMIT {_AT_ONCE}"  # noqa: S608 - constants only
_LOST = f"""SELECT id FROM circle_alert
            WHERE protected IS NULL AND over_at IS NULL AND updated_at <= ? LIMIT {_AT_ONCE}"""  # noqa: S608 - the same


class SqlLinks:
    """The port `Links` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def invite(self, device_id: str, label: str, warn_at: WarnAt, now: datetime, expires_at: datetime) -> str:
        """Make a code of 80 random bits, in four groups that can be read out."""
        plain = base64.b32encode(secrets.token_bytes(10)).decode()
        digest = digest_of(plain)
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            if connection.execute(_COUNT_INVITATIONS, (device_id, to_micros(now))).fetchone()[0] >= _MOST_INVITATIONS:
                raise Conflict("There are many invitations already. Wait until they expire.")
            connection.execute(_INVITE, (digest, device_id, label, warn_at, to_micros(expires_at)))
        return "-".join(plain[i : i + 4] for i in range(0, 16, 4))

    def accept(self, device_id: str, code: str, label: str, now: datetime) -> Link:
        """Make the link, and use the invitation up, or neither."""
        digest, at = digest_of(plain_code(code)), to_micros(now)
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            row = connection.execute(_INVITED, (digest, at)).fetchone()
            if row is None:
                raise WrongCode
            protected, who, warn_at = row
            _refuse(connection, protected, device_id)
            link = Link(new_id(), who, WarnAt(warn_at), from_micros(at))
            connection.execute(_LINK, (link.id, protected, device_id, who, label, warn_at, at))
            connection.execute(_USE, (digest,))
            set_bits(connection, protected)
        return link

    def circle_of(self, device_id: str, now: datetime) -> Circle:
        """List the links of a phone."""
        at = to_micros(now)
        with self._database.read() as connection:
            guardians = [_link(row) for row in connection.execute(_OF_PROTECTED, (device_id, at)).fetchall()]
            protects = [_link(row, at) for row in connection.execute(_OF_GUARDIAN, (device_id, at)).fetchall()]
            muted = connection.execute(_MUTED, (device_id,)).fetchone()
        until = from_micros(muted[0]) if muted is not None and muted[0] > at else None
        return Circle(guardians, protects, until)

    def end(self, device_id: str, link_id: str, now: datetime, *, guards: bool) -> datetime | None:
        """End a link; amid an alarm a day later, which guardians are told of with the first who asks."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            row = connection.execute(_GUARDED if guards else _MINE, (link_id, device_id)).fetchone()
            if row is None:
                raise NotFound("There is no such link.")
            protected, ends_at = row
            alert = connection.execute(_OPEN, (protected,)).fetchone()
            if alert is None:
                end_link(connection, link_id)
                return None
            if ends_at is None:
                ends_at = to_micros(now + _LEAVES_AFTER)
                connection.execute(_LEAVE, (ends_at, link_id))
                connection.execute(_SAY_LEAVING, (ends_at, to_micros(now), alert[0]))
                tell(connection, alert[0], to_micros(now))
            return from_micros(ends_at)

    def mute(self, device_id: str, until: datetime | None) -> None:
        """Have no alarm be told until then."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            if until is None:
                connection.execute(_UNMUTE, (device_id,))
                return
            if connection.execute(_OPEN, (device_id,)).fetchone() is not None:
                raise Conflict("An alarm is open: alarms cannot be muted before it is over.")
            connection.execute(_MUTE, (device_id, to_micros(until)))

    def tidy(self, now: datetime) -> bool:
        """Forget what is over, some of it at a time."""
        at, kept, lost = to_micros(now), to_micros(now - _KEPT), to_micros(now - _LONGEST_LOST)
        with self._database.read() as connection:
            ended = connection.execute(_RUN_OUT, (at,)).fetchall()
            old = connection.execute(_OLD, (kept,)).fetchall() + connection.execute(_LOST, (lost,)).fetchall()
        with self._database.write(Durability.NORMAL, Topic.KEYS) as connection:
            connection.execute(_OVER_INVITATIONS, (at,))
            connection.execute(_OVER_MUTES, (at,))
            for (link_id,) in ended:
                end_link(connection, link_id)
            for (alert,) in old:
                forget_alert(connection, alert)
        return len(ended) == _AT_ONCE or len(old) >= _AT_ONCE


def _refuse(connection: Connection, protected: str, guardian: str) -> None:
    """Refuse a link that cannot be. Raises Conflict."""
    if protected == guardian:
        raise Conflict("A phone cannot be its own guardian.")
    guardians = [name for (name,) in connection.execute(_GUARDIANS, (protected,)).fetchall()]
    if guardian in guardians:
        raise Conflict("These phones are linked already.")
    if len(guardians) >= MOST_GUARDIANS:
        raise Conflict(f"This phone has {MOST_GUARDIANS} guardians, which are the most.")


def _link(row: Sequence[Any], now: int = 0) -> Link:
    link_id, label, warn_at, since, ends_at, muted = row
    ends = from_micros(ends_at) if ends_at is not None else None
    until = from_micros(muted) if muted is not None and muted > now else None
    return Link(link_id, label, WarnAt(warn_at), from_micros(since), ends, until)
