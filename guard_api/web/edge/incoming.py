"""A request as WSGI has it (PEP 3333), with what is remembered of it while it is answered."""

from functools import cached_property
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request

from guard_api.ports.operate.limits import RateLimitResult
from guard_api.web.edge.headers import wants_strict

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_RECORD = "guard_api.record"
"""Under this name the environment carries the record: the access log, which comes first, makes it."""


class RequestRecord:
    """What the access log writes down of a request. `route` is its name, `path` its template."""

    __slots__ = ("facts", "id", "key_id", "path", "route", "spending")

    def __init__(self, request_id: str) -> None:
        """Begin with nothing but the id."""
        self.id = request_id
        self.route: str | None = None
        self.path: str | None = None
        self.key_id: str | None = None
        self.spending: RateLimitResult | None = None
        self.facts: dict[str, object] | None = None

    def belongs_to(self, environ: "WSGIEnvironment") -> None:
        """Lay the record down where whoever answers the request finds it."""
        environ[_RECORD] = self


class Incoming:
    """What is asked for. Common headers are read as they are; `parsed` reads everything else."""

    __slots__ = ("__dict__", "environ", "record")

    def __init__(self, environ: "WSGIEnvironment") -> None:
        """Read nothing yet."""
        self.environ = environ
        record = environ.get(_RECORD)
        self.record: RequestRecord = record if record is not None else RequestRecord("")

    def header(self, name: str) -> str:
        """Return a header by its name in CGI (`ACCEPT_LANGUAGE`), "" where there is none."""
        value: str = self.environ.get(f"HTTP_{name}", "")
        return value

    @property
    def is_strict(self) -> bool:
        """Whether the client asks that unknown fields and words be refused."""
        return "HTTP_PREFER" in self.environ and wants_strict(self.header("PREFER"))

    @cached_property
    def parsed(self) -> Request:
        """The same as Werkzeug reads it."""
        return Request(self.environ)
