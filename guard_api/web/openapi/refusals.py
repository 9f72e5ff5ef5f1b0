"""Which errors a route can give: those that its contract makes, and those that stand on it."""

from collections.abc import Iterator

from guard_api.errors import Forbidden, Invalid, Malformed, NotFound, NotJson, Refused, TooLarge, TooMany, Unauthorized
from guard_api.web.contract.bodies import AnyContentType
from guard_api.web.contract.route import Route

_ANYTHING = "<anything:"
"""A path that takes whatever comes, so that nothing is not found."""


def refusals_of(route: Route) -> list[type[Refused]]:
    """List every refusal that a route can answer with, by status; 500 and 503 are no refusals."""
    return sorted({*_by_rule(route), *route.note.errors}, key=lambda error: error.status)


def _by_rule(route: Route) -> Iterator[type[Refused]]:
    if route.scopes:
        yield from (Unauthorized, Forbidden)
    if "<" in route.path and _ANYTHING not in route.path:
        yield NotFound
    if route.limit is not None:
        yield TooMany
    if route.body is not None:
        yield from (Malformed, TooLarge, Invalid)
        if not isinstance(route.body, AnyContentType):
            yield NotJson
    if route.query is not None:
        yield Invalid
