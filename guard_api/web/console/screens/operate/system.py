"""System: whether all is well, how much room there is, and what this installation is."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from guard_api.actions.circle.endpoints import given_up
from guard_api.actions.health import knowledge, store_state
from guard_api.ports.operate.state import Files
from guard_api.ports.people.people import Role
from guard_api.presenters.circle import dead_letter_answer
from guard_api.version import program_version
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import page
from guard_api.web.console.visit import visit

screen = Blueprint("system", __name__)
_TIGHT = 0.1
"""A part of the disk that is to stay free."""
_LISTED = 20
"""Deliveries that were given up, of the newest."""


@screen.get("/system")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """Show how the server is."""
    services = visit().services
    state = store_state(services)
    files, is_admin = state.files, visit().may(Role.ADMIN)
    return page(
        "system.html",
        state=state,
        is_tight=is_tight(files),
        plan=services.backup_plan,
        version=program_version(),
        known=knowledge(services),
        region=services.default_region,
        given_up=[dead_letter_answer(one) for one in given_up(services, None, _LISTED).items] if is_admin else None,
    )


def is_tight(files: Files) -> bool:
    """Say whether there is little room left on the disk."""
    return files.disk_free is not None and bool(files.disk_size) and files.disk_free < _TIGHT * (files.disk_size or 0)
