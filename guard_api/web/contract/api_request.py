"""What a view works with, and what it may give back that is not JSON."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

from msgspec import Struct
from werkzeug.http import parse_etags

from guard_api.errors import Forbidden
from guard_api.lists.actor import Actor, KeyActor, author_of
from guard_api.lists.change import Author
from guard_api.ports import Device, Key, Scope, Services
from guard_api.texts import Texts
from guard_api.web.contract.bodies import JSON
from guard_api.web.contract.cursors import place_of
from guard_api.web.edge.addresses import is_proxy
from guard_api.web.edge.headers import shortened
from guard_api.web.edge.incoming import Incoming

_SCHEMES = ("http", "https")
_Place = TypeVar("_Place")


class ApiRequest(Struct, frozen=True):
    """One request, read and allowed."""

    services: Services
    incoming: Incoming
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
    def actor(self) -> Actor:
        """Who asks; a route without scopes has nobody."""
        if self.key is None:
            raise Forbidden("This needs a key.")
        return KeyActor(self.key.id, self.key.label or self.key.scope)

    @property
    def server(self) -> str:
        """Where this server is, as who asks has written it; a proxy that is trusted says which scheme that was."""
        parsed = self.incoming.parsed
        forwarded = self.incoming.header("X_FORWARDED_PROTO")
        scheme = (
            forwarded if forwarded in _SCHEMES and is_proxy(self.incoming, self.services.proxies) else parsed.scheme
        )
        return f"{scheme}://{parsed.host}"

    @property
    def scope(self) -> Scope:
        """What the key of who asks opens."""
        if self.key is None:
            raise Forbidden("This needs a key.")
        return self.key.scope

    @property
    def sees_in_part(self) -> bool:
        """Whether reported numbers are masked for who asks: who may only look."""
        return self.scope is Scope.ADMIN_READ

    @property
    def author(self) -> Author:
        """Who makes a change, when, and why."""
        return author_of(self.actor, self.services.clock(), self.query.get("why") or "")

    def after(self, kind: type[_Place]) -> _Place | None:
        """Return the place behind which the page begins that is asked for; None: the first one. Raises Invalid."""
        cursor = self.query.get("cursor")
        return place_of(cursor, kind) if cursor is not None else None

    def unless_known(self, tag: str, make: Callable[[], "RawResponse"]) -> "RawResponse":
        """Make the answer, unless the client has that version of it (RFC 9110, If-None-Match)."""
        headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
        if parse_etags(shortened(self.incoming.header("IF_NONE_MATCH"))).contains_weak(tag):
            return RawResponse(None, headers=headers)
        made = make()
        return RawResponse(made.body, made.content_type, {**made.headers, **headers})


@dataclass(frozen=True, slots=True)
class RawResponse:
    """An answer that is not JSON, or that the client may have already. `body` None: it has."""

    body: bytes | Iterable[bytes] | None
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    status: HTTPStatus | None = None
    """Where it is not the route's."""


def unescaped(text: str) -> str:
    """Give back the `+` of a number that was written into a query as it is."""
    return f"+{text.lstrip()}" if text.startswith(" ") else text
