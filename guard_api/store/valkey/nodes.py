"""The nodes of a cluster, and connections to them. A node that does not answer rests for a moment: nobody waits for it.

What a connection is, is the library's. Its own client of clusters is not used: its list of nodes drains when none can
be reached, its retries sleep, and its error for that is none of its errors.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from random import random
from typing import Any

from valkey.connection import Connection, SSLConnection
from valkey.exceptions import AuthenticationError, ResponseError, ValkeyError
from valkey.exceptions import TimeoutError as Late

from guard_api.errors import StoreUnavailable
from guard_api.settings.valkey_url import ValkeyUrl

Command = tuple[str | bytes | int, ...]
Address = tuple[str, int]
_REST_SECONDS = 0.1
_KNOWN_FAULTS = {Late: "does not answer in time", AuthenticationError: "does not let us in"}


class Node:
    """A server of the cluster, with its idle connections, and until when it rests."""

    __slots__ = ("address", "idle", "rests_until")

    def __init__(self, address: Address) -> None:
        """Connect with the first command."""
        self.address = address
        self.idle: deque[Connection] = deque()
        self.rests_until = 0.0

    def rests(self) -> bool:
        """Return whether it did not answer a moment ago."""
        return self.rests_until > time.monotonic()


class Exchange:
    """Sends commands to nodes, and gets replies, each within so many seconds."""

    def __init__(self, url: ValkeyUrl, seconds: float, failed: Callable[[], None]) -> None:
        """Connect nowhere yet; `failed` is told of every failure."""
        self._seconds = seconds
        self._failed = failed
        self._kind = SSLConnection if url.tls else Connection
        self._options: dict[str, Any] = {
            "username": url.username,
            "password": url.password,
            "socket_timeout": seconds,
            "socket_keepalive": True,
            "lib_name": None,
            "lib_version": None,
        }
        if url.tls:
            files = {"ssl_ca_certs": url.ca, "ssl_certfile": url.cert, "ssl_keyfile": url.key}
            self._options |= {**files, "ssl_check_hostname": True}

    def send(self, node: Node, commands: Sequence[Command]) -> list[Any]:
        """Give the replies of a node; one that is an error is given as it is. Raises StoreUnavailable."""
        if node.rests_until:
            now = time.monotonic()
            if now < node.rests_until:
                self._failed()
                raise StoreUnavailable("a node of Valkey did not answer a moment ago")
            # One tries, the others go on without.
            node.rests_until = now + self._seconds + _REST_SECONDS
        try:
            replies = self._send(node, commands)
        except (ValkeyError, OSError) as error:
            node.rests_until = time.monotonic() + _REST_SECONDS * (1 + random() / 2)  # noqa: S311 - so that not all come back at once
            self._failed()
            raise StoreUnavailable(f"a node of Valkey {_fault(error)}") from error
        node.rests_until = 0.0
        return replies

    def _send(self, node: Node, commands: Sequence[Command]) -> list[Any]:
        """Send it over an idle connection, which may have been closed meanwhile, or over a new one."""
        try:
            idle = node.idle.pop()
        except IndexError:
            idle = None
        if idle is not None:
            try:
                return self._send_over(idle, node, commands)
            except Late:
                raise
            except (ValkeyError, OSError):
                node.idle.clear()
        host, port = node.address
        return self._send_over(self._kind(host=host, port=port, **self._options), node, commands)

    @staticmethod
    def _send_over(connection: Connection, node: Node, commands: Sequence[Command]) -> list[Any]:
        try:
            connection.send_packed_command(connection.pack_commands(commands), check_health=False)
            replies = [_reply(connection) for _ in commands]
        except BaseException:
            connection.disconnect()
            raise
        node.idle.append(connection)
        return replies


def _reply(connection: Connection) -> Any:  # noqa: ANN401 - whatever it says
    try:
        return connection.read_response(disable_decoding=True)
    except ResponseError as error:
        return error


def _fault(error: Exception) -> str:
    """Say what is wrong in words of ours: those of others may hold keys, or who we are."""
    known = next((words for kind, words in _KNOWN_FAULTS.items() if isinstance(error, kind)), None)
    return known or f"cannot be reached: {type(error).__name__}"
