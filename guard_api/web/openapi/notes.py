"""What a route's schemas do not say: the errors it can give, and what goes in or out that is no JSON.

The one place where errors are declared: the document is made of it, and tests hold the server to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from marshmallow import Schema

from guard_api.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    LengthRequired,
    Malformed,
    NotFound,
    NotJson,
    Refused,
    TooLarge,
    TooMany,
    Unauthorized,
)
from guard_api.web.contract.list_schemas import JSON_LINES, ImportNamedOut
from guard_api.web.contract.route import Route
from guard_api.web.edge.bodies import AnyContentType

_LISTS = ("text/csv", JSON_LINES, "text/plain")

_XML = ("text/xml",)


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of one route. `gives`: besides the JSON that its schema describes, or in its place.

    `versioned`: it has an ETag, and gives 304 to who has that version.
    """

    errors: tuple[type[Refused], ...] = ()
    takes: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    also: Mapping[HTTPStatus, Schema] = field(default_factory=dict)
    versioned: bool = False
    leads_on: bool = False
    """Whether browsers are sent elsewhere."""
    stored: bool = True
    """Whether it needs the database."""


_NOTES: Mapping[str, Note] = {
    "POST /v1/checks": Note((Conflict,)),
    "POST /v1/devices": Note((Forbidden, Conflict)),
    "GET /v1/blocklist": Note((Gone,), versioned=True),
    "GET /v1/blocklist/snapshot": Note(gives=("application/zip",), versioned=True),
    "POST /v1/admin/entries": Note((Conflict,)),
    "PATCH /v1/admin/entries/<entry_id>": Note((Conflict,)),
    "DELETE /v1/admin/entries/<entry_id>": Note((Conflict,)),
    "GET /v1/admin/exports": Note(gives=_LISTS),
    "POST /v1/admin/imports": Note((Malformed, LengthRequired, NotJson), takes=_LISTS),
    "POST /v1/admin/imports/<import_id>/revert": Note((Conflict,)),
    "POST /v1/admin/changes/<int:revision>/revert": Note((Conflict,), also={HTTPStatus.ACCEPTED: ImportNamedOut()}),
    "POST /v1/admin/reports/<number>/accept": Note((Conflict,)),
    "POST /v1/admin/reports/<number>/dismiss": Note((Conflict,)),
    "POST /v1/admin/reports/<number>/reopen": Note((Conflict,)),
    "GET /api/num/<anything:phone>": Note(gives=_XML),
    "GET /api/check": Note(gives=_XML),
    "GET /api/check-prefix": Note(gives=_XML),
    "GET /api/blocklist": Note(gives=_XML),
    "POST /api/rate": Note(gives=("text/plain",)),
    "GET /api/test": Note(gives=("text/plain",)),
    "GET /healthz": Note(stored=False),
    "GET /metrics": Note(gives=("text/plain", "application/openmetrics-text")),
    "GET /": Note(stored=False, leads_on=True),
    "GET /openapi.json": Note(gives=("application/json",), versioned=True, stored=False),
    "GET /docs": Note(gives=("text/html",), versioned=True, stored=False),
    "GET /docs/<asset>": Note(
        gives=("text/css", "text/javascript", "image/png", "text/plain"), versioned=True, stored=False
    ),
}
_ANYTHING = "<anything:"
"""A path that takes whatever comes, so that nothing is not found."""


def name_of(route: Route) -> str:
    """Name a route as tables do."""
    return f"{route.method} {route.path}"


def note_on(route: Route) -> Note:
    """Give what there is to say of a route beyond its schemas."""
    return _NOTES.get(name_of(route), Note())


def noted() -> frozenset[str]:
    """Name all routes that have a note."""
    return frozenset(_NOTES)


def refusals_of(route: Route) -> list[type[Refused]]:
    """List every refusal that a route can answer with, by status; 500 and 503 are no refusals."""
    return sorted({*_by_rule(route), *note_on(route).errors}, key=lambda error: error.status)


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
