"""Phones that check all the time, and what they were answered."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any, NamedTuple

from tests.support.servers import Server

SIGNS: Sequence[dict[str, object]] = (
    {"caller_number": "0095118", "call_state": "active"},
    {"screen_share_active": True},
    {"call_forwarding_changes": [{"code": "**21*13800138000#"}]},
)


class AnsweredCheck(NamedTuple):
    """A check that was answered."""

    at: float
    seconds: float
    phone: int
    status: int
    answer: dict[str, Any]


class Phones:
    """Phones that check all the time, each over all servers in turn."""

    def __init__(self, servers: Sequence[Server], keys: Sequence[str]) -> None:
        self._servers, self._keys = servers, keys
        self.answered: list[AnsweredCheck] = []
        self._over = Event()
        self._threads = ThreadPoolExecutor(len(keys))
        self._running = [self._threads.submit(self._check, n) for n in range(len(keys))]

    def _check(self, phone: int) -> None:
        turn = phone
        while not self._over.is_set():
            turn, begin = turn + 1, time.monotonic()
            server = self._servers[turn % len(self._servers)]
            status, _, answer = server.ask("POST", "/v1/checks", SIGNS[turn % 2], self._keys[phone])
            self.answered.append(AnsweredCheck(begin, time.monotonic() - begin, phone, status, answer))
            time.sleep(0.02)

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self._keys)

    def calm_since(self, moment: float) -> bool:
        """Say whether each phone was answered since then, and none of them degraded."""
        answered = [one for one in self.answered if one.at > moment]
        return {one.phone for one in answered} == {*range(len(self._keys))} and not any(map(degraded, answered))

    def stop(self) -> Sequence[AnsweredCheck]:
        self._over.set()
        for one in self._running:
            one.result()
        self._threads.shutdown()
        return self.answered


@contextmanager
def checking(servers: Sequence[Server], keys: Sequence[str]) -> Iterator[Phones]:
    """Have phones ask meanwhile; whoever fails does not leave them asking."""
    phones = Phones(servers, keys)
    try:
        yield phones
    finally:
        phones.stop()


def degraded(one: AnsweredCheck) -> bool:
    return bool(one.answer["degraded"])


def undegraded_again(phones: Phones) -> bool:
    since = time.monotonic()
    time.sleep(0.5)
    return phones.calm_since(since)
