"""Checks: why somebody was warned, or was not, by the id of the check, which stands in answers and in the log."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from guard_api.actions.tuning.explain import explain_check
from guard_api.errors import NotFound
from guard_api.ports.people.people import Role
from guard_api.presenters.explained import explained_answer
from guard_api.web.console import params
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import page
from guard_api.web.console.visit import visit

screen = Blueprint("checks", __name__)


@screen.get("/checks")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """Explain a check. Who may only look on sees masked numbers."""
    name = params.text("check")
    try:
        known = _explained(name) if name else None
    except NotFound:
        return page("checks.html", 404, check=name, known=None, is_unknown=True)
    return page("checks.html", check=name, known=known, is_unknown=False)


def _explained(name: str) -> Mapping[str, Any]:
    return explained_answer(explain_check(visit().services, name), mask=not visit().may(Role.EDITOR))
