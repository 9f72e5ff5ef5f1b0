"""What is peculiar to Valkey: values of other versions, what expires by itself, clusters that change or forget."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.json import Encoder

from guard_api.engine.line import REMEMBERED, Line
from guard_api.engine.observations import AppInstalled, CallSeen, ScreenShareSeen
from guard_api.errors import StoreUnavailable
from guard_api.ports import CheckRecord, Timeline
from guard_api.store.clock import to_micros
from guard_api.store.forms.timeline_record import StoredTimeline
from tests.support.clock import NOON
from tests.support.engines.valkey import (
    ValkeyCluster,
    ValkeyNode,
    cluster_at,
    lines_in,
    needs_valkey,
    timelines_in,
    valkey_cluster,
)

pytestmark = [
    pytest.mark.slow("starts Valkey"),
    needs_valkey,
]
LIFE = timedelta(hours=2)
SHARE = ScreenShareSeen(at=NOON, on=True)
TIMELINE = "guard:t:{a}"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyCluster]:
    with valkey_cluster(tmp_path_factory.mktemp("valkey")) as cluster:
        yield cluster


@pytest.fixture
def cluster(running: ValkeyCluster) -> ValkeyCluster:
    running.empty()
    return running


def entry(minute: float = 0, *seen: object, request_id: str | None = None) -> CheckRecord:
    at = NOON + timedelta(minutes=minute)
    return CheckRecord(at, at, seen, request_id)  # type: ignore[arg-type] # a test knows the types


def node_of(cluster: ValkeyCluster, key: str) -> ValkeyNode:
    """Find the node that has a key."""
    return next(node for node in cluster.primaries if not node.ask("TYPE", key).startswith("-MOVED"))


def put(cluster: ValkeyCluster, key: str, value: bytes) -> None:
    node_of(cluster, key).ask("SET", key, value)


def milliseconds_left(cluster: ValkeyCluster, key: str) -> int:
    return int(node_of(cluster, key).ask("PTTL", key)[1:])


def test_a_timeline_goes_by_itself_when_all_of_it_has_expired(cluster: ValkeyCluster) -> None:
    timelines = timelines_in(cluster.url)
    timelines.record("a", entry(0, SHARE), LIFE)
    hours = LIFE / timedelta(milliseconds=1)
    assert hours - 60_000 < milliseconds_left(cluster, TIMELINE) <= hours


def test_a_line_goes_by_itself_after_a_month(cluster: ValkeyCluster) -> None:
    lines_in(cluster.url).write("a", Line(updated=NOON), NOON)
    month = REMEMBERED / timedelta(milliseconds=1)
    assert month - 60_000 < milliseconds_left(cluster, "guard:l:{a}") <= month


def test_nothing_is_left_of_a_phone_that_is_forgotten(cluster: ValkeyCluster) -> None:
    timelines, lines = timelines_in(cluster.url), lines_in(cluster.url)
    timelines.begin(NOON)  # type: ignore[attr-defined] # what the composition calls
    before = [node.ask("DBSIZE") for node in cluster.primaries]
    timelines.record("a", entry(0, SHARE), LIFE)
    lines.write("a", Line(updated=NOON), NOON)
    timelines.forget("a")
    lines.forget("a")
    assert [node.ask("DBSIZE") for node in cluster.primaries] == before
    assert timelines.read("a", NOON, LIFE) == Timeline([])


def test_what_a_newer_form_holds_is_neither_read_nor_written_over(cluster: ValkeyCluster) -> None:
    timelines, lines = timelines_in(cluster.url), lines_in(cluster.url)
    for key in (TIMELINE, "guard:l:{a}"):
        put(cluster, key, b"\x02packed")
    for attempt in (
        lambda: timelines.record("a", entry(0, SHARE), LIFE),
        lambda: timelines.read("a", NOON, LIFE),
        lambda: lines.read("a"),
    ):
        with pytest.raises(StoreUnavailable, match="newer version"):
            attempt()
    assert node_of(cluster, TIMELINE).ask("GET", TIMELINE).endswith("\x02packed\r\n")


def test_kinds_that_only_a_newer_version_knows_are_kept_to_the_letter(cluster: ValkeyCluster) -> None:
    received = to_micros(NOON)
    near = b'{"is":"nearby","at":"2026-01-01T12:00:00Z","device":"watch"}'.replace(
        b"2026-01-01T12:00:00Z", Encoder().encode(NOON).strip(b'"')
    )
    line = b'[%d,%d,"x",[%s,%s],7,null,"home"]\n' % (received, received, near, Encoder().encode(SHARE))
    put(cluster, TIMELINE, b"\x01" + StoredTimeline(1, received, received, line).value())
    timelines = timelines_in(cluster.url)
    assert timelines.record("a", entry(1, AppInstalled(at=NOON, package="x")), LIFE).timeline.observations == [
        AppInstalled(at=NOON, package="x"),
        SHARE,
    ]
    assert near.decode() in node_of(cluster, TIMELINE).ask("GET", TIMELINE)
    assert timelines.record("a", entry(2, request_id="x"), LIFE).entry.digest == 7


@pytest.mark.parametrize("value", [b"\x01", b"\x01cut", b"\x01" + bytes(200)])
def test_a_damaged_timeline_begins_anew_and_is_logged_once(cluster: ValkeyCluster, value: bytes) -> None:
    timelines = timelines_in(cluster.url)
    put(cluster, TIMELINE, value)
    with pytest.raises(StoreUnavailable):
        timelines.read("a", NOON, LIFE)
    recorded = [timelines.record("a", entry(minute, SHARE), LIFE) for minute in (0, 1)]
    assert [(one.whole, [*one.timeline.observations]) for one in recorded] == [(False, [SHARE]), (True, [SHARE])]


def test_a_damaged_line_is_lost_and_logged(cluster: ValkeyCluster) -> None:
    lines = lines_in(cluster.url)
    put(cluster, "guard:l:{a}", b"\x010000000000000000garbage")
    assert not lines.read("a").whole
    lines.write("a", Line(updated=NOON), NOON)
    assert lines.read("a").line == Line(updated=NOON)


def test_one_request_at_the_same_moment_is_recorded_once_and_others_are_all_kept(cluster: ValkeyCluster) -> None:
    nodes = [timelines_in(cluster.url) for _ in range(3)]
    apps = [AppInstalled(at=NOON, package=str(n)) for n in range(30)]
    with ThreadPoolExecutor(12) as threads:
        same = [threads.submit(nodes[n % 3].record, "a", entry(0, SHARE, request_id="x"), LIFE) for n in range(30)]
        other = [threads.submit(nodes[n % 3].record, "b", entry(0, app), LIFE) for n, app in enumerate(apps)]
    assert len({one.result().entry.received_at for one in same}) == 1
    assert len({one.result().entry.received_at for one in other}) == 30
    assert {*nodes[0].read("b", NOON, LIFE).observations} == {*apps}


def test_a_server_that_has_forgotten_the_scripts_is_sent_them_again(cluster: ValkeyCluster) -> None:
    timelines = timelines_in(cluster.url)
    timelines.record("a", entry(0, SHARE), LIFE)
    for node in cluster.primaries:
        node.ask("SCRIPT", "FLUSH")
    assert timelines.record("a", entry(1), LIFE).timeline.observations == [SHARE]


def test_a_valkey_that_was_emptied_is_not_taken_for_one_that_knows_there_was_nothing(cluster: ValkeyCluster) -> None:
    new = timelines_in(cluster.url)
    new.begin(NOON)  # type: ignore[attr-defined] # what the composition calls
    assert new.record("a", entry(0, SHARE), LIFE).whole
    cluster.empty()
    used = timelines_in(cluster.url, has_phones=True)
    lost = [used.record("a", entry(minute, CallSeen(at=entry(minute).at)), LIFE).whole for minute in (1, 2, 120)]
    others = {used.record(str(n), entry(3), LIFE).whole for n in range(20)}
    assert (lost, others) == ([False, False, False], {False})
    assert used.record("a", entry(122), LIFE).whole


def test_a_single_server_that_is_no_cluster_will_do(tmp_path: Path) -> None:
    from tests.support.servers import free_port, wait_for  # noqa: PLC0415

    node = ValkeyNode(tmp_path, free_port())
    node.start()
    try:
        wait_for(node.is_up)
        timelines = timelines_in(f"valkey://127.0.0.1:{node.port}")
        assert timelines.record("a", entry(0, SHARE), LIFE).timeline.observations == [SHARE]
        assert timelines.read("a", NOON, LIFE).observations == [SHARE]
    finally:
        node.kill()


def test_slots_that_move_are_followed(cluster: ValkeyCluster) -> None:
    timelines = timelines_in(cluster.url)
    timelines.record("a", entry(0, SHARE), LIFE)
    source = node_of(cluster, TIMELINE)
    target = next(node for node in cluster.primaries if node is not source)
    slot = source.ask("CLUSTER", "KEYSLOT", TIMELINE)[1:].strip()
    target.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", source.id)
    source.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", target.id)
    keys = [
        word for word in source.ask("CLUSTER", "GETKEYSINSLOT", slot, "9").split("\r\n") if word.startswith("guard")
    ]
    moved = source.ask("MIGRATE", "127.0.0.1", str(target.port), "", "0", "5000", "KEYS", *keys)
    assert moved.startswith("+OK")
    with pytest.raises(StoreUnavailable, match="TRYAGAIN"):
        timelines.record("a", entry(1), LIFE)
    assert timelines.read("a", NOON, LIFE).observations == [SHARE]
    for node in (target, source):
        node.ask("CLUSTER", "SETSLOT", slot, "NODE", target.id)
    assert timelines.record("a", entry(2), LIFE).timeline.observations == [SHARE]
    target.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", source.id)
    source.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", target.id)
    target.ask("MIGRATE", "127.0.0.1", str(source.port), "", "0", "5000", "KEYS", *keys)
    for node in (source, target):
        node.ask("CLUSTER", "SETSLOT", slot, "NODE", source.id)


def test_where_nobody_answers_it_is_reported_at_once_and_nothing_hangs() -> None:
    from tests.support.servers import free_port  # noqa: PLC0415

    timelines = timelines_in(f"valkey://127.0.0.1:{free_port()},127.0.0.1:{free_port()}")
    with pytest.raises(StoreUnavailable, match="a node of Valkey cannot be reached"):
        timelines.record("a", entry(0, SHARE), LIFE)
    with pytest.raises(StoreUnavailable):
        timelines.read("a", NOON, LIFE)


@pytest.mark.slow("starts a cluster of its own")
def test_what_a_replica_knows_can_be_read_while_its_primary_is_gone(tmp_path: Path) -> None:
    with valkey_cluster(tmp_path, 1, "--cluster-replica-no-failover", "yes", replicas=True) as cluster:
        timelines, lines = timelines_in(cluster.url), lines_in(cluster.url)
        timelines.record("a", entry(0, SHARE), LIFE)
        lines.write("a", Line(updated=NOON), NOON)
        timelines.forget("b")
        cluster.primaries[0].kill()
        with pytest.raises(StoreUnavailable):
            timelines.record("a", entry(1), LIFE)
        assert timelines.read("a", NOON, LIFE).observations == [SHARE]
        assert lines.read("a").line == Line(updated=NOON)


def test_budgets_are_counted_over_all_nodes(cluster: ValkeyCluster) -> None:
    from guard_api.ports.operate.limits import Limit, Quota  # noqa: PLC0415
    from guard_api.store.shared_memory.rate_limits import SharedRateLimiter  # noqa: PLC0415
    from guard_api.store.valkey.rate_limits import ValkeyRateLimiter  # noqa: PLC0415

    quotas = {Limit.CHECKS: Quota(120, 3600), Limit.REPORTS: Quota(50, 86400), Limit.ENROLMENTS: Quota(20, 3600)}
    quotas[Limit.LOGINS] = Quota(5, 900)
    shared = cluster_at(cluster.url)
    nodes = [ValkeyRateLimiter(shared, SharedRateLimiter(None, quotas), quotas) for _ in range(3)]

    def allowed(limit: Limit, tries: int, whose: int) -> int:
        results = [nodes[n % 3].spend(limit, whose) for n in range(tries)]
        assert [one.seconds > 0 for one in results if one and not one.allowed].count(False) == 0
        return sum(one.allowed for one in results if one)

    assert 120 <= allowed(Limit.CHECKS, 600, 7) <= 120 + 3 * 12 + 3
    assert (allowed(Limit.REPORTS, 60, 7), allowed(Limit.ENROLMENTS, 30, 1 << 127)) == (50, 20)
    assert allowed(Limit.REPORTS, 60, 8) == 50
    assert nodes[0].spend(Limit.LOOKUPS, 7) is None
    assert [nodes[0].wait(Limit.LOGINS, 3), nodes[0].wait(Limit.LOOKUPS, 3)] == [0, 0]
    assert allowed(Limit.LOGINS, 4, 3) == 4
    assert {node.wait(Limit.LOGINS, 3) for node in nodes} == {0}
    assert allowed(Limit.LOGINS, 2, 3) == 1
    assert all(0 < node.wait(Limit.LOGINS, 3) <= 180 for node in nodes)


def test_where_valkey_does_not_answer_each_node_counts_for_itself() -> None:
    from guard_api.ports.operate.limits import Limit, Quota  # noqa: PLC0415
    from guard_api.store.shared_memory.rate_limits import SharedRateLimiter  # noqa: PLC0415
    from guard_api.store.valkey.rate_limits import ValkeyRateLimiter  # noqa: PLC0415
    from tests.support.servers import free_port  # noqa: PLC0415

    quotas = {Limit.REPORTS: Quota(50, 86400)}
    alone = ValkeyRateLimiter(cluster_at(f"valkey://127.0.0.1:{free_port()}"), SharedRateLimiter(None, quotas), quotas)
    results = [alone.spend(Limit.REPORTS, 7) for _ in range(60)]
    assert sum(one.allowed for one in results if one) == 50
    assert alone.wait(Limit.REPORTS, 7) > 0
    assert alone.wait(Limit.REPORTS, 8) == 0
