"""The threads that answer: some at work, and others that stand by for those that slow clients hold up.

Granian reads a body in the thread that answers, and sends what is made piece by piece from there, for as long as its
client takes. So it may have many threads. But each one more at work is a cost to all, as Python has one lock: who is
one too many stands by once its answer is sent, until others are held up.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_NOTHING = {None, "", "0"}
_SLOW_SECONDS = 0.05
"""Who is held up for longer is replaced."""
_STAND_BY_SECONDS = 20
"""After that, a thread that stood by goes back to work, and ends where there is none."""


class Crew:
    """The threads of one worker."""

    def __init__(self, at_work: int) -> None:
        """Begin with none: Granian makes them as they are needed."""
        self._at_work = at_work
        self._own = threading.local()
        self._members: set[int] = set()
        self._standing_by: list[threading.Lock] = []
        self._held: dict[int, float] = {}
        self._held_long = 0

    @property
    def held(self) -> int:
        """How many threads slow clients hold up."""
        return self._held_long

    def answering(self, answer: "WSGIApplication") -> "WSGIApplication":
        """Answer, and see to it that not too many do."""
        own, held = self._own, self._held

        def answer_by_crew(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
            if not hasattr(own, "member"):
                own.member = _Member(self._members)
            if environ.get("CONTENT_LENGTH") not in _NOTHING or "HTTP_TRANSFER_ENCODING" in environ:
                environ["wsgi.input"] = _Body(environ["wsgi.input"], held)
            body = answer(environ, start)
            if not isinstance(body, list):
                return _Pieces(body, held)
            return body if self._spare() >= 0 else _Last(body, self)

        return answer_by_crew

    def _spare(self) -> int:
        """Say how many may go to work; less than nothing if there are too many."""
        return self._at_work + self._held_long + len(self._standing_by) - len(self._members)

    def look(self) -> None:
        """See who is held up, and call others to work for them."""
        long_ago = time.monotonic() - _SLOW_SECONDS
        self._held_long = sum(since < long_ago for since in [*self._held.values()])
        for _ in range(min(self._spare(), len(self._standing_by))):
            self._standing_by.pop().release()

    def stand_by(self) -> None:
        """Wait until there is need, or for a while."""
        called = threading.Lock()
        called.acquire()
        self._standing_by.append(called)
        if not called.acquire(timeout=_STAND_BY_SECONDS) and called in self._standing_by:
            self._standing_by.remove(called)


class _Member:
    """A thread's place in the crew; it goes with the thread."""

    def __init__(self, members: set[int]) -> None:
        self._members = members
        members.add(id(self))

    def __del__(self) -> None:
        self._members.discard(id(self))


class _Last(list[bytes]):
    """What a thread answers before it stands by: Granian lets go of it once it is sent, and names no such moment."""

    def __init__(self, body: list[bytes], crew: Crew) -> None:
        super().__init__(body)
        self._crew = crew

    def __del__(self) -> None:
        self._crew.stand_by()


class _Body:
    """The body of a request, as WSGI has it."""

    __slots__ = ("_body", "_held")

    def __init__(self, body: Any, held: dict[int, float]) -> None:  # noqa: ANN401 - Granian's type has no name
        self._body = body
        self._held = held

    def read(self, *sizes: int) -> bytes:
        thread = threading.get_ident()
        self._held[thread] = time.monotonic()
        try:
            data: bytes = self._body.read(*sizes)
        finally:
            del self._held[thread]
        return data


class _Pieces:
    """An answer that is sent piece by piece, as its client takes it."""

    def __init__(self, pieces: Iterable[bytes], held: dict[int, float]) -> None:
        self._pieces = pieces
        self._held = held

    def __iter__(self) -> Iterator[bytes]:
        self._held[threading.get_ident()] = time.monotonic()
        return iter(self._pieces)

    def close(self) -> None:
        self._held.pop(threading.get_ident(), None)
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()
