"""Events on their way, in SQL: claimed for a while, so that who dies over one leaves it to others."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from guard_api.ports.circle.deliveries import Attempt, ChannelType, DeadLetter, Delivery, Outcome
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Database, Durability, Topic
from guard_api.store.sql.circle.alerts import ALERT, alert_of
from guard_api.store.sql.circle.endpoints import ENDPOINT, endpoint_of

_KEPT = timedelta(days=7)
"""How long it is known what was given up."""
_ALERT_COLUMNS = 10
_IS_DUE = "SELECT 1 FROM circle_delivery WHERE due_at <= ? LIMIT 1"
_DUE = f"""SELECT {ALERT}, {ENDPOINT}, delivery.device_id, delivery.attempts, delivery.began_at
           FROM circle_delivery AS delivery
             JOIN circle_alert AS alert ON alert.id = delivery.alert
             JOIN circle_told AS told ON told.alert = delivery.alert AND told.guardian = delivery.device_id
             JOIN circle_endpoint AS endpoint
               ON endpoint.device_id = delivery.device_id AND endpoint.id = delivery.endpoint
           WHERE delivery.due_at <= ? ORDER BY delivery.due_at LIMIT ?"""  # noqa: S608 - constants only
_OF_IT = "alert = ? AND device_id = ? AND endpoint = ?"
# What was told meanwhile is another event, which is due by itself.
_SAME = f"{_OF_IT} AND position = ?"
_CLAIM = f"UPDATE circle_delivery SET due_at = ?, attempts = attempts + 1 WHERE {_OF_IT}"  # noqa: S608 - constants only
_DONE = f"DELETE FROM circle_delivery WHERE {_SAME}"  # noqa: S608 - constants only
_AGAIN = f"UPDATE circle_delivery SET due_at = ?, reason = ? WHERE {_SAME}"  # noqa: S608 - constants only
_DEAD = f"UPDATE circle_delivery SET due_at = NULL, dead_at = ?, reason = ? WHERE {_OF_IT}"  # noqa: S608 - constants only
_GIVE_UP = "UPDATE circle_endpoint SET given_up_at = ?, reason = ? WHERE device_id = ? AND id = ?"
_OTHERS = """UPDATE circle_delivery SET due_at = NULL, dead_at = ?, reason = ?
             WHERE device_id = ? AND endpoint = ? AND due_at IS NOT NULL"""
_LIST_DEAD = """SELECT delivery.alert, endpoint.type, endpoint.url, delivery.attempts, delivery.reason, delivery.dead_at
                FROM circle_delivery AS delivery JOIN circle_endpoint AS endpoint
                  ON endpoint.device_id = delivery.device_id AND endpoint.id = delivery.endpoint
                WHERE delivery.dead_at IS NOT NULL AND (delivery.dead_at, delivery.alert) < (?, ?)
                ORDER BY delivery.dead_at DESC, delivery.alert DESC LIMIT ?"""
_FORGET = "DELETE FROM circle_delivery WHERE dead_at <= ?"
_BEHIND_ALL = (1 << 62, "")


class SqlDeliveries:
    """The port `Deliveries` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def claim(self, now: datetime, until: datetime, most: int) -> Sequence[Delivery]:
        """Take what is due. Where nothing is, nobody queues for that."""
        at = to_micros(now)
        with self._database.read() as connection:
            if connection.execute(_IS_DUE, (at,)).fetchone() is None:
                return []
        claimed = []
        with self._database.write(Durability.NORMAL, Topic.KEYS) as connection:
            for row in connection.execute(_DUE, (at, most)).fetchall():
                alert, endpoint = alert_of(row[:_ALERT_COLUMNS]), endpoint_of(row[_ALERT_COLUMNS:-3])
                device_id, attempts, began_at = row[-3:]
                connection.execute(_CLAIM, (to_micros(until), alert.id, device_id, endpoint.id))
                claimed.append(Delivery(device_id, endpoint, alert, attempts, from_micros(began_at)))
        return claimed

    def settle(self, delivery: Delivery, attempt: Attempt, now: datetime, again_at: datetime | None) -> None:
        """Note what became of it; an endpoint that is given up is named, and all that was on its way there."""
        at, of_it = to_micros(now), (delivery.alert.id, delivery.device_id, delivery.endpoint.id)
        same = *of_it, delivery.alert.position
        reason = f"{attempt.outcome}: {attempt.response}" if attempt.response else str(attempt.outcome)
        with self._database.write(Durability.NORMAL, Topic.KEYS) as connection:
            if attempt.outcome is Outcome.DELIVERED:
                connection.execute(_DONE, same)
            elif again_at is not None:
                connection.execute(_AGAIN, (to_micros(again_at), reason, *same))
            else:
                connection.execute(_DEAD, (at, reason, *of_it))
                connection.execute(_GIVE_UP, (at, reason, *of_it[1:]))
                connection.execute(_OTHERS, (at, reason, *of_it[1:]))

    def dead(self, after: tuple[int, str] | None, most: int) -> Sequence[tuple[tuple[int, str], DeadLetter]]:
        """List what was given up, the newest first. Of a URL only its host is shown: the rest may be a secret."""
        with self._database.read() as connection:
            rows = connection.execute(_LIST_DEAD, (*(after or _BEHIND_ALL), most)).fetchall()
        return [
            (
                (dead_at, alert),
                DeadLetter(alert, ChannelType(kind), urlsplit(url).netloc, attempts, reason, from_micros(dead_at)),
            )
            for alert, kind, url, attempts, reason, dead_at in rows
        ]

    def tidy(self, now: datetime) -> None:
        """Forget what was given up long ago."""
        with self._database.write(Durability.NORMAL, Topic.KEYS) as connection:
            connection.execute(_FORGET, (to_micros(now - _KEPT),))
