"""System: whether all is well, how much room there is, and what this installation is."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from guard_api.actions.health import knowledge, store_state
from guard_api.ports.operate.state import Files
from guard_api.ports.people.people import Role
from guard_api.version import program_version
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import page
from guard_api.web.console.visit import visit

screen = Blueprint("system", __name__)
_TIGHT = 0.1
"""A part of the disk that is to stay free."""


@screen.get("/system")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """Show how the server is."""
    services = visit().services
    state = store_state(services)
    files = state.files
    return page(
        "system.html",
        state=state,
        is_tight=is_tight(files),
        plan=services.backup_plan,
        version=program_version(),
        known=knowledge(services),
        region=services.default_region,
    )


def is_tight(files: Files) -> bool:
    """Say whether there is little room left on the disk."""
    return files.disk_free is not None and bool(files.disk_size) and files.disk_free < _TIGHT * (files.disk_size or 0)
