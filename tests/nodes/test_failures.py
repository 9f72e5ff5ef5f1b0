"""PostgreSQL that hangs or dies: phones are answered all the while, and nothing that an admin was told is lost."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.engines.nodes import age, has_key, new_key, start_node
from tests.support.engines.postgres import Postgres, end, new_postgres
from tests.support.servers import Server, dismiss, wait_for

pytestmark = pytest.mark.slow("starts and kills servers of its own")
CHECK = {"caller_number": "+8613912345678", "call_state": "ringing"}
SECRETS = ("+86139", "fraud note", "_secret")


class Phones:
    """A phone that asks all the time."""

    def __init__(self, node: Server, key: str) -> None:
        self.node, self.key = node, key
        self.answers: list[tuple[float, int, bool, float]] = []
        self._over = threading.Event()

    def check(self) -> tuple[int, Any]:
        status, _, answer = self.node.ask("POST", "/v1/checks", CHECK, self.key)
        return status, answer

    @contextmanager
    def asking(self) -> Iterator[None]:
        thread = threading.Thread(target=self._ask)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _ask(self) -> None:
        while not self._over.wait(0.02):
            began = time.monotonic()
            status, answer = self.check()
            self.answers.append((began, status, bool(answer["degraded"]), time.monotonic() - began))

    def is_degraded(self) -> bool:
        return bool(self.check()[1]["degraded"])


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Postgres, Postgres]]:
    primary = new_postgres(careful=True)
    primary.execute("CREATE DATABASE guard")
    standby = primary.standby(primary.folder.with_name(f"{primary.folder.name}-standby"))
    yield primary, standby
    end(primary)
    end(standby)


@pytest.fixture(scope="module")
def url(pair: tuple[Postgres, Postgres]) -> str:
    places = ",".join(f"127.0.0.1:{one.port}" for one in pair)
    return f"postgresql://guard@{places}/guard?target_session_attrs=read-write"


@pytest.fixture(scope="module")
def node(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = start_node(tmp_path_factory.mktemp("node"), url, GUARD_STORE_SECONDS="0.5")
    yield started
    dismiss(started)


@pytest.fixture(scope="module")
def admin(node: Server, url: str) -> str:
    return new_key(url, "admin")


@pytest.fixture
def phones(node: Server, url: str) -> Phones:
    found = Phones(node, new_key(url))
    # Who is known to the record alone waits for it.
    wait_for(lambda: has_key(node, found.key))
    wait_for(lambda: not found.is_degraded())
    return found


def add(node: Server, admin: str, number: str) -> int:
    body = {"number": number, "category": "fraud", "note": "fraud note"}
    return node.ask("POST", "/v1/admin/entries", body, admin)[0]


def revisions(node: Server, admin: str) -> list[int]:
    found = node.ask("GET", "/v1/admin/changes?limit=100", key=admin)[2]
    return [one["revision"] for one in found["changes"] if one.get("revision")]


def test_a_postgresql_that_hangs_degrades_answers_and_stops_none(
    pair: tuple[Postgres, Postgres], node: Server, phones: Phones
) -> None:
    with phones.asking():
        pair[0].freeze()
        try:
            frozen = time.monotonic()
            wait_for(lambda: age(node) > 2)
            assert phones.is_degraded()
        finally:
            pair[0].go_on()
        wait_for(lambda: not phones.is_degraded())
    assert {status for _, status, _, _ in phones.answers} == {200}
    degraded = [began - frozen for began, _, is_degraded, _ in phones.answers if is_degraded]
    assert degraded
    assert min(degraded) > 0.5, "the bound is a second, and the copy was a quarter of a second old at most"


def test_a_primary_that_dies_gives_way_and_nothing_is_lost(
    pair: tuple[Postgres, Postgres], node: Server, phones: Phones, admin: str
) -> None:
    primary, standby = pair
    kept = [f"+86137{n:08d}" for n in range(10)]
    assert [add(node, admin, number) for number in kept] == [201] * 10
    with phones.asking():
        primary.kill()
        wait_for(phones.is_degraded)
        status, headers, _ = node.ask("POST", "/v1/admin/entries", {"number": "+8613800000000"}, admin)
        assert status == 503
        assert "Retry-After" in headers or "retry-after" in headers
        standby.promote()
        wait_for(lambda: add(node, admin, "+8613600000000") in {201, 409})
        wait_for(lambda: not phones.is_degraded())
    assert {status for _, status, _, _ in phones.answers} == {200}
    for number in kept:
        found = node.ask("GET", f"/v1/numbers/{number}", key=phones.key)[2]
        assert found["caller"]["listed"], number
    numbers = revisions(node, admin)
    assert numbers == [*range(numbers[0], numbers[-1] - 1, -1)]


def test_nothing_of_anybody_stands_in_the_log_of_postgresql(
    pair: tuple[Postgres, Postgres], node: Server, phones: Phones, admin: str
) -> None:
    add(node, admin, "+8613512345678")
    phones.check()
    for server in pair:
        log = server.log.read_text() if isinstance(server.log, Path) else ""
        assert log
        assert not [
            secret for secret in (*SECRETS, phones.key.split("_", 2)[2], admin.split("_", 2)[2]) if secret in log
        ]
