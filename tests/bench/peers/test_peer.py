"""The peer that guard_api is compared with judges alike where it matters: it does the same work."""

from collections.abc import Iterator, Mapping

import pytest
from msgspec import json

from tests.bench.blocklist import number
from tests.bench.harness.load import written
from tests.bench.harness.servers import answer, guard, peer
from tests.bench.harness.workloads import MINIMAL, RICH
from tests.bench.peers.peer_tables import copied
from tests.bench.worlds import ADMIN, key, made
from tests.support.servers import Server

pytestmark = pytest.mark.slow("another server, for benchmarks alone")

ENTRIES = 50
STRANGER: Mapping[str, object] = {"caller_number": "13611112222", "call_state": "active"}
CASES = {
    "the article's case": (MINIMAL, "critical"),
    "all that a phone may see of it": (RICH, "critical"),
    "a friend who calls": ({**STRANGER, "caller_in_contacts": True}, "none"),
    "a stranger who calls": (STRANGER, "none"),
    "a stranger who sees the screen": ({**STRANGER, "screen_share_active": True}, "warning"),
    "a listed number": ({"caller_number": number(0)}, "warning"),
    "a number like it": ({"caller_number": number(ENTRIES)}, "none"),
}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    """Guard and peer with the same phones, keys and lists."""
    folder = tmp_path_factory.mktemp("worlds")
    world = made(folder, ENTRIES, len(CASES))
    copied(world.database, folder / "peer.db")
    with guard(world, 1) as ours, peer(folder / "peer.db", 1) as theirs:
        yield ours, theirs


@pytest.mark.parametrize("name", CASES)
def test_levels_are_the_same(servers: tuple[Server, Server], name: str) -> None:
    seen, level = CASES[name]
    phone = list(CASES).index(name)
    request = written("POST", "/v1/checks", key(phone), json.encode(seen))

    assert [json.decode(answer(server, request))["level"] for server in servers] == [level, level]


def test_a_timeline_is_remembered(servers: tuple[Server, Server]) -> None:
    phone = list(CASES).index("the article's case")
    request = written("POST", "/v1/checks", key(phone), b"{}")

    assert [json.decode(answer(server, request))["level"] for server in servers] == ["critical", "critical"]


def test_look_ups_are_the_same(servers: tuple[Server, Server]) -> None:
    for place, level in ((0, "warning"), (ENTRIES, "none")):
        request = written("GET", f"/v1/numbers/%2B{number(place)[1:]}", key(0))

        assert [json.decode(answer(server, request))["level"] for server in servers] == [level, level]


def test_both_block_what_an_admin_lists(servers: tuple[Server, Server]) -> None:
    entry = {"number": number(ENTRIES + 1), "category": "fraud", "label": "fake JD.com"}
    for server in servers:
        answer(server, written("POST", "/v1/admin/entries", key(ADMIN), json.encode(entry)))
        requested = answer(server, written("GET", f"/v1/numbers/%2B{number(ENTRIES + 1)[1:]}", key(0)))

        assert json.decode(requested)["caller"]["listed"] == {"category": "fraud", "label": "fake JD.com"}
