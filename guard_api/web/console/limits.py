"""Wrong log-ins are limited: by address, and by name, but for a browser in which that person has logged in before."""

from hashlib import sha256

from flask import request, session

from guard_api.actions.people.log_in import tidy
from guard_api.web.console.visit import visit
from guard_api.web.edge.addresses import address_of
from guard_api.web.edge.incoming import Incoming
from guard_api.web.edge.limiting import check_log_ins, count_wrong_log_in

_KNOWN = "known"
"""Under this name the browser keeps, signed, who has logged in with it: nobody else can use up what they may try."""
_NAME_BYTES = 7


def check_wrong_log_ins(name: str | None) -> None:
    """Refuse a log-in where too many went wrong; None: one that nobody can guess at, of no name. Raises TooMany."""
    check_log_ins(visit().services, _budgets(name))


def count_wrong(name: str | None) -> None:
    """Count a log-in that went wrong."""
    count_wrong_log_in(visit().services, _budgets(name))


def remember_browser(name: str) -> None:
    """Have this browser be known as one of somebody's."""
    session[_KNOWN] = tidy(name)
    session.permanent = True


def known_name() -> str:
    """Return who has logged in with this browser before; "": nobody."""
    known = session.get(_KNOWN, "")
    return known if isinstance(known, str) else ""


def _budgets(name: str | None) -> tuple[int, ...]:
    by_address = address_of(Incoming(request.environ), visit().services.proxies)
    if name is None:
        return (by_address,)
    who = tidy(name)
    mark = f"known {who}" if known_name() == who else f"name {who}"
    by_name = int.from_bytes(sha256(mark.encode("utf-8", "replace")).digest()[:_NAME_BYTES])
    return by_address, by_name
