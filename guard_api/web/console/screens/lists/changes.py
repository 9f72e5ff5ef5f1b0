"""Changes: who changed what, when and why; what a change made of each entry; and the way back."""

from dataclasses import dataclass

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.lists import history
from guard_api.actions.lists.history import ChangeDetails, DescribedChange, Preview
from guard_api.actions.lists.names import key_changed_last
from guard_api.actions.people.second_person import propose_undo
from guard_api.errors import Conflict, Forbidden
from guard_api.lists.change import ActKind, Change, ChangeKind, Step, differences
from guard_api.lists.cursor import write_cursor
from guard_api.lists.entry import EntryKey, ListName
from guard_api.lists.rules import WayBack
from guard_api.ports.lists.trail import Act, TrailSearch
from guard_api.ports.people.people import Role
from guard_api.web.console import params
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, leave_waiting, page
from guard_api.web.console.visit import visit

screen = Blueprint("changes", __name__)
_PAGE = 50
_SHOWN = 20
"""Entries of a preview that are listed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the trail: a change with its entry where it has only one, or an act."""

    change: Change | None
    act: Act | None
    only: EntryKey | None


@screen.get("/changes")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """Show the trail, newest first."""
    what = params.word(ChangeKind, "what") or params.word(ActKind, "what") or ""
    services, typed = visit().services, params.text("entry")
    target = params.word(ListName, "list")
    key = key_changed_last(services, typed, services.default_region, target) if typed else None
    span = params.begin_of("from"), params.end_of("to")
    search = TrailSearch(params.text("who"), what, target, key, *span)
    after = params.after(Step)
    sees = visit().may(Role.EDITOR)
    found = history.list_changes(services, after, _PAGE, search, hidden=not sees) if key or not typed else None
    return page(
        "changes.html",
        rows=[_row(one) for one in found.items] if found is not None else [],
        next=write_cursor(found.next) if found is not None and found.next is not None else None,
        search=search,
        entry=key.id if key is not None else typed,
        kinds=(*ChangeKind, *ActKind),
        here=params.here,
        param=params.text,
        ListName=ListName,
    )


def _row(one: DescribedChange | Act) -> Row:
    if isinstance(one, Act):
        return Row(None, one, None)
    return Row(one.change, None, one.only.key if one.only is not None else None)


@screen.get("/changes/<int:revision>")
@needs(Role.VIEWER)
def details(revision: int) -> ResponseReturnValue:
    """Show what a change made of each entry, and what taking it back would come to."""
    services = visit().services
    shown = history.show_change(services, revision, params.after(EntryKey), _PAGE)
    return _details(shown, *_preview(revision))


def _preview(revision: int) -> tuple[Preview | None, Conflict | None]:
    try:
        return history.preview(visit().services, revision), None
    except Conflict as conflict:
        return None, conflict


def _details(shown: ChangeDetails, preview: Preview | None, conflict: Conflict | None) -> ResponseReturnValue:
    change = shown.described.change
    ways = {one.key: way for one, way in preview.entries} if preview is not None else {}
    return page(
        "change.html",
        change=change,
        entries=[(one, differences(one.before, one.after), ways.get(one.key)) for one in shown.entries.items],
        next=write_cursor(shown.entries.next) if shown.entries.next is not None else None,
        preview=preview,
        is_whole=preview is not None and len(preview.entries) == change.touched,
        conflict=conflict,
        may_undo=_may_undo(change),
        here=params.here,
        WayBack=WayBack,
    )


def _may_undo(change: Change) -> bool:
    """Say whether somebody may take a change back: their own, or as a publisher."""
    return visit().may(Role.PUBLISHER) or (visit().may(Role.EDITOR) and change.who == visit().author().who)


@screen.post("/changes/<int:revision>/undo")
@needs(Role.EDITOR)
def undo(revision: int) -> ResponseReturnValue:
    """Take a change back; a large one goes the way of imports."""
    services, texts = visit().services, visit().texts
    change, author = history.find_change(services, revision), visit().author(params.text("why"))
    if not _may_undo(change):
        raise Forbidden(texts.get("console.changes.not_yours"))
    if propose_undo(services, change, author):
        return leave_waiting("console.lists.proposed", url_for("console.changes.details", revision=revision))
    made = history.take_back(services, revision, author)
    if isinstance(made, str):
        flash(texts.get("console.changes.undoing"), "good")
        return leave_to(url_for("console.changes.show"))
    flash(texts.get("console.changes.undone", revision=str(revision)), "good")
    return leave_to(url_for("console.changes.details", revision=made.change.revision))
