"""Admins bring in whole lists, and take them back."""

from collections.abc import Iterator
from http import HTTPMethod, HTTPStatus

from guard_api.actions.lists.edit import revert_import
from guard_api.actions.lists.import_lists import enqueue_import
from guard_api.actions.lists.import_queue import report_import
from guard_api.errors import Conflict, LengthRequired, Malformed, NotJson
from guard_api.lists.files.cells import RowDefaults
from guard_api.lists.files.formats import Format
from guard_api.ports import Scope
from guard_api.ports.imports.imports import ImportOrder
from guard_api.presenters.imports import import_answer, queued_answer
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.note import LISTS, Note
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.lists import JSON_LINES, ImportNamedOut, ImportOut, ImportQuery, Why
from guard_api.web.edge.incoming import Incoming

routes = Routes("imports", __doc__)

_CHUNK = 256 * 1024


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/imports",
    Scope.ADMIN,
    query=ImportQuery(),
    response=ImportNamedOut(),
    status=HTTPStatus.ACCEPTED,
    note=Note((Malformed, LengthRequired, NotJson), takes=LISTS, values={"why": "list of 22 November"}),
)
def import_list(request: ApiRequest) -> object:
    """Bring the rows of the body onto a list, as one change. What is half sent changes nothing."""
    return queued_answer(enqueue_import(request.services, _order(request), _uploaded(request.incoming)))


def _order(request: ApiRequest) -> ImportOrder:
    query = request.query
    region = query.get("region") or request.services.default_region
    unsaid, form = RowDefaults(query["category"], query["source"]), query.get("format") or _declared(request.incoming)
    return ImportOrder(query["list"], request.author, region, form, query["dry_run"], unsaid=unsaid)


def _declared(incoming: Incoming) -> Format:
    return Format.JSONL if incoming.parsed.mimetype == JSON_LINES else Format.CSV


@routes.add(HTTPMethod.GET, "/v1/admin/imports/<import_id>", Scope.ADMIN, response=ImportOut())
def show_import(request: ApiRequest, import_id: str) -> object:
    """Say how far an import is, and which rows were left out and why."""
    return import_answer(report_import(request.services, import_id))


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/imports/<import_id>/revert",
    Scope.ADMIN,
    query=Why(),
    response=ImportNamedOut(),
    status=HTTPStatus.ACCEPTED,
    note=Note((Conflict,)),
)
def take_import_back(request: ApiRequest, import_id: str) -> object:
    """Take a whole import back, but for what was changed since; itself an import to ask for."""
    return queued_answer(revert_import(request.services, import_id, request.author))


def _uploaded(incoming: Incoming) -> Iterator[bytes]:
    """Read a body of any size, piece by piece. Raises LengthRequired, and Malformed when it breaks off."""
    if incoming.parsed.mimetype.startswith("multipart/"):
        raise NotJson("Send the file itself as the body, not a form: curl --data-binary @FILE.")
    left = incoming.parsed.content_length
    if left is None:
        raise LengthRequired("Send the file with a Content-Length, not chunked: else nobody can tell that it is whole.")
    stream = incoming.environ["wsgi.input"]
    while left > 0:
        chunk: bytes = stream.read(min(left, _CHUNK))
        if not chunk:
            raise Malformed("The body broke off. Nothing was changed.")
        left -= len(chunk)
        yield chunk
