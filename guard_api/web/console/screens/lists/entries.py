"""One entry: what it says, what it was, and what can be done to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from guard_api.actions.lists.edit import edit_entry, entry_now, find_entry, remove_entry
from guard_api.actions.lists.pasted import covers
from guard_api.actions.lists.show import steps_of
from guard_api.errors import Conflict, NotFound
from guard_api.lists.change import Difference, differences
from guard_api.lists.entry import Category, Entry, EntryKey
from guard_api.ports.lists.lists import ListedEntry
from guard_api.ports.people.people import Role
from guard_api.web.console import params
from guard_api.web.console.entry_fields import entry_fields
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.reach import check_reach, reaches_far
from guard_api.web.console.visit import visit

screen = Blueprint("entries", __name__)


@screen.get("/entries/<path:entry_id>")
@needs(Role.VIEWER)
def show_entry(entry_id: str) -> ResponseReturnValue:
    """Show an entry, or what is left of one that was taken off."""
    return _page(find_entry(entry_id))


@screen.post("/entries/<path:entry_id>")
@needs(Role.EDITOR)
def change(entry_id: str) -> ResponseReturnValue:
    """Change what is said of an entry, if it is still as the person saw it."""
    key, services = find_entry(entry_id), visit().services
    check_reach([key])
    wanted = entry_fields(key.list.subject.category)
    try:
        edit_entry(services, key, wanted, visit().author(params.text("why")), _seen())
    except Conflict as conflict:
        return _page(key, wanted, conflict)
    flash(visit().texts.get("console.entries.saved"), "good")
    return leave_to(url_for("console.entries.show_entry", entry_id=entry_id))


@screen.post("/entries/<path:entry_id>/remove")
@needs(Role.EDITOR)
def remove(entry_id: str) -> ResponseReturnValue:
    """Take an entry off its list, if it is still as the person saw it."""
    key = find_entry(entry_id)
    check_reach([key])
    try:
        remove_entry(visit().services, key, visit().author(params.text("why")), _seen())
    except Conflict as conflict:
        return _page(key, None, conflict)
    flash(visit().texts.get("console.entries.removed", entry=key.number), "good")
    return leave_to(url_for("console.entries.show_entry", entry_id=entry_id))


def _seen() -> int:
    return params.whole("revision", 1, 1, 1 << 62)


def _page(
    key: EntryKey, wanted: Mapping[str, Any] | None = None, conflict: Conflict | None = None
) -> ResponseReturnValue:
    """Show it; where somebody was faster, both versions: what stands now, and what the person wanted."""
    services = visit().services
    steps, entry = steps_of(services, key), entry_now(services, key)
    if entry is None and not steps:
        raise NotFound(f"{key.id} was never listed.")
    return page(
        "entry.html",
        409 if conflict is not None else 200,
        key=key,
        entry=entry,
        shown=_refilled(entry, wanted),
        steps=steps,
        conflict=conflict,
        differs=_differing(entry, wanted),
        covers=covers(key),
        may_edit=visit().may(Role.PUBLISHER if reaches_far(key) else Role.EDITOR),
        now=services.clock(),
        here=params.here,
        Category=Category,
    )


def _refilled(entry: ListedEntry | None, wanted: Mapping[str, Any] | None) -> Entry | None:
    if entry is None:
        return None
    return replace(entry.entry, **wanted) if wanted is not None else entry.entry


def _differing(entry: ListedEntry | None, wanted: Mapping[str, Any] | None) -> Sequence[Difference]:
    if entry is None or wanted is None:
        return ()
    return differences(entry.entry, replace(entry.entry, **wanted))
