"""Lists: all entries, found by how they begin or end, by what is said of them, by kind; and what is done to many."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.lists import bulk, export
from guard_api.actions.lists.edit import AT_ONCE, current_entry
from guard_api.actions.lists.facets import count_facets
from guard_api.actions.lists.history import DescribedChange
from guard_api.actions.lists.search import Place, count_entries, search_lists
from guard_api.actions.people.carry_out import REMOVE_ENTRIES
from guard_api.actions.people.second_person import needs_second, propose
from guard_api.errors import Invalid
from guard_api.lists.cursor import write_cursor
from guard_api.lists.entry import Category, EntryKey, ListName, Match
from guard_api.lists.files.cells.cells import LONGEST_NAME
from guard_api.lists.files.formats import Format
from guard_api.ports.lists.catalogue import Order, Search
from guard_api.ports.people.people import Role
from guard_api.presenters.lists.lists import export_name
from guard_api.web.console import params
from guard_api.web.console.entry_fields import ticked_fields
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, leave_waiting, page
from guard_api.web.console.reach import check_reach
from guard_api.web.console.visit import visit

screen = Blueprint("lists", __name__)

_PAGE = 50
_FORMATS = (Format.XLSX, Format.CSV_EXCEL, Format.CSV, Format.JSONL, Format.PLAIN, Format.HOSTS, Format.SPAMBLOCKER)


def _wanted(limit: int = _PAGE) -> Search:
    return Search(
        params.word(ListName, "list") or ListName.BLOCK,
        match=params.word(Match, "match"),
        category=params.word(Category, "category"),
        source=request.values.get("source", "")[:LONGEST_NAME],  # as it is: a list may have blanks around it
        ending=params.digits("ending"),
        order=params.word(Order, "order") or Order.NEWEST,
        limit=limit,
    )


@screen.get("/lists")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """Show a page of a list, and what else there is on the lists."""
    services, wanted = visit().services, _wanted()
    found = search_lists(services, params.name_typed(), wanted, params.after(Place))
    counts = count_entries(services)
    facets = count_facets(services, params.name_typed(), wanted)
    return page(
        "lists.html",
        wanted=wanted,
        q=params.name_typed(),
        entries=found.items,
        next=write_cursor(found.next) if found.next is not None else None,
        totals={name: sum(one.count for one in counts if one.list is name) for name in ListName},
        facets={"match": facets.matches, "category": facets.categories, "source": facets.sources},
        others=facets.others,
        counted=facets.counted,
        formats=[one for one in _FORMATS if one.not_written(wanted.list or ListName.BLOCK) is None],
        now=services.clock(),
        **_SHARED,
    )


_SHARED: Mapping[str, Any] = {"here": params.here, "Category": Category, "ListName": ListName, "Order": Order}


@screen.get("/lists/export")
@needs(Role.VIEWER)
def export_shown() -> ResponseReturnValue:
    """Give what is shown as a file."""
    form, wanted = params.word(Format, "format") or Format.XLSX, _wanted()
    target = wanted.list or ListName.BLOCK
    reason = form.not_written(target)
    if reason is not None:
        raise Invalid(reason)
    rows = export.export_found(visit().services, params.name_typed(), wanted, form, None)
    attached = f'attachment; filename="{export_name(target, form)}"'
    return Response(rows, content_type=form.media, headers={"Content-Disposition": attached})


@screen.get("/lists/selected")
@needs(Role.EDITOR)
def selected() -> ResponseReturnValue:
    """Show which entries were chosen, before anything is done to them."""
    keys = _chosen()
    entries = [current_entry(visit().services, key) for key in keys]
    return page("selected.html", entries=entries, now=visit().services.clock(), **_SHARED)


def _chosen() -> Sequence[EntryKey]:
    """Return the entries that were ticked, or all that a search finds. Raises NotFound, Invalid."""
    if request.values.get("found"):
        return bulk.entries_found(visit().services, params.name_typed(), replace(_wanted(), limit=AT_ONCE + 1))
    names = request.values.getlist("id")
    if not names:
        raise Invalid(visit().texts.get("console.lists.none_chosen"))
    return bulk.entries_named(names[: AT_ONCE + 1])


@screen.post("/lists/remove")
@needs(Role.EDITOR)
def remove() -> ResponseReturnValue:
    """Take the chosen entries off, as one change."""
    keys = bulk.entries_named(request.form.getlist("id"))
    check_reach(keys)
    services, author = visit().services, visit().author(params.text("why"))
    if needs_second(services, len(keys)):
        propose(services, REMOVE_ENTRIES, {"ids": [key.id for key in keys]}, len(keys), author)
        return leave_waiting("console.lists.proposed", url_for("console.lists.show"))
    made = bulk.remove_entries(services, keys, author)
    return _done(made, "console.lists.removed", made.change.removed)


@screen.post("/lists/edit")
@needs(Role.EDITOR)
def edit() -> ResponseReturnValue:
    """Change what is said of the chosen entries, as one change: only what was ticked."""
    keys = bulk.entries_named(request.form.getlist("id"))
    check_reach(keys)
    ticked = ticked_fields()
    if not ticked:
        raise Invalid(visit().texts.get("console.lists.nothing_said"))
    made = bulk.edit_entries(visit().services, keys, ticked, visit().author(params.text("why")))
    return _done(made, "console.lists.edited", made.change.updated)


def _done(made: DescribedChange, text: str, count: int) -> ResponseReturnValue:
    flash(visit().texts.get(text, count=f"{count:,}"), "good")
    return leave_to(url_for("console.changes.details", revision=made.change.revision))
