"""The API described: as a document for tools, and as a page for people that loads nothing from elsewhere."""

from functools import cache
from hashlib import sha256
from http import HTTPMethod, HTTPStatus
from importlib.resources import files

from flask import current_app, request

from guard_api.errors import NotFound
from guard_api.web.answer_schemas import HomeOut
from guard_api.web.contract import Asked, Route, Routes, Sent
from guard_api.web.headers import shortened
from guard_api.web.json import encode

routes = Routes()

DESCRIBED = "guard_api.described"
"""Under this name an app keeps the routes that it describes."""
_PAGE, _VIEWER, _GUIDES = "guard_api.web", "flask_swagger_ui", "guard_api.guides"
_ASSETS = {
    "android.md": (_GUIDES, "", "text/plain; charset=utf-8"),
    "start.js": (_PAGE, "viewer", "text/javascript; charset=utf-8"),
    "swagger-ui-bundle.js": (_VIEWER, "dist", "text/javascript; charset=utf-8"),
    "swagger-ui.css": (_VIEWER, "dist", "text/css; charset=utf-8"),
    "favicon-32x32.png": (_VIEWER, "dist", "image/png"),
}
_HTML = "text/html"
_HOME = {"docs": "docs", "openapi": "openapi.json", "guide": "docs/android.md"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@routes.add(HTTPMethod.GET, "/", answers=HomeOut())
def home(_: Asked) -> object:
    """Say where the documentation is; browsers are sent there."""
    wants_page = _HTML in shortened(request.headers.get("Accept", ""))
    there = {"Location": _HOME["docs"]} if wants_page else {}
    status = HTTPStatus.FOUND if wants_page else HTTPStatus.OK
    return Sent(encode(_HOME), headers={"Vary": "Accept", **there}, status=status)


@routes.add(HTTPMethod.GET, "/openapi.json")
def openapi(_: Asked) -> object:
    """Give this API as an OpenAPI 3.1 document."""
    document, tag = _written(current_app.extensions[DESCRIBED])
    return Sent.unless_known(tag, lambda: Sent(document))


@routes.add(HTTPMethod.GET, "/docs")
def docs(_: Asked) -> object:
    """Give a page to read this document on, and to try it."""
    page = _file(_PAGE, "viewer", "index.html")
    headers = {"Content-Security-Policy": _POLICY}
    return Sent.unless_known(_tag(page), lambda: Sent(page, "text/html; charset=utf-8", headers))


@routes.add(HTTPMethod.GET, "/docs/<asset>")
def docs_asset(_: Asked, asset: str) -> object:
    """Give a file of that page, or the guide for those who write Android apps, `android.md`."""
    if asset not in _ASSETS:
        raise NotFound("The page has no such file.")
    package, folder, kind = _ASSETS[asset]
    content = _file(package, folder, asset)
    return Sent.unless_known(_tag(content), lambda: Sent(content, kind))


@cache
def _written(described: tuple[Route, ...]) -> tuple[bytes, str]:
    # Most processes never describe themselves: they need not load what does.
    from guard_api.web.openapi import write_document  # noqa: PLC0415

    return write_document(described)


@cache
def _file(package: str, folder: str, name: str) -> bytes:
    return (files(package) / folder / name).read_bytes()


@cache
def _tag(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]
