"""A large import: nowhere before it is everywhere, and nowhere where its node dies; and nodes that begin with it.

The tests come one after the other, on one service.
"""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.support.engines.nodes import is_listed, is_ready
from tests.support.engines.sites import Site
from tests.support.servers import Server, start_server, wait_for

pytestmark = pytest.mark.slow("starts a whole service, and imports much")
ROWS = int(os.environ.get("GUARD_TEST_ROWS", "60000"))
"""Enough for many batches. A million show the same in some minutes."""
BOUND = 1.0


def upload(site: Site, node: Server) -> str:
    body = b"".join(b"+86138%08d\n" % n for n in range(ROWS))
    status, _, made = node.ask("POST", "/v1/admin/imports", body, site.admin, Content_Type="text/csv")
    assert status == 202, made
    return str(made["import_id"])


def job(site: Site, node: Server, name: str) -> Any:
    return node.ask("GET", f"/v1/admin/imports/{name}", key=site.admin)[2]


def kill(node: Server) -> None:
    """Have all processes of a node end at once, its import among them, as its machine would."""
    mine = f"GUARD_COPY={node.database.with_name('guard-copy.db')}".encode()
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and mine in (folder / "environ").read_bytes().split(b"\0"):
                os.kill(int(folder.name), signal.SIGKILL)
    node.process.wait(60)


def start(site: Site, name: str) -> Server:
    """Start a node, and wait for nothing but that it answers."""
    folder = site.folder / name
    folder.mkdir(exist_ok=True)
    settings = {"GUARD_DATABASE": site.url, "GUARD_COPY": str(folder / "guard-copy.db"), **site.settings}
    node = start_server(folder, 1, **settings)
    site.nodes = [*(one for one in site.nodes if one.database != node.database), node]
    return node


@pytest.fixture(scope="module")
def phone(site: Site) -> str:
    return site.phones(1)[0]


def test_of_an_import_whose_node_dies_nothing_is_anywhere_and_the_next_one_runs(site: Site, phone: str) -> None:
    a, b, c = site.nodes
    before = [site.standing(node, phone) for node in (b, c)]
    name = upload(site, a)
    wait_for(lambda: job(site, b, name)["added"] > 0)
    assert job(site, b, name)["state"] == "running"
    kill(a)
    wait_for(lambda: job(site, b, name)["state"] != "running")
    assert job(site, c, name)["state"] == "failed"
    assert [site.standing(node, phone) for node in (b, c)] == before
    assert not is_listed(b, "+8613800000000", phone)
    start(site, "a")


def test_an_import_is_nowhere_before_it_is_everywhere(site: Site, phone: str) -> None:
    nodes = sorted(site.nodes, key=lambda node: str(node.database))
    wait_for(lambda: all(map(is_ready, nodes)))
    before, name = site.standing(nodes[1], phone), upload(site, nodes[0])
    numbers = [f"+86138{n:08d}" for n in (0, ROWS // 2, ROWS - 1)]
    while job(site, nodes[2], name)["state"] in {"queued", "running"}:
        # What is seen is all of it: it may have come between the two questions.
        seen = [is_listed(nodes[1], number, phone) for number in reversed(numbers)]
        assert not any(seen) or job(site, nodes[2], name)["state"] == "done"
    done = time.monotonic()
    assert job(site, nodes[1], name)["added"] == ROWS
    for node in nodes:
        for number in numbers:
            while True:
                began = time.monotonic()
                answer = node.ask("GET", f"/v1/numbers/{number}", key=phone)[2]
                if answer["caller"]["listed"]:
                    break
                assert began - done < BOUND or answer["degraded"]
    after = [site.standing(node, phone) for node in nodes]
    assert len({*after}) == 1
    assert after[0][1] == before[1] + ROWS


def test_a_cold_node_is_not_ready_before_it_has_the_lists_and_one_that_is_killed_meanwhile_begins_again(
    site: Site, phone: str
) -> None:
    fourth = start(site, "d")
    unready = fourth.ask("GET", "/readyz")[0]
    answer = fourth.ask("GET", "/v1/blocklist?limit=1", key=phone)
    kill(fourth)
    fourth = start(site, "d")
    wait_for(lambda: is_ready(fourth))
    assert unready in {503, 200}
    assert answer[0] == (503 if unready == 503 else 200), answer
    assert site.standing(fourth, phone) == site.standing(site.nodes[0], phone)
    kill(fourth)
    fourth = start(site, "d")
    assert is_ready(fourth), "it has its copy still"
    assert is_listed(fourth, "+8613800000000", phone)
