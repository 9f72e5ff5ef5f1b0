"""What phones report: the queue, and what people make of it."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.reports import review
from guard_api.actions.reports.decide import decide as decide_all
from guard_api.actions.reports.report import Acceptance
from guard_api.actions.reports.review import ReportPlace
from guard_api.lists.cursor import write_cursor
from guard_api.lists.entry import Category
from guard_api.lists.files.cells.cells import LONGEST_NAME
from guard_api.ports.people.people import Role
from guard_api.ports.phones.reports import Decision, ReportOrder
from guard_api.web.console import params
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.visit import visit
from guard_api.web.contract.cursors import place_of

screen = Blueprint("reports", __name__)
_PAGE = 50
_AT_ONCE = 200


@screen.get("/reports")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """List reported numbers that wait for a decision, or those of which was decided."""
    given = request.args
    state = next((one for one in Decision if one == given.get("state")), Decision.OPEN)
    order = next((one for one in ReportOrder if one == given.get("order")), ReportOrder.DEVICES)
    after = place_of(given["after"], ReportPlace) if given.get("after") else None
    sees = visit().may(Role.EDITOR)
    found = review.list_reports(visit().services, state, after, _PAGE, order, hidden=not sees)
    following = write_cursor(found.next) if found.next is not None else None
    context: dict[str, Any] = {
        "reports": found.items,
        "state": state,
        "order": order,
        "next": following,
        "states": [*Decision],
    }
    return page("reports.html", **context, orders=[*ReportOrder], categories=[*Category])


@screen.post("/reports/decide")
@needs(Role.EDITOR)
def decide() -> ResponseReturnValue:
    """Decide of all numbers that were chosen."""
    current, form = visit(), request.form
    numbers: Sequence[str] = form.getlist("numbers")[:_AT_ONCE]
    back: dict[str, Any] = {"state": form.get("state", ""), "order": form.get("order", "")}
    decision = next((one for one in Decision if one == form.get("decision")), None)
    if not numbers or decision is None:
        flash(current.texts.get("console.reports.none_chosen"), "wrong")
        return leave_to(url_for("console.reports.show", **back))
    category = next((one for one in Category if one == form.get("category")), None)
    acceptance = Acceptance(category, params.kept("label", LONGEST_NAME))
    done = decide_all(current.services, numbers, decision, acceptance, current.author(form.get("why", "")))
    if done.numbers:
        count = f"{len(done.numbers)}"
        flash(current.texts.get(f"console.reports.done.{decision}", count=count), "good")
    for number, reason in done.errors[:5]:
        flash(current.texts.get("console.reports.not_done", number=number, reason=reason), "wrong")
    return leave_to(url_for("console.reports.show", **back))
