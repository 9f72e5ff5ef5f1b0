"""Endpoints of guardians, in SQL, and the secrets that a server speaks to them with."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import json

from guard_api.errors import Conflict
from guard_api.ports.circle.deliveries import ChannelType, Endpoint
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Database, Durability, Topic

_MOST = 5
ENDPOINT = """endpoint.id, endpoint.type, endpoint.url, endpoint.language, endpoint.created_at, endpoint.target,
              endpoint.given_up_at, endpoint.reason"""
_LIST = f"SELECT {ENDPOINT} FROM circle_endpoint AS endpoint WHERE endpoint.device_id = ? ORDER BY endpoint.id"  # noqa: S608 - constants only
_IDS = "SELECT id FROM circle_endpoint WHERE device_id = ?"
_PUT = """INSERT INTO circle_endpoint (device_id, id, type, url, language, target, created_at, given_up_at, reason)
          VALUES (?, ?, ?, ?, ?, ?, ?, NULL, '')
          ON CONFLICT (device_id, id) DO UPDATE
          SET type = excluded.type, url = excluded.url, language = excluded.language, target = excluded.target,
              created_at = excluded.created_at, given_up_at = NULL, reason = ''"""
_REMOVE = "DELETE FROM circle_endpoint WHERE device_id = ? AND id = ? RETURNING id"
_STOP = "DELETE FROM circle_delivery WHERE device_id = ? AND endpoint = ?"
_KEEP = "INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"
_SECRET = "SELECT value FROM secret WHERE name = ?"  # noqa: S105 - a statement
_target = json.Decoder(dict[str, str]).decode


class SqlEndpoints:
    """The port `Endpoints` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def put(self, device_id: str, endpoint: Endpoint) -> bool:
        """Make an endpoint, or have it be another one."""
        target = json.encode(endpoint.target).decode()
        values = endpoint.id, endpoint.type, endpoint.url, endpoint.language, target, to_micros(endpoint.created_at)
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            known = [name for (name,) in connection.execute(_IDS, (device_id,)).fetchall()]
            if endpoint.id not in known and len(known) >= _MOST:
                raise Conflict(f"A phone may have {_MOST} endpoints. Remove one first.")
            connection.execute(_PUT, (device_id, *values))
        return endpoint.id not in known

    def remove(self, device_id: str, endpoint_id: str) -> bool:
        """Forget an endpoint, and what was on its way to it."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            connection.execute(_STOP, (device_id, endpoint_id))
            return connection.execute(_REMOVE, (device_id, endpoint_id)).fetchone() is not None

    def list(self, device_id: str) -> Sequence[Endpoint]:
        """List a phone's endpoints."""
        with self._database.read() as connection:
            return [endpoint_of(row) for row in connection.execute(_LIST, (device_id,)).fetchall()]

    def secret(self, name: str, make: Callable[[], str]) -> str:
        """Return a secret; of two who make it, the first has made it."""
        with self._database.read() as connection:
            row = connection.execute(_SECRET, (name,)).fetchone()
        if row is None:
            with self._database.write(Durability.FULL, Topic.KEYS) as connection:
                connection.execute(_KEEP, (name, make()))
                row = connection.execute(_SECRET, (name,)).fetchone()
        kept: str = row[0]
        return kept


def endpoint_of(row: Sequence[Any]) -> Endpoint:
    """Read an endpoint."""
    name, kind, url, language, created_at, target, given_up_at, reason = row
    given_up = from_micros(given_up_at) if given_up_at is not None else None
    made = from_micros(created_at)
    return Endpoint(name, ChannelType(kind), url, language, made, _target(target), given_up, reason)
