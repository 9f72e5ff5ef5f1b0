"""Turns to work: so many requests are answered at once, and those whose bodies are not there yet wait beside them.

Granian reads a body in the thread that answers, for as long as its client takes. So there are more threads than turns,
and who waits for a body gives its turn away.
"""

from collections.abc import Iterable
from queue import SimpleQueue
from threading import get_ident
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_NOTHING = {None, "", "0"}


class Turns:
    """So many turns for one worker. Taken off a queue and put back: nothing else of Python's is as quick."""

    def __init__(self, turns: int) -> None:
        """Begin with all of them free."""
        self._free: SimpleQueue[None] = SimpleQueue()
        self._waiting: set[int] = set()
        for _ in range(turns):
            self._free.put(None)

    @property
    def waiting(self) -> int:
        """How many threads wait for bodies."""
        return len(self._waiting)

    def answering(self, answer: "WSGIApplication") -> "WSGIApplication":
        """Answer only with a turn. What is sent piece by piece is sent without one."""
        take, give = self._free.get, self._free.put

        def answer_in_turn(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
            if environ.get("CONTENT_LENGTH") not in _NOTHING or "HTTP_TRANSFER_ENCODING" in environ:
                environ["wsgi.input"] = _Body(environ["wsgi.input"], self)
            take()
            try:
                return answer(environ, start)
            finally:
                give(None)

        return answer_in_turn

    def without(self, read: Any, *sizes: int) -> bytes:  # noqa: ANN401 - any method of a body that reads
        """Read without a turn."""
        thread = get_ident()
        self._waiting.add(thread)
        self._free.put(None)
        try:
            data: bytes = read(*sizes)
        finally:
            self._waiting.discard(thread)
            self._free.get()
        return data


class _Body:
    """The body of a request, as WSGI has it."""

    __slots__ = ("_body", "_turns")

    def __init__(self, body: Any, turns: Turns) -> None:  # noqa: ANN401 - Granian's type has no name
        self._body = body
        self._turns = turns

    def read(self, *sizes: int) -> bytes:
        return self._turns.without(self._body.read, *sizes)

    def readline(self, *sizes: int) -> bytes:
        return self._turns.without(self._body.readline, *sizes)
