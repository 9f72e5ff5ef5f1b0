"""One request to somebody else's server: no redirects, no proxies, and an end to it within seconds."""

import socket
import ssl
from collections.abc import Mapping
from contextlib import closing, suppress
from functools import cache
from http.client import HTTPConnection, HTTPException
from threading import Timer

from guard_api.delivery.addresses import AddressRule, Destination, NotAllowed, look_up
from guard_api.ports.circle.deliveries import Attempt, Outcome

_SILENT_SECONDS = 5.0
"""How long the other side may say nothing."""
_DEADLINE_SECONDS = 15.0
"""How long all of it may take."""
_REDIRECTS = range(300, 400)
_GONE = frozenset({404, 410})
_SUCCESS = range(200, 300)


def post(url: str, body: bytes, headers: Mapping[str, str], rule: AddressRule) -> Attempt:
    """Post, and say what became of it. What the other side answers beside its status, nobody reads."""
    try:
        status = _status(look_up(url, rule), body, headers)
    except NotAllowed as error:
        return Attempt(Outcome.NOT_ALLOWED, str(error))
    except TimeoutError:
        return Attempt(Outcome.FAILED, "it took too long")
    except (OSError, HTTPException, UnicodeError) as error:
        return Attempt(Outcome.FAILED, type(error).__name__)
    if status in _SUCCESS:
        return Attempt(Outcome.DELIVERED)
    outcome = Outcome.REDIRECTS if status in _REDIRECTS else Outcome.GONE if status in _GONE else Outcome.FAILED
    return Attempt(outcome, f"it answered {status}")


def _status(destination: Destination, body: bytes, headers: Mapping[str, str]) -> int:
    connection = HTTPConnection(destination.host, destination.port, timeout=_SILENT_SECONDS)
    with closing(connection):
        raw = socket.create_connection((destination.address, destination.port), _SILENT_SECONDS)
        connection.sock = raw
        deadline = Timer(_DEADLINE_SECONDS, _end, (raw,))
        deadline.daemon = True
        deadline.start()
        try:
            if destination.scheme == "https":
                connection.sock = _tls().wrap_socket(raw, server_hostname=destination.host)
            connection.request("POST", destination.path, body, {**headers, "Host": destination.authority})
            return connection.getresponse().status
        finally:
            deadline.cancel()


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
