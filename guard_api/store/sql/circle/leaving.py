"""How links end: one by itself, all of a phone with its key, and what stays of a phone that is forgotten."""

from guard_api.store.engine import Connection
from guard_api.store.sql.circle.rows import next_position, set_bits

_END = "DELETE FROM circle_link WHERE id = ? RETURNING protected, guardian"
_LINKS = "SELECT id FROM circle_link WHERE protected = :phone OR guardian = :phone"
_OF_BOTH = "(SELECT id FROM circle_alert WHERE protected = :protected)"
_UNTELL = (
    f"DELETE FROM circle_told WHERE guardian = :guardian AND alert IN {_OF_BOTH}",  # noqa: S608 - constants only
    f"DELETE FROM circle_delivery WHERE device_id = :guardian AND alert IN {_OF_BOTH}",  # noqa: S608 - the same
)
_OWN = (
    "DELETE FROM circle_invitation WHERE protected = :phone",
    "DELETE FROM circle_mute WHERE device_id = :phone",
    "DELETE FROM circle_endpoint WHERE device_id = :phone",
    "DELETE FROM circle_delivery WHERE device_id = :phone",
    "DELETE FROM circle_told WHERE guardian = :phone",
)
_OPEN = "SELECT id FROM circle_alert WHERE protected = ? AND over_at IS NULL"
_LOSE_OPEN = "UPDATE circle_alert SET protected = NULL, leaving_at = updated_at WHERE id = ?"
_TELL = "UPDATE circle_told SET position = ? WHERE alert = ?"
_LOSE_LINKS = "DELETE FROM circle_link WHERE protected = ? RETURNING guardian"
_ALERTS = "SELECT id FROM circle_alert WHERE protected = ?"
_FORGET_ALERT = (
    "DELETE FROM circle_told WHERE alert = ?",
    "DELETE FROM circle_delivery WHERE alert = ?",
    "DELETE FROM circle_alert WHERE id = ?",
)


def end_link(connection: Connection, link_id: str) -> None:
    """End a link at once: what its guardian was told of that phone goes with it."""
    row = connection.execute(_END, (link_id,)).fetchone()
    if row is None:
        return
    protected, guardian = row
    for sql in _UNTELL:
        connection.execute(sql, {"protected": protected, "guardian": guardian})
    set_bits(connection, protected)


def leave_circle(connection: Connection, device_id: str) -> None:
    """End all links of a phone whose key was revoked, and forget where its events went."""
    for (link_id,) in connection.execute(_LINKS, {"phone": device_id}).fetchall():
        end_link(connection, link_id)
    for sql in _OWN:
        connection.execute(sql, {"phone": device_id})
    for (alert,) in connection.execute(_ALERTS, (device_id,)).fetchall():
        forget_alert(connection, alert)


def forget_in_circle(connection: Connection, device_id: str) -> None:
    """Forget a phone. An alarm that is open stays with those who were told, for a day, and names it no more.

    Whoever has the phone in hand could else end an alarm by having it be forgotten.
    """
    left = connection.execute(_OPEN, (device_id,)).fetchone()
    if left is not None:
        connection.execute(_TELL, (next_position(connection), left[0]))
        connection.execute(_LOSE_OPEN, left)
        connection.execute(_LOSE_LINKS, (device_id,)).fetchall()
    leave_circle(connection, device_id)


def forget_alert(connection: Connection, alert: str) -> None:
    """Forget an alarm, whoever was told of it."""
    for sql in _FORGET_ALERT:
        connection.execute(sql, (alert,))
