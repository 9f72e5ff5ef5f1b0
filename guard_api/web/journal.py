"""Every request once: its id, its line in the log, its count. No path, query, body or address is written down."""

import logging
import re
import secrets
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from http import HTTPMethod
from time import perf_counter
from typing import TYPE_CHECKING

from flask import Flask

from guard_api.logs import request_id, tell
from guard_api.ports import Services
from guard_api.ports.limits import Answered, Spending

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)
_ID = re.compile(r"(?=[0-9-]*[A-Fa-f])[0-9A-Fa-f-]{16,64}\Z")
"""Ids that proxies make, such as UUIDs: too narrow for a number, a key or a word to pass through into the log."""
_METHODS = frozenset(method.value for method in HTTPMethod)


@dataclass(slots=True)
class Trace:
    """What is remembered of a request while it is answered. `route` is its name, `path` its template."""

    id: str
    route: str | None = None
    path: str | None = None
    key_id: str | None = None
    spending: Spending | None = None
    facts: dict[str, object] = field(default_factory=dict)


_current: ContextVar[Trace] = ContextVar("trace")
current_trace = _current.get


def register(app: Flask, services: Services) -> None:
    """Keep the journal of an app: around Flask, whose hooks would cost several times as much."""
    app.wsgi_app = _kept(app.wsgi_app, services)  # type: ignore[method-assign, assignment] # as Flask's documentation does it


def _kept(answer: "WSGIApplication", services: Services) -> "WSGIApplication":
    def journal(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        began = perf_counter()
        given = environ.get("HTTP_X_REQUEST_ID", "")
        trace = Trace(given if given and _ID.match(given) else secrets.token_hex(16))
        _current.set(trace)
        request_id.set(trace.id)

        def start(status: str, headers: list[tuple[str, str]], *error: object) -> Callable[[bytes], object]:
            seconds, code = perf_counter() - began, int(status[:3])
            services.meters.answered(Answered(trace.route, code, seconds))
            _write_down(trace, environ["REQUEST_METHOD"], code, seconds)
            return start_response(status, [*headers, *_told(trace)], *error)  # type: ignore[arg-type] # what WSGI may give there

        return answer(environ, start)

    return journal


def _told(trace: Trace) -> Iterable[tuple[str, str]]:
    yield "X-Request-ID", trace.id
    if trace.spending is not None:
        limit, quota, _, left, seconds = trace.spending
        yield "RateLimit-Policy", f'"{limit}";q={quota.units};w={quota.seconds}'
        yield "RateLimit", f'"{limit}";r={left};t={seconds}'


def _write_down(trace: Trace, method: str, status: int, seconds: float) -> None:
    facts: dict[str, object] = {
        "method": method if method in _METHODS else None,
        "route": trace.path,
        "status": status,
        "ms": round(seconds * 1000, 2),
        "key": trace.key_id,
    }
    facts.update(trace.facts)
    tell(_log, "request", facts)
