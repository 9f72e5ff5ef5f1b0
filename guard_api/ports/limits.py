"""What may be asked how often, and what is counted: the port to what the workers of a server share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol, Self


class Limit(StrEnum):
    """What is limited. Each has a setting."""

    CHECKS = "checks"
    LOOKUPS = "lookups"
    REPORTS = "reports"
    ADMIN = "admin"
    STRANGERS = "strangers", True
    ENROLMENTS = "enrolments", True
    ALL_ENROLMENTS = "all_enrolments", True

    is_of_address: bool
    """Whether it is counted by address; the others are by key."""

    def __new__(cls, name: str, is_of_address: bool = False) -> Self:  # noqa: FBT001, FBT002 - members are written so
        """Make a member that says what it is without a look-up, which each request would pay for."""
        limit = str.__new__(cls, name)
        limit._value_ = name
        limit.is_of_address = is_of_address
        return limit


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


class Meters(Protocol):
    """What is counted for operators, over all workers."""

    def declare_routes(self, routes: Mapping[str, tuple[str, str]]) -> None:
        """Lay out the counts of routes, methods and paths by name, before the first request."""
        ...

    def answered(self, route: str | None, status: int, seconds: float) -> None:
        """Count a request that was answered. `route` is a route's name, None when nothing was there."""
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
