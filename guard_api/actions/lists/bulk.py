"""Admins change many entries at once: one change, which is made as a whole or not at all, and taken back as one."""

from collections.abc import Mapping, Sequence

from guard_api.actions.lists.edit import AT_ONCE, expiry, find_entry
from guard_api.actions.lists.history import DescribedChange, describe
from guard_api.actions.lists.search import search_through
from guard_api.errors import Invalid, NotFound
from guard_api.lists.change import Author
from guard_api.lists.entry import EntryKey
from guard_api.ports import Services
from guard_api.ports.lists.catalogue import Search


def entries_named(names: Sequence[str]) -> Sequence[EntryKey]:
    """Read the ids of entries. Raises NotFound."""
    return [find_entry(name) for name in dict.fromkeys(names)]


def entries_found(services: Services, text: str, wanted: Search) -> Sequence[EntryKey]:
    """Return all entries that a search finds. Raises NotFound, and Invalid where they are too many."""
    found = search_through(services, text, wanted).items
    if not found:
        raise NotFound("Nothing is found.")
    if len(found) > AT_ONCE:
        why = f"More than {AT_ONCE:,} entries are found. Look for less, or import what is to go with mode=remove."
        raise Invalid(why, {"search": [why]})
    return [one.key for one in found]


def edit_entries(
    services: Services, keys: Sequence[EntryKey], changes: Mapping[str, object], author: Author
) -> DescribedChange:
    """Change what is said of entries. Raises NotFound, Invalid, Conflict."""
    _check_alike(keys)
    amendment = {name: expiry(services, value) if name == "expires_at" else value for name, value in changes.items()}
    return describe(services, services.lists.edit_all(keys, amendment, author))


def remove_entries(services: Services, keys: Sequence[EntryKey], author: Author) -> DescribedChange:
    """Take entries off their list. Raises NotFound, Invalid, Conflict."""
    _check_alike(keys)
    return describe(services, services.lists.remove_all(keys, author))


def _check_alike(keys: Sequence[EntryKey]) -> None:
    if len({key.list for key in keys}) > 1:
        why = "One change is of one list: send the entries of each list by themselves."
        raise Invalid(why, {"ids": [why]})
