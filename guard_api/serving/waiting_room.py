"""Where answers wait for news, without a thread each: Granian takes an answer from whichever thread has it.

A guardian's phone waits up to 25 seconds for an alarm, and asks again. Its request is answered like any other, that
nothing has come, in half a millisecond; but that answer is kept here, and given when its time is up or when there is
something to say in its place. Nobody has to be woken for those who wait: one thread looks whether anything was told at
all, which is one small read for all of them.
"""

import heapq
import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import wraps
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from guard_api.errors import StoreUnavailable
from guard_api.web.edge.waiting import ROOM, Wait

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_log = logging.getLogger(__name__)
News = Callable[[int], tuple[int, frozenset[str]]]
"""Gives the newest place in the stream, and who was told anything behind the one that is given."""
Headers = Sequence[tuple[str, str]]
_LOOK_SECONDS = 0.2
_PATH = "/v1/alerts"
_WRAP = "_wsgi_call_wrap"


class _Held(NamedTuple):
    wait: Wait
    proto: Any  # Granian's type has no name
    status: int
    headers: Headers
    body: bytes

    def give(self, body: bytes, *more: tuple[str, str]) -> None:
        """Answer. Who is gone meanwhile takes nothing."""
        kept = [header for header in self.headers if header[0].lower() != "content-length"]
        self.proto.response_bytes(self.status, [*kept, ("Content-Length", str(len(body))), *more], body)


class WaitingRoom:
    """The answers of one worker that wait."""

    def __init__(self) -> None:
        """Be closed, until somebody looks for news."""
        self._places = 0
        self._lock = threading.Lock()
        self._held: dict[int, _Held] = {}
        self._by_guardian: dict[str, set[int]] = {}
        self._deadlines: list[tuple[float, int]] = []
        self._new: list[int] = []
        self._last = 0

    def __len__(self) -> int:
        """Say how many wait."""
        return len(self._held)

    def open(self, news: News, places: int) -> None:
        """Look for news from now on, for as many as there are places."""
        self._places = places
        threading.Thread(target=self._run, args=(news,), daemon=True, name="waiting room").start()

    def close(self) -> None:
        """Let nobody wait any more: who does is answered, and goes elsewhere."""
        self._places = 0
        for number in [*self._held]:
            held = self._take(number)
            if held is not None:
                held.give(held.body, ("Connection", "close"))

    @property
    def has_room(self) -> bool:
        """Whether one more may wait."""
        return len(self._held) < self._places

    @property
    def is_open(self) -> bool:
        """Whether anybody may wait here at all."""
        return self._places > 0

    def keep(self, held: _Held) -> None:
        """Hold an answer back."""
        with self._lock:
            self._last += 1
            number = self._last
            self._held[number] = held
            self._by_guardian.setdefault(held.wait.whose, set()).add(number)
            heapq.heappush(self._deadlines, (time.monotonic() + held.wait.seconds, number))
            # What was told between its look and now, nobody would look for.
            self._new.append(number)
        if not self.is_open:
            self.close()

    def _run(self, news: News) -> None:
        position = 0
        while True:
            time.sleep(_LOOK_SECONDS)
            if not self._held:
                continue
            try:
                position = self._look(news, position)
            except StoreUnavailable as error:
                _log.warning("nobody knows whether there is news: %s", error)
            except Exception:  # noqa: BLE001 - it is logged, and the others still wait
                _log.exception("waiting room")
            self._give_up_late()

    def _look(self, news: News, position: int) -> int:
        newest, guardians = news(position)
        with self._lock:
            numbers, self._new = {*self._new}, []
            for guardian in guardians & self._by_guardian.keys():
                numbers |= self._by_guardian[guardian]
        for number in numbers:
            held = self._held.get(number)
            body = held.wait.news() if held is not None else None
            if body is not None and (taken := self._take(number)) is not None:
                taken.give(body)
        return newest

    def _give_up_late(self) -> None:
        now = time.monotonic()
        while self._deadlines and self._deadlines[0][0] <= now:
            with self._lock:
                _, number = heapq.heappop(self._deadlines)
            held = self._take(number)
            if held is not None:
                held.give(held.body)

    def _take(self, number: int) -> _Held | None:
        with self._lock:
            held = self._held.pop(number, None)
            if held is None:
                return None
            waiting = self._by_guardian[held.wait.whose]
            waiting.discard(number)
            if not waiting:
                del self._by_guardian[held.wait.whose]
            return held


class _Holder:
    """Stands between Granian and the answer to one request, and may keep it."""

    __slots__ = ("_proto", "_room", "_wait")

    def __init__(self, proto: Any, room: WaitingRoom) -> None:  # noqa: ANN401 - Granian's type has no name
        self._proto = proto
        self._room = room
        self._wait: Wait | None = None

    def hold(self, wait: Wait) -> bool:
        """Hold the answer back, where there is room."""
        if self._room.has_room:
            self._wait = wait
        return self._wait is not None

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer, or keep the answer."""
        if self._wait is None:
            self._proto.response_bytes(status, headers, body)
        else:
            self._room.keep(_Held(self._wait, self._proto, status, headers, body))

    def response_iter(self, status: int, headers: Headers, body: Any) -> None:  # noqa: ANN401 - Granian's own
        """Answer piece by piece, as Flask does; or keep all of the pieces."""
        if self._wait is None:
            self._proto.response_iter(status, headers, body)
            return
        with closing(body):
            whole = b"".join(iter(body.__next__, None))
        self.response_bytes(status, headers, whole)


def hold_back(granian: ModuleType, room: WaitingRoom) -> None:
    """Have Granian's workers, of its module that starts them, let answers to one path be held back.

    The name of what it wraps applications in is private: it is pinned to a minor version.
    """
    setattr(granian, _WRAP, _holding_back(room, getattr(granian, _WRAP)))


def _holding_back(room: WaitingRoom, wrap: Callable[..., Any]) -> Callable[..., Any]:

    def wrapped(application: "WSGIApplication", *options: Any) -> Callable[..., Any]:  # noqa: ANN401 - Granian's own
        answer = wrap(application, *options)

        @wraps(answer)
        def run(proto: Any, scope: dict[str, Any]) -> Any:  # noqa: ANN401 - the same
            if scope["PATH_INFO"] != _PATH or not room.is_open:
                return answer(proto, scope)
            holder = _Holder(proto, room)
            return answer(holder, scope | {ROOM: holder})

        return run

    return wrapped
