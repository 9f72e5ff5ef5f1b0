"""What waits for a second person."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.people import second_person
from guard_api.ports.people.people import Role
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.visit import visit

screen = Blueprint("proposals", __name__)


@screen.get("/proposals")
@needs(Role.PUBLISHER)
def show() -> ResponseReturnValue:
    """List what waits."""
    mine = visit().author().who
    return page("proposals.html", proposals=second_person.waiting(visit().services), mine=mine)


@screen.post("/proposals/<int:number>/confirm")
@needs(Role.PUBLISHER, step_up=True)
def confirm(number: int) -> ResponseReturnValue:
    """Have it done."""
    second_person.confirm(visit().services, number, visit().author())
    return _done("console.proposals.confirmed")


@screen.post("/proposals/<int:number>/withdraw")
@needs(Role.PUBLISHER)
def withdraw(number: int) -> ResponseReturnValue:
    """Have it wait no more, and not be done."""
    second_person.withdraw(visit().services, number, visit().author(request.form.get("why", "")))
    return _done("console.proposals.withdrawn")


def _done(text: str) -> ResponseReturnValue:
    flash(visit().texts.get(text), "good")
    return leave_to(url_for("console.proposals.show"))
