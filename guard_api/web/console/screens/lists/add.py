"""Add: lines are pasted, each is read at once, and those that can be listed are listed as one change."""

from collections.abc import Sequence

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.lists.pasted import LONGEST_PASTED, ReadLine, add_lines, read_lines
from guard_api.errors import Invalid
from guard_api.lists.entry import Category, ListName
from guard_api.numbers.plan import REGIONS
from guard_api.ports.people.people import Role
from guard_api.presenters.lists.refusals import refusal_text
from guard_api.web.console import params
from guard_api.web.console.entry_fields import entry_fields
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.reach import check_reach, reaches_far
from guard_api.web.console.visit import visit

screen = Blueprint("add", __name__)


@screen.get("/add")
@needs(Role.EDITOR)
def show() -> ResponseReturnValue:
    """Show where to paste."""
    return _page((), params.text("lines", LONGEST_PASTED))


@screen.post("/add/read")
@needs(Role.EDITOR)
def read() -> ResponseReturnValue:
    """Say of each line what it means; nothing is listed."""
    lines = params.text("lines", LONGEST_PASTED)
    try:
        return _page(_read(lines), lines)
    except Invalid as error:
        return _page((), lines, error)


@screen.post("/add")
@needs(Role.EDITOR)
def add() -> ResponseReturnValue:
    """List what can be listed, as one change."""
    lines = params.text("lines", LONGEST_PASTED)
    target = _target()
    try:
        found = _read(lines)
        check_reach([one.key for one in found if one.is_new and one.key is not None])
        made = add_lines(
            visit().services, found, entry_fields(target.subject.category), visit().author(params.text("why"))
        )
    except Invalid as error:
        return _page((), lines, error)
    left = len(found) - made.change.added
    flash(visit().texts.get("console.add.added", count=f"{made.change.added:,}", left=f"{left:,}"), "good")
    return leave_to(url_for("console.changes.details", revision=made.change.revision))


def _target() -> ListName:
    return params.word(ListName, "list") or ListName.BLOCK


def _region() -> str:
    place = request.values.get("region", "")
    return place if place in REGIONS else visit().services.default_region


def _read(lines: str) -> Sequence[ReadLine]:
    return read_lines(visit().services, lines, _target(), _region())


def _page(found: Sequence[ReadLine], lines: str, error: Invalid | None = None) -> ResponseReturnValue:
    target = _target()
    new = [one for one in found if one.is_new]
    far = [one for one in new if one.key is not None and reaches_far(one.key)]
    return page(
        "add.html",
        422 if error is not None else 200,
        target=target,
        region=_region(),
        regions=sorted(REGIONS),
        lines=lines,
        found=found,
        new=new,
        refused_far=bool(far) and not visit().may(Role.PUBLISHER),
        far=far,
        error=error,
        refusal=lambda reason: refusal_text(reason, visit().texts),
        Category=Category,
        ListName=ListName,
    )
