"""Flask without what this API has none of: sessions, hooks around requests, hosts, and responses made of other types.

What is left is what it is used for: contexts, the request, routes by its URL map, and error handlers. A request that
only routes takes 9 us in place of 36; what each part gains stands beside it.
"""

from http import HTTPStatus
from typing import Any

from flask import Flask, Request, request
from flask.globals import request_ctx
from flask.sessions import NullSession, SessionInterface
from werkzeug.routing import BaseConverter, MapAdapter

from guard_api.web.replies import ALWAYS, Reply


class _Anything(BaseConverter):
    """The rest of a path, whatever a scammer has put into it: slashes, line ends, nothing at all."""

    regex = r"(?s:.*)"
    part_isolating = False


class _NoSessions(SessionInterface):
    """Nobody has a session. Saves 2 us for looking for a cookie and for the key to sign it."""

    _none = NullSession()

    def open_session(self, app: Flask, request: Request) -> NullSession:  # noqa: ARG002 - Flask's signature
        """Give the one that is nobody's."""
        return self._none


class Application(Flask):
    """The WSGI application. Functions that are registered to run before or after requests would not be called."""

    session_interface = _NoSessions()

    def __init__(self, name: str) -> None:
        """Begin without routes."""
        super().__init__(name, static_folder=None)
        self.url_map.merge_slashes = False
        self.url_map.converters["anything"] = _Anything

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Match by path and method: routes know no hosts. Saves 6 us for reading the request's."""
        if request is None:
            return None
        return MapAdapter(self.url_map, "", "/", "", "http", request.path, request.method)

    def full_dispatch_request(self) -> Any:  # noqa: ANN401 - any WSGI application
        """Answer with what the view gives, which is a WSGI application. Saves 7 us for hooks, signals and sessions."""
        try:
            return self.dispatch_request()
        except Exception as error:  # noqa: BLE001 - every error has a handler
            return self.handle_user_exception(error)

    def dispatch_request(self) -> Any:  # noqa: ANN401 - as above
        """Call the view; it is never async."""
        asked = request._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - every other look at the proxy costs 0.3 us
        if asked.routing_exception is not None:
            self.raise_routing_exception(asked)
        rule = asked.url_rule
        if rule.provide_automatic_options and asked.method == "OPTIONS":
            return self.make_default_options_response()
        return self.view_functions[rule.endpoint](**asked.view_args)

    def make_default_options_response(self) -> Any:  # noqa: ANN401 - as above
        """Say what a path can be asked."""
        adapter = request_ctx.url_adapter
        methods = adapter.allowed_methods() if adapter is not None else ()
        return Reply(b"", HTTPStatus.OK, {**ALWAYS, "Allow": ", ".join(methods)}.items())

    def do_teardown_request(self, exc: object = None) -> None:
        """Nothing is left to be torn down. Saves 1 us, and so does the next."""

    def do_teardown_appcontext(self, exc: object = None) -> None:
        """Likewise."""
