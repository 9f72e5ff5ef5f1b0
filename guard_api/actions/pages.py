"""Long answers, page by page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_Item = TypeVar("_Item")
_Place = TypeVar("_Place")


@dataclass(frozen=True, slots=True)
class Paged(Generic[_Item, _Place]):
    """A page of a long answer, and the place where the next one begins; None: this was the last."""

    items: Sequence[_Item]
    next: _Place | None


def page_of(items: Sequence[_Item], limit: int | None, place: Callable[[_Item], _Place]) -> Paged[_Item, _Place]:
    """Make a page of at most `limit` items: there may be more where it is full."""
    return Paged(items, place(items[-1]) if items and len(items) == limit else None)
