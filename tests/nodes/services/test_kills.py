"""Primaries are killed and frozen under load: every check is answered, and nothing that was told is lost.

The tests come one after the other, on one service: each leaves it in a state that the next one can begin with.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.support.clients.admins import Admin
from tests.support.clients.checking import AnsweredCheck, Phones, checking, degraded, undegraded_again
from tests.support.engines.nodes import age, is_listed
from tests.support.engines.sites import Site, site
from tests.support.servers import Server, wait_for

pytestmark = pytest.mark.slow("starts a whole service, and waits for its failures")
BOUND = 1.0


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> object:
    with ExitStack() as running:
        yield running.enter_context(site(tmp_path_factory.mktemp("site"), settings={"GUARD_STORE_SECONDS": "1"}))


def p99(answered: Sequence[AnsweredCheck]) -> float:
    return sorted(one.seconds for one in answered)[int(len(answered) * 0.99)]


def holds_everywhere(at: Site, admin: Admin, key: str) -> None:
    """Nothing is lost that an admin was told, on any node, and no revision is missing."""
    for node in at.nodes:
        for _, number in admin.added:
            assert is_listed(node, number, key), number
    numbers = revisions(at.nodes[0], at.admin)
    assert numbers == [*range(numbers[0], numbers[0] - len(numbers), -1)]


def revisions(node: Server, admin: str) -> Sequence[int]:
    found = node.ask("GET", "/v1/admin/changes?limit=100", key=admin)[2]
    return [one["revision"] for one in found["changes"] if one["revision"] is not None]


def test_a_postgresql_that_hangs_for_ten_seconds_holds_no_phone_up(site: Site) -> None:
    keys = site.phones(6)
    with checking(site.nodes, keys) as phones:
        wait_for(lambda: undegraded_again(phones))
        calm, frozen = [*phones.answered], time.monotonic()
        site.pair[0].freeze()
        try:
            wait_for(lambda: time.monotonic() - frozen > 10)
            status, _, ready = site.nodes[1].ask("GET", "/readyz")
        finally:
            thawed = time.monotonic()
            site.pair[0].go_on()
        wait_for(lambda: undegraded_again(phones))
        during = [one for one in phones.answered if frozen < one.at < thawed]
    assert status == 200
    assert ready["copy_age_seconds"] > 8
    assert {one.status for one in phones.answered} == {200}
    assert [one for one in during if one.at > frozen + BOUND and not degraded(one)] == []
    assert p99(during) < 3 * p99(calm) + 1, "one that waits for PostgreSQL waits for ten seconds"


@pytest.mark.parametrize("fault", ["kill", "freeze"])
def test_a_primary_of_valkey_gives_way(site: Site, fault: str) -> None:
    site.cluster.wait()
    lost = next(node for node in site.cluster.nodes if "role:master" in node.ask("INFO", "replication"))
    failures = failures_of(site)
    with checking(site.nodes, site.phones(12)) as phones:
        wait_for(lambda: undegraded_again(phones))
        getattr(lost, fault)()
        wait_for(lambda: any(map(degraded, phones.answered[-40:])))
        wait_for(lambda: undegraded_again(phones))
    assert {one.status for one in phones.answered} == {200}
    assert {one.phone for one in phones.answered} > {one.phone for one in phones.answered if degraded(one)}
    assert failures_of(site) > failures
    if fault == "kill":
        lost.start()
    else:
        lost.thaw()


def failures_of(at: Site) -> float:
    found = at.nodes[0].ask("GET", "/metrics", key=at.admin)[2].decode().splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in found if line.startswith("guard_store_errors_total"))


def test_a_primary_of_postgresql_that_is_killed_gives_way_and_nothing_is_lost(site: Site) -> None:
    primary, standby = site.pair
    keys, admin = site.phones(6), Admin(site, 0)
    with checking(site.nodes, keys) as phones, ThreadPoolExecutor(1) as threads:
        working = threads.submit(admin)
        try:
            wait_for(lambda: len(admin.added) > 10 and undegraded_again(phones))
            killed = time.monotonic()
            primary.kill()
            time.sleep(3)
            standby.promote()
            promoted = time.monotonic()
            wait_for(lambda: len(admin.since(promoted)) > 20)
            wait_for(lambda: undegraded_again(phones))
        finally:
            admin.stop()
        working.result()
    assert_every_check_was_answered(phones, killed)
    assert {(status, again) for _, status, again in admin.refused} == {(503, True)}
    holds_everywhere(site, admin, keys[0])


def assert_every_check_was_answered(phones: Phones, killed: float) -> None:
    assert {one.status for one in phones.answered} == {200}
    late = [one.at - killed for one in phones.answered if degraded(one) and one.at > killed]
    assert late
    assert min(late) > BOUND / 2, "a quarter of a second passes between two looks"


def test_all_of_valkey_may_go_and_come_back(site: Site) -> None:
    with checking(site.nodes, site.phones(6)) as phones:
        wait_for(lambda: undegraded_again(phones))
        site.cluster.stop()
        wait_for(lambda: sum(map(degraded, phones.answered)) > 60)
        assert [node.ask("GET", "/readyz")[0] for node in site.nodes] == [200] * 3
        for node in site.cluster.nodes:
            node.start()
        site.cluster.wait()
        wait_for(lambda: undegraded_again(phones))
    assert {one.status for one in phones.answered} == {200}


def test_no_node_writes_elsewhere_what_phones_tell_once_valkey_has_gone_for_good(site: Site) -> None:
    keys = site.phones(2)
    site.cluster.stop()
    before = {path for node in site.nodes for path in node.database.parent.iterdir()}
    answers = [
        node.ask("POST", "/v1/checks", {"screen_share_active": True}, key) for key in keys for node in site.nodes
    ]
    assert {(status, answer["degraded"]) for status, _, answer in answers} == {(200, True)}
    assert all(age(node) is not None for node in site.nodes)
    after = {path for node in site.nodes for path in node.database.parent.iterdir()}
    assert {path.name for path in after - before} == set()
    assert not [path for path in after if "timelines" in path.name]
