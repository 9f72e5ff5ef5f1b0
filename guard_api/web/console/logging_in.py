"""What becomes of a browser in which somebody has logged in."""

from flask import request, session
from flask.typing import ResponseReturnValue

from guard_api.actions.people.account import set_habits
from guard_api.ports.people.people import Person
from guard_api.web.console.cookies import keep_token
from guard_api.web.console.limits import remember_browser
from guard_api.web.console.pages import leave_to
from guard_api.web.console.visit import visit
from guard_api.web.console.zones import zones


def agent() -> str:
    """Return what the browser calls itself."""
    return request.headers.get("User-Agent", "")


def enter(person: Person, token: bytes, path: str) -> ResponseReturnValue:
    """Lead somebody who has just logged in on, with a new session in the place of whatever the browser had."""
    zone = request.form.get("zone", "")
    if not person.zone and zone in zones():
        set_habits(visit().services, person, zone=zone)
    session.clear()
    remember_browser(person.name)
    response = leave_to(path)
    keep_token(response, token)
    return response
