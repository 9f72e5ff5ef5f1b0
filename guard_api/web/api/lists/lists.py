"""Admins keep the lists: entries, changes and whole lists."""

from collections.abc import Mapping
from http import HTTPMethod, HTTPStatus
from typing import Any, cast

from guard_api.actions.lists import export, history
from guard_api.actions.lists.edit import add_entry, current_entry, edit_entry, find_entry, remove_entry
from guard_api.actions.lists.facets import count_facets
from guard_api.actions.lists.search import Place, count_entries, search_lists
from guard_api.errors import Conflict, NotFound
from guard_api.json import encode
from guard_api.lists.change import Step
from guard_api.lists.entry import Entry, EntryKey
from guard_api.lists.files.formats import Format
from guard_api.ports.lists.catalogue import Order, Search
from guard_api.ports.lists.trail import TrailSearch
from guard_api.ports.phones.keys import LIST_KEEPERS, READERS
from guard_api.presenters.lists.changes import change_answer, change_details_answer, changes_answer, preview_answer
from guard_api.presenters.lists.imports import queued_answer
from guard_api.presenters.lists.lists import entries_answer, entry_answer, export_name, facets_answer, lists_answer
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest, RawResponse, unescaped
from guard_api.web.contract.note import LISTS, Note
from guard_api.web.contract.requests import PageQuery, Why
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.lists.changes import (
    ChangeEntriesOut,
    ChangeOut,
    ChangesOut,
    ChangesQuery,
    PreviewOut,
)
from guard_api.web.contract.schemas.lists.facets import FacetsOut, FacetsQuery
from guard_api.web.contract.schemas.lists.imports import ImportNamedOut
from guard_api.web.contract.schemas.lists.lists import (
    EntriesOut,
    EntryIn,
    EntryOut,
    EntryPatchIn,
    EntryQuery,
    ExportQuery,
    ListsOut,
    Seen,
)
from guard_api.web.edge.problems import without_words

routes = Routes("lists", __doc__)


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/entries",
    *READERS,
    query=EntryQuery(),
    response=EntriesOut(),
    note=Note(values={"q": "+86139"}),
)
def list_entries(request: ApiRequest) -> object:
    """Search the lists by the beginning or the last digits of a number, by domain or by text, newest first."""
    query = request.query
    after = request.after(Place)
    wanted = _wanted(query, query["limit"])
    return entries_answer(search_lists(request.services, unescaped(query.get("q", "")), wanted, after))


def _wanted(query: Mapping[str, Any], limit: int) -> Search:
    kind = query.get("match"), query.get("category"), query.get("source", ""), query.get("ending", "")
    return Search(query.get("list"), "", "", *kind, query.get("order", Order.NEWEST), limit=limit)


@routes.add(HTTPMethod.GET, "/v1/admin/lists", *READERS, response=ListsOut())
def count_lists(request: ApiRequest) -> object:
    """Say of every list how many entries it has, and of which kinds."""
    return lists_answer(count_entries(request.services))


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/entries/facets",
    *READERS,
    query=FacetsQuery(),
    response=FacetsOut(),
    note=Note(values={"list": "block"}),
)
def count_found(request: ApiRequest) -> object:
    """Count what is found on a list by match, category and source: whose entries there are, and how many."""
    query = request.query
    text = unescaped(query.get("q", ""))
    return facets_answer(count_facets(request.services, text, _wanted(query, 1), query["limit"]))


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/entries",
    *LIST_KEEPERS,
    body=EntryIn(),
    query=Why(),
    response=EntryOut(),
    status=HTTPStatus.CREATED,
    note=Note((Conflict,), examples=examples.ENTRIES, values={"why": "police report"}),
)
def create_entry(request: ApiRequest) -> object:
    """Put a number, prefix or domain on a list; 409 names what is official or allowed and would be covered."""
    body = dict(cast("dict[str, Any]", request.body))
    target, region = body.pop("list"), body.pop("region", None) or request.services.default_region
    return entry_answer(add_entry(request.services, target, Entry(**body), region, request.author))


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/entries/<entry_id>",
    *READERS,
    response=EntryOut(),
    note=Note(values={"entry_id": "block:exact:+8613912345679"}),
)
def show_entry(request: ApiRequest, entry_id: str) -> object:
    """Show one entry; its id is its list, match and number or domain."""
    return entry_answer(current_entry(request.services, find_entry(entry_id)))


@routes.add(
    HTTPMethod.PATCH,
    "/v1/admin/entries/<entry_id>",
    *LIST_KEEPERS,
    body=EntryPatchIn(),
    query=Seen(),
    response=EntryOut(),
    note=Note((Conflict,), examples=examples.ENTRY_CHANGES, values={"entry_id": "block:exact:+8613912345679"}),
)
def change_entry(request: ApiRequest, entry_id: str) -> object:
    """Change what is said of an entry; with `revision`, 409 where somebody has changed it since."""
    changes = cast("Mapping[str, object]", request.body)
    key, seen = find_entry(entry_id), request.query.get("revision")
    return entry_answer(edit_entry(request.services, key, changes, request.author, seen))


@routes.add(
    HTTPMethod.DELETE,
    "/v1/admin/entries/<entry_id>",
    *LIST_KEEPERS,
    query=Seen(),
    note=Note((Conflict,), values={"entry_id": "block:exact:+8613912345679", "why": "a new owner"}),
)
def delete_entry(request: ApiRequest, entry_id: str) -> None:
    """Take an entry off its list; with `revision`, 409 where somebody has changed it since."""
    remove_entry(request.services, find_entry(entry_id), request.author, request.query.get("revision"))


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/exports",
    *READERS,
    query=ExportQuery(),
    note=Note((Conflict,), gives=(*LISTS, Format.XLSX.media), beginnings={Format.XLSX.media: "PK"}),
)
def export_list(request: ApiRequest) -> object:
    """Give a list or what is found on it, streamed: CSV, a workbook, JSON lines, plain lines, hosts, or SpamBlocker."""
    target, form = request.query["list"], request.query["format"]
    text, region = unescaped(request.query.get("q", "")), request.query.get("region")
    rows = export.export_found(request.services, text, _wanted(request.query, 1), form, region)
    attached = f'attachment; filename="{export_name(target, form)}"'
    return RawResponse(without_words(rows), form.media, {"Content-Disposition": attached})


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/changes",
    *READERS,
    query=ChangesQuery(),
    response=ChangesOut(),
    note=Note((NotFound,), values={"from": "2026-01-01"}),
)
def list_changes(request: ApiRequest) -> object:
    """Give the audit trail of lists, reports, keys and codes, newest first: who, when, what, why, before and after."""
    query = request.query
    entry = find_entry(query["entry"]) if "entry" in query else None
    span = query.get("since"), query.get("until")
    search = TrailSearch(query["who"], query.get("what", ""), query.get("list"), entry, *span)
    after, hidden = request.after(Step), request.sees_in_part
    return changes_answer(history.list_changes(request.services, after, query["limit"], search, hidden=hidden))


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/changes/<int:revision>",
    *READERS,
    query=PageQuery(),
    response=ChangeEntriesOut(),
    note=Note(values={"revision": 1}),
)
def show_change(request: ApiRequest, revision: int) -> object:
    """Show one change and, page by page, what it made of each entry."""
    after, limit = request.after(EntryKey), request.query["limit"]
    return change_details_answer(history.show_change(request.services, revision, after, limit))


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/changes/<int:revision>/preview",
    *READERS,
    response=PreviewOut(),
    note=Note((NotFound, Conflict), values={"revision": 1}),
)
def preview_revert(request: ApiRequest, revision: int) -> object:
    """Say what taking a change back would come to, and change nothing; of a large one, its first 1,000 entries."""
    return preview_answer(history.preview(request.services, revision))


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/changes/<int:revision>/revert",
    *LIST_KEEPERS,
    query=Why(),
    response=ChangeOut(),
    status=HTTPStatus.CREATED,
    note=Note((Conflict,), also={HTTPStatus.ACCEPTED: ImportNamedOut()}, values={"revision": 1, "why": "wrong number"}),
)
def revert_change(request: ApiRequest, revision: int) -> object:
    """Take a change back, but for what was changed since; itself a change. 202 with an import for a large one."""
    made = history.take_back(request.services, revision, request.author)
    if isinstance(made, str):
        return RawResponse(encode(queued_answer(made)), status=HTTPStatus.ACCEPTED)
    return change_answer(made)
