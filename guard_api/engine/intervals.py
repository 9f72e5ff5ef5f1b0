"""Intervals of time, many at once: whether any of them lies so, without trying each."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from itertools import accumulate
from operator import attrgetter
from typing import Protocol

SINCE = attrgetter("since")
"""The key that puts spans in the order of time."""

_END = attrgetter("end")


class Span(Protocol):
    """What goes on from `since` to `end`."""

    @property
    def since(self) -> datetime:
        """When it began."""
        ...

    @property
    def end(self) -> datetime:
        """When it ended, or the present moment."""
        ...


class Spans:
    """When each of several things went on."""

    __slots__ = ("_begun", "_reach")

    def __init__(self, spans: Iterable[Span]) -> None:
        """Sort them, and note how far those reach that began so far."""
        ordered = sorted(spans, key=SINCE)
        self._begun = [*map(SINCE, ordered)]
        self._reach = [*accumulate(map(_END, ordered), max)]

    def any(self, *, begun_by: datetime, lasting_to: datetime) -> bool:
        """Say whether one began by then and lasted, from whenever on, up to then or longer: one binary search."""
        begun = bisect_right(self._begun, begun_by)
        return begun > 0 and self._reach[begun - 1] >= lasting_to
