"""The console as an application of its own: whole Flask, with hooks that no request of a phone passes."""

import logging
from collections.abc import Iterable, Iterator
from datetime import timedelta
from http import HTTPStatus
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response

from guard_api.ports import Services
from guard_api.web.console import doors, pages, screens
from guard_api.web.console.cookies import Forms
from guard_api.web.console.needs import needs_of
from guard_api.web.edge.responses import ALWAYS, WsgiResponse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)
PREFIX = "/console"
_REMEMBERED = timedelta(days=180)
"""How long a browser knows who has logged in with it."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class _Application(Flask):
    """Flask, but for what it writes into the log of an error that nobody foresaw."""

    def log_exception(self, exc_info: object) -> None:
        """Write down where it came from, and nothing of what was asked."""
        _log.error("unexpected", exc_info=exc_info)  # type: ignore[arg-type] # as Flask gives it


def console_app(services: Services) -> Flask:
    """Make the console around services that are open."""
    app = _Application(__name__, static_url_path=f"{PREFIX}/static")
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    app.config.update(SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_PATH="/", PERMANENT_SESSION_LIFETIME=_REMEMBERED)
    app.session_interface = Forms(services)
    doors.guard(app, services)
    pages.set_up(app)
    console = Blueprint("console", __name__, url_prefix=PREFIX)
    for screen in _screens():
        console.register_blueprint(screen)
    app.register_blueprint(console)
    app.after_request(_with_headers)
    for name, view in app.view_functions.items():
        if name != "static":
            needs_of(view)  # one that does not say what it needs is a mistake of ours
    return app


def _screens() -> Iterator[Blueprint]:
    """Give what each module in the rooms of `screens` shows."""
    for module in walk_packages(screens.__path__, f"{screens.__name__}."):
        if not module.ispkg:
            screen: Blueprint = import_module(module.name).screen
            yield screen


def _with_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def lead_on(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    """Answer what is not the console's: browsers begin at the root, and whoever looks after servers asks for health."""
    if environ.get("PATH_INFO") == "/healthz":
        return WsgiResponse(b"", HTTPStatus.OK, ALWAYS.items())(environ, start)
    return WsgiResponse(b"", HTTPStatus.FOUND, [*ALWAYS.items(), ("Location", f"{PREFIX}/")])(environ, start)


def beside(wsgi_app: "WSGIApplication", console: "WSGIApplication") -> "WSGIApplication":
    """Put the console beside another application, under its prefix."""

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        inside = path == PREFIX or path.startswith(f"{PREFIX}/")
        return (console if inside else wsgi_app)(environ, start)

    return answer
