"""Versions of the policy: who made what of it, when and why, and the way back."""

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.tuning import policies
from guard_api.errors import Conflict
from guard_api.lists.cursor import write_cursor
from guard_api.ports.people.people import Role
from guard_api.ports.policy import PolicyVersion
from guard_api.web.console import params
from guard_api.web.console.forms.policy import forced
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.visit import visit

screen = Blueprint("versions", __name__)
_PAGE = 50


@screen.get("/patterns/versions")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """List what was made of the policy, newest first."""
    found = policies.list_versions(visit().services, params.after(int), _PAGE)
    following = write_cursor(found.next) if found.next is not None else None
    return page("versions.html", versions=found.items, changes=_changes, next=following, here=params.here)


def _changes(made: PolicyVersion) -> object:
    """Return of what something was said: what, before, and then."""
    subjects = made.edits.changed_from(made.before)
    return [(subject, made.before.of(subject), made.edits.of(subject)) for subject in subjects]


@screen.get("/patterns/versions/<int:number>")
@needs(Role.VIEWER)
def details(number: int) -> ResponseReturnValue:
    """Show a version, and what taking it back would come to."""
    return _details(number)


def _details(number: int, status: int = 200, failing: object = None) -> ResponseReturnValue:
    services = visit().services
    made = policies.find_version(services, number)
    try:
        preview = policies.preview_taking_back(services, number)
    except Conflict:
        preview = None
    return page("version.html", status, made=made, changes=_changes(made), preview=preview, failing=failing or {})


@screen.post("/patterns/versions/<int:number>/undo")
@needs(Role.PUBLISHER)
def undo(number: int) -> ResponseReturnValue:
    """Take a version back, which is a version itself."""
    author = visit().author(params.text("why"))
    try:
        policies.take_back(visit().services, number, author, force=forced())
    except Conflict as error:
        if error.errors:
            return _details(number, error.status, error.errors)
        raise
    flash(visit().texts.get("console.versions.undone", version=str(number)), "good")
    return leave_to(url_for("console.versions.show"))
