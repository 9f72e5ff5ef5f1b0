"""Anybody may ask whether the store is well: it is looked at once a second, and by one at a time."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from guard_api.errors import StoreUnavailable
from guard_api.store.memory.health import RememberedHealth
from guard_api.web.edge.problems import problem_of


class Store:
    """A store that counts who looks, and may be ill or slow."""

    def __init__(self) -> None:
        self.looks = 0
        self.ill = False
        self.go = Event()
        self.go.set()

    def impairments(self) -> Sequence[str]:
        return [f"look {self.looks}"]

    def probe(self) -> None:
        self.looks += 1
        assert self.go.wait(10)
        if self.ill:
            raise StoreUnavailable("full")


class Ticks:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_is_looked_at_once_a_second_whatever_it_shows() -> None:
    store, ticks = Store(), Ticks()
    health = RememberedHealth(store, 1.0, ticks)
    for _ in range(1000):
        health.probe()
    assert store.looks == 1
    store.ill = True
    ticks.now += 1
    for _ in range(1000):
        with pytest.raises(StoreUnavailable, match="full"):
            health.probe()
    assert store.looks == 2
    store.ill = False
    ticks.now += 1
    health.probe()
    assert store.looks == 3


def test_while_one_looks_the_others_hear_what_was_known_and_do_not_wait() -> None:
    store, ticks = Store(), Ticks()
    health = RememberedHealth(store, 1.0, ticks)
    health.probe()
    ticks.now += 1
    store.go.clear()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(health.probe)
        while store.looks < 2:
            pass
        for _ in range(10):
            health.probe()
        store.go.set()
        slow.result(10)
    assert store.looks == 2


def test_those_who_ask_first_wait_for_the_one_who_looks() -> None:
    store = Store()
    store.ill = True
    health = RememberedHealth(store, 1.0, Ticks())
    store.go.clear()
    with ThreadPoolExecutor(4) as pool:
        probes = [pool.submit(health.probe) for _ in range(4)]
        while store.looks < 1:
            pass
        store.go.set()
        assert all(isinstance(one.exception(10), StoreUnavailable) for one in probes)
    assert store.looks == 1


def test_what_is_impaired_is_named_from_the_same_look() -> None:
    store, ticks = Store(), Ticks()
    health = RememberedHealth(store, 1.0, ticks)
    health.probe()
    assert (health.impairments(), store.looks) == (["look 1"], 1)
    ticks.now += 1
    assert (health.impairments(), store.looks) == (["look 2"], 2)


def answered(health: RememberedHealth) -> int:
    """Give the status of an answer to whoever asks whether it is well."""
    try:
        health.probe()
    except StoreUnavailable as error:
        return problem_of(error).status
    return 200


def test_the_log_has_it_once_that_the_store_is_not_ready_and_once_that_it_is(caplog: pytest.LogCaptureFixture) -> None:
    store, ticks = Store(), Ticks()
    health = RememberedHealth(store, 1.0, ticks)
    for ill, status in ((True, 503), (False, 200), (True, 503)):
        store.ill = ill
        for _ in range(10):
            ticks.now += 1
            assert answered(health) == status
    assert [(line.levelname, line.getMessage()) for line in caplog.records] == [
        ("ERROR", "not ready: full"),
        ("WARNING", "ready"),
        ("ERROR", "not ready: full"),
    ]
