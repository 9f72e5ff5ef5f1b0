"""Nodes that share a record: what an admin does on one is so on all, within a moment."""

import time
from collections.abc import Iterator, Sequence
from functools import partial

import pytest

from tests.support.engines.nodes import is_listed, is_ready, new_key, start_node
from tests.support.engines.postgres_databases import new_database
from tests.support.servers import Server, dismiss, wait_for
from tests.support.stories import CALL, SHARE

pytestmark = pytest.mark.slow("starts servers of its own")

A = "+8613912345678"
BOUND = 1.0


@pytest.fixture(scope="module")
def url() -> str:
    return new_database()


@pytest.fixture(scope="module")
def nodes(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sequence[Server]]:
    folder = tmp_path_factory.mktemp("nodes")
    started = [start_node(folder / name, url) for name in ("a", "b")]
    yield started
    for node in started:
        dismiss(node)


@pytest.fixture(scope="module")
def phone(url: str) -> str:
    return new_key(url)


@pytest.fixture(scope="module")
def admin(url: str) -> str:
    return new_key(url, "admin")


def test_what_is_listed_on_one_node_is_listed_on_all(nodes: Sequence[Server], phone: str, admin: str) -> None:
    late = []
    for n in range(20):
        number = f"+86139{n:08d}"
        made = nodes[0].ask("POST", "/v1/admin/entries", {"number": number, "category": "fraud"}, admin)
        assert made[0] == 201, made
        answered = time.monotonic()
        assert is_listed(nodes[0], number, phone)
        wait_for(partial(is_listed, nodes[1], number, phone))
        late.append(time.monotonic() - answered)
    assert sorted(late)[len(late) // 2] < BOUND, late


def test_a_key_that_is_revoked_on_one_node_opens_nothing_on_another(
    nodes: Sequence[Server], url: str, admin: str
) -> None:
    key = new_key(url)
    assert [node.ask("GET", f"/v1/numbers/{A}", key=key)[0] for node in nodes] == [200, 200]
    assert nodes[0].ask("DELETE", f"/v1/admin/keys/{key.split('_')[1]}", key=admin)[0] in {200, 204}
    assert nodes[0].ask("GET", f"/v1/numbers/{A}", key=key)[0] == 401
    wait_for(lambda: nodes[1].ask("GET", f"/v1/numbers/{A}", key=key)[0] == 401)


def test_a_key_that_no_node_has_seen_opens_at_once(nodes: Sequence[Server], url: str) -> None:
    for node in (*nodes, *nodes):
        assert node.ask("GET", f"/v1/numbers/{A}", key=new_key(url))[0] == 200


def level_of_a_share(node: Server, url: str) -> tuple[str, bool]:
    """Have another phone tell of a shared screen; gives the level, and whether the answer is degraded."""
    status, _, answer = node.ask("POST", "/v1/checks", {**CALL, **SHARE}, new_key(url))
    assert status == 200, answer
    return answer["level"], answer["degraded"]


def test_a_policy_that_is_tuned_on_one_node_holds_for_the_next_check_on_all_and_so_does_its_undo(
    nodes: Sequence[Server], url: str, admin: str
) -> None:
    pattern = "patterns/screen_share_with_stranger"
    steps = [
        (0, "PATCH", pattern, {"mode": "off"}, "none"),
        (0, "POST", "policy/versions/1/revert", None, "warning"),
        (1, "PATCH", pattern, {"mode": "shadow"}, "none"),
        (0, "POST", "policy/versions/3/revert", None, "warning"),
        (1, "PATCH", pattern, {"weight": 30}, "notice"),
        (1, "POST", "policy/versions/5/revert", None, "warning"),
    ]
    for at, method, path, body, level in steps:
        status, _, made = nodes[at].ask(method, f"/v1/admin/{path}?why=tried", body, admin)
        assert status in {200, 201}, made
        answered = time.monotonic()
        # A node answers an admin once it has followed itself.
        for node, since in ((nodes[at], answered - BOUND), (nodes[1 - at], answered)):
            wait_for(partial(holds, node, url, level, since))


def holds(node: Server, url: str, level: str, since: float) -> bool:
    """Say whether a node goes by a change; it must, by the bound, or say that it is degraded."""
    began = time.monotonic()
    found, degraded = level_of_a_share(node, url)
    assert found == level or degraded or began - since <= BOUND, "it is as before, and says nothing of it"
    return found == level


def test_nodes_tell_what_stands_on_the_record_and_how_old_their_copy_is(nodes: Sequence[Server], admin: str) -> None:
    for node in nodes:
        shown = node.ask("GET", "/metrics", key=admin)[2].decode()
        assert 'guard_entries{list="allow"} 0.0' in shown
        assert "guard_lists_revision " in shown
        assert "guard_deliveries_waiting 0.0" in shown
        assert "guard_copy_age_seconds " in shown


def test_nodes_are_ready(nodes: Sequence[Server]) -> None:
    assert all(is_ready(node) for node in nodes)
