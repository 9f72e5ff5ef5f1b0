"""Phones keep the lists, for when they are offline."""

from collections.abc import Iterator
from http import HTTPMethod
from io import SEEK_END
from typing import BinaryIO

from guard_api.actions.lists.sync import current_snapshot, sync
from guard_api.errors import Gone
from guard_api.json import encode
from guard_api.ports import Scope
from guard_api.presenters.lists.lists import delta_answer
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest, RawResponse
from guard_api.web.contract.note import Note
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.lists.sync import SyncOut, SyncQuery

routes = Routes("sync", __doc__)

_CHUNK = 256 * 1024


@routes.add(
    HTTPMethod.GET,
    "/v1/blocklist",
    Scope.DEVICE,
    query=SyncQuery(),
    response=SyncOut(),
    note=Note((Gone,), versioned=True),
)
def changes_for_phone(request: ApiRequest) -> object:
    """Give what has changed on a list since a cursor, page by page; without a cursor, the whole list."""
    query = request.query
    tag, page = sync(request.services, query.get("since"), query["list"], query["limit"])
    return request.unless_known(tag, lambda: RawResponse(encode(delta_answer(page()))))


@routes.add(
    HTTPMethod.GET,
    "/v1/blocklist/snapshot",
    Scope.DEVICE,
    note=Note(gives=("application/zip",), versioned=True, beginnings=examples.SNAPSHOT),
)
def snapshot(request: ApiRequest) -> object:
    """Give both lists of numbers in one ZIP file of Roaring bitmaps, to look numbers up in as it is."""
    version, open_file = current_snapshot(request.services)
    return request.unless_known(version, lambda: _zip(open_file()))


def _zip(file: BinaryIO) -> RawResponse:
    size = file.seek(0, SEEK_END)
    file.seek(0)
    return RawResponse(_pieces(file), "application/zip", {"Content-Length": str(size)})


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_CHUNK):
            yield piece
