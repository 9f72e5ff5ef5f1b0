"""A route is its contract: method, path, scope, schema in, schema out. Views only say what happens in between."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPMethod, HTTPStatus

from flask import Flask, Response, request
from marshmallow import Schema, ValidationError

from guard_api.errors import Forbidden, Invalid, NotJson, TooLarge, Unauthorized
from guard_api.ports import Device, Key, Scope, Services
from guard_api.texts import Texts, texts_for
from guard_api.web.json import decode, encode

MAX_BODY = 64 * 1024
"""Bytes of a request body that are read."""
_JSON_TYPES = ("application/json", "application/problem+json")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, read and allowed: what a view works with."""

    services: Services
    key: Key | None
    body: object
    texts: Texts

    @property
    def device(self) -> Device:
        """The phone that asks; keys of the scope device belong to one."""
        if self.key is None or self.key.device is None:
            raise Forbidden("This key belongs to no device.")
        return self.key.device

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.services.clock()


View = Callable[..., object]


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

    def add(
        self,
        method: HTTPMethod,
        path: str,
        *scopes: Scope,
        reads: Schema | None = None,
        answers: Schema | None = None,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Callable[[View], View]:
        """Declare a view. No scopes: open to everybody. Schemas are instances, made once."""

        def declare(view: View) -> View:
            self._routes.append(Route(method, path, scopes, view, reads, answers, status))
            return view

        return declare

    def register(self, app: Flask, services: Services) -> None:
        """Hang the routes into an app."""
        for route in self._routes:
            name = f"{route.method} {route.path}".replace(".", "_")
            app.add_url_rule(route.path, name, _bound(route, services), methods=[route.method])


def _bound(route: Route, services: Services) -> Callable[..., Response]:
    def answer(**in_path: str) -> Response:
        key = _authorised(route.scopes, services)
        body = _read(route.reads) if route.reads is not None else None
        texts = texts_for(request.headers.get("Accept-Language", ""))
        result = route.view(Asked(services, key, body, texts), **in_path)
        if result is None:
            return Response(status=HTTPStatus.NO_CONTENT)
        headers = {"Content-Language": texts.language, "Vary": "Accept-Language", "Cache-Control": "no-store"}
        return Response(encode(result), route.status, headers, content_type="application/json")

    return answer


def _authorised(scopes: tuple[Scope, ...], services: Services) -> Key | None:
    if not scopes:
        return None
    kind, _, presented = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not presented:
        raise Unauthorized("Send your key in the header: Authorization: Bearer KEY.")
    key = services.keys.authenticate(presented.strip())
    if key is None:
        raise Unauthorized("This key is unknown or was revoked.")
    if key.scope not in scopes:
        raise Forbidden(f"This key has the scope {key.scope}; this needs {' or '.join(scopes)}.")
    return key


def _read(schema: Schema) -> object:
    if request.content_type is not None and request.mimetype not in _JSON_TYPES:
        raise NotJson("Send the body as application/json.")
    try:
        return schema.load(decode(_body()))  # type: ignore[arg-type] # load refuses non-objects
    except ValidationError as error:
        raise Invalid("Some fields have the wrong type or value.", _flat(error.messages)) from error


def _body() -> bytes:
    """Read the whole body, of known length or chunked. Raises TooLarge."""
    length = request.content_length
    if length is not None and length > MAX_BODY:
        raise TooLarge(f"The body may have at most {MAX_BODY} bytes.")
    body: bytes = request.environ["wsgi.input"].read(MAX_BODY + 1 if length is None else length)
    if len(body) > MAX_BODY:
        raise TooLarge(f"The body may have at most {MAX_BODY} bytes.")
    return body


def _flat(messages: object, path: str = "") -> Mapping[str, list[str]]:
    """Give nested messages as `list.0.field: [text]`."""
    if not isinstance(messages, dict):
        return {path or "body": [str(text) for text in messages] if isinstance(messages, list) else [str(messages)]}
    flat: dict[str, list[str]] = {}
    for name, inner in messages.items():
        step = "" if name == "_schema" else str(name)
        flat.update(_flat(inner, ".".join(part for part in (path, step) if part)))
    return flat
