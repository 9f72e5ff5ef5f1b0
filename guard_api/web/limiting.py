"""Who may ask how often. What is left is said in the RateLimit fields (draft-ietf-httpapi-ratelimit-headers-11)."""

from flask import request

from guard_api.errors import TooMany
from guard_api.ports import Key, Services
from guard_api.ports.limits import Limit, Per, Spending
from guard_api.web.addresses import address_of, warn_of_proxy
from guard_api.web.journal import current_trace

_EVERYBODY = 0
_ENROLMENTS, _KEY = Limit.ENROLMENTS, Per.KEY
"""Members of enumerations are looked up by Python code."""


def admit(services: Services, limit: Limit | None, key: Key | None) -> None:
    """Count this request against its key, or its address where it has none. Raises TooMany.

    Enrolments are let in: only codes that turn out wrong count.
    """
    if limit is None:
        return
    if key is not None and limit.per is _KEY:
        _spend(services, limit, int(key.id, 16))
        return
    warn_of_proxy(request, services.proxies, services.budgets.is_news)
    if limit is not _ENROLMENTS:
        _spend(services, limit, address_of(request, services.proxies))


def count_wrong_code(services: Services) -> None:
    """Count a wrong enrolment code against its address, and against all. Raises TooMany."""
    _spend(services, _ENROLMENTS, address_of(request, services.proxies))
    _spend(services, Limit.ALL_ENROLMENTS, _EVERYBODY)


def _spend(services: Services, limit: Limit, whose: int) -> None:
    spending = services.budgets.spend(limit, whose)
    if spending is None:
        return
    current_trace().spending = spending
    if not spending.allowed:
        services.meters.limited(limit)
        raise TooMany(_why(spending), spending.seconds)


def _why(spending: Spending) -> str:
    quota = spending.quota
    return (
        f"{quota.units} requests of this kind are allowed in {quota.seconds} seconds for {spending.limit.per.value}. "
        f"Try again in {spending.seconds} seconds."
    )
