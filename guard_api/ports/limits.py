"""What may be asked how often, and what is counted: the port to what the workers of a server share."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol


class Limit(StrEnum):
    """What is limited. Each has a setting."""

    CHECKS = "checks"
    LOOKUPS = "lookups"
    REPORTS = "reports"
    ADMIN = "admin"
    STRANGERS = "strangers"
    ENROLMENTS = "enrolments"
    ALL_ENROLMENTS = "all_enrolments"

    @property
    def is_of_address(self) -> bool:
        """Say whether it is counted by address; the others are by key."""
        return self in _OF_ADDRESSES


_OF_ADDRESSES = frozenset({Limit.STRANGERS, Limit.ENROLMENTS, Limit.ALL_ENROLMENTS})


@dataclass(frozen=True, slots=True)
class Quota:
    """So many requests at once, and as many again in each window, evenly."""

    units: int
    seconds: int


class Spending(NamedTuple):
    """A request that was counted: `left` may follow at once; `seconds` until there is one more."""

    limit: Limit
    quota: Quota
    allowed: bool
    left: int
    seconds: int


class Budgets(Protocol):
    """What is left of each quota, by key or address, for all workers together."""

    def spend(self, limit: Limit, whose: int) -> Spending | None:
        """Count a request; None where nothing is limited."""
        ...

    def give_back(self, limit: Limit, whose: int) -> None:
        """Take back that a request was counted."""
        ...


class Answered(NamedTuple):
    """A request that was answered. `route` is a route's name, None when nothing was there."""

    route: str | None
    status: int
    seconds: float


class Meters(Protocol):
    """What is counted for operators, over all workers."""

    def answered(self, answered: Answered) -> None:
        """Count a request."""
        ...

    def checked(self, level: str, patterns: Iterable[str], *, degraded: bool) -> None:
        """Count a check."""
        ...

    def limited(self, limit: Limit) -> None:
        """Count a request that was one too many."""
        ...

    def store_failed(self) -> None:
        """Count a failure of the database."""
        ...

    def exposition(self, accept: str) -> tuple[bytes, str]:
        """Give all counts as Prometheus reads them, and their content type."""
        ...
