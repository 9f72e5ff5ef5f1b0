"""The application factory: the only place where stores, clock and routes meet."""

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Flask, Response
from werkzeug.routing import BaseConverter

from guard_api.config import Config
from guard_api.ports import Clock, Services
from guard_api.store.blocklist import SqliteBlocklist
from guard_api.store.database import Database
from guard_api.store.health import SqliteHealth
from guard_api.store.keys import SqliteKeys
from guard_api.store.reference import SqliteReference
from guard_api.store.timelines import SqliteTimelines
from guard_api.web import admin, health, phones, problems
from guard_api.web.contract import Route

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
ROUTES = (phones.routes, admin.routes, health.routes)


class _Anything(BaseConverter):
    """The rest of a path, whatever a scammer has put into it: slashes, line ends, nothing at all."""

    regex = r"(?s:.*)"
    part_isolating = False


def utc_now() -> datetime:
    """Give the present moment: the only place where the wall clock is read."""
    return datetime.now(UTC)


def open_services(config: Config, clock: Clock = utc_now) -> Services:
    """Open the database, create or migrate it and load the shipped lists at the first start.

    Raises StoreUnavailable.
    """
    database = Database(config.database, config.store_seconds)
    database.open()
    reference = SqliteReference(database)
    reference.load_once()
    return Services(
        clock=clock,
        timelines=SqliteTimelines(database),
        blocklist=SqliteBlocklist(database),
        reference=reference,
        keys=SqliteKeys(database),
        health=SqliteHealth(database),
        timeline_life=config.timeline_life,
        default_region=config.region,
    )


def create_app(services: Services) -> Flask:
    """Make the WSGI application around services that are open."""
    app = Flask("guard_api", static_folder=None)
    app.url_map.merge_slashes = False
    app.url_map.converters["anything"] = _Anything
    problems.register(app)
    for routes in ROUTES:
        routes.register(app, services)
    app.after_request(_with_headers)
    return app


def all_routes() -> Iterable[Route]:
    """List every route, for documentation and tests."""
    return (route for routes in ROUTES for route in routes)


def _with_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if response.content_length == 0:
        response.headers.pop("Content-Type", None)
    return response
