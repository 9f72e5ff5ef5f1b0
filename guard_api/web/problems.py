"""Every error as problem+json (RFC 9457), never HTML, never a stack trace."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus

from flask import Flask
from werkzeug.exceptions import HTTPException

from guard_api.errors import Refused, StoreUnavailable, TooMany
from guard_api.web.json import encode
from guard_api.web.replies import ALWAYS, Reply

_log = logging.getLogger(__name__)
_RETRY_SECONDS = "1"


def problem(
    status: int,
    title: str,
    detail: str,
    errors: Mapping[str, Sequence[str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Give one problem as an answer."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": dict(errors or {})}
    said = {**ALWAYS, "Content-Type": "application/problem+json", **(headers or {})}
    return Reply(encode(body), HTTPStatus(status), said.items())


def register(app: Flask) -> None:
    """Answer every error that can leave a view."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(StoreUnavailable, _unavailable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


class BrokenOff(ConnectionError):
    """An answer that cannot be brought to its end: the connection is closed, so that nobody takes it for whole."""


def without_words(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give pieces of an answer; what goes wrong meanwhile is logged here, since the server would log what it says."""
    try:
        yield from pieces
    except Exception as error:  # noqa: BLE001 - whatever it is, it may quote what is kept
        _log.error("an answer broke off", exc_info=error)
        raise BrokenOff from None


def _refused(error: Refused) -> Reply:
    headers = {"WWW-Authenticate": "Bearer"} if error.status == HTTPStatus.UNAUTHORIZED else {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.seconds)
    return problem(error.status, error.title, error.detail, error.errors, headers)


def _unavailable(error: StoreUnavailable) -> Reply:
    _log.error("store: %s", error)
    return problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Service unavailable",
        "The database does not answer now. Try again shortly.",
        headers={"Retry-After": _RETRY_SECONDS},
    )


def _http(error: HTTPException) -> Reply:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After", "Location"}}
    return problem(status, error.name, error.description or "", headers=headers)


def _unexpected(error: Exception) -> Reply:
    _log.error("unexpected", exc_info=error)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, "Internal server error", "Something went wrong here; it has been logged."
    )
