"""Answers as WSGI has them (PEP 3333). werkzeug's Response, which can do much more, takes 11 us to say the same."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
"""Headers of every answer, unless it has its own."""
_LINES = {status: f"{status.value} {status.phrase}" for status in HTTPStatus}


class WsgiResponse:
    """Status, headers, and the body: bytes, or pieces of them that are made while they are sent; None has no length."""

    __slots__ = ("body", "headers", "status")

    def __init__(
        self, body: bytes | Iterable[bytes] | None, status: HTTPStatus, headers: Iterable[tuple[str, str]]
    ) -> None:
        """Say the length where it is known."""
        self.body = body
        self.status = status
        self.headers = [*headers]
        if isinstance(body, bytes):
            self.headers.append(("Content-Length", str(len(body))))

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer. A list is what Granian sends at once, with the headers; of all else it asks for piece after piece."""
        start_response(_LINES[self.status], self.headers)
        if self.body is None or environ["REQUEST_METHOD"] == "HEAD":
            return []
        return [self.body] if isinstance(self.body, bytes) else self.body

    def in_flask(self) -> Response:
        """Return the same as Flask has it."""
        return _Response(self.body, _LINES[self.status], self.headers)


class _Response(Response):
    """Flask's response, without a type that nobody has named."""

    default_mimetype = None
