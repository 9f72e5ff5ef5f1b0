"""Requests of a worker take turns, and none waits for a client that is slow."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier, Event
from typing import TYPE_CHECKING

import pytest

from guard_api.web import turn
from guard_api.web.turn import Turns

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class SlowBody(BytesIO):
    """A body that comes when it is let."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.awaited, self.let = Event(), Event()

    def read(self, size: int | None = -1, /) -> bytes:
        self.awaited.set()
        assert self.let.wait(10)
        return super().read(size)


def asked(application: Turns, body: BytesIO | None = None) -> list[bytes]:
    return list(application({"wsgi.input": body or BytesIO(b"quick")}, lambda *_: lambda _: None))


def echo(environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
    return [environ["wsgi.input"].read()]


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "_PATIENCE_SECONDS", 10)


@pytest.mark.usefixtures("patient")
def test_two_requests_are_answered_one_after_the_other() -> None:
    inside: list[int] = []
    most = 0

    def count(_environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        nonlocal most
        inside.append(1)
        most = max(most, len(inside))
        Event().wait(0.01)
        inside.pop()
        return []

    application = Turns(count)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: asked(application), range(16)))
    assert most == 1


@pytest.mark.usefixtures("patient")
def test_a_client_that_is_slow_with_its_body_has_no_turn() -> None:
    application, slow = Turns(echo), SlowBody(b"slow")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(asked, application, slow)
        assert slow.awaited.wait(10)
        assert asked(application) == [b"quick"]
        slow.let.set()
        assert waiting.result(10) == [b"slow"]


@pytest.mark.usefixtures("patient")
def test_a_client_that_is_slow_to_take_a_streamed_answer_has_no_turn() -> None:
    application = Turns(lambda *_: (piece for piece in (b"a", b"b")))
    streamed = iter(application({"wsgi.input": BytesIO()}, lambda *_: lambda _: None))
    assert next(streamed) == b"a"
    assert asked(application) == [b"a", b"b"]


def test_who_waits_too_long_for_a_turn_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "_PATIENCE_SECONDS", 0.01)
    together = Barrier(2)

    def meet(_environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        together.wait(10)
        return []

    application = Turns(meet)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda _: asked(application), range(2))) == [[], []]


@pytest.mark.usefixtures("patient")
def test_a_request_that_fails_gives_its_turn_away() -> None:
    def fail(_environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        raise ZeroDivisionError

    application = Turns(fail)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            asked(application)
