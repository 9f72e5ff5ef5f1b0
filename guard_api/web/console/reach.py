"""How far an entry reaches: what covers very many numbers is for publishers."""

from collections.abc import Iterable

from guard_api.actions.lists.pasted import covers
from guard_api.errors import Forbidden
from guard_api.lists.entry import EntryKey
from guard_api.ports.people.people import Role
from guard_api.web.console.visit import visit

FAR = 1_000_000
"""Numbers that an editor's entry covers at most."""


def reaches_far(key: EntryKey) -> bool:
    """Say whether an entry covers more numbers than an editor may list, let through or take off at once."""
    return (covers(key) or 0) > FAR


def check_reach(keys: Iterable[EntryKey]) -> None:
    """Refuse what covers very many numbers of who is no publisher. Raises Forbidden."""
    if visit().may(Role.PUBLISHER):
        return
    for key in keys:
        if reaches_far(key):
            raise Forbidden(visit().texts.get("console.lists.far", entry=key.id))
