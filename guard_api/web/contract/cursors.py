"""Cursors of paged answers: where the next page begins."""

from typing import TypeVar

from guard_api.errors import Invalid
from guard_api.lists.cursor import read_cursor

_Place = TypeVar("_Place")


def place_of(cursor: str, kind: type[_Place]) -> _Place:
    """Give the place that a client has kept. Raises Invalid."""
    place = read_cursor(cursor, kind)
    if place is None:
        raise Invalid("This cursor is none of ours.", {"cursor": ["Use `next` of the page before."]})
    return place
