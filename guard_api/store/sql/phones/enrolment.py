"""Codes that phones enrol with, and enrolments that may be asked for again since the answer was lost."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from msgspec import json

from guard_api.errors import Conflict
from guard_api.ports import Device, EnrolmentCode
from guard_api.store.clock import to_micros
from guard_api.store.engine import Connection
from guard_api.store.sql.digests import digest_of, plain_code

_REPEATABLE = timedelta(hours=1)
"""How long the same request gives another key in the place of the one that nobody has used."""

_INSERT_CODE = "INSERT INTO enrolment_code (digest, uses_left, expires_at) VALUES (?, ?, ?)"
_GOOD = "SELECT 1 FROM enrolment_code WHERE digest = ? AND uses_left > 0 AND expires_at > ?"
_USE_CODE = """UPDATE enrolment_code SET uses_left = uses_left - 1
               WHERE digest = ? AND uses_left > 0 AND expires_at > ?"""
_EARLIER = """SELECT key.id, key.used <> 0 OR key.revoked_at IS NOT NULL,
                     device.id, device.region, device.own_numbers, device.carrier, device.label
              FROM key JOIN device ON device.id = key.device_id WHERE key.request = ? AND key.created_at > ?"""
_REPLACE = "UPDATE key SET digest = ? WHERE id = ?"
_FORGET = "UPDATE key SET request = NULL WHERE request = ?"
_REMEMBER = "UPDATE key SET request = ? WHERE id = ?"
_GOES_ON = "A phone has enrolled with this request_id, and its key was used or revoked. Enrol anew with another one."
_OTHER = "A phone that says other things of itself has enrolled with this request_id. Send another one."
_numbers = json.Decoder(tuple[str, ...]).decode


class Request(NamedTuple):
    """A request to enrol, as it is kept: digests of the code, and of the code and the request's id together."""

    code: bytes
    digest: bytes | None


class Earlier(NamedTuple):
    """What came of the same request before: the key's id, and the phone."""

    key_id: str
    device: Device


def request_of(code: str, request_id: str | None) -> Request:
    """Give what is kept of a request."""
    plain = plain_code(code)
    return Request(digest_of(plain), digest_of(f"{plain} {request_id}") if request_id else None)


def make_code(connection: Connection, uses: int, expires_at: datetime) -> EnrolmentCode:
    """Make a code of 80 random bits, in four groups that can be read out; its id is no secret."""
    plain = base64.b32encode(secrets.token_bytes(10)).decode()
    connection.execute(_INSERT_CODE, (digest_of(plain), uses, to_micros(expires_at)))
    return EnrolmentCode("-".join(plain[i : i + 4] for i in range(0, 16, 4)), uses, expires_at, secrets.token_hex(4))


def is_good(connection: Connection, request: Request, now: datetime) -> bool:
    """Say whether a code opens something; one that is used up does for the request that has used it."""
    good = connection.execute(_GOOD, (request.code, to_micros(now))).fetchone()
    return good is not None or _earlier(connection, request, now) is not None


def use(connection: Connection, request: Request, now: datetime) -> bool:
    """Take one use off a code, if there is one."""
    return bool(connection.execute(_USE_CODE, (request.code, to_micros(now))).rowcount)


def find_earlier(connection: Connection, request: Request, device: Device, label: str, now: datetime) -> Earlier | None:
    """Give what came of the same request within the hour. Raises Conflict when it is not to be done again."""
    row = _earlier(connection, request, now)
    if row is None:
        return None
    key_id, done, device_id, region, numbers, carrier, labelled = row
    if done:
        raise Conflict(_GOES_ON, {"request_id": [_GOES_ON]})
    before = Device(device_id, region, _numbers(numbers), carrier)
    if (region, before.own_numbers, carrier, labelled) != (device.region, device.own_numbers, device.carrier, label):
        raise Conflict(_OTHER, {"request_id": [_OTHER]})
    return Earlier(key_id, before)


def remember(connection: Connection, request: Request, key_id: str) -> None:
    """Keep with what request a phone has enrolled, in the place of one that was the same long ago."""
    if request.digest is not None:
        connection.execute(_FORGET, (request.digest,))
        connection.execute(_REMEMBER, (request.digest, key_id))


def replace(connection: Connection, key_id: str, secret: str) -> None:
    """Have another secret open what a key opens that nobody has used."""
    connection.execute(_REPLACE, (digest_of(secret), key_id))


def _earlier(connection: Connection, request: Request, now: datetime) -> Sequence[Any] | None:
    since = to_micros(now - _REPEATABLE)
    return connection.execute(_EARLIER, (request.digest, since)).fetchone() if request.digest is not None else None
