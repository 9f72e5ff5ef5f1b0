"""Who may ask how often. What is left is said in the RateLimit fields (draft-ietf-httpapi-ratelimit-headers-11)."""

from guard_api.errors import TooMany
from guard_api.ports import Key, Services
from guard_api.ports.limits import Limit, Spending
from guard_api.web.edge.addresses import address_of
from guard_api.web.edge.incoming import Incoming

_EVERYBODY = 0
_ENROLMENTS = Limit.ENROLMENTS
"""Members of enumerations are looked up by Python code."""


def consume(services: Services, incoming: Incoming, limit: Limit | None, key: Key | None) -> None:
    """Count this request against its key, or its address where it has none. Raises TooMany."""
    if limit is None:
        return
    if key is None or limit.is_of_address:
        _consume(services, incoming, limit, address_of(incoming, services.proxies))
    else:
        _consume(services, incoming, limit, int(key.id, 16))
    if limit is _ENROLMENTS:
        _consume(services, incoming, Limit.ALL_ENROLMENTS, _EVERYBODY)


def refund(services: Services, incoming: Incoming, limit: Limit) -> None:
    """Take back that this request was counted by address: a phone that enrols has guessed nothing."""
    services.budgets.give_back(limit, address_of(incoming, services.proxies))
    if limit is _ENROLMENTS:
        services.budgets.give_back(Limit.ALL_ENROLMENTS, _EVERYBODY)


def _consume(services: Services, incoming: Incoming, limit: Limit, whose: int) -> None:
    spending = services.budgets.spend(limit, whose)
    if spending is None:
        return
    incoming.record.spending = spending
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
