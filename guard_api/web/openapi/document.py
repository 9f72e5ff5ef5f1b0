"""The OpenAPI 3.1 document, made of the routes and of the schemas that validate: what it says is what happens."""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from apispec import APISpec
from marshmallow import Schema, fields

from guard_api.json import encode
from guard_api.ports import Scope
from guard_api.version import program_version
from guard_api.web.contract.bodies import AnyContentType
from guard_api.web.contract.examples import UPLOADS
from guard_api.web.contract.fields import doc
from guard_api.web.contract.note import Note
from guard_api.web.contract.route import Route
from guard_api.web.openapi.descriptions import MEANINGS
from guard_api.web.openapi.fields import REGIONS, Plugin, query_parameters
from guard_api.web.openapi.recorded import answers as recorded_answers
from guard_api.web.openapi.refusals import refusals_of

_DESCRIPTION = """\
Warns people, in real time, when the signs of screen-share and call-forwarding fraud coincide on their phone.

- **Keys** go into the header `Authorization: Bearer KEY`. What a key opens is its scope.
- **Errors** are `application/problem+json` (RFC 9457). Besides those that are named at each route: 404 for a path
  that is none, 405 with `Allow` for a method that a path does not have.
- **Limits**: what is too much is answered with 429. What is left of a limit is in `RateLimit` and `RateLimit-Policy` of
  every answer that counts (draft-ietf-httpapi-ratelimit-headers-11).
- **Unknown fields** are ignored where phones send them, and refused where admins do. Answers may get more fields.
- **Times** are RFC 3339, answered in UTC. **Languages** are English and Chinese (`Accept-Language: zh-CN`); codes
  and ids are the same in each.
"""
_SCOPES = {
    Scope.DEVICE: "A key of a phone: `POST /v1/devices` gives it.",
    Scope.ADMIN: "A key of an admin: `guard-api keys create --scope admin` gives it.",
    Scope.ADMIN_READ: "A key of somebody who looks at lists, imports, changes, reports and keys, and changes nothing.",
    Scope.ADMIN_LISTS: "A key of somebody who keeps the lists, and decides of reports.",
    Scope.ADMIN_KEYS: "A key of somebody who hands out keys of phones and of operation, and enrolment codes.",
    Scope.METRICS: "A key that opens the figures of operation only.",
}
_TEXT = {"type": "string"}
_HEADERS: Mapping[int, Mapping[str, str]] = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "`Bearer`"},
    HTTPStatus.TOO_MANY_REQUESTS: {
        "Retry-After": "Seconds until there may be one more request.",
        "RateLimit": "What is left: `r` requests now, and more in `t` seconds.",
        "RateLimit-Policy": "The limit: `q` requests in `w` seconds.",
    },
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": "Seconds"},
}
"""Headers that an error always has."""
_LANGUAGE = {
    "in": "header",
    "name": "Accept-Language",
    "description": "Of titles, messages and advice.",
    "schema": _TEXT,
    "example": "zh-CN",
}
_KNOWN_VERSION = {
    "in": "header",
    "name": "If-None-Match",
    "description": "The `ETag` of the version that the client has.",
    "schema": _TEXT,
}
_IN_PATH = re.compile(r"<(?:(\w+):)?(\w+)>")


class Problem(Schema):
    """What is wrong with a request (RFC 9457). `errors` maps fields to what is wrong with each."""

    type = fields.String(
        required=True, metadata=doc("What kind of problem it is: a URI, `about:blank` where the status says it.")
    )
    title = fields.String(required=True, metadata=doc("The kind of problem in a few words."))
    status = fields.Integer(required=True, metadata=doc("The status of the answer."))
    detail = fields.String(
        required=True, metadata=doc("What is wrong with this request, and what can be done about it.")
    )
    errors = fields.Dict(
        fields.String(),
        fields.List(fields.String()),
        required=True,
        metadata=doc("What is wrong with each field or parameter; empty where it is none of them."),
    )


def write_document(routes: Iterable[Route]) -> tuple[bytes, str]:
    """Give the document, and the tag of its version."""
    written = encode(document_of(list(routes)))
    return written, sha256(written).hexdigest()[:16]


def document_of(routes: list[Route]) -> dict[str, Any]:
    """Describe routes."""
    plugin = Plugin()
    spec = APISpec(
        "guard_api",
        program_version(),
        "3.1.0",
        [plugin],
        info={"description": _DESCRIPTION, "license": {"name": "MIT", "identifier": "MIT"}},
        servers=[{"url": "."}],  # relative to the document, which may lie under a proxy's path
    )
    for scope in dict.fromkeys(scope for route in routes for scope in route.scopes):
        described = {"type": "http", "scheme": "bearer", "description": _SCOPES[scope]}
        spec.components.security_scheme(_scheme(scope), described)
    spec.components.schema("Region", REGIONS)
    for error in dict.fromkeys(error for route in routes for error in refusals_of(route)):
        spec.components.response(error.__name__, _problem(error.status, error.__doc__ or error.title))
    for name, (status, text) in _BROKEN.items():
        spec.components.response(name, _problem(status, text))
    for tag, purpose in {route.tag: route.purpose for route in routes}.items():
        spec.tag({"name": tag, "description": purpose})
    for route in routes:
        spec.path(_path(route), operations={route.method.lower(): _operation(plugin, route)})
    document: dict[str, Any] = spec.to_dict()
    return document


_BROKEN = {
    "Broken": (HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong in the server; it has been logged."),
    "Unavailable": (HTTPStatus.SERVICE_UNAVAILABLE, "The database does not answer now. Try again shortly."),
}


def _operation(plugin: Plugin, route: Route) -> dict[str, Any]:
    note = route.note
    operation: dict[str, Any] = {
        "operationId": route.view.__name__,
        "summary": route.summary,
        "tags": [route.tag],
        "parameters": _parameters(plugin, route, note),
        "responses": {**_answers(route, note), **_errors(route, note)},
        "security": [{_scheme(scope): []} for scope in route.scopes],
    }
    body = _body(route, note)
    return {**operation, **({"requestBody": body} if body else {})}


def _path(route: Route) -> str:
    return _IN_PATH.sub(r"{\2}", route.path)


def _parameters(plugin: Plugin, route: Route, note: Note) -> list[dict[str, Any]]:
    in_path = [_path_parameter(kind, name) for kind, name in _IN_PATH.findall(route.path)]
    in_query = query_parameters(plugin, route.query) if route.query is not None else []
    shown = [
        {**one, **({"example": note.values[one["name"]]} if one["name"] in note.values else {})}
        for one in in_path + in_query
    ]
    worded = route.response is not None and "warnings" in route.response.fields
    return shown + [_LANGUAGE] * worded + [_KNOWN_VERSION] * note.versioned


def _scheme(scope: Scope) -> str:
    """Name a scope as components are named, which have no colon."""
    return scope.replace(":", "_")


def _path_parameter(kind: str, name: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 0} if kind == "int" else _TEXT
    return {"in": "path", "name": name, "required": True, "description": MEANINGS[name], "schema": schema}


def _body(route: Route, note: Note) -> dict[str, Any] | None:
    if note.takes:
        content = {
            kind: {"schema": {}, **({"examples": UPLOADS[kind]} if kind in UPLOADS else {})} for kind in note.takes
        }
        return {"content": content}
    if route.body is None:
        return None
    described = {"schema": route.body, "examples": note.examples}
    needed = any(field.required for field in route.body.fields.values())
    description = (
        {"description": "JSON, whatever the Content-Type says."} if isinstance(route.body, AnyContentType) else {}
    )
    return {**description, "required": needed, "content": {"application/json": described}}


def _answers(route: Route, note: Note) -> dict[str, Any]:
    content: dict[str, Any] = {kind: {"schema": _TEXT} if kind.startswith("text/") else {} for kind in note.gives}
    if route.response is not None:
        content = {"application/json": {"schema": route.response}, **content}
    for kind, described in content.items():
        shown = _shown(route, kind)
        content[kind] = {**described, **({"examples": shown} if shown else {})}
    status = route.status if content else HTTPStatus.NO_CONTENT
    answers: dict[str, Any] = {
        str(status.value): {"description": status.phrase, **({"content": content} if content else {})}
    }
    for other, schema in note.also.items():
        described = {"description": other.phrase, "content": {"application/json": {"schema": schema}}}
        answers[str(other.value)] = described
    if note.leads_on:
        headers = {"Location": _header("The page, relative to this address.")}
        answers["302"] = {"description": "A browser is sent to the page.", "headers": headers, "content": content}
    if note.versioned:
        answers["200"]["headers"] = {"ETag": _header("The version.")}
        answers["304"] = {"description": "The client has this version.", "headers": {"ETag": _header("The version.")}}
    return answers


def _shown(route: Route, kind: str) -> dict[str, Any]:
    """Give examples of an answer; where they answer examples of requests, under the same names."""
    given = recorded_answers().get(f"{route.method} {_path(route)}", {})
    shown = {name: {"value": one["value"]} for name, one in given.items() if one["kind"] == kind}
    for name, one in shown.items():
        summary = route.note.examples.get(name, {}).get("summary")
        if summary is not None:
            one["summary"] = summary
    beginning = route.note.beginnings.get(kind)
    return shown if beginning is None else {"beginning": {"value": beginning}}


def _errors(route: Route, note: Note) -> dict[str, Any]:
    errors = {str(error.status): error.__name__ for error in refusals_of(route)}
    broken = [name for name in _BROKEN if note.stored or name != "Unavailable"]
    return {**errors, **{str(_BROKEN[name][0].value): name for name in broken}}


def _problem(status: int, description: str) -> dict[str, Any]:
    headers = {name: _header(text) for name, text in _HEADERS.get(status, {}).items()}
    described = {"description": description, "content": {"application/problem+json": {"schema": Problem}}}
    return {**described, **({"headers": headers} if headers else {})}


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "required": True, "schema": _TEXT}
