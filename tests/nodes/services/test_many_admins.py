"""Many admins on three nodes at once: no revision is missing, and phones have the same lists, whomever they ask."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.engines.nodes import age
from tests.support.engines.sites import Site
from tests.support.servers import wait_for

pytestmark = pytest.mark.slow("starts a whole service, and works on it for a while")
_SECONDS = 10
ADMINS = 8


def work(site: Site, n: int) -> Sequence[int]:
    """List numbers of one's own and take them off again, on all nodes in turn; gives revisions of what was done."""
    made, mine, turn = list[int](), list[str](), n
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        turn += 1
        node = site.nodes[turn % len(site.nodes)]
        if mine and turn % 3 == 0:
            status, _, answer = node.ask("DELETE", f"/v1/admin/entries/{mine.pop()}", key=site.admin)
            assert status in {200, 204, 503}, answer
            continue
        body = {"number": f"+861{n}{turn:09d}"[:14], "category": "fraud"}
        status, _, answer = node.ask("POST", "/v1/admin/entries", body, site.admin)
        assert status in {201, 503}, answer
        if status == 201:
            made.append(answer["revision"])
            mine.append(answer["id"])
    return made


class Phone:
    """Keeps the block list as the guide says, at whichever node."""

    def __init__(self, site: Site, key: str) -> None:
        self._site, self._key = site, key
        self.entries: dict[tuple[str, str], object] = {}
        self.next = ""
        self.page: dict[str, object] = {}

    def follow(self, node: int) -> None:
        complete = False
        while not complete:
            since = f"&since={self.next}" if self.next else ""
            status, _, page = self._site.nodes[node].ask("GET", f"/v1/blocklist?limit=500{since}", key=self._key)
            if status == 503:
                continue  # this node is behind what another one has told
            assert status == 200, page
            for one in page["removals"]:
                self.entries.pop((one["match"], one["number"]), None)
            self.entries |= {(one["match"], one["number"]): one for one in page["upserts"]}
            self.page, self.next, complete = page, page["next"], page["complete"]


def test_revisions_are_gapless_and_phones_have_the_same_lists_whomever_they_ask(site: Site) -> None:
    phones = [Phone(site, key) for key in site.phones(3)]
    with ThreadPoolExecutor(ADMINS) as threads:
        working = [threads.submit(work, site, n) for n in range(ADMINS)]
        turn = 0
        while not all(one.done() for one in working):
            turn += 1
            phones[1].follow(1)
            phones[2].follow(2)
            phones[0].follow(turn % 3)
    made = [revision for one in working for revision in one.result()]
    wait_for(lambda: all(age(node) < 1 for node in site.nodes))
    for n, phone in enumerate(phones):
        phone.follow(n)
        assert len(phone.entries) == phone.page["count"]
    assert phones[0].entries == phones[1].entries == phones[2].entries
    assert len({(str(phone.page["revision"]), str(phone.page["checksum"])) for phone in phones}) == 1
    numbers = history(site)
    assert numbers == [*range(numbers[0], 0, -1)]
    assert ADMINS < len({*made}) == len(made)
    assert {*made} <= {*numbers}


def history(site: Site) -> Sequence[int]:
    found, after = list[int](), ""
    while True:
        status, _, page = site.nodes[2].ask("GET", f"/v1/admin/changes?limit=100{after}", key=site.admin)
        if status in {429, 503}:  # for a moment, after all that was asked
            time.sleep(0.5)
            continue
        assert status == 200, page
        found += [one["revision"] for one in page["changes"] if one["revision"] is not None]
        if not page.get("next"):
            return found
        after = f"&cursor={page['next']}"
