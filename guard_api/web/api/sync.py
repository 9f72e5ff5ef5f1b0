"""Phones keep the lists, for when they are offline."""

from collections.abc import Iterator
from http import HTTPMethod
from io import SEEK_END
from typing import BinaryIO

from guard_api.actions.lists.sync import sync
from guard_api.json import encode
from guard_api.lists.change import as_hex
from guard_api.lists.delta import Page
from guard_api.ports import Scope
from guard_api.web.contract.api_request import ApiRequest, RawResponse
from guard_api.web.contract.route import Routes
from guard_api.web.contract.sync_schemas import SyncOut, SyncQuery

routes = Routes("sync", __doc__)

_CHUNK = 256 * 1024


@routes.add(HTTPMethod.GET, "/v1/blocklist", Scope.DEVICE, query=SyncQuery(), response=SyncOut())
def changes_for_phone(request: ApiRequest) -> object:
    """Give what has changed on a list since a cursor, page by page; without a cursor, the whole list."""
    query = request.query
    tag, page = sync(request.services, query.get("since"), query["list"], query["limit"])
    return request.unless_known(tag, lambda: RawResponse(encode(_page(page()))))


@routes.add(HTTPMethod.GET, "/v1/blocklist/snapshot", Scope.DEVICE)
def snapshot(request: ApiRequest) -> object:
    """Give both lists of numbers in one ZIP file of Roaring bitmaps, to look numbers up in as it is."""
    snapshots = request.services.snapshots

    def make() -> RawResponse:
        _, file = snapshots.current()
        size = file.seek(0, SEEK_END)
        file.seek(0)
        return RawResponse(_pieces(file), "application/zip", {"Content-Length": str(size)})

    return request.unless_known(snapshots.version(), make)


def _page(page: Page) -> dict[str, object]:
    return {
        "revision": page.standing.revision,
        "next": page.next.written(),
        "complete": page.complete,
        "count": page.standing.count,
        "checksum": as_hex(page.standing.checksum),
        "upserts": [upsert.said() for upsert in page.upserts],
        "removals": [removal.said() for removal in page.removals],
    }


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_CHUNK):
            yield piece
