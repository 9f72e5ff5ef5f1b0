"""Every request once: its id, its line in the log, its count. No path, query, body or address is written down."""

import logging
import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import cache
from http import HTTPMethod
from os import urandom
from time import perf_counter
from typing import TYPE_CHECKING

from flask import Flask

from guard_api.logs import request_id, tell
from guard_api.ports import Services
from guard_api.ports.limits import Limit, Spending

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_HEX = re.compile(r"(?!.*[0-9]{11})[0-9A-Fa-f]{16,64}")
_LETTER = re.compile(r"[A-Fa-f]")
_LONGEST_ID, _LEAST_LETTERS = 64, 4
"""Fewer has one random UUID in two thousand."""
_METHODS = frozenset(method.value for method in HTTPMethod)


class Trace:
    """What is remembered of a request while it is answered. `route` is its name, `path` its template."""

    __slots__ = ("environ", "facts", "id", "key_id", "path", "route", "spending")

    def __init__(self, environ: "WSGIEnvironment", request_id: str) -> None:
        """Begin with what is known of any request."""
        self.environ = environ
        self.id = request_id
        self.route: str | None = None
        self.path: str | None = None
        self.key_id: str | None = None
        self.spending: Spending | None = None
        self.facts: dict[str, object] | None = None


_current: ContextVar[Trace] = ContextVar("trace")
current_trace = _current.get


def is_id(given: str) -> bool:
    """Whether an id that a proxy has given may be written down: a UUID, or other hexadecimal digits.

    No word or key passes through this into the log, nor what has so few letters, or so many decimals in a row, that
    it could be a telephone number: such a request gets an id of ours.
    """
    if len(given) > _LONGEST_ID or not (_UUID.fullmatch(given) or _HEX.fullmatch(given)):
        return False
    return len(_LETTER.findall(given)) >= _LEAST_LETTERS


def register(app: Flask, services: Services) -> None:
    """Keep the journal of an app: around Flask, whose hooks would cost several times as much."""
    app.wsgi_app = _kept(app.wsgi_app, services)  # type: ignore[method-assign, assignment] # as Flask's documentation does it


def _kept(answer: "WSGIApplication", services: Services) -> "WSGIApplication":
    answered = services.meters.answered

    def journal(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        began = perf_counter()
        given = environ.get("HTTP_X_REQUEST_ID")
        # What secrets.token_hex gives, without two calls on the way.
        trace = Trace(environ, given if given and is_id(given) else urandom(16).hex())
        _current.set(trace)
        request_id.set(trace.id)

        def start(status: str, headers: list[tuple[str, str]], *error: object) -> Callable[[bytes], object]:
            seconds, code = perf_counter() - began, int(status[:3])
            answered(trace.route, code, seconds)
            _write_down(trace, code, seconds)
            told = [*headers, ("X-Request-ID", trace.id)]
            if trace.spending is not None:
                told += _told(trace.spending)
            return start_response(status, told, *error)  # type: ignore[arg-type] # what WSGI may give there

        return answer(environ, start)

    return journal


def _told(spending: Spending) -> Iterable[tuple[str, str]]:
    limit, quota, _, left, seconds = spending
    policy, begin = _policy(limit, quota.units, quota.seconds)
    return policy, ("RateLimit", f"{begin}{left};t={seconds}")


@cache
def _policy(limit: Limit, units: int, seconds: int) -> tuple[tuple[str, str], str]:
    """Give the field that is always the same, and how the other begins."""
    return ("RateLimit-Policy", f'"{limit}";q={units};w={seconds}'), f'"{limit}";r='


def _write_down(trace: Trace, status: int, seconds: float) -> None:
    method = trace.environ["REQUEST_METHOD"]
    facts: dict[str, object] = {
        "method": method if method in _METHODS else None,
        "route": trace.path,
        "status": status,
        "ms": round(seconds * 1000, 2),
        "key": trace.key_id,
    }
    if trace.facts is not None:
        facts.update(trace.facts)
    tell(_log, "request", facts)
