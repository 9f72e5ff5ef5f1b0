"""Keys as rows: how they are made, read, and told to the audit trail."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import json

from guard_api.ports import Device, Key, Scope
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Connection
from guard_api.store.sql.digests import digest_of

_PREFIX = "guard"
_SCOPES = {scope.value: scope for scope in Scope}
_numbers = json.Decoder(tuple[str, ...]).decode
SELECT_KEY = """SELECT key.digest, key.id, key.scope, key.label, key.created_at, key.revoked_at,
                    device.id, device.region, device.own_numbers, device.carrier, key.last_used, key.circle,
                    key.request IS NOT NULL AND key.used = 0
             FROM key LEFT JOIN device ON device.id = key.device_id"""
_INSERT_KEY = "INSERT INTO key (id, digest, scope, label, device_id, created_at) VALUES (?, ?, ?, ?, ?, ?)"
_INSERT_DEVICE = """INSERT INTO device (id, region, own_numbers, carrier, label, enrolled_at, code)
                    VALUES (?, ?, ?, ?, ?, ?, ?)"""


def new_secret(key_id: str) -> str:
    """Return a key that nobody can guess, with its public id."""
    return f"{_PREFIX}_{key_id}_{secrets.token_urlsafe(32)}"


def create_key(  # noqa: PLR0913, PLR0917 - what a key is, and whose
    connection: Connection, scope: Scope, label: str, now: datetime, device: Device | None, code: bytes | None = None
) -> tuple[Key, str]:
    """Write down a new key, and its device where it is a device's; return its secret with it."""
    key_id = secrets.token_hex(6)
    secret = new_secret(key_id)
    created = to_micros(now)
    if device is not None:
        numbers = json.encode(device.own_numbers).decode()
        connection.execute(_INSERT_DEVICE, (device.id, device.region, numbers, device.carrier, label, created, code))
    device_id = device.id if device is not None else None
    connection.execute(_INSERT_KEY, (key_id, digest_of(secret), scope, label, device_id, created))
    return Key(key_id, scope, label, now, device), secret


def audited(key: Key) -> Mapping[str, object]:
    """Return what the audit trail says of a key, which is never its secret."""
    region = key.device.region if key.device is not None else None
    return {"scope": key.scope, "label": key.label, "region": region, "revoked_at": key.revoked_at}


def key_of(row: Sequence[Any]) -> Key:
    """Read a row of `SELECT_KEY`."""
    _, key_id, scope, label, created_at, revoked_at, device_id, region, own_numbers, carrier, used, circle, _ = row
    device = Device(device_id, region, _numbers(own_numbers), carrier, circle) if device_id is not None else None
    revoked = from_micros(revoked_at) if revoked_at is not None else None
    last_used = from_micros(used).date() if used is not None else None
    return Key(key_id, _SCOPES[scope], label, from_micros(created_at), device, revoked, last_used)
