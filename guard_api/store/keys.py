"""Keys, devices and enrolment codes. Secrets carry 256 random bits, so a plain SHA-256 of them is safe to keep."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import json

from guard_api.errors import StoreUnavailable
from guard_api.ports import Device, EnrolmentCode, Key, Scope
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.database import Connection, Database, Durability
from guard_api.store.revoked import revoked_keys

_PREFIX = "guard"
_SCOPES = {scope.value: scope for scope in Scope}
_numbers = json.Decoder(tuple[str, ...]).decode
_MOST_REMEMBERED = 10_000

_SELECT = """SELECT key.digest, key.id, key.scope, key.label, key.created_at, key.revoked_at,
                    device.id, device.region, device.own_numbers, device.carrier
             FROM key LEFT JOIN device ON device.id = key.device_id"""
_BY_ID = f"{_SELECT} WHERE key.id = ? AND key.revoked_at IS NULL"
_STANDS = "SELECT digest FROM key WHERE id = ? AND revoked_at IS NULL"
"""Whether a key that is remembered was not revoked: of it and its device, nothing else ever changes."""
_LIST = f"{_SELECT} ORDER BY key.created_at DESC, key.id"
_INSERT_KEY = "INSERT INTO key (id, digest, scope, label, device_id, created_at) VALUES (?, ?, ?, ?, ?, ?)"
_INSERT_DEVICE = "INSERT INTO device (id, region, own_numbers, carrier, label, enrolled_at) VALUES (?, ?, ?, ?, ?, ?)"
_INSERT_CODE = "INSERT INTO enrolment_code (digest, uses_left, expires_at) VALUES (?, ?, ?)"
_USE_CODE = """UPDATE enrolment_code SET uses_left = uses_left - 1
               WHERE digest = ? AND uses_left > 0 AND expires_at > ?"""
_REVOKE = "UPDATE key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL"


class SqliteKeys:
    """The port `Keys` on SQLite. What was promised is synced to disk before it is answered."""

    def __init__(self, database: Database) -> None:
        """Remember keys that were seen: for the time when the database is down, and to read less while it is up."""
        self._database = database
        self._remembered: dict[bytes, Key] = {}
        self._revoked = revoked_keys(database.path)

    def authenticate(self, presented: str) -> Key | None:
        """Find a key by its public id, and compare in constant time. A revoked key is unknown at once."""
        digest = _digest(presented)
        known = self._remembered.get(digest)
        parts = presented.split("_", 2)
        sql = _BY_ID if known is None else _STANDS
        try:
            with self._database.read() as connection:
                row = connection.execute(sql, (parts[1] if len(parts) > 1 else "",)).fetchone()
        except StoreUnavailable:
            if self._is_revoked(parts):
                return None
            if known is None:
                raise
            return known
        if row is None or not hmac.compare_digest(row[0], digest):
            self._remembered.pop(digest, None)
            return None
        return known or self._remember(digest, _key(row))

    def _is_revoked(self, parts: Sequence[str]) -> bool:
        """Say whether a key was revoked, as far as can be told without the database."""
        return len(parts) > 1 and parts[1] in self._revoked.ids()

    def _remember(self, digest: bytes, key: Key) -> Key:
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[digest] = key
        return key

    def create(self, scope: Scope, label: str, now: datetime, device: Device | None = None) -> tuple[Key, str]:
        """Make a key, and its device where it is a device's."""
        with self._database.write(Durability.FULL) as connection:
            return _create(connection, scope, label, now, device)

    def enrol(self, code: str, device: Device, label: str, now: datetime) -> tuple[Key, str] | None:
        """Take one use off the code and make the device's key, or neither."""
        with self._database.write(Durability.FULL) as connection:
            used = connection.execute(_USE_CODE, (_digest(_plain_code(code)), to_micros(now)))
            return _create(connection, Scope.DEVICE, label, now, device) if used.rowcount else None

    def create_code(self, uses: int, expires_at: datetime) -> EnrolmentCode:
        """Make a code of 80 random bits, in four groups that can be read out."""
        plain = base64.b32encode(secrets.token_bytes(10)).decode()
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_INSERT_CODE, (_digest(plain), uses, to_micros(expires_at)))
        return EnrolmentCode("-".join(plain[i : i + 4] for i in range(0, 16, 4)), uses, expires_at)

    def has_any(self) -> bool:
        """Say whether there was ever a key; of a hundred thousand, listing them takes a second."""
        with self._database.read() as connection:
            return connection.execute("SELECT 1 FROM key LIMIT 1").fetchone() is not None

    def list(self) -> Sequence[Key]:
        """List all keys, revoked ones too."""
        with self._database.read() as connection:
            return [_key(row) for row in connection.execute(_LIST)]

    def revoke(self, key_id: str, now: datetime) -> bool:
        """Revoke once; every worker sees it with its next request."""
        with self._database.write(Durability.FULL) as connection:
            revoked = bool(connection.execute(_REVOKE, (to_micros(now), key_id)).rowcount)
            if revoked:
                self._revoked.add(key_id)
        return revoked

    def forget_revoked(self) -> None:
        """Forget what was revoked: of what is remembered, the database need not be able to tell later."""
        revoked = self._revoked.ids()
        for digest, key in tuple(self._remembered.items()):
            if key.id in revoked:
                self._remembered.pop(digest, None)


def _create(connection: Connection, scope: Scope, label: str, now: datetime, device: Device | None) -> tuple[Key, str]:
    key_id = secrets.token_hex(6)
    secret = f"{_PREFIX}_{key_id}_{secrets.token_urlsafe(32)}"
    created = to_micros(now)
    if device is not None:
        numbers = json.encode(device.own_numbers).decode()
        connection.execute(_INSERT_DEVICE, (device.id, device.region, numbers, device.carrier, label, created))
    device_id = device.id if device is not None else None
    connection.execute(_INSERT_KEY, (key_id, _digest(secret), scope, label, device_id, created))
    return Key(key_id, scope, label, now, device), secret


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def _plain_code(code: str) -> str:
    return "".join(character for character in code.upper() if character.isalnum())


def _key(row: Sequence[Any]) -> Key:
    _, key_id, scope, label, created_at, revoked_at, device_id, region, own_numbers, carrier = row
    device = Device(device_id, region, _numbers(own_numbers), carrier) if device_id is not None else None
    revoked = from_micros(revoked_at) if revoked_at is not None else None
    return Key(key_id, _SCOPES[scope], label, from_micros(created_at), device, revoked)
