"""Connections that hold us up come to an end.

Granian has a deadline for headers, but none for bodies, nor for clients that do not take their answers: the threads
that wait for them, and the connections, would be theirs for as long as they like. Nor does it say by which connection a
request came. So the kernel is asked what each connection has brought and taken, and one that is ended there frees its
thread.
"""

import os
import socket
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from fcntl import ioctl
from struct import Struct
from typing import NamedTuple

_FDS = "/proc/self/fd"
_TCP_INFO = Struct("=B43xI4xI64xQQ")
"""Of `struct tcp_info` in linux/tcp.h: state, milliseconds since data was sent, and received, bytes taken, received."""
_OPEN = {1, 8}
"""TCP_ESTABLISHED, and TCP_CLOSE_WAIT: its client sends no more."""


class Terms(NamedTuple):
    """How many bytes a second a connection must bring or take, on an average of so many seconds."""

    seconds: float
    rate: float


USUAL = Terms(10, 512)
"""For phones with bad networks."""
HURRIED = Terms(1, 8192)
"""While there is hardly any room left for others."""


class Seen(NamedTuple):
    """A connection as it was at a moment."""

    at: float
    received: int
    """Bytes that it has brought."""
    taken: int
    """Bytes that it has taken."""
    sent: float
    """When it was last sent something."""
    unsent: int
    """Bytes that it has not taken yet."""
    heard: float = 0.0
    """When it last brought something."""


def has_stalled(before: Seen, now: Seen, terms: Terms) -> bool | None:
    """Say whether a connection has stalled since it was seen before; None where it is too early to say.

    One that was answered has not. An idle one has: its time for the next header is up as well.
    """
    seconds = now.at - before.at
    if seconds < terms.seconds:
        return None
    if now.unsent:
        return now.taken - before.taken < seconds * terms.rate
    return now.sent <= before.at and now.received - before.received < seconds * terms.rate


class Watch:
    """What is known of the connections of this process to one port."""

    def __init__(self, port: int) -> None:
        """Begin knowing none."""
        self._port = port
        self._known: dict[int, tuple[object, Seen]] = {}

    def end_stalled(self, terms: Terms, most: int) -> int:
        """End connections that have stalled; gives how many there are.

        Of those that take all that they are sent, no more than `most`, and those first that have long been silent:
        others have sent whole requests, and wait for us.
        """
        standing: dict[int, tuple[object, Seen]] = {}
        stalled: list[tuple[float, int]] = []
        with ExitStack() as connections:
            opened: dict[int, socket.socket] = {}
            for number, peer, connection in self._connections():
                opened[number] = connections.enter_context(connection)
                now = _seen(connection)
                if now is None:
                    continue
                known, before = self._known.get(number, (None, now))
                before = before if known == peer else now
                verdict = has_stalled(before, now, terms)
                if verdict:
                    stalled.append((0 if now.unsent else now.heard, number))
                    most += bool(now.unsent)
                standing[number] = peer, now if verdict is False else before
            for _, number in sorted(stalled)[:most]:
                del standing[number]
                with suppress(OSError):
                    opened[number].shutdown(socket.SHUT_RDWR)
        self._known = standing
        return len(standing)

    def _connections(self) -> Iterator[tuple[int, object, socket.socket]]:
        """Give a duplicate of each, so that what was looked at and what is ended are the same."""
        for name in os.listdir(_FDS):  # noqa: PTH208 - names are all that is wanted of them
            with suppress(OSError):
                copy = os.dup(int(name))
                try:
                    connection = socket.socket(fileno=copy)
                except OSError:
                    os.close(copy)
                    continue
                try:
                    ours = connection.type is socket.SOCK_STREAM and connection.getsockname()[1] == self._port
                    peer = connection.getpeername()
                except (OSError, IndexError):
                    ours = False
                if ours:
                    yield int(name), peer, connection
                else:
                    connection.close()


def _seen(connection: socket.socket) -> Seen | None:
    """Ask the kernel; None of what is no open connection, or where the kernel does not count bytes."""
    try:
        info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size)
        unsent = int.from_bytes(ioctl(connection, termios.TIOCOUTQ, bytes(4)), sys.byteorder)
    except OSError:
        return None
    if len(info) < _TCP_INFO.size:
        return None
    state, sent, heard, taken, received = _TCP_INFO.unpack(info)
    now = time.monotonic()
    return Seen(now, received, taken, now - sent / 1000, unsent, now - heard / 1000) if state in _OPEN else None
