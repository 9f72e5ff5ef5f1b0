"""Admins bring in whole lists, and take them back."""

from collections.abc import Iterator
from http import HTTPMethod, HTTPStatus

from guard_api.actions.imports import import_queue
from guard_api.actions.imports.import_lists import enqueue_import
from guard_api.actions.imports.import_queue import report_import
from guard_api.actions.lists.edit import revert_import
from guard_api.errors import Conflict, LengthRequired, Malformed, NotJson
from guard_api.lists.files.cells.cells import RowDefaults
from guard_api.lists.files.encodings import Charset, charset_named
from guard_api.lists.files.formats import Format
from guard_api.ports.imports.imports import ImportOrder
from guard_api.ports.phones.keys import LIST_KEEPERS, READERS
from guard_api.presenters.lists.imports import import_answer, imports_answer, queued_answer
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.note import LISTS, WORKBOOKS, Note
from guard_api.web.contract.requests import PageQuery, Why
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.lists.imports import ImportNamedOut, ImportOut, ImportQuery, ImportsOut, layout_in
from guard_api.web.edge.incoming import Incoming

routes = Routes("imports", __doc__)

_BY_MEDIA = {form.media: form for form in (Format.JSONL, Format.XLSX, Format.XLS, Format.ODS)}
_CHUNK = 256 * 1024


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/imports",
    *LIST_KEEPERS,
    query=ImportQuery(),
    response=ImportNamedOut(),
    status=HTTPStatus.ACCEPTED,
    note=Note((Malformed, LengthRequired, NotJson), takes=(*LISTS, *WORKBOOKS), values={"why": "list of 22 November"}),
)
def import_list(request: ApiRequest) -> object:
    """Bring the rows of the body onto a list, or take them off it, as one change. What is half sent changes nothing."""
    return queued_answer(enqueue_import(request.services, _order(request), _uploaded(request.incoming)))


def _order(request: ApiRequest) -> ImportOrder:
    query = request.query
    region = query.get("region") or request.services.default_region
    defaults, form = RowDefaults(query["category"], query["source"]), query.get("format") or _declared(request.incoming)
    how = query["charset"] or _declared_charset(request.incoming), query["sheet"], query["mode"]
    layout = layout_in(query) if "header" in query else None
    order = query["list"], request.author, region, form, query["dry_run"], None, defaults, *how
    return ImportOrder(*order, layout, query["file"])


def _declared(incoming: Incoming) -> Format:
    return _BY_MEDIA.get(incoming.parsed.mimetype, Format.CSV)


def _declared_charset(incoming: Incoming) -> Charset | None:
    """Return the encoding that the header says. Raises NotJson where it is none that is read."""
    name = incoming.parsed.mimetype_params.get("charset", "")
    charset = charset_named(name)
    if name and charset is None:
        raise NotJson(f"Send the file in {', '.join(Charset)}, or say no charset.")
    return charset


@routes.add(HTTPMethod.GET, "/v1/admin/imports", *READERS, query=PageQuery(), response=ImportsOut())
def list_imports(request: ApiRequest) -> object:
    """Give all imports, newest first, and how far each is."""
    return imports_answer(import_queue.list_imports(request.services, request.after(str), request.query["limit"]))


@routes.add(HTTPMethod.GET, "/v1/admin/imports/<import_id>", *READERS, response=ImportOut())
def show_import(request: ApiRequest, import_id: str) -> object:
    """Say how far an import is, and which rows were left out and why."""
    return import_answer(report_import(request.services, import_id))


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/imports/<import_id>/revert",
    *LIST_KEEPERS,
    query=Why(),
    response=ImportNamedOut(),
    status=HTTPStatus.ACCEPTED,
    note=Note((Conflict,)),
)
def take_import_back(request: ApiRequest, import_id: str) -> object:
    """Take a whole import back, but for what was changed since; itself an import to ask for."""
    return queued_answer(revert_import(request.services, import_id, request.author))


@routes.add(HTTPMethod.POST, "/v1/admin/imports/<import_id>/stop", *LIST_KEEPERS, query=Why(), note=Note((Conflict,)))
def stop_import(request: ApiRequest, import_id: str) -> None:
    """Stop an import that waits or runs: nothing of it is changed. 409 where it has come to its end."""
    import_queue.stop_import(request.services, import_id, request.author)


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
