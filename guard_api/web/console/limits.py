"""Wrong log-ins are limited: by address, and by name, but for a browser in which that person has logged in before."""

from hashlib import sha256

from flask import request, session

from guard_api.actions.people.log_in import tidy
from guard_api.errors import TooMany
from guard_api.ports.operate.limits import Limit
from guard_api.web.console.visit import visit
from guard_api.web.edge.addresses import address_of
from guard_api.web.edge.incoming import Incoming

_KNOWN = "known"
"""Under this name the browser keeps, signed, who has logged in with it: nobody else can use up what they may try."""
_NAME_BYTES = 7


def check_wrong_log_ins(name: str) -> None:
    """Refuse a log-in where too many went wrong. Raises TooMany."""
    limiter, metrics = visit().services.rate_limiter, visit().services.metrics
    seconds = max(limiter.wait(Limit.LOGINS, whose) for whose in _budgets(name))
    if seconds:
        metrics.limited(Limit.LOGINS)
        raise TooMany("Too many log-ins went wrong.", seconds)


def count_wrong_log_in(name: str) -> None:
    """Count a log-in that went wrong."""
    for whose in _budgets(name):
        visit().services.rate_limiter.spend(Limit.LOGINS, whose)


def remember_browser(name: str) -> None:
    """Have this browser be known as one of somebody's."""
    session[_KNOWN] = tidy(name)
    session.permanent = True


def known_name() -> str:
    """Return who has logged in with this browser before; "": nobody."""
    known = session.get(_KNOWN, "")
    return known if isinstance(known, str) else ""


def _budgets(name: str) -> tuple[int, int]:
    services, who = visit().services, tidy(name)
    mark = f"known {who}" if known_name() == who else f"name {who}"
    by_name = int.from_bytes(sha256(mark.encode("utf-8", "replace")).digest()[:_NAME_BYTES])
    return address_of(Incoming(request.environ), services.proxies), by_name
