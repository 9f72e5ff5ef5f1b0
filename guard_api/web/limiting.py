"""Who may ask how often. What is left is said in the RateLimit fields (draft-ietf-httpapi-ratelimit-headers-11)."""

from flask import request

from guard_api.errors import TooMany
from guard_api.ports import Key, Services
from guard_api.ports.limits import Limit, Spending
from guard_api.web.addresses import address_of
from guard_api.web.journal import current_trace

_EVERYBODY = 0
_ENROLMENTS = Limit.ENROLMENTS
"""Members of enumerations are looked up by Python code."""


def admit(services: Services, limit: Limit | None, key: Key | None) -> None:
    """Count this request against its key, or its address where it has none. Raises TooMany."""
    if limit is None:
        return
    if key is None or limit.is_of_address:
        _spend(services, limit, address_of(request, services.proxies))
    else:
        _spend(services, limit, int(key.id, 16))
    if limit is _ENROLMENTS:
        _spend(services, Limit.ALL_ENROLMENTS, _EVERYBODY)


def give_back(services: Services, limit: Limit) -> None:
    """Take back that this request was counted by address: a phone that enrols has guessed nothing."""
    services.budgets.give_back(limit, address_of(request, services.proxies))
    if limit is _ENROLMENTS:
        services.budgets.give_back(Limit.ALL_ENROLMENTS, _EVERYBODY)


def _spend(services: Services, limit: Limit, whose: int) -> None:
    spending = services.budgets.spend(limit, whose)
    if spending is None:
        return
    current_trace().spending = spending
    if not spending.allowed:
        services.meters.limited(limit)
        raise TooMany(_why(spending), spending.seconds)


def _why(spending: Spending) -> str:
    quota, per = spending.quota, "address" if spending.limit.is_of_address else "key"
    of = "all addresses together" if spending.limit is Limit.ALL_ENROLMENTS else f"one {per}"
    return (
        f"{quota.units} requests of this kind are allowed in {quota.seconds} seconds for {of}. "
        f"Try again in {spending.seconds} seconds."
    )
