"""Admins change many entries at once, as one change."""

from collections.abc import Mapping, Sequence
from http import HTTPMethod, HTTPStatus
from typing import Any, cast

from guard_api.actions.lists.bulk import edit_entries, entries_found, entries_named, remove_entries
from guard_api.actions.lists.edit import AT_ONCE
from guard_api.errors import Conflict, NotFound
from guard_api.lists.entry import EntryKey
from guard_api.ports.lists.catalogue import Search
from guard_api.ports.phones.keys import LIST_KEEPERS
from guard_api.presenters.lists.changes import change_answer
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.note import Note
from guard_api.web.contract.requests import Why
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.lists.changes import ChangeOut
from guard_api.web.contract.schemas.lists.lists import BulkAction, BulkIn

routes = Routes("bulk", __doc__)


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/entries/bulk",
    *LIST_KEEPERS,
    body=BulkIn(),
    query=Why(),
    response=ChangeOut(),
    status=HTTPStatus.CREATED,
    note=Note((NotFound, Conflict), examples=examples.BULK, values={"why": "a new wave"}),
)
def change_entries(request: ApiRequest) -> object:
    """Change or remove up to 1,000 entries of a list, named or found, as one change: all of them or none."""
    body = dict(cast("Mapping[str, Any]", request.body))
    action, keys = body.pop("action"), _keys(request, body)
    if action is BulkAction.REMOVE:
        return change_answer(remove_entries(request.services, keys, request.author))
    return change_answer(edit_entries(request.services, keys, body, request.author))


def _keys(request: ApiRequest, body: dict[str, Any]) -> Sequence[EntryKey]:
    """Take the entries out of a body. Raises NotFound, Invalid."""
    if "ids" in body:
        return entries_named(body.pop("ids"))
    search = body.pop("search")
    text, wanted = search.pop("q"), Search(**search, limit=AT_ONCE + 1)
    return entries_found(request.services, text, wanted)
