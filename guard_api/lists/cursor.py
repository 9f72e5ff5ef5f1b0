"""Opaque cursors: a place in a long answer, kept by the client."""

import base64
from typing import Annotated, TypeVar

from msgspec import DecodeError, Meta, msgpack

Whole = Annotated[int, Meta(ge=0, le=(1 << 63) - 1)]
"""A number that SQLite can hold: cursors come from outside."""
_Place = TypeVar("_Place")


def write_cursor(place: object) -> str:
    """Give a place as clients keep it."""
    return base64.urlsafe_b64encode(msgpack.encode(place)).decode().rstrip("=")


def read_cursor(text: str, kind: type[_Place]) -> _Place | None:
    """Give the place back, None when the text is no cursor of that kind."""
    try:
        return msgpack.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=kind)
    except (ValueError, DecodeError, RecursionError):
        return None
