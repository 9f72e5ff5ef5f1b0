"""Phones that are forgotten: with their keys, and with all that says who made which report."""

from collections.abc import Callable, Iterable

from guard_api.store.engine import Connection
from guard_api.store.sql.circle.leaving import forget_in_circle
from guard_api.store.sql.lists.trail import forget_label

_IS_KNOWN = "SELECT 1 FROM device WHERE id = ?"
_ALL = "SELECT id FROM device"
_TALLY = """INSERT INTO report_tally (number, category, devices)
            SELECT number, category, 1 FROM report WHERE device_id = ?
            ON CONFLICT (number, category) DO UPDATE SET devices = report_tally.devices + excluded.devices"""
_FORGET_REPORTS = "DELETE FROM report WHERE device_id = ?"
_FORGET_FEEDBACK = "DELETE FROM feedback WHERE device_id = ?"
_FORGET_KEYS = "DELETE FROM key WHERE device_id = ? RETURNING id"
_FORGET = "DELETE FROM device WHERE id = ?"


def is_known(connection: Connection, device_id: str) -> bool:
    """Say whether there is such a phone."""
    return connection.execute(_IS_KNOWN, (device_id,)).fetchone() is not None


def find(connection: Connection, is_it: Callable[[str], bool]) -> str | None:
    """Look through all phones, a hundred thousand in a tenth of a second: only admins ask so."""
    return next((name for (name,) in connection.execute(_ALL) if is_it(name)), None)


def forget_devices(connection: Connection, devices: Iterable[str]) -> list[str]:
    """Forget phones; gives the ids of the keys that went with them.

    Their reports count on, by number and category: so many phones did say so, and nobody can tell which.
    """
    keys = []
    for device in devices:
        forget_in_circle(connection, device)
        connection.execute(_TALLY, (device,))
        connection.execute(_FORGET_REPORTS, (device,))
        connection.execute(_FORGET_FEEDBACK, (device,))
        keys += [key for (key,) in connection.execute(_FORGET_KEYS, (device,)).fetchall()]
        connection.execute(_FORGET, (device,))
    for key in keys:
        forget_label(connection, f"key:{key}")
    return keys
