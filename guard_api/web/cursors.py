"""Opaque cursors of paged answers: where the next page begins."""

import base64
from typing import TypeVar

from msgspec import DecodeError, ValidationError, msgpack

from guard_api.errors import Invalid

_Place = TypeVar("_Place")


def write_cursor(place: object) -> str:
    """Give a place as a client keeps it."""
    return base64.urlsafe_b64encode(msgpack.encode(place)).decode().rstrip("=")


def read_cursor(text: str, kind: type[_Place]) -> _Place:
    """Give the place back. Raises Invalid."""
    try:
        return msgpack.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=kind)
    except (ValueError, DecodeError, ValidationError):
        raise Invalid("This cursor is none of ours.", {"cursor": ["Use `next` of the page before."]}) from None
