"""What the tables of the circle have in common: ids without digits, the bits of keys, and places in the stream."""

import secrets
from hashlib import blake2b

from guard_api.ports.circle.links import ALARM, FROM_WARNINGS, GUARDED
from guard_api.store.engine import Connection

_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_ID_BYTES = 10
_POSITION = "UPDATE meta SET value = value + 1 WHERE name = 'circle_position' RETURNING value"
_BITS = f"""UPDATE key SET circle =
              CASE WHEN EXISTS (SELECT 1 FROM circle_link WHERE protected = :phone) THEN {GUARDED} ELSE 0 END
            + CASE WHEN EXISTS (SELECT 1 FROM circle_link WHERE protected = :phone AND warn_at = 'warning')
                THEN {FROM_WARNINGS} ELSE 0 END
            + CASE WHEN EXISTS (SELECT 1 FROM circle_alert WHERE protected = :phone AND over_at IS NULL)
                THEN {ALARM} ELSE 0 END
            WHERE device_id = :phone"""  # noqa: S608 - constants only


def new_id() -> str:
    """Make an id of 80 random bits, in letters: digits might be taken for a number."""
    return secrets.token_hex(_ID_BYTES).translate(_LETTERS)


def alert_id(device_id: str, since: int) -> str:
    """Name an alarm by its phone and when it began: whoever raises it, it has the same id."""
    return blake2b(f"{device_id} {since}".encode(), digest_size=_ID_BYTES).hexdigest().translate(_LETTERS)


def next_position(connection: Connection) -> int:
    """Take the next place in the stream. It is the last thing that everybody who tells waits for."""
    position: int = connection.execute(_POSITION).fetchone()[0]
    return position


def set_bits(connection: Connection, device_id: str) -> None:
    """Have checks of a phone know how its circle stands."""
    connection.execute(_BITS, {"phone": device_id})
