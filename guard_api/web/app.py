"""The application: whole Flask with a blueprint a room, the access log around it, and the fast lane in front."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, request
from werkzeug.routing import BaseConverter

from guard_api.ports import Services
from guard_api.ports.operate.limits import Limit
from guard_api.web.api import admin, alerts, circle, feedback, health, organizations, phones, reports, stats, tuning
from guard_api.web.api.lists import bulk, imports, lookup, pasted, subscriptions, sync
from guard_api.web.api.lists import lists as list_views
from guard_api.web.contract.route import Route, Routes, endpoint_of
from guard_api.web.docs.docs import documentation
from guard_api.web.edge import problems
from guard_api.web.edge.access_log import AccessLog
from guard_api.web.edge.fast_lane import Endpoint, FastLane
from guard_api.web.edge.http_rules import HttpRules
from guard_api.web.edge.incoming import Incoming
from guard_api.web.edge.limiting import consume
from guard_api.web.edge.responses import ALWAYS, WsgiResponse
from guard_api.web.phoneblock import views as phoneblock
from guard_api.web.phoneblock.path_alias import PathAlias

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_log = logging.getLogger(__name__)
_REST = "/<anything:"
"""So ends a path whose last part is whatever is left of it."""


def all_routes() -> tuple[Route, ...]:
    """Return every route, for the application, its documentation and tests."""
    return tuple(route for routes in ROUTES for route in routes)


ROUTES: tuple[Routes, ...] = (
    phones.routes,
    organizations.routes,
    sync.routes,
    reports.routes,
    feedback.routes,
    circle.routes,
    alerts.routes,
    phoneblock.routes,
    list_views.routes,
    bulk.routes,
    pasted.routes,
    imports.routes,
    subscriptions.routes,
    lookup.routes,
    stats.routes,
    tuning.routes,
    admin.routes,
    health.routes,
    documentation(all_routes),
)


class _Anything(BaseConverter):
    """The rest of a path, whatever a scammer has put into it: slashes, line ends, nothing at all."""

    regex = r"(?s:.*)"
    part_isolating = False


class _Application(Flask):
    """Flask, but for what it answers to OPTIONS, and writes into the log of an error that nobody foresaw."""

    def __init__(self, astray: Callable[[Incoming], None]) -> None:
        """Tell `astray` of questions for what there is."""
        super().__init__("guard_api", static_folder=None)
        self._astray = astray

    def make_default_options_response(self) -> Response:
        """Say which methods a path has."""
        self._astray(Incoming(request.environ))
        adapter = self.create_url_adapter(request)
        allowed = ", ".join(sorted(adapter.allowed_methods())) if adapter else ""
        return WsgiResponse(b"", HTTPStatus.OK, {**ALWAYS, "Allow": allowed}.items()).in_flask()

    def log_exception(self, exc_info: object) -> None:
        """Write down where it came from, and nothing of what was asked: a path may hold a number."""
        _log.error("unexpected", exc_info=exc_info)  # type: ignore[arg-type] # as Flask gives it


def create_app(services: Services, *, console: bool = False) -> Flask:
    """Make the WSGI application around services that are open, with the console beside it where that is asked for."""
    services.metrics.declare_routes({route.name: (route.method.value, route.path) for route in all_routes()})

    def astray(incoming: Incoming) -> None:
        """Count what there is not, and questions for what there is, against the address."""
        consume(services, incoming, Limit.ANONYMOUS, None)

    app = _Application(astray)
    app.url_map.merge_slashes = False
    app.url_map.converters["anything"] = _Anything
    problems.register(app, astray)
    hot: dict[tuple[str, str], Endpoint] = {}
    for routes in ROUTES:
        blueprint = Blueprint(routes.name, __name__)
        for route in routes:
            endpoint = endpoint_of(route, services)
            blueprint.add_url_rule(route.path, route.name, _view(endpoint), methods=[route.method])
            if route.is_hot:
                hot[route.method.value, route.path] = endpoint
        app.register_blueprint(blueprint)
    whole = {at: endpoint for at, endpoint in hot.items() if "<" not in at[1]}
    begun = {(method, path.partition(_REST)[0]): hot[method, path] for method, path in hot if _REST in path}
    lane: WSGIApplication = FastLane(app, whole, begun)
    if console:
        from guard_api.web.console.app import beside, console_app  # noqa: PLC0415 - most servers have none

        lane = beside(lane, console_app(services))
    lane = HttpRules(lane, astray)
    app.wsgi_app = PathAlias(AccessLog(lane, services.metrics))  # type: ignore[method-assign] # as Flask documents it
    return app


def create_console(services: Services) -> Flask:
    """Make the console as an application of its own, with what all requests have in common."""
    from guard_api.web.console.app import beside, console_app, lead_on  # noqa: PLC0415 - most servers have none

    app = console_app(services)
    lane = HttpRules(beside(lead_on, app.wsgi_app), lambda _: None)
    app.wsgi_app = AccessLog(lane, services.metrics)  # type: ignore[method-assign] # as Flask documents it
    return app


def _view(endpoint: Endpoint) -> Callable[..., Response]:
    def view(**in_path: str) -> Response:
        return endpoint(Incoming(request.environ), **in_path).in_flask()

    return view
