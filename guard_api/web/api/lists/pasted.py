"""Admins paste lines: each is read at once, and what can be listed is listed as one change."""

from collections.abc import Mapping
from http import HTTPMethod
from typing import Any, cast

from guard_api.actions.lists.pasted import add_lines, read_lines
from guard_api.errors import Conflict
from guard_api.ports.phones.keys import LIST_KEEPERS
from guard_api.presenters.lists.pasted import lines_answer
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.note import Note
from guard_api.web.contract.requests import Why
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.lists.pasted import PastedIn, PastedOut

routes = Routes("pasted", __doc__)


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/entries/lines",
    *LIST_KEEPERS,
    body=PastedIn(),
    query=Why(),
    response=PastedOut(),
    note=Note((Conflict,), examples=examples.LINES, values={"why": "a new wave"}),
)
def add_pasted(request: ApiRequest) -> object:
    """Read up to 1,000 lines, say of each what it means, and list those that can be listed as one change."""
    details = dict(cast("Mapping[str, Any]", request.body))
    text, target, dry_run = details.pop("lines"), details.pop("list"), details.pop("dry_run")
    lines = read_lines(request.services, text, target, details.pop("region", request.services.default_region))
    return lines_answer(lines, None if dry_run else add_lines(request.services, lines, details, request.author))
