"""Admins bring in whole lists, and take them back."""

from collections.abc import Iterator
from http import HTTPMethod, HTTPStatus

from flask import request

from guard_api.actions.edit_lists import revert_import
from guard_api.blocklist.cells import Unsaid
from guard_api.blocklist.formats import Format
from guard_api.errors import LengthRequired, Malformed, NotJson
from guard_api.ports import Scope
from guard_api.ports.imports import ImportOrder
from guard_api.web.contract import Asked, Routes
from guard_api.web.list_schemas import JSON_LINES, ImportNamedOut, ImportOut, ImportQuery, Why

routes = Routes()

_CHUNK = 256 * 1024


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/imports",
    Scope.ADMIN,
    asks=ImportQuery(),
    answers=ImportNamedOut(),
    status=HTTPStatus.ACCEPTED,
)
def import_list(asked: Asked) -> object:
    """Bring the rows of the body onto a list, as one change. What is half sent changes nothing."""
    query, imports = asked.query, asked.services.imports
    region = query.get("region") or asked.services.default_region
    unsaid, form = Unsaid(query["category"], query["source"]), query.get("format") or _declared()
    order = ImportOrder(query["list"], asked.author, region, form, query["dry_run"], unsaid=unsaid)
    with imports.upload() as (name, file):
        file.writelines(_uploaded())
        file.close()
        imports.note(order, name)
    imports.start()
    return {"import_id": name}


def _declared() -> Format:
    return Format.JSONL if request.mimetype == JSON_LINES else Format.CSV


@routes.add(HTTPMethod.GET, "/v1/admin/imports/<import_id>", Scope.ADMIN, answers=ImportOut())
def show_import(asked: Asked, import_id: str) -> object:
    """Say how far an import is, and which rows were left out and why."""
    job = asked.services.imports.get(import_id)
    tally = job.tally
    return {
        "import_id": job.id,
        "state": job.state,
        "list": job.order.list,
        "dry_run": job.order.dry_run,
        "reverts": job.order.reverts,
        "revision": job.revision,
        "reason": job.reason,
        "rows": tally.rows,
        "added": tally.added,
        "updated": tally.updated,
        "removed": tally.removed,
        "unchanged": tally.unchanged,
        "rejected": tally.rejected,
        "errors": [{"line": line, "reason": reason} for line, reason in asked.services.imports.errors(import_id)],
        "created_at": job.order.author.at,
        "finished_at": job.finished_at,
    }


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/imports/<import_id>/revert",
    Scope.ADMIN,
    asks=Why(),
    answers=ImportNamedOut(),
    status=HTTPStatus.ACCEPTED,
)
def take_import_back(asked: Asked, import_id: str) -> object:
    """Take a whole import back, but for what was changed since; itself an import to ask for."""
    return {"import_id": revert_import(asked.services, import_id, asked.author)}


def _uploaded() -> Iterator[bytes]:
    """Read a body of any size, piece by piece. Raises LengthRequired, and Malformed when it breaks off."""
    if request.mimetype.startswith("multipart/"):
        raise NotJson("Send the file itself as the body, not a form: curl --data-binary @FILE.")
    left = request.content_length
    if left is None:
        raise LengthRequired("Send the file with a Content-Length, not chunked: else nobody can tell that it is whole.")
    stream = request.environ["wsgi.input"]
    while left > 0:
        chunk: bytes = stream.read(min(left, _CHUNK))
        if not chunk:
            raise Malformed("The body broke off. Nothing was changed.")
        left -= len(chunk)
        yield chunk
