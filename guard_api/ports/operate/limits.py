"""What may be asked how often, and what is counted: the port to what the workers of a server share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import NamedTuple, Protocol, Self

from guard_api.ports.operate.state import StoreState


class Per(Enum):
    """Whose requests are counted together."""

    KEY = "one key"
    ADDRESS = "one address"
    ALL = "all addresses together"


class Limit(StrEnum):
    """What is limited. Each has a setting."""

    CHECKS = "checks"
    LOOKUPS = "lookups"
    REPORTS = "reports"
    ADMIN = "admin"
    ANONYMOUS = "strangers", Per.ADDRESS
    ENROLMENTS = "enrolments", Per.ADDRESS
    ALL_ENROLMENTS = "all_enrolments", Per.ALL
    LOGINS = "logins", Per.ADDRESS

    per: Per

    def __new__(cls, name: str, per: Per = Per.KEY) -> Self:
        """Make a member that says what it is without a look-up, which each request would pay for."""
        limit = str.__new__(cls, name)
        limit._value_ = name
        limit.per = per
        return limit


@dataclass(frozen=True, slots=True)
class Quota:
    """So many requests at once, and as many again in each window, evenly."""

    units: int
    seconds: int


class RateLimitResult(NamedTuple):
    """A request that was counted: `left` may follow at once; `seconds` until there is one more."""

    limit: Limit
    quota: Quota
    allowed: bool
    left: int
    seconds: int


class RateLimiter(Protocol):
    """What is left of each quota, by key or address, for all workers together."""

    def spend(self, limit: Limit, whose: int) -> RateLimitResult | None:
        """Count a request; None where nothing is limited."""
        ...

    def wait(self, limit: Limit, whose: int) -> int:
        """Say in how many seconds there may be one more request; 0: now. Nothing is counted."""
        ...

    def is_news(self, address: int) -> bool:
        """Say whether an address is named for the first time; of the first few, for all workers together."""
        ...


class Forwarders(Protocol):
    """Who sends X-Forwarded-For and is not trusted: most likely a proxy that the settings do not know."""

    def note(self, address: str) -> None:
        """Write an address down, for whoever looks for faults. Never fails."""
        ...


class Metrics(Protocol):
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

    def watched(self, patterns: Iterable[str]) -> None:
        """Count patterns that would have fired in a check, and are only watched."""
        ...

    def alerted(self, level: str) -> None:
        """Count an alarm that guardians are told of."""
        ...

    def delivered(self, channel: str, outcome: str) -> None:
        """Count an attempt to bring an event to an endpoint."""
        ...

    def limited(self, limit: Limit) -> None:
        """Count a request that was one too many."""
        ...

    def store_failed(self) -> None:
        """Count a failure of the database."""
        ...

    def failed_over(self, primaries: int) -> None:
        """Count primaries of a Valkey in whose place others are."""
        ...

    def forwarder_seen(self) -> None:
        """Count an address that sends X-Forwarded-For and is not trusted."""
        ...

    def job_done(self, job: str, at: float) -> None:
        """Note when a job that comes again and again was last done, in seconds since 1970."""
        ...

    def exposition(self, accept: str, state: StoreState) -> tuple[bytes, str]:
        """Give all counts, and the state of the store, as Prometheus reads them; and their content type."""
        ...
