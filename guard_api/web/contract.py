"""A route is its contract: method, path, scope, schema in, schema out. Views only say what happens in between."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from http import HTTPMethod, HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from marshmallow import Schema, ValidationError
from msgspec import Struct
from werkzeug.http import parse_etags

from guard_api.blocklist.change import Author
from guard_api.errors import Forbidden, Invalid, Unauthorized
from guard_api.ports import Device, Key, Scope, Services
from guard_api.ports.limits import Limit
from guard_api.texts import Texts, texts_for
from guard_api.web.bodies import JSON, MAX_BODY, BodyReader, flat
from guard_api.web.headers import shortened
from guard_api.web.journal import Trace, current_trace
from guard_api.web.json import encode
from guard_api.web.limiting import admit
from guard_api.web.replies import ALWAYS, Reply
from guard_api.web.schemas import FromAdmin

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Asked(Struct, frozen=True):
    """One request, read and allowed: what a view works with."""

    services: Services
    key: Key | None
    body: object
    texts: Texts
    query: Mapping[str, Any] = {}

    @property
    def device(self) -> Device:
        """The phone that asks; keys of the scope device belong to one."""
        if self.key is None or self.key.device is None:
            raise Forbidden("This key belongs to no device.")
        return self.key.device

    @property
    def author(self) -> Author:
        """Who makes a change, when, and why."""
        who = f"{self.key.label or self.key.scope} ({self.key.id})" if self.key is not None else ""
        return Author(who, self.now, self.query.get("why") or "")

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.services.clock()


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer that is not JSON, or that the client may have already. `body` None: it has."""

    body: bytes | Iterable[bytes] | None
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    status: HTTPStatus | None = None
    """Where it is not the route's."""

    @classmethod
    def unless_known(cls, tag: str, make: Callable[[], "Sent"]) -> "Sent":
        """Make the answer, unless the client has that version of it (RFC 9110, If-None-Match)."""
        headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
        if parse_etags(shortened(request.headers.get("If-None-Match", ""))).contains_weak(tag):
            return cls(None, headers=headers)
        sent = make()
        return cls(sent.body, sent.content_type, {**sent.headers, **headers})


View = Callable[..., object]
_NO_QUERY = FromAdmin()


@dataclass(frozen=True, slots=True)
class Route:
    """What the outside is promised."""

    method: HTTPMethod
    path: str
    scopes: tuple[Scope, ...]
    view: View
    reads: Schema | None = None
    answers: Schema | None = None
    status: HTTPStatus = HTTPStatus.OK
    asks: Schema | None = None
    limit: Limit | None = None

    @property
    def name(self) -> str:
        """Name it, as Flask may name it."""
        return f"{self.method} {self.path}".replace(".", "_")

    @property
    def summary(self) -> str:
        """The view's docstring."""
        return (self.view.__doc__ or "").strip()


class Routes:
    """The routes of one module."""

    def __init__(self) -> None:
        """Start empty."""
        self._routes: list[Route] = []

    def __iter__(self) -> Iterator[Route]:
        """List the routes as they were declared."""
        return iter(self._routes)

    def add(  # noqa: PLR0913 - a contract says all of this
        self,
        method: HTTPMethod,
        path: str,
        *scopes: Scope,
        reads: Schema | None = None,
        answers: Schema | None = None,
        status: HTTPStatus = HTTPStatus.OK,
        asks: Schema | None = None,
        limit: Limit | None = Limit.STRANGERS,
    ) -> Callable[[View], View]:
        """Declare a view. No scopes: open to everybody. Schemas are instances, made once.

        `asks` is the query, `reads` the body, `answers` the JSON that comes back. `limit` is what requests count as;
        where nothing is said, that depends on the scopes. Admins who ask what a route does not know are told so.
        """
        if limit is Limit.STRANGERS and scopes:
            limit = Limit.LOOKUPS if Scope.DEVICE in scopes else Limit.ADMIN
        if asks is None and scopes == (Scope.ADMIN,):
            asks = _NO_QUERY

        def declare(view: View) -> View:
            self._routes.append(Route(method, path, scopes, view, reads, answers, status, asks, limit))
            return view

        return declare

    def register(self, app: Flask, services: Services) -> None:
        """Hang the routes into an app."""
        for route in self._routes:
            app.add_url_rule(route.path, route.name, _bound(route, services), methods=[route.method])


def _bound(route: Route, services: Services) -> Callable[..., Reply]:
    name, path, view, limit, scopes, asks, status = (
        *(route.name, route.path, route.view, route.limit),
        *(route.scopes, route.asks, route.status),
    )
    bodies = BodyReader(route.reads) if route.reads is not None else None

    def answer(**in_path: str) -> Reply:
        trace = current_trace()
        trace.route, trace.path = name, path
        environ, key = trace.environ, None
        if scopes:
            key = _admitted(route, services, environ, trace)
        elif limit is not None:
            admit(services, limit, None)
        body = bodies.read(environ) if bodies is not None else None
        query = _asked_for(asks) if asks is not None else {}
        texts = texts_for(shortened(environ.get("HTTP_ACCEPT_LANGUAGE", "")))
        result = view(Asked(services, key, body, texts, query), **in_path)
        if isinstance(result, Sent):
            return _sent(result, result.status or status)
        if result is None:
            return Reply(None, HTTPStatus.NO_CONTENT, ALWAYS.items())
        return Reply(encode(result), status, _in_language(texts.language))

    return answer


@cache
def _in_language(language: str) -> Sequence[tuple[str, str]]:
    said = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-store"}
    return tuple({**ALWAYS, "Content-Type": JSON, **said}.items())


def _sent(result: Sent, status: HTTPStatus) -> Reply:
    headers = {**ALWAYS, "Cache-Control": "no-store", **result.headers}
    if result.body is None:
        return Reply(None, HTTPStatus.NOT_MODIFIED, headers.items())
    return Reply(result.body, status, {**headers, "Content-Type": result.content_type}.items())


def _asked_for(schema: Schema) -> Mapping[str, Any]:
    if len(request.query_string) > MAX_BODY:
        raise Invalid(f"The query may have at most {MAX_BODY} bytes.")
    try:
        asked: Mapping[str, Any] = schema.load(request.args.to_dict())
    except ValidationError as error:
        raise Invalid("Some parts of the query have the wrong type or value.", flat(error.messages)) from error
    return asked


def _admitted(route: Route, services: Services, environ: "WSGIEnvironment", trace: Trace) -> Key:
    """Find the key and count the request. Raises Unauthorized, Forbidden, TooMany."""
    key = _authenticated(services, environ.get("HTTP_AUTHORIZATION", ""))
    trace.key_id = key.id
    admit(services, route.limit, key)
    if key.scope not in route.scopes:
        raise Forbidden(f"This key has the scope {key.scope}; this needs {' or '.join(route.scopes)}.")
    return key


def _authenticated(services: Services, said: str) -> Key:
    """Find the key that was presented; who has none is a stranger, and only so often."""
    presented = said[7:].strip() if said[:7].lower() == "bearer " else ""
    key = services.keys.authenticate(presented) if presented else None
    if key is None:
        admit(services, Limit.STRANGERS, None)
        how = "Send your key in the header: Authorization: Bearer KEY."
        raise Unauthorized("This key is unknown or was revoked." if presented else how)
    return key
