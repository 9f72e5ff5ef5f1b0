"""Counts by day, which outlive the server: how many of what, and nothing of whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

COUNTS_LIFE = timedelta(days=3 * 366)
"""How long counts are kept."""


class Counted(StrEnum):
    """Kinds of what is counted. There may be others: a kind is a word."""

    CHECKS = "checks"
    DEGRADED = "degraded"
    FINDINGS = "findings"
    WATCHED = "watched"
    FEEDBACK = "feedback"
    REPORTS = "reports"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class DayCount:
    """How often something of a kind came about on a day of UTC; of what stands there, how much at its end."""

    day: date
    kind: str
    key: str
    count: int


class DayCounts(Protocol):
    """Counts of all processes together."""

    def add(self, kind: str, key: str, at: datetime, count: int = 1) -> None:
        """Count in memory. Never fails, and waits for nobody."""
        ...

    def write(self) -> None:
        """Write down what was counted here since the last time. Raises StoreUnavailable, and then forgets nothing."""
        ...

    def stand(self, kind: str, key: str, at: datetime, count: int) -> None:
        """Write down how much of something stands there; of a day, the last word holds. Raises StoreUnavailable."""
        ...

    def list(self, first: date, last: date) -> Sequence[DayCount]:
        """Give the counts of some days, in order of day, kind and key. Raises StoreUnavailable."""
        ...
