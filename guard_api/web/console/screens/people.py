"""Who may use the console."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from guard_api.ports.people.people import Role
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import page
from guard_api.web.console.visit import visit

screen = Blueprint("people", __name__)


@screen.get("/people")
@needs(Role.ADMIN)
def show() -> ResponseReturnValue:
    """List everybody."""
    return page("people.html", people=visit().services.people.list())
