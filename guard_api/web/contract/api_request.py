"""What a view works with, and what it may give back that is not JSON."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

from msgspec import Struct
from werkzeug.http import parse_etags

from guard_api.errors import Forbidden
from guard_api.lists.change import Author
from guard_api.ports import Device, Key, Services
from guard_api.texts import Texts
from guard_api.web.edge.bodies import JSON
from guard_api.web.edge.headers import shortened
from guard_api.web.edge.incoming import Incoming


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
    def author(self) -> Author:
        """Who makes a change, when, and why."""
        who = f"{self.key.label or self.key.scope} ({self.key.id})" if self.key is not None else ""
        return Author(who, self.now, self.query.get("why") or "")

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.services.clock()

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
