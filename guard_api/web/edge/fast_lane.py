"""A lane in front of Flask for what phones ask in real time: the same endpoints, without routing, contexts and hooks.

It is open only while nobody has hung anything into Flask that wants to see requests: an extension finds the framework
whole. Whatever the lane does not know, and whatever goes wrong in it that no route foresees, is Flask's.
"""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING

from flask import Flask
from flask import signals as flask_signals

from guard_api.errors import Refused, StoreUnavailable
from guard_api.web.edge.incoming import Incoming
from guard_api.web.edge.problems import problem_of
from guard_api.web.edge.responses import WsgiResponse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Endpoint = Callable[..., WsgiResponse]
"""Answers an `Incoming`, with what stands in the path by name. Raises Refused, StoreUnavailable."""
_RECEIVERS = attrgetter("receivers")
_SIGNALS = (
    flask_signals.request_started,
    flask_signals.request_finished,
    flask_signals.request_tearing_down,
    flask_signals.appcontext_pushed,
    flask_signals.appcontext_popped,
    flask_signals.appcontext_tearing_down,
)


class FastLane:
    """Stands between the access log and Flask."""

    def __init__(
        self, app: Flask, whole: Mapping[tuple[str, str], Endpoint], begun: Mapping[tuple[str, str], Endpoint]
    ) -> None:
        """Answer the paths of `whole`, and those of `begun` with one more part, whatever it is. By method and path."""
        self._app = app
        self._flask = app.wsgi_app
        self._whole = whole
        self._begun = begun
        self._hooks = (
            app.before_request_funcs,
            app.after_request_funcs,
            app.teardown_request_funcs,
            app.url_value_preprocessors,
            app.teardown_appcontext_funcs,
        )

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, or let Flask answer."""
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        in_path: tuple[str, ...] = ()
        endpoint = self._whole.get((method, path))
        if endpoint is None:
            begin, _, last = path.rpartition("/")
            endpoint, in_path = self._begun.get((method, begin)), (last,)
            # Flask reads the bytes of a path as UTF-8; those of ASCII are the same.
            if endpoint is None or not last or not last.isascii():
                return self._flask(environ, start_response)
        if self._is_watched():
            return self._flask(environ, start_response)
        try:
            response = endpoint(Incoming(environ), *in_path)
        except (Refused, StoreUnavailable) as error:
            response = problem_of(error)
        except Exception as error:  # noqa: BLE001 - Flask says what becomes of it, and tells those who listen
            with self._app.request_context(environ):
                return self._app.handle_exception(error)(environ, start_response)
        return response(environ, start_response)

    def _is_watched(self) -> bool:
        return any(self._hooks) or any(map(_RECEIVERS, _SIGNALS))
