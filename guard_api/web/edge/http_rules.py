"""What HTTP asks of every request, before anybody looks at its path: one host, and a method that there is."""

import re
from collections.abc import Callable, Iterable
from http import HTTPMethod
from typing import TYPE_CHECKING

from guard_api.errors import BadRequest, Refused
from guard_api.web.edge.incoming import Incoming
from guard_api.web.edge.problems import problem_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_METHODS = frozenset(method.value for method in HTTPMethod)
_NO_METHOD = "NONE"
"""Stands for methods that there are not: their names are case-sensitive (RFC 9110), which Werkzeug ignores."""
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[\w.~%!$&'()*+;=-]+)(?::[0-9]*)?", re.ASCII)
"""A host, as a request names it (RFC 9110 section 7.2). Two of them have a comma between."""
_LONGEST_HOST = 253 + len(":65535")
"""Characters: a name has 253 at most (RFC 1035 section 3.1), and what reads it asks for time with each."""
_WITHOUT_HOSTS = frozenset({"HTTP/1.0", "HTTP/1"})
"""Versions of HTTP in which a request need not name a host; Granian calls the one by the other name."""


class HttpRules:
    """Stands between the access log and the lanes."""

    def __init__(self, wsgi_app: "WSGIApplication", astray: Callable[[Incoming], None]) -> None:
        """Let pass what keeps to the rules; `astray` is told of all else, and may refuse it as too much."""
        self._wsgi_app = wsgi_app
        self._astray = astray
        self._known_host: str | None = None

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Refuse a request that names two hosts, none or no host at all (RFC 9112 section 3.2)."""
        host = environ.get("HTTP_HOST", "")
        # Most requests name the host that those before have named.
        if host != self._known_host:
            try:
                self._meet(host, environ)
            except Refused as error:
                return problem_of(error)(environ, start_response)
        if environ["REQUEST_METHOD"] not in _METHODS:
            environ = {**environ, "REQUEST_METHOD": _NO_METHOD}
        return self._wsgi_app(environ, start_response)

    def _meet(self, host: str, environ: "WSGIEnvironment") -> None:
        if len(host) <= _LONGEST_HOST and _HOST.fullmatch(host):
            self._known_host = host
        elif host or environ.get("SERVER_PROTOCOL") not in _WITHOUT_HOSTS:
            self._astray(Incoming(environ))
            raise BadRequest("Name the host that you ask, and one only: Host: guard.example.")
