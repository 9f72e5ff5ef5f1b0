"""Phones keep a copy of the lists: told what has changed since they last asked."""

from collections.abc import Callable
from hashlib import sha256
from typing import BinaryIO

from guard_api.errors import Gone, StoreUnavailable
from guard_api.lists.delta import Cursor, Page
from guard_api.lists.entry import ListName
from guard_api.ports import Services


def current_snapshot(services: Services) -> tuple[str, Callable[[], BinaryIO]]:
    """Return the version of both lists of numbers in one file, and what opens that file."""
    return services.snapshots.version(), lambda: services.snapshots.current()[1]


def sync(services: Services, since: str | None, target: ListName, limit: int) -> tuple[str, Callable[[], Page]]:
    """Give the name of the next page, the same for the same page, and what makes it. Raises Gone, StoreUnavailable."""
    cursor = Cursor.read(since) if since else services.sync.start(target)
    newest = _newest(services, cursor) if cursor is not None and cursor.list is target else None
    if cursor is None or newest is None:
        raise Gone("This cursor is too old or not known here. Start again without it.")
    tag = sha256(f"{cursor.written()} {newest} {limit}".encode()).hexdigest()[:16]
    return tag, lambda: services.sync.page(cursor, limit)


def _newest(services: Services, cursor: Cursor) -> int | None:
    """Give the newest revision, None: the cursor is of no use. Raises StoreUnavailable where nobody can tell yet.

    Another node may have told the phone what is on its way here: it must not begin anew for that.
    """
    newest = services.sync.newest(cursor)
    if newest is not None:
        return newest
    if not services.freshness.catch_up():
        raise StoreUnavailable("the copy of this node is behind the record")
    return services.sync.newest(cursor)
