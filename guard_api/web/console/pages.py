"""Pages: templates with the person, the language, the navigation, local times and grouped numbers."""

import logging
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from babel.dates import format_datetime
from babel.numbers import format_decimal
from flask import Flask, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.urls import iri_to_uri

from guard_api.errors import Refused, StoreUnavailable, TooMany
from guard_api.ports.people.people import Role
from guard_api.presenters.browsers import browser_name
from guard_api.texts import LANGUAGES
from guard_api.web.console.cookies import origin
from guard_api.web.console.visit import requested_page, visit

_log = logging.getLogger(__name__)
_OUR_PATH = re.compile(r"/console/(?!/)[!-.0->@-\[\]-~]*(?:/[!-.0->@-\[\]-~]+)*/?(?:\?[!-\[\]-~]*)?", re.ASCII)
"""A path of the console: nothing that a browser takes for another host, or for the end of a header."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the navigation; its text is `console.NAME.title`."""

    name: str
    endpoint: str
    role: Role


PLACES = (
    Place("overview", "console.overview.show", Role.VIEWER),
    Place("lookup", "console.lookup.show", Role.VIEWER),
    Place("lists", "console.lists.show", Role.VIEWER),
    Place("add", "console.add.show", Role.EDITOR),
    Place("imports", "console.imports.show", Role.VIEWER),
    Place("subscriptions", "console.subscriptions.show", Role.VIEWER),
    Place("reports", "console.reports.show", Role.VIEWER),
    Place("changes", "console.changes.show", Role.VIEWER),
    Place("patterns", "console.patterns.show", Role.VIEWER),
    Place("proposals", "console.proposals.show", Role.PUBLISHER),
    Place("keys", "console.keys.show", Role.ADMIN),
    Place("people", "console.people.show", Role.ADMIN),
    Place("system", "console.system.show", Role.VIEWER),
)
"""The navigation, in its order; what is not there yet is left out."""


def page(template: str, status: int = 200, **context: object) -> Response:
    """Answer with a template of `templates/console/`."""
    return make_response(render_template(f"console/{template}", **context), status)


def leave_waiting(text: str, back: str) -> ResponseReturnValue:
    """Say that something waits for a second person, and lead whoever may confirm such there; others lead `back`."""
    flash(visit().texts.get(text), "warn")
    return leave_to(url_for("console.proposals.show") if visit().may(Role.PUBLISHER) else back)


def leave_to(path: str) -> Response:
    """Lead on to a page after a form was sent (303), by a path of this console and nothing else."""
    there = path if is_ours(path) else url_for("console.session.home")
    return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": there})


def is_ours(path: str) -> bool:
    """Say whether a path leads to a page of the console: no other host, whatever browsers make of it."""
    return _OUR_PATH.fullmatch(path) is not None


def public_url(path: str) -> str:
    """Return the address of a page of ours, for somebody to be given."""
    return f"{origin()}{path}"


def local_time(moment: datetime) -> str:
    """Write a time as the person reads it, in their zone."""
    return format_datetime(moment, "medium", tzinfo=visit().zone, locale=_locale())


def local_day(moment: datetime) -> str:
    """Write a day as the person reads it, in their zone."""
    return format_datetime(moment, "yyyy-MM-dd", tzinfo=visit().zone, locale=_locale())


def grouped(number: float) -> str:
    """Write a number with its digits grouped."""
    return format_decimal(number, locale=_locale())


def explained(error: Refused) -> str:
    """Say in the person's language what a refusal means; details are the action's own words."""
    return visit().texts.first(f"console.refused.{type(error).__name__}", "console.refused")


def _urlsafe(name: bytes) -> str:
    return urlsafe_b64encode(name).decode().rstrip("=")


def _locale() -> str:
    return visit().texts.language.replace("-", "_")


def set_up(app: Flask) -> None:
    """Give templates what all have in common, and answer errors with pages."""
    app.jinja_env.filters.update(
        time=local_time, day=local_day, grouped=grouped, urlsafe=_urlsafe, browser=browser_name
    )
    app.context_processor(_common(app))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(StoreUnavailable, _unavailable)
    app.register_error_handler(HTTPException, _http)


def _common(app: Flask) -> Callable[[], dict[str, object]]:
    def common() -> dict[str, object]:
        current = visit()
        places = [one for one in PLACES if one.endpoint in app.view_functions and current.may(one.role)]
        return {
            "visit": current,
            "t": current.texts.get,
            "places": places,
            "languages": [*LANGUAGES],
            "here": _here(app),
            "Role": Role,
        }

    return common


def _here(app: Flask) -> str:
    """Return the page to come back to: the one that is shown, or that of the form that is answered."""
    adapter = app.create_url_adapter(request)
    if adapter is None or not adapter.test(request.path, "GET"):
        return url_for("console.session.home")
    return requested_page() if request.method == "GET" else iri_to_uri(request.path)


def _refused(error: Refused) -> ResponseReturnValue:
    answer = page("refused.html", error.status, message=explained(error), error=error)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _unavailable(error: StoreUnavailable) -> ResponseReturnValue:
    _log.error("store: %s", error)
    message = visit().texts.get("console.refused.StoreUnavailable")
    return page("refused.html", HTTPStatus.SERVICE_UNAVAILABLE, message=message, error=None)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    text = visit().texts.first(f"console.refused.{status}", "console.refused")
    return page("refused.html", status, message=text, error=None)
