"""What is wrong with a Valkey is named: what cannot be written, clocks that are apart, old engines, bad settings."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from threading import Thread

import pytest

from guard_api.app import utc_now
from guard_api.engine.line import Line
from guard_api.ports import CheckRecord
from guard_api.ports.operate.limits import Limit, Quota
from guard_api.store.shared_memory.rate_limits import SharedRateLimiter
from guard_api.store.valkey.examination import ValkeyExamination
from guard_api.store.valkey.rate_limits import ValkeyRateLimiter
from tests.support.clock import NOON
from tests.support.commands import run_here
from tests.support.databases import without_lists
from tests.support.engines.valkey import ValkeyCluster, cluster_at, lines_in, needs_valkey, timelines_in, valkey_cluster

pytestmark = [
    pytest.mark.slow("starts clusters of its own"),
    needs_valkey,
]
GOOD = ("--appendonly", "yes")
GUIDE = files("guard_api").joinpath("guides", "cluster.md").read_text("utf-8")
LIFE = timedelta(hours=2)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyCluster]:
    with valkey_cluster(tmp_path_factory.mktemp("valkey"), 1, *GOOD, replicas=True) as running:
        yield running


def examination(url: str, ahead: timedelta = timedelta()) -> ValkeyExamination:
    return ValkeyExamination(cluster_at(url), lambda: utc_now() + ahead)


@contextmanager
def changed(cluster: ValkeyCluster, name: str, value: str) -> Iterator[None]:
    [node] = cluster.primaries
    before = node.ask("CONFIG", "GET", name).split("\r\n")[-2]
    node.ask("CONFIG", "SET", name, value)
    try:
        yield
    finally:
        node.ask("CONFIG", "SET", name, before)


def test_of_a_sound_one_nothing_is_reported(cluster: ValkeyCluster) -> None:
    it = examination(cluster.url)
    assert ([*it.impairments()], [*it.advice()]) == ([], [])


def test_one_that_takes_nothing_more_is_named(cluster: ValkeyCluster) -> None:
    with changed(cluster, "maxmemory", "1"):
        assert examination(cluster.url).impairments() == [
            "timelines: a node of Valkey cannot be written to: OutOfMemoryError"
        ]


@pytest.mark.parametrize("minutes", [-61, 61])
def test_clocks_that_are_an_hour_apart_are_named(cluster: ValkeyCluster, minutes: int) -> None:
    [fault] = examination(cluster.url, timedelta(minutes=minutes)).impairments()
    assert fault.startswith("timelines: the clocks of this machine and of Valkey are 6")


def test_settings_that_make_a_failure_worse_are_named(cluster: ValkeyCluster) -> None:
    with changed(cluster, "maxmemory-policy", "allkeys-lru"), changed(cluster, "cluster-require-full-coverage", "yes"):
        policy, coverage = examination(cluster.url).advice()
    assert policy.startswith("maxmemory-policy is allkeys-lru")
    assert coverage.startswith("cluster-require-full-coverage is yes")


def test_without_replicas_and_without_a_disk_it_reports_what_is_lost(tmp_path: Path) -> None:
    with valkey_cluster(tmp_path, 3) as bare:
        alone, unsaved = examination(bare.url).advice()
    assert alone.startswith("3 of 3 primaries")
    assert unsaved.startswith("appendonly is no")


def test_slots_that_nobody_has_are_counted(tmp_path: Path) -> None:
    with valkey_cluster(tmp_path, 3) as cluster:
        for one in cluster.primaries:
            one.ask("CLUSTER", "DELSLOTS", "7")
        assert "timelines: no node of Valkey has 1 of 16384 slots" in examination(cluster.url).impairments()


class OldServer:
    """Answers as an engine of many years ago, which knows no cluster."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self.url = f"valkey://127.0.0.1:{listener.getsockname()[1]}"
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        about = b"redis_version:6.2.14\r\n"
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                while request := connection.recv(1 << 16):
                    if b"SLOTS" in request:
                        connection.sendall(b"-ERR This instance has cluster support disabled\r\n")
                    else:
                        connection.sendall(b"$%d\r\n%s\r\n-ERR no\r\n+OK\r\n" % (len(about), about))


def test_an_engine_that_is_too_old_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert examination(OldServer(listener).url).impairments() == [
            "timelines: version 6.2.14 of the engine is too old: 7.0 or newer is needed"
        ]
        listener.shutdown(socket.SHUT_RDWR)


def test_the_doctor_looks_at_it(cluster: ValkeyCluster, tmp_path: Path) -> None:
    database = str(without_lists(tmp_path / "guard.db"))
    well = run_here("doctor", "--database", database, check=False, GUARD_TIMELINES=cluster.url)
    with changed(cluster, "maxmemory", "1"):
        ill = run_here("doctor", "--database", database, check=False, GUARD_TIMELINES=cluster.url)
    assert "all of it answers, and takes what is written" in well.stdout
    assert "cannot be written to" in ill.stdout


RIGHTS = re.search(r"^ACL SETUSER guard on >PASSWORD (.*)$", GUIDE, re.MULTILINE)


def test_the_rights_that_the_guide_names_are_all_that_it_takes(cluster: ValkeyCluster) -> None:
    assert RIGHTS is not None
    for node in cluster.nodes:
        assert node.ask("ACL", "SETUSER", "guard", "on", ">geheim", *RIGHTS[1].split()).startswith("+OK")
    url = cluster.url.replace("valkey://", "valkey://guard:geheim@")
    timelines, lines, it = timelines_in(url), lines_in(url), examination(url)
    timelines.record("a", CheckRecord(NOON, NOON), LIFE)
    lines.write("a", Line(updated=NOON), NOON)
    assert lines.read("a").line == Line(updated=NOON)
    timelines.forget("a")
    lines.forget("a")
    quotas = {Limit.REPORTS: Quota(1, 60)}
    limiter = ValkeyRateLimiter(cluster_at(url), SharedRateLimiter(None, quotas), quotas)
    other = ValkeyRateLimiter(cluster_at(url), SharedRateLimiter(None, quotas), quotas)
    results = [one.spend(Limit.REPORTS, 1) for one in (limiter, other)]
    assert [one.allowed for one in results if one] == [True, False]
    assert ([*it.impairments()], [*it.advice()]) == ([], [])


def test_who_has_too_few_rights_learns_of_it(cluster: ValkeyCluster) -> None:
    for node in cluster.nodes:
        node.ask("ACL", "SETUSER", "reader", "on", ">geheim", "~guard:*", "+@read", "+cluster|slots")
    [fault] = examination(cluster.url.replace("valkey://", "valkey://reader:geheim@")).impairments()
    assert fault == "timelines: a node of Valkey cannot be written to: NoPermissionError"
