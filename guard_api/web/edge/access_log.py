"""Every request once: its id, its line in the log, its count. No path, query, body or address is written down."""

import logging
import re
from collections.abc import Callable, Iterable
from functools import cache
from http import HTTPMethod
from random import getrandbits
from time import perf_counter
from typing import TYPE_CHECKING

from guard_api.logs import log_event, request_id
from guard_api.ports.operate.limits import Limit, Metrics, RateLimitResult
from guard_api.web.edge.incoming import RequestRecord

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_HEX = re.compile(r"(?!.*[0-9]{11})[0-9A-Fa-f]{16,64}")
_LETTER = re.compile(r"[A-Fa-f]")
_LONGEST_ID, _LEAST_LETTERS = 64, 4
"""Fewer has one random UUID in two thousand."""
_METHODS = frozenset(method.value for method in HTTPMethod)
_Headers = list[tuple[str, str]]
_Write = Callable[[bytes], object]
"""Types with names: what stands at a function within another is made anew with each request."""


def is_id(given: str) -> bool:
    """Whether an id that a proxy has given may be written down: a UUID, or other hexadecimal digits.

    No word or key passes through this into the log, nor what has so few letters, or so many decimals in a row, that
    it could be a telephone number: such a request gets an id of ours.
    """
    if len(given) > _LONGEST_ID or not (_UUID.fullmatch(given) or _HEX.fullmatch(given)):
        return False
    return len(_LETTER.findall(given)) >= _LEAST_LETTERS


class AccessLog:
    """Stands around the whole application."""

    def __init__(self, wsgi_app: "WSGIApplication", metrics: Metrics) -> None:
        """Count with `metrics`."""
        self._wsgi_app = wsgi_app
        self._answered = metrics.answered

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, and write it down when the answer begins."""
        began, answered = perf_counter(), self._answered
        given = environ.get("HTTP_X_REQUEST_ID")
        # An id is no secret: to ask the system for randomness has all other threads fight for Python's lock.
        record = RequestRecord(given if given and is_id(given) else getrandbits(128).to_bytes(16).hex())
        record.belongs_to(environ)

        def start(status: str, headers: _Headers, *error: object) -> _Write:
            seconds, code = perf_counter() - began, int(status[:3])
            answered(record.route, code, seconds)
            _write_down(record, environ["REQUEST_METHOD"], code, seconds)
            sent = [*headers, ("X-Request-ID", record.id)]
            if record.spending is not None:
                sent += _limit_fields(record.spending)
            return start_response(status, sent, *error)  # type: ignore[arg-type] # what WSGI may give there

        token = request_id.set(record.id)
        try:
            body = self._wsgi_app(environ, start)
        finally:
            request_id.reset(token)
        return body if isinstance(body, list) else _Named(record.id, body)


class _Named:
    """Has lines of the log bear the request's id while its answer is made piece by piece, too.

    No generator: what is not read to its end is ended where it is collected, which may be amid another request.
    """

    def __init__(self, name: str, body: Iterable[bytes]) -> None:
        self._name = name
        self._body = body
        self._pieces = iter(body)

    def __iter__(self) -> "_Named":
        return self

    def __next__(self) -> bytes:
        token = request_id.set(self._name)
        try:
            return next(self._pieces)
        finally:
            request_id.reset(token)

    def close(self) -> None:
        """End what the answer has open, as servers ask for."""
        close = getattr(self._body, "close", None)
        if close is None:
            return
        token = request_id.set(self._name)
        try:
            close()
        finally:
            request_id.reset(token)


def _limit_fields(spending: RateLimitResult) -> Iterable[tuple[str, str]]:
    limit, quota, _, left, seconds = spending
    policy, begin = _policy(limit, quota.units, quota.seconds)
    return policy, ("RateLimit", f"{begin}{left};t={seconds}")


@cache
def _policy(limit: Limit, units: int, seconds: int) -> tuple[tuple[str, str], str]:
    """Give the field that is always the same, and how the other begins."""
    return ("RateLimit-Policy", f'"{limit}";q={units};w={seconds}'), f'"{limit}";r='


def _write_down(record: RequestRecord, method: str, status: int, seconds: float) -> None:
    facts: dict[str, object] = {
        "method": method if method in _METHODS else None,
        "route": record.path,
        "status": status,
        "ms": round(seconds * 1000, 2),
        "key": record.key_id,
    }
    if record.facts is not None:
        facts.update(record.facts)
    log_event(_log, "request", facts)
