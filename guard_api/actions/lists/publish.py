"""The block list for apps that keep a copy of it, in the versions of the PhoneBlock API."""

from collections.abc import Iterator

from guard_api.ports import Services
from guard_api.ports.lists.votes import PublishedNumber, PublishedVersion

_REVISIONS = 1 << 32
"""A version is one whole number, smaller than 2^53 as JSON wants it: what reports did, and which change was last."""


def publish(services: Services, since: str) -> tuple[int, Iterator[PublishedNumber]]:
    """Give the newest version, and what may have changed since an older one; "", 0 or an unknown one: everything."""
    newest = services.votes.version()
    older = PublishedVersion(*divmod(int(since or 0), _REVISIONS))
    return newest.step * _REVISIONS + newest.revision, services.votes.published(older if older.revision else None)
