"""Who may ask how often. What is left is said in the RateLimit fields (draft-ietf-httpapi-ratelimit-headers-11)."""

from collections.abc import Iterable

from guard_api.errors import TooMany
from guard_api.ports import Key, Services
from guard_api.ports.operate.limits import Limit, Per, RateLimitResult
from guard_api.web.edge.addresses import address_of, warn_of_proxy
from guard_api.web.edge.incoming import Incoming

_EVERYBODY = 0
_ENROLMENTS, _KEY = Limit.ENROLMENTS, Per.KEY
"""Members of enumerations are looked up by Python code."""


def consume(services: Services, incoming: Incoming, limit: Limit | None, key: Key | None) -> None:
    """Count this request against its key, or its address where it has none. Raises TooMany.

    Enrolments are let in: only codes that turn out wrong count.
    """
    if limit is None:
        return
    if key is not None and limit.per is _KEY:
        _consume(services, incoming, limit, int(key.id, 16))
        return
    warn_of_proxy(incoming, services.proxies, services.rate_limiter.is_news, services.forwarders.note)
    if limit is not _ENROLMENTS:
        _consume(services, incoming, limit, address_of(incoming, services.proxies))


def count_wrong_code(services: Services, incoming: Incoming) -> None:
    """Count a wrong enrolment code against its address, and against all. Raises TooMany."""
    _consume(services, incoming, _ENROLMENTS, address_of(incoming, services.proxies))
    _consume(services, incoming, Limit.ALL_ENROLMENTS, _EVERYBODY)


def check_log_ins(services: Services, budgets: Iterable[int]) -> None:
    """Refuse a log-in where too many went wrong for its address or name. Raises TooMany."""
    seconds = max(services.rate_limiter.wait(Limit.LOGINS, whose) for whose in budgets)
    if seconds:
        services.metrics.limited(Limit.LOGINS)
        raise TooMany("Too many log-ins went wrong.", seconds)


def count_wrong_log_in(services: Services, budgets: Iterable[int]) -> None:
    """Count a log-in that went wrong."""
    for whose in budgets:
        services.rate_limiter.spend(Limit.LOGINS, whose)


def _consume(services: Services, incoming: Incoming, limit: Limit, whose: int) -> None:
    spending = services.rate_limiter.spend(limit, whose)
    if spending is None:
        return
    incoming.record.spending = spending
    if not spending.allowed:
        services.metrics.limited(limit)
        raise TooMany(_why(spending), spending.seconds)


def _why(spending: RateLimitResult) -> str:
    quota = spending.quota
    return (
        f"{quota.units} requests of this kind are allowed in {quota.seconds} seconds for {spending.limit.per.value}. "
        f"Try again in {spending.seconds} seconds."
    )
