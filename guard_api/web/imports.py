"""Admins bring in whole lists, and take them back."""

from http import HTTPMethod, HTTPStatus

from guard_api.actions.edit_lists import revert_import
from guard_api.blocklist.cells import Unsaid
from guard_api.ports import Scope
from guard_api.ports.imports import ImportOrder
from guard_api.web.contract import Asked, Routes, uploaded
from guard_api.web.list_schemas import ImportNamedOut, ImportOut, ImportQuery, Why

routes = Routes()


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
    unsaid = Unsaid(query["category"], query["source"])
    order = ImportOrder(query["list"], asked.author, region, query["format"], query["dry_run"], unsaid=unsaid)
    with imports.upload() as (name, file):
        file.writelines(uploaded())
        file.close()
        imports.note(order, name)
    imports.start()
    return {"import_id": name}


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
