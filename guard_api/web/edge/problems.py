"""Every error as problem+json (RFC 9457), never HTML, never a stack trace."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from guard_api.errors import NotReady, Refused, StoreUnavailable, TooMany
from guard_api.json import encode
from guard_api.web.edge.incoming import Incoming
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
    all_headers = {**ALWAYS, "Content-Type": "application/problem+json", **(headers or {})}
    return WsgiResponse(encode(body), HTTPStatus(status), all_headers.items())


def register(app: Flask, astray: Callable[[Incoming], None]) -> None:
    """Answer every error that can leave a view. `astray` is told of what there is not, and may refuse it."""

    def of_http(error: HTTPException) -> Response:
        if isinstance(error, NotFound | MethodNotAllowed):
            try:
                astray(Incoming(request.environ))
            except TooMany as too_many:
                return problem_of(too_many).in_flask()
        return _of_http(error).in_flask()

    app.register_error_handler(Refused, _in_flask)
    app.register_error_handler(StoreUnavailable, _in_flask)
    app.register_error_handler(HTTPException, of_http)


class BrokenOff(ConnectionError):
    """An answer that cannot be brought to its end: the connection is closed, so that nobody takes it for whole."""


def without_words(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give pieces of an answer; what goes wrong meanwhile is logged here, since the server would log what it says."""
    try:
        yield from pieces
    except Exception as error:  # noqa: BLE001 - whatever it is, it may quote what is kept
        _log.error("an answer broke off", exc_info=error)
        raise BrokenOff from None


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
    if not isinstance(error, NotReady):
        _log.error("store: %s", error)
    return problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Service unavailable",
        "The database does not answer now. Try again shortly.",
        headers={"Retry-After": _RETRY_SECONDS},
    )


def _of_http(error: HTTPException) -> WsgiResponse:
    """Return the answer to an error of Flask's own; one that nobody foresaw comes as a 500."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return problem(status, "Internal server error", "Something went wrong here; it has been logged.")
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After", "Location"}}
    return problem(status, error.name, error.description or "", headers=headers)
