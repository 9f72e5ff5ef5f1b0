"""A route is its contract: method, path, scope, schema in, schema out. Views only say what happens in between."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from http import HTTPMethod, HTTPStatus
from typing import Any

from marshmallow import Schema, ValidationError

from guard_api.errors import Forbidden, Invalid, Unauthorized
from guard_api.json import encode
from guard_api.ports import Key, Scope, Services
from guard_api.ports.operate.limits import Limit
from guard_api.texts import texts_for
from guard_api.web.contract.api_request import ApiRequest, RawResponse
from guard_api.web.contract.bodies import JSON, MAX_BODY, BodyReader, flat
from guard_api.web.contract.note import Note
from guard_api.web.contract.requests import FromAdmin
from guard_api.web.contract.strictness import APPLIED
from guard_api.web.edge.fast_lane import Endpoint
from guard_api.web.edge.headers import shortened
from guard_api.web.edge.incoming import Incoming
from guard_api.web.edge.limiting import consume
from guard_api.web.edge.responses import ALWAYS, WsgiResponse

View = Callable[..., object]
_NO_QUERY = FromAdmin()
_NOTHING = Note()


@dataclass(frozen=True, slots=True)
class Route:
    """What the outside is promised."""

    method: HTTPMethod
    path: str
    scopes: tuple[Scope, ...]
    view: View
    body: Schema | None = None
    response: Schema | None = None
    status: HTTPStatus = HTTPStatus.OK
    query: Schema | None = None
    limit: Limit | None = None
    note: Note = _NOTHING
    tag: str = ""
    purpose: str = ""
    is_hot: bool = False
    """Whether phones ask it in real time: it is in the fast lane as well as in Flask."""

    @property
    def name(self) -> str:
        """Name it, as Flask may name it."""
        return f"{self.method} {self.path}".replace(".", "_")

    @property
    def summary(self) -> str:
        """The view's docstring."""
        return (self.view.__doc__ or "").strip()


class Routes:
    """The routes of one module, under a name and what they are for."""

    def __init__(self, name: str, purpose: str | None) -> None:
        """Start empty."""
        self.name = name
        self.purpose = (purpose or "").partition("\n\n")[0]
        self._routes: list[Route] = []

    def __iter__(self) -> Iterator[Route]:
        """List the routes as they were declared."""
        return iter(self._routes)

    def add(  # noqa: PLR0913 - a contract says all of this
        self,
        method: HTTPMethod,
        path: str,
        *scopes: Scope,
        body: Schema | None = None,
        response: Schema | None = None,
        status: HTTPStatus = HTTPStatus.OK,
        query: Schema | None = None,
        limit: Limit | None = Limit.ANONYMOUS,
        note: Note = _NOTHING,
        is_hot: bool = False,
    ) -> Callable[[View], View]:
        """Declare a view. No scopes: open to everybody. Schemas are instances, made once.

        `response` is the JSON that comes back. `limit` is what requests count as;
        where nothing is said, that depends on the scopes. Admins who ask what a route does not know are told so.
        """
        if limit is Limit.ANONYMOUS and scopes:
            limit = Limit.LOOKUPS if Scope.DEVICE in scopes else Limit.ADMIN
        if query is None and scopes and {Scope.DEVICE, Scope.METRICS}.isdisjoint(scopes):
            query = _NO_QUERY

        def declare(view: View) -> View:
            promised = method, path, scopes, view, body, response, status, query, limit, note
            self._routes.append(Route(*promised, self.name, self.purpose, is_hot))
            return view

        return declare


def endpoint_of(route: Route, services: Services) -> Endpoint:
    """Return what answers a route: the same in the fast lane and in Flask."""
    name, path, view, limit, scopes, query, status = (
        *(route.name, route.path, route.view, route.limit),
        *(route.scopes, route.query, route.status),
    )
    bodies = BodyReader(route.body) if route.body is not None else None

    def answer(incoming: Incoming, *in_path: str, **named: str) -> WsgiResponse:
        record, key = incoming.record, None
        record.route, record.path = name, path
        if scopes:
            key = _admitted(route, services, incoming)
        elif limit is not None:
            consume(services, incoming, limit, None)
        body = bodies.read(incoming) if bodies is not None else None
        values = _query_of(query, incoming) if query is not None else {}
        texts = texts_for(shortened(incoming.environ.get("HTTP_ACCEPT_LANGUAGE", "")))
        result = view(ApiRequest(services, incoming, key, body, texts, values), *in_path, **named)
        if isinstance(result, RawResponse):
            return _raw(result, result.status or status)
        if result is None:
            return WsgiResponse(None, HTTPStatus.NO_CONTENT, ALWAYS.items())
        headers = _in_language(texts.language)
        return WsgiResponse(encode(result), status, (*headers, APPLIED) if bodies and incoming.is_strict else headers)

    return answer


@cache
def _in_language(language: str) -> Sequence[tuple[str, str]]:
    headers = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-store"}
    return tuple({**ALWAYS, "Content-Type": JSON, **headers}.items())


def _raw(result: RawResponse, status: HTTPStatus) -> WsgiResponse:
    headers = {**ALWAYS, "Cache-Control": "no-store", **result.headers}
    if result.body is None:
        return WsgiResponse(None, HTTPStatus.NOT_MODIFIED, headers.items())
    return WsgiResponse(result.body, status, {**headers, "Content-Type": result.content_type}.items())


def _query_of(schema: Schema, incoming: Incoming) -> Mapping[str, Any]:
    if len(incoming.environ.get("QUERY_STRING", "")) > MAX_BODY:
        raise Invalid(f"The query may have at most {MAX_BODY} bytes.")
    try:
        query: Mapping[str, Any] = schema.load(incoming.parsed.args.to_dict())
    except ValidationError as error:
        raise Invalid("Some parts of the query have the wrong type or value.", flat(error.messages)) from error
    return query


def _admitted(route: Route, services: Services, incoming: Incoming) -> Key:
    """Find the key and count the request. Raises Unauthorized, Forbidden, TooMany."""
    key = _authenticated(services, incoming)
    incoming.record.key_id = key.id
    consume(services, incoming, route.limit, key)
    if key.scope not in route.scopes:
        raise Forbidden(f"This key has the scope {key.scope}; this needs {' or '.join(route.scopes)}.")
    return key


def _authenticated(services: Services, incoming: Incoming) -> Key:
    """Find the key that was presented; who has none is anonymous, and may ask only so often."""
    authorization = incoming.environ.get("HTTP_AUTHORIZATION", "")
    presented = authorization[7:].strip() if authorization[:7].lower() == "bearer " else ""
    key = services.keys.authenticate(presented) if presented else None
    if key is None:
        consume(services, incoming, Limit.ANONYMOUS, None)
        how = "Send your key in the header: Authorization: Bearer KEY."
        raise Unauthorized("This key is unknown or was revoked." if presented else how)
    return key
