"""Every error as problem+json (RFC 9457), never HTML, never a stack trace."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from guard_api.errors import Refused, StoreUnavailable, TooMany
from guard_api.web.edge.json import encode
from guard_api.web.edge.responses import ALWAYS, WsgiResponse

_log = logging.getLogger(__name__)
_RETRY_SECONDS = "1"


def problem(
    status: int,
    title: str,
    detail: str,
    errors: Mapping[str, Sequence[str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> WsgiResponse:
    """Give one problem as an answer."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": dict(errors or {})}
    said = {**ALWAYS, "Content-Type": "application/problem+json", **(headers or {})}
    return WsgiResponse(encode(body), HTTPStatus(status), said.items())


def register(app: Flask) -> None:
    """Answer every error that can leave a view."""
    app.register_error_handler(Refused, _in_flask)
    app.register_error_handler(StoreUnavailable, _in_flask)
    app.register_error_handler(HTTPException, _of_http)


def _in_flask(error: Refused | StoreUnavailable) -> Response:
    return problem_of(error).in_flask()


def problem_of(error: Refused | StoreUnavailable) -> WsgiResponse:
    """Return the answer to an error that routes foresee."""
    if isinstance(error, StoreUnavailable):
        return _unavailable(error)
    headers = {"WWW-Authenticate": "Bearer"} if error.status == HTTPStatus.UNAUTHORIZED else {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.seconds)
    return problem(error.status, error.title, error.detail, error.errors, headers)


def _unavailable(error: StoreUnavailable) -> WsgiResponse:
    _log.error("store: %s", error)
    return problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Service unavailable",
        "The database does not answer now. Try again shortly.",
        headers={"Retry-After": _RETRY_SECONDS},
    )


def _of_http(error: HTTPException) -> Response:
    """Return the answer to an error of Flask's own; one that nobody foresaw comes as a 500."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return problem(status, "Internal server error", "Something went wrong here; it has been logged.").in_flask()
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After", "Location"}}
    return problem(status, error.name, error.description or "", headers=headers).in_flask()
