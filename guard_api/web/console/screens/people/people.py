"""Who may use the console."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.people import manage
from guard_api.actions.people.sessions import living_sessions
from guard_api.errors import Conflict, Invalid
from guard_api.ports.people.people import Person, Role
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page, public_url
from guard_api.web.console.visit import visit

screen = Blueprint("people", __name__)


@screen.get("/people")
@needs(Role.ADMIN)
def show() -> ResponseReturnValue:
    """List everybody."""
    return _people()


def _people(error: Invalid | Conflict | None = None) -> ResponseReturnValue:
    everybody = manage.list_people(visit().services)
    return page("people.html", error.status if error is not None else 200, people=everybody, error=error)


@screen.post("/people")
@needs(Role.ADMIN, step_up=True)
def create() -> ResponseReturnValue:
    """Let somebody use the console, and show the link with which they begin."""
    current = visit()
    try:
        person, token = manage.create_person(
            current.services, request.form.get("name", ""), _role(), current.author(request.form.get("why", ""))
        )
    except (Invalid, Conflict) as error:
        return _people(error)
    return _link(person, token)


@screen.get("/people/<name>")
@needs(Role.ADMIN)
def one(name: str) -> ResponseReturnValue:
    """Show somebody, and what can be changed."""
    person = manage.find_person(visit().services, name)
    return page("person.html", one=person, sessions=living_sessions(visit().services, person))


@screen.post("/people/<name>/role")
@needs(Role.ADMIN, step_up=True)
def set_role(name: str) -> ResponseReturnValue:
    """Have somebody be of another role."""
    manage.set_role(visit().services, _other(name), _role(), visit().author(request.form.get("why", "")))
    return _done("console.people.role_changed", name)


@screen.post("/people/<name>/disable")
@needs(Role.ADMIN, step_up=True)
def disable(name: str) -> ResponseReturnValue:
    """Let somebody in no more."""
    manage.set_disabled(visit().services, _other(name), visit().author(request.form.get("why", "")), disabled=True)
    return _done("console.people.is_disabled", name)


@screen.post("/people/<name>/enable")
@needs(Role.ADMIN, step_up=True)
def enable(name: str) -> ResponseReturnValue:
    """Let somebody in again."""
    manage.set_disabled(visit().services, _other(name), visit().author(request.form.get("why", "")), disabled=False)
    return _done("console.people.is_enabled", name)


@screen.post("/people/<name>/reset")
@needs(Role.ADMIN, step_up=True)
def reset(name: str) -> ResponseReturnValue:
    """Have somebody set up their account anew, who has lost what they log in with."""
    person = _other(name)
    return _link(person, manage.invite(visit().services, person, visit().author(request.form.get("why", ""))))


def _other(name: str) -> Person:
    """Find somebody else. Raises NotFound, Conflict."""
    person = manage.find_person(visit().services, name)
    if person.id == visit().person.id:
        raise Conflict("Nobody changes this of themselves: ask another admin.")
    return person


def _role() -> Role:
    """Read which role is meant. Raises Invalid."""
    try:
        return Role(request.form.get("role", ""))
    except ValueError as error:
        raise Invalid("There is no such role.", {"role": ["Choose one."]}) from error


def _link(person: Person, token: str) -> ResponseReturnValue:
    return page("invited.html", one=person, link=public_url(url_for("console.session.welcome", token=token)))


def _done(text: str, name: str) -> ResponseReturnValue:
    flash(visit().texts.get(text, name=name), "good")
    return leave_to(url_for("console.people.one", name=name))
