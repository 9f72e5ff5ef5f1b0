"""Keys, and how values begin. All that is of one phone lies in one slot; what marks a slot lies in it, too."""

from guard_api.errors import StoreUnavailable
from guard_api.store.valkey.slots import tags

_VERSION = b"\x01"
"""How values begin, in the forms of `store.forms`. Another form, packed or sealed, has another number."""


def timeline_key(device_id: str) -> str:
    """Return the key of what a phone told."""
    return f"guard:t:{{{device_id}}}"


def line_key(device_id: str) -> str:
    """Return the key of how a phone's line stands."""
    return f"guard:l:{{{device_id}}}"


def born_key(slot: int) -> str:
    """Return the key of since when a slot has been filled."""
    return f"guard:b:{{{tags()[slot]}}}"


def probe_key(slot: int) -> str:
    """Return a key of nothing, to see whether it can be written."""
    return f"guard:p:{{{tags()[slot]}}}"


def limit_key(name: str) -> str:
    """Return the key of a budget."""
    return f"guard:q:{{{name}}}"


def versioned(value: bytes) -> bytes:
    """Return a value as it is written."""
    return _VERSION + value


def without_version(value: bytes | None) -> bytes | None:
    """Return what was written. Raises StoreUnavailable for what only a newer version of the program can read."""
    if value is None:
        return None
    if value[:1] != _VERSION:
        raise StoreUnavailable("a newer version of the program has written this")
    return value[1:]
