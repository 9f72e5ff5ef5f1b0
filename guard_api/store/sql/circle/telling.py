"""Telling: an alarm comes to the end of each guardian's stream, and on its way to each endpoint."""

from guard_api.store.engine import Connection
from guard_api.store.sql.circle.rows import next_position

_MOVE = "UPDATE circle_told SET position = ? WHERE alert = ?"
_BRING = """INSERT INTO circle_delivery
              (alert, device_id, endpoint, position, began_at, due_at, attempts, dead_at, reason)
            SELECT told.alert, told.guardian, endpoint.id, told.position, :at, :at, 0, NULL, ''
            FROM circle_told AS told JOIN circle_endpoint AS endpoint ON endpoint.device_id = told.guardian
            WHERE told.alert = :alert AND endpoint.given_up_at IS NULL
            ON CONFLICT (alert, device_id, endpoint) DO UPDATE
            SET position = excluded.position, began_at = excluded.began_at, due_at = excluded.due_at,
                attempts = 0, dead_at = NULL, reason = ''"""


def tell(connection: Connection, alert: str, at: int) -> None:
    """Tell all who were ever told of an alarm how it stands. What was on its way and did not arrive is overtaken."""
    connection.execute(_MOVE, (next_position(connection), alert))
    connection.execute(_BRING, {"alert": alert, "at": at})
