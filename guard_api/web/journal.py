"""Every request once: its id, its line in the log, its count. No path, query, body or address is written down."""

import logging
import re
import secrets
from dataclasses import dataclass, field
from time import perf_counter
from typing import cast

from flask import Flask, Response, g, request

from guard_api.logs import request_id, said
from guard_api.ports import Services
from guard_api.ports.limits import Answered, Spending

_log = logging.getLogger(__name__)
_ID = re.compile(r"(?=[0-9-]*[A-Fa-f])[0-9A-Fa-f-]{16,64}\Z")
"""Ids that proxies make, such as UUIDs: too narrow for a number, a key or a word to pass through into the log."""
_HEADER = "X-Request-ID"


@dataclass(slots=True)
class Trace:
    """What is remembered of a request while it is answered."""

    id: str
    began: float
    key_id: str | None = None
    spending: Spending | None = None
    facts: dict[str, object] = field(default_factory=dict)


def current_trace() -> Trace:
    """Give what is remembered of the request that this thread answers."""
    return cast("Trace", g.trace)


def register(app: Flask, services: Services) -> None:
    """Keep the journal of an app."""

    def begin() -> None:
        given = request.headers.get(_HEADER, "")
        g.trace = Trace(given if _ID.match(given) else secrets.token_hex(16), perf_counter())
        request_id.set(g.trace.id)

    def finish(response: Response) -> Response:
        trace = current_trace()
        seconds = perf_counter() - trace.began
        route = request.endpoint
        response.headers[_HEADER] = trace.id
        if trace.spending is not None:
            _say_what_is_left(response, trace.spending)
        services.meters.answered(Answered(route, response.status_code, seconds))
        _write_down(trace, response.status_code, seconds)
        request_id.set(None)
        return response

    app.before_request(begin)
    app.after_request(finish)


def _say_what_is_left(response: Response, spending: Spending) -> None:
    limit, quota, _, left, seconds = spending
    response.headers["RateLimit-Policy"] = f'"{limit}";q={quota.units};w={quota.seconds}'
    response.headers["RateLimit"] = f'"{limit}";r={left};t={seconds}'


def _write_down(trace: Trace, status: int, seconds: float) -> None:
    rule = request.url_rule
    facts = said(
        method=request.method if rule is not None else None,
        route=rule.rule if rule is not None else None,
        status=status,
        ms=round(seconds * 1000, 2),
        key=trace.key_id,
        **trace.facts,
    )
    _log.info("request", extra=facts)
