"""Admins keep the lists: entries, changes and whole lists."""

from collections.abc import Mapping
from http import HTTPMethod, HTTPStatus
from itertools import chain, islice
from typing import Any, cast

from guard_api.actions.lists.edit import add_entry, current_entry, edit_entry, find_entry, revert
from guard_api.actions.lists.search import Place, search_lists
from guard_api.errors import NotFound
from guard_api.json import encode
from guard_api.lists.change import Change, Step, as_hex
from guard_api.lists.cursor import write_cursor
from guard_api.lists.entry import Entry, EntryKey, Subject
from guard_api.lists.files.writers import write_rows
from guard_api.ports import Scope
from guard_api.ports.lists import ListedEntry, Search
from guard_api.ports.trail import Act
from guard_api.web.contract.api_request import ApiRequest, RawResponse
from guard_api.web.contract.change_schemas import ChangeEntriesOut, ChangeOut, ChangesOut
from guard_api.web.contract.cursors import place_of
from guard_api.web.contract.list_schemas import (
    EntriesOut,
    EntryIn,
    EntryOut,
    EntryPatchIn,
    EntryQuery,
    ExportQuery,
    PageQuery,
    Why,
)
from guard_api.web.contract.route import Routes
from guard_api.web.edge.problems import without_words

routes = Routes("lists", __doc__)

_NEWEST = 1 << 62


@routes.add(HTTPMethod.GET, "/v1/admin/entries", Scope.ADMIN, query=EntryQuery(), response=EntriesOut())
def list_entries(request: ApiRequest) -> object:
    """Search the lists by the beginning of a number or domain or by text, newest first."""
    query = request.query
    after = place_of(query["cursor"], Place) if "cursor" in query else None
    wanted = Search(query.get("list"), match=query.get("match"), category=query.get("category"), limit=query["limit"])
    entries, following = search_lists(request.services, _unescaped(query.get("q", "")), wanted, after)
    return {"entries": [entry_answer(one) for one in entries], "next": write_cursor(following) if following else None}


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/entries",
    Scope.ADMIN,
    body=EntryIn(),
    query=Why(),
    response=EntryOut(),
    status=HTTPStatus.CREATED,
)
def create_entry(request: ApiRequest) -> object:
    """Put a number, prefix or domain on a list; 409 names what is official or allowed and would be covered."""
    body = dict(cast("dict[str, Any]", request.body))
    target, region = body.pop("list"), body.pop("region", None) or request.services.default_region
    return entry_answer(add_entry(request.services, target, Entry(**body), region, request.author))


@routes.add(HTTPMethod.GET, "/v1/admin/entries/<entry_id>", Scope.ADMIN, response=EntryOut())
def show_entry(request: ApiRequest, entry_id: str) -> object:
    """Show one entry; its id is its list, match and number or domain."""
    return entry_answer(current_entry(request.services, find_entry(entry_id)))


@routes.add(
    HTTPMethod.PATCH,
    "/v1/admin/entries/<entry_id>",
    Scope.ADMIN,
    body=EntryPatchIn(),
    query=Why(),
    response=EntryOut(),
)
def change_entry(request: ApiRequest, entry_id: str) -> object:
    """Change what is said of an entry."""
    changes = cast("Mapping[str, object]", request.body)
    return entry_answer(edit_entry(request.services, find_entry(entry_id), changes, request.author))


@routes.add(HTTPMethod.DELETE, "/v1/admin/entries/<entry_id>", Scope.ADMIN, query=Why())
def delete_entry(request: ApiRequest, entry_id: str) -> None:
    """Take an entry off its list."""
    request.services.lists.remove(find_entry(entry_id), request.author)


@routes.add(HTTPMethod.GET, "/v1/admin/exports", Scope.ADMIN, query=ExportQuery())
def export_list(request: ApiRequest) -> object:
    """Give a whole list, streamed: CSV, JSON lines, plain lines, a hosts file, or for the SpamBlocker app."""
    query, services = request.query, request.services
    target, form = query["list"], query["format"]
    entries = services.catalogue.export(target)
    # A store that does not answer must say so now: half a list looks like a whole one.
    begun = [*islice(entries, 1)]
    rows = write_rows(chain(begun, entries), form, query.get("region") or services.default_region, target.subject)
    name = f"{target}list" if target.subject is Subject.NUMBER else target
    return RawResponse(
        without_words(rows), form.media, {"Content-Disposition": f'attachment; filename="{name}.{form.ending}"'}
    )


@routes.add(HTTPMethod.GET, "/v1/admin/changes", Scope.ADMIN, query=PageQuery(), response=ChangesOut())
def list_changes(request: ApiRequest) -> object:
    """Give the audit trail of lists, reports, keys and codes, newest first: who, when, what, why, before and after."""
    before = place_of(request.query["cursor"], Step) if "cursor" in request.query else Step(_NEWEST)
    done = request.services.trail.list(before, request.query["limit"])
    following = write_cursor(done[-1].step) if len(done) == request.query["limit"] else None
    return {
        "changes": [_act(one) if isinstance(one, Act) else _change(request, one) for one in done],
        "next": following,
    }


@routes.add(
    HTTPMethod.GET, "/v1/admin/changes/<int:revision>", Scope.ADMIN, query=PageQuery(), response=ChangeEntriesOut()
)
def show_change(request: ApiRequest, revision: int) -> object:
    """Show one change and, page by page, what it made of each entry."""
    services, limit = request.services, request.query["limit"]
    after = EntryKey(*place_of(request.query["cursor"], EntryKey)) if "cursor" in request.query else None
    change = services.changes.get(_known(revision))
    changed = services.changes.entries(change, after, limit)
    entries = [{"id": one.key.id, "before": _said(one.before), "after": _said(one.after)} for one in changed]
    following = write_cursor(changed[-1].key) if len(changed) == limit else None
    return {**_change(request, change), "entries": entries, "next": following}


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/changes/<int:revision>/revert",
    Scope.ADMIN,
    query=Why(),
    response=ChangeOut(),
    status=HTTPStatus.CREATED,
)
def revert_change(request: ApiRequest, revision: int) -> object:
    """Take a change back, but for what was changed since; itself a change. 202 with an import for a large one."""
    made = revert(request.services, _known(revision), request.author)
    if isinstance(made, str):
        return RawResponse(encode({"import_id": made}), status=HTTPStatus.ACCEPTED)
    return _change(request, made)


def _known(revision: int) -> int:
    """Give a revision that there may be. Raises NotFound."""
    if revision > _NEWEST:
        raise NotFound("There is no such change.")
    return revision


def _unescaped(text: str) -> str:
    """Give back the `+` of a number that was written into a query as it is."""
    return f"+{text.lstrip()}" if text.startswith(" ") else text


def entry_answer(listed: ListedEntry) -> dict[str, object]:
    """Put an entry into JSON."""
    return {
        "id": listed.key.id,
        "list": listed.key.list,
        **listed.entry.said(),
        "revision": listed.revision,
        "changed_at": listed.changed_at,
        "changed_by": listed.changed_by,
    }


def _change(request: ApiRequest, change: Change) -> dict[str, object]:
    one = next(iter(request.services.changes.entries(change, None, 1)), None) if change.touched == 1 else None
    return {
        "revision": change.revision,
        "at": change.at,
        "who": change.who,
        "what": change.what,
        "why": change.why,
        "list": change.list,
        "reverts": change.reverts,
        "added": change.added,
        "updated": change.updated,
        "removed": change.removed,
        "skipped": change.skipped,
        "count": change.count,
        "checksum": as_hex(change.checksum),
        "about": one.key.id if one is not None else None,
        "before": _said(one.before) if one is not None else None,
        "after": _said(one.after) if one is not None else None,
    }


def _act(act: Act) -> dict[str, object]:
    return {
        "revision": None,
        "at": act.at,
        "who": act.who,
        "what": act.what,
        "why": act.why,
        "list": None,
        "reverts": None,
        **dict.fromkeys(("added", "updated", "removed", "skipped"), 0),
        "count": None,
        "checksum": None,
        "about": act.about,
        "before": act.before,
        "after": act.after,
    }


def _said(entry: Entry | None) -> Mapping[str, object] | None:
    return entry.said() if entry is not None else None
