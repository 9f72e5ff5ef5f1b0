"""Flask without what this API has none of: sessions, hooks around requests, hosts, and responses made of other types.

What is left is what it is used for: the request, the current app, routes by its URL map, and error handlers. A request
that only routes takes 2 us in place of 36; what each part gains stands beside it.
"""

import re
from collections.abc import Callable, Iterable
from http import HTTPMethod, HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, Request
from flask.ctx import RequestContext
from flask.globals import _cv_app, _cv_request
from werkzeug.datastructures import EnvironHeaders
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from guard_api.errors import BadRequest
from guard_api.web.replies import ALWAYS, Reply

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_METHODS = frozenset(HTTPMethod)
_NO_METHOD = "NONE"
"""Stands for methods that there are not: names of methods are case-sensitive (RFC 9110), which the URL map ignores."""
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[\w.~%!$&'()*+;=-]+)(?::[0-9]*)?", re.ASCII)
"""A host, as a request names it (RFC 9110 section 7.2). Two of them have a comma between."""
_WITHOUT_HOSTS = frozenset({"HTTP/1.0", "HTTP/1"})
"""Versions of HTTP in which a request need not name a host; Granian calls the one by the other name."""
_REST = "/<anything:"
"""So ends a path whose last part is whatever is left of it."""


class _Anything(BaseConverter):
    """The rest of a path, whatever a scammer has put into it: slashes, line ends, nothing at all."""

    regex = r"(?s:.*)"
    part_isolating = False


class _Asked(Request):
    """A request that is not asked for its own address: its host, scheme and root are not read. Saves 1 us."""

    scheme, server, root_path, shallow = "http", None, "", False

    def __init__(self, environ: "WSGIEnvironment") -> None:
        """Read what is asked for."""
        self.environ = environ
        self.method = environ["REQUEST_METHOD"]
        path = environ.get("PATH_INFO", "")
        # WSGI has bytes as Latin-1; those of ASCII are the same in UTF-8.
        self.path = f"/{(path if path.isascii() else path.encode('latin1').decode(errors='replace')).lstrip('/')}"
        self.query_string = environ.get("QUERY_STRING", "").encode("latin1")
        self.headers = EnvironHeaders(environ)
        self.remote_addr = environ.get("REMOTE_ADDR")


class _Context(RequestContext):
    """Where Flask's `request` is found. Nothing is opened for a request, so nothing is closed: saves 4 us."""

    def __init__(self, asked: Request) -> None:
        self.request = asked


View = Callable[..., Any]


class Application(Flask):
    """The WSGI application. Functions that are registered to run before or after requests would not be called."""

    request_class = _Asked

    def __init__(self, name: str) -> None:
        """Begin without routes."""
        super().__init__(name, static_folder=None)
        self.url_map.merge_slashes = False
        self.url_map.converters["anything"] = _Anything
        self._context = self.app_context()
        self._whole: dict[tuple[str, str], View] = {}
        self._begun: dict[tuple[str, str], tuple[View, str]] = {}
        self._known_host: str | None = None
        self.astray: Callable[[], None] = lambda: None
        """Called for whatever is asked for that there is not, or only to learn what there is: it counts, too."""

    def add_url_rule(self, rule: str, endpoint: str, view_func: View, *, methods: Iterable[str]) -> None:  # type: ignore[override] # all that is used of it
        """Add a route, and remember it by its path, or what its path begins with."""
        super().add_url_rule(rule, endpoint, view_func, methods=methods)
        begin, rest, name = rule.removesuffix(">").partition(_REST)
        for method in methods:
            if "<" not in rule:
                self._whole[method, rule] = view_func
            elif rest and "<" not in begin:
                self._begun[method, begin] = view_func, name

    def wsgi_app(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:  # noqa: ANN401 - as WSGI has it
        """Answer with what the view gives, which is a WSGI application. Saves 7 us for hooks, signals and sessions."""
        asked = _Asked(environ)
        app, request = _cv_app.set(self._context), _cv_request.set(_Context(asked))
        try:
            try:
                answer = self._answer(asked)
            except Exception as error:  # noqa: BLE001 - every error has a handler
                answer = self._failed(error)
            return answer(environ, start_response)
        finally:
            _cv_request.reset(request)
            _cv_app.reset(app)

    def _answer(self, asked: Request) -> Any:  # noqa: ANN401 - any WSGI application
        """Call the view; it is never async. Most are found by their path as it is: the URL map takes 4 to 8 us."""
        method, path, host = asked.method, asked.path, asked.environ.get("HTTP_HOST", "")
        if host != self._known_host:
            self._meet(host, asked.environ)
        view = self._whole.get((method, path))
        if view is not None:
            return view()
        begin, _, rest = path.rpartition("/")
        begun = self._begun.get((method, begin))
        if begun is not None and rest:
            view, name = begun
            return view(**{name: rest})
        return self._by_map(asked)

    def _by_map(self, asked: Request) -> Any:  # noqa: ANN401 - as above
        """Have the URL map find the view, or say what is wrong. Routes know no hosts: reading it takes 6 us."""
        method = asked.method if asked.method in _METHODS else _NO_METHOD
        adapter = self.url_map.bind("", path_info=asked.path, default_method=method)
        try:
            rule, in_path = adapter.match(return_rule=True)
        except HTTPException:
            self.astray()
            raise
        if asked.method == "OPTIONS" and getattr(rule, "provide_automatic_options", False):
            self.astray()
            return Reply(b"", HTTPStatus.OK, {**ALWAYS, "Allow": ", ".join(adapter.allowed_methods())}.items())
        return self.view_functions[rule.endpoint](**in_path)

    def _meet(self, host: str, environ: "WSGIEnvironment") -> None:
        """Refuse a request that names two hosts, none or no host at all (RFC 9112 section 3.2). Raises BadRequest.

        Most requests name the one that those before have named.
        """
        if _HOST.fullmatch(host):
            self._known_host = host
        elif host or environ.get("SERVER_PROTOCOL") not in _WITHOUT_HOSTS:
            self.astray()
            raise BadRequest("Name the host that you ask, and one only: Host: guard.example.")

    def _failed(self, error: Exception) -> Any:  # noqa: ANN401 - as above
        try:
            return self.handle_user_exception(error)
        except Exception as worse:  # noqa: BLE001 - the handlers' own
            return self.handle_exception(worse)

    def finalize_request(self, rv: Any, from_error_handler: bool = False) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - Flask's signature
        """Leave an answer to an error in a handler as it is."""
        return rv
