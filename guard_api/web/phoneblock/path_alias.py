"""PhoneBlock's own paths, so that nothing but the host of an address changes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ELSEWHERE = "/phoneblock"
"""Where PhoneBlock itself has its API: `https://phoneblock.net/phoneblock/api`."""
_API = f"{_ELSEWHERE}/api/"


class PathAlias:
    """Answers under `/phoneblock/api` what is under `/api`."""

    def __init__(self, wsgi_app: "WSGIApplication") -> None:
        """Stand in front of an application."""
        self._wsgi_app = wsgi_app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass a request on, under the path that it has here (PEP 3333)."""
        path = environ.get("PATH_INFO", "")
        if path.startswith(_API):
            moved = {"PATH_INFO": path.removeprefix(_ELSEWHERE), "SCRIPT_NAME": _ELSEWHERE}
            return self._wsgi_app({**environ, **moved}, start_response)
        return self._wsgi_app(environ, start_response)
