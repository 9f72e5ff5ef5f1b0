"""Several real servers on one Valkey: what a phone tells one of them, all know, whatever dies or hangs meanwhile."""

import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from guard_api.store.sql.phones.keys import SqlKeys
from guard_api.store.sqlite.database import Database
from guard_api.store.valkey.slots import slot_of
from tests.support.clients.checking import SIGNS, Phones, degraded, undegraded_again
from tests.support.engines.valkey import ValkeyCluster, needs_valkey, valkey_cluster
from tests.support.servers import Server, serving, wait_for

pytestmark = [
    pytest.mark.slow("starts three servers and a cluster"),
    needs_valkey,
]
_PATIENT = {"GUARD_STORE_SECONDS": "5"}
_FAILOVER_MILLISECONDS = 2000
"""After so long a node is taken for dead: four times as long as one would set, for a machine that does other things."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyCluster]:
    with valkey_cluster(tmp_path_factory.mktemp("valkey")) as running:
        yield running


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, cluster: ValkeyCluster) -> Iterator[Sequence[Server]]:
    folder = tmp_path_factory.mktemp("servers")
    with ExitStack() as running:
        yield [
            running.enter_context(
                serving(folder, 1, **_PATIENT, GUARD_TIMELINES=cluster.url, GUARD_REPORTS_PER_DAY="50")
            )
            for _ in range(3)
        ]


def test_one_phones_three_signs_through_three_servers_are_critical(servers: Sequence[Server]) -> None:
    key = servers[0].new_key()
    answers = [server.ask("POST", "/v1/checks", sign, key) for server, sign in zip(servers, SIGNS, strict=True)]
    assert [status for status, _, _ in answers] == [200] * 3
    assert [answer["degraded"] for _, _, answer in answers] == [False] * 3
    assert answers[-1][2]["level"] == "critical"
    assert answers[-1][2]["line"]["state"] == "diverted"
    again = servers[0].ask("POST", "/v1/checks", {}, key)[2]
    assert (again["line"]["state"], again["degraded"]) == ("diverted", False)


def test_one_request_to_several_servers_at_once_is_one_check(servers: Sequence[Server]) -> None:
    key = servers[0].new_key()
    with ThreadPoolExecutor(6) as threads:
        answered = [
            threads.submit(servers[n % 3].ask, "POST", "/v1/checks", {**SIGNS[1], "request_id": str(n // 6)}, key)
            for n in range(60)
        ]
    answers = [one.result() for one in answered]
    assert {status for status, _, _ in answers} == {200}
    assert len({answer["check_id"] for _, _, answer in answers}) == 10


def test_reports_are_counted_exactly_over_all_servers(servers: Sequence[Server]) -> None:
    key = servers[0].new_key()
    statuses = [
        servers[n % 3].ask("POST", "/v1/reports", {"number": f"+86139000000{n:02}", "category": "fraud"}, key)[0]
        for n in range(60)
    ]
    assert sorted({*map(statuses.count, statuses)}) == [10, 50]
    assert statuses.count(429) == 10


def test_a_phone_that_is_forgotten_at_one_is_forgotten_at_all(
    servers: Sequence[Server], cluster: ValkeyCluster
) -> None:
    before = [node.ask("DBSIZE") for node in cluster.primaries]
    key = servers[0].new_key()
    assert servers[0].ask("POST", "/v1/checks", SIGNS[2], key)[0] == 200
    assert servers[1].ask("DELETE", "/v1/devices/me", key=key)[0] == 204
    assert [node.ask("DBSIZE") for node in cluster.primaries] == before


def test_all_say_that_they_are_ready_and_lack_nothing(servers: Sequence[Server]) -> None:
    assert [server.ask("GET", "/readyz")[2] for server in servers] == [{"status": "ready", "impaired": []}] * 3


def test_no_number_and_no_secret_is_in_any_log(servers: Sequence[Server], cluster: ValkeyCluster) -> None:
    key = servers[0].new_key()
    body = {**SIGNS[0], "texts": ["guten Tag, Staatsanwalt"]}
    assert servers[0].ask("POST", "/v1/checks", body, key)[0] == 200
    logs = cluster.logs() + servers[0].log.read_text()
    assert [secret for secret in ("13800138000", "Staatsanwalt", key) if secret in logs] == []
    assert re.search(r"(?<![0-9a-f])(?:00)?95118(?![0-9a-f])", logs) is None  # the ids of nodes hold any digits


def phones_on(server: Server, count: int) -> tuple[Sequence[str], Sequence[int]]:
    """Make phones; gives their keys, and the slots that they lie in."""
    keys = [server.new_key() for _ in range(count)]
    database = Database(server.database, 20)
    try:
        known = [SqlKeys(database).authenticate(key) for key in keys]
    finally:
        database.close()
    return keys, [slot_of(one.device.id) for one in known if one is not None and one.device is not None]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[ValkeyCluster, Sequence[Server]]]:
    with (
        valkey_cluster(
            tmp_path / "valkey", 3, "--appendonly", "yes", replicas=True, node_timeout=_FAILOVER_MILLISECONDS
        ) as cluster,
        ExitStack() as running,
    ):
        settings = {**_PATIENT, "GUARD_TIMELINES": cluster.url}
        (tmp_path / "servers").mkdir()
        yield cluster, [running.enter_context(serving(tmp_path / "servers", 1, **settings)) for _ in range(2)]


@pytest.mark.slow("starts a cluster of six, and waits for a failover")
@pytest.mark.parametrize("fault", ["kill", "freeze"])
def test_every_check_is_answered_through_the_loss_of_a_primary(
    pair: tuple[ValkeyCluster, Sequence[Server]], fault: str
) -> None:
    cluster, servers = pair
    keys, slots = phones_on(servers[0], 12)
    lost = cluster.primary_of(slots[0])
    hit = {n for n, slot in enumerate(slots) if cluster.primary_of(slot) is lost}
    phones = Phones(servers, keys)
    wait_for(lambda: undegraded_again(phones))
    begin = time.monotonic()
    getattr(lost, fault)()
    wait_for(lambda: any(map(degraded, phones.answered[-20:])))
    assert servers[0].ask("GET", "/readyz")[0] == 200
    wait_for(lambda: undegraded_again(phones))
    answered = phones.stop()
    if fault == "freeze":
        lost.thaw()
    worst = [one for one in answered if degraded(one)]
    assert {one.status for one in answered} == {200}
    assert {one.phone for one in worst} <= hit
    assert max(one.at + one.seconds for one in worst) - begin < 30
    assert {one.answer["level"] for one in answered if one.at > begin and not degraded(one)} == {"critical"}
    assert [one for one in worst if one.seconds > 10] == []


@pytest.mark.slow("starts a cluster of six twice")
def test_every_check_is_answered_without_any_valkey_and_nothing_is_forgotten_when_it_is_back(
    pair: tuple[ValkeyCluster, Sequence[Server]],
) -> None:
    cluster, servers = pair
    keys, _ = phones_on(servers[0], 6)
    phones = Phones(servers, keys)
    wait_for(lambda: undegraded_again(phones))
    cluster.stop()
    wait_for(lambda: sum(map(degraded, phones.answered)) > 60)
    state = servers[0].ask("GET", "/readyz")
    wait_for(lambda: servers[0].ask("GET", "/readyz")[2]["impaired"])
    for node in cluster.nodes:
        node.start()
    cluster.wait()
    back = time.monotonic()
    wait_for(lambda: undegraded_again(phones))
    answered = phones.stop()
    assert state[0] == 200
    assert {one.status for one in answered} == {200}
    assert max(one.at for one in answered if degraded(one)) - back < 10
    assert {one.answer["level"] for one in answered[-6:]} == {"critical"}


@pytest.mark.slow("starts a cluster of six, and waits for a failover")
def test_a_valkey_that_has_forgotten_everything_is_not_believed(tmp_path: Path) -> None:
    with valkey_cluster(tmp_path / "valkey") as cluster:
        (tmp_path / "servers").mkdir()
        with serving(tmp_path / "servers", 1, **_PATIENT, GUARD_TIMELINES=cluster.url) as server:
            key = server.new_key()
            assert not server.ask("POST", "/v1/checks", SIGNS[1], key)[2]["degraded"]
            cluster.stop()
            for node in cluster.nodes:
                node.start()
            cluster.wait()
            wait_for(lambda: not server.ask("GET", "/readyz")[2]["impaired"])
            assert server.ask("POST", "/v1/checks", SIGNS[0], key)[2]["degraded"]


def test_a_server_starts_without_its_valkey_and_names_what_is_wrong(tmp_path: Path) -> None:
    from tests.support.servers import free_port  # noqa: PLC0415

    with serving(tmp_path, 1, GUARD_TIMELINES=f"valkey://user:geheim@127.0.0.1:{free_port()}") as server:
        status, _, answer = server.ask("POST", "/v1/checks", {**SIGNS[0], **SIGNS[1]}, server.new_key())
        ready = server.ask("GET", "/readyz")
        assert (status, answer["degraded"], answer["level"]) == (200, True, "critical")
        assert ready[0] == 200
        assert ready[2]["impaired"] == ["timelines: a node of Valkey cannot be reached: ConnectionError"]
        assert "geheim" not in server.log.read_text()
