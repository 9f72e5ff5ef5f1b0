"""The API described: as a document for tools, and as a page for people that loads nothing from elsewhere."""

from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from http import HTTPMethod, HTTPStatus
from importlib.resources import files

from guard_api.errors import NotFound
from guard_api.json import encode
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest, RawResponse
from guard_api.web.contract.note import Note
from guard_api.web.contract.route import Route, Routes
from guard_api.web.contract.schemas.server import HomeOut
from guard_api.web.docs.guides import GUIDES, PICTURES, guide_page
from guard_api.web.edge.headers import shortened

_HTML, _PAGE_TYPE = "text/html; charset=utf-8", "text/html"
_HOME = {"docs": "docs", "openapi": "openapi.json", "guide": "docs/android.md"}
_PAGE, _VIEWER, _GUIDES = "guard_api.web", "flask_swagger_ui", "guard_api.guides"
_ASSETS = {
    **{f"{name}.md": (_GUIDES, "", "text/plain; charset=utf-8") for name in GUIDES},
    **dict.fromkeys(PICTURES, (_GUIDES, "", "image/png")),
    "guide.css": (_PAGE, "viewer", "text/css; charset=utf-8"),
    "start.js": (_PAGE, "viewer", "text/javascript; charset=utf-8"),
    "swagger-ui-bundle.js": (_VIEWER, "dist", "text/javascript; charset=utf-8"),
    "swagger-ui.css": (_VIEWER, "dist", "text/css; charset=utf-8"),
    "favicon-32x32.png": (_VIEWER, "dist", "image/png"),
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def _file_note(beginnings: Mapping[str, object], **values: str) -> Note:
    return Note(gives=tuple(beginnings), versioned=True, stored=False, values=values, beginnings=beginnings)


def documentation(described: Callable[[], tuple[Route, ...]]) -> Routes:
    """Return the routes that describe all routes, themselves included."""
    routes = Routes("docs", __doc__)

    @routes.add(HTTPMethod.GET, "/", response=HomeOut(), note=Note(stored=False, leads_on=True))
    def home(request: ApiRequest) -> object:
        """Say where the documentation is; browsers are sent there."""
        wants_page = _PAGE_TYPE in shortened(request.incoming.header("ACCEPT"))
        there = {"Location": _HOME["docs"]} if wants_page else {}
        status = HTTPStatus.FOUND if wants_page else HTTPStatus.OK
        return RawResponse(encode(_HOME), headers={"Vary": "Accept", **there}, status=status)

    @routes.add(HTTPMethod.GET, "/openapi.json", note=_file_note(examples.DOCUMENT))
    def openapi(request: ApiRequest) -> object:
        """Give this API as an OpenAPI 3.1 document."""
        document, tag = _written(described())
        return request.unless_known(tag, lambda: RawResponse(document))

    @routes.add(HTTPMethod.GET, "/docs", note=_file_note(examples.PAGE))
    def docs(request: ApiRequest) -> object:
        """Give a page to read this document on, and to try it."""
        return _shown(request, _file(_PAGE, "viewer", "index.html"))

    @routes.add(HTTPMethod.GET, "/docs/<asset>", note=_file_note(examples.ASSETS, asset="start.js"))
    def docs_asset(request: ApiRequest, asset: str) -> object:
        """Give a guide as a page (`android`) or as it is written (`android.md`), or a file of these pages."""
        if asset in GUIDES:
            return _shown(request, guide_page(asset))
        content, kind = _asset(asset)
        return request.unless_known(_tag(content), lambda: RawResponse(content, kind))

    return routes


def _shown(request: ApiRequest, page: bytes) -> RawResponse:
    """Return a page, unless the client has it."""
    headers = {"Content-Security-Policy": _POLICY}
    return request.unless_known(_tag(page), lambda: RawResponse(page, _HTML, headers))


def _asset(name: str) -> tuple[bytes, str]:
    """Return a file of the pages and its type. Raises NotFound."""
    if name not in _ASSETS:
        raise NotFound("The page has no such file.")
    package, folder, kind = _ASSETS[name]
    return _file(package, folder, name), kind


@cache
def _written(described: tuple[Route, ...]) -> tuple[bytes, str]:
    # Most processes never describe themselves: they need not load what does.
    from guard_api.web.openapi.document import write_document  # noqa: PLC0415

    return write_document(described)


@cache
def _file(package: str, folder: str, name: str) -> bytes:
    return (files(package) / folder / name).read_bytes()


@cache
def _tag(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]
