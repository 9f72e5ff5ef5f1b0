"""What can wait for a second person, by its kind, and what does it once that one has confirmed it."""

from collections.abc import Callable, Mapping
from typing import Any

from guard_api.actions.imports.import_lists import import_checked
from guard_api.actions.lists import bulk, history
from guard_api.lists.change import Author
from guard_api.ports import Services

REMOVE_ENTRIES = "remove_entries"
IMPORT = "import"
UNDO = "undo"


def _remove_entries(services: Services, arguments: Mapping[str, Any], author: Author) -> object:
    """Take entries off their list; `ids` names them."""
    return bulk.remove_entries(services, bulk.entries_named(arguments["ids"]), author)


def _import(services: Services, arguments: Mapping[str, Any], author: Author) -> object:
    """Import what a dry run has read."""
    return import_checked(services, arguments["import_id"], author)


def _undo(services: Services, arguments: Mapping[str, Any], author: Author) -> object:
    """Take a change back; `revision` names it."""
    return history.take_back(services, arguments["revision"], author)


CARRY_OUT: Mapping[str, Callable[[Services, Mapping[str, Any], Author], object]] = {
    REMOVE_ENTRIES: _remove_entries,
    IMPORT: _import,
    UNDO: _undo,
}
