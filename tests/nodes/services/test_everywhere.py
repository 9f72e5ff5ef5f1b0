"""What is so on one node is so on all: the next check, a key that is revoked or new, one phone through all of them."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import Any

import pytest

from tests.support.clients.checking import SIGNS
from tests.support.engines.nodes import has_key
from tests.support.engines.sites import Site
from tests.support.servers import Server, wait_for

pytestmark = pytest.mark.slow("starts a whole service")
BOUND = 1.0
"""GUARD_BEHIND_SECONDS: what is older than that and does not say so is wrong, however busy the machine is."""
_LONGEST_LIFE_MILLISECONDS = 6 * 3600 * 1000
"""Two hours, and six of a phone that a stranger was at."""
Answer = tuple[int, Mapping[str, str], Any]
numbers = (f"+86137{n:08d}" for n in count())


def look_up(node: Server, key: str, number: str) -> Answer:
    return node.ask("GET", f"/v1/numbers/{number}", key=key)


def shows(answer: Answer) -> bool:
    assert answer[0] == 200, answer
    return bool(answer[2]["caller"]["listed"])


def until_known(nodes: Sequence[Server], ask: Callable[[Server], Answer], is_known: Callable[[Answer], bool]) -> float:
    """Ask each node until it knows what an admin was told just now; gives after how long all of them did.

    Whoever asks later than the bound is told so, or that the answer is degraded.
    """
    answered = time.monotonic()
    for node in nodes:
        while True:
            began = time.monotonic()
            answer = ask(node)
            if is_known(answer):
                break
            assert began - answered < BOUND or answer[2]["degraded"], f"stale after {began - answered} s, and not said"
    return time.monotonic() - answered


def list_it(site: Site) -> str:
    number = next(numbers)
    wait_for(lambda: site.list_number(site.nodes[0], number) in {201, 409})
    return number


def next_checks(site: Site, phone: str, times: int) -> Sequence[float]:
    late = []
    for _ in range(times):
        number = list_it(site)
        ask = partial(look_up, key=phone, number=number)
        own = ask(site.nodes[0])
        assert shows(own) or own[2]["degraded"], "whoever lists a number finds it listed"
        late.append(until_known(site.nodes, ask, shows))
    return sorted(late)


@pytest.fixture(scope="module")
def phone(site: Site) -> str:
    return site.phones(1)[0]


def test_the_next_check_on_all_nodes_knows_what_was_listed_on_one(site: Site, phone: str) -> None:
    late = next_checks(site, phone, 100)
    assert late[50] < BOUND


@contextmanager
def importing(site: Site, rows: int) -> Iterator[Callable[[], str]]:
    """Import meanwhile; gives what says how it is."""
    body = b"".join(b"+86158%08d\n" % n for n in range(rows))
    status, _, made = site.nodes[0].ask("POST", "/v1/admin/imports", body, site.admin, Content_Type="text/csv")
    assert status == 202, made

    def state() -> str:
        return str(site.nodes[1].ask("GET", f"/v1/admin/imports/{made['import_id']}", key=site.admin)[2]["state"])

    yield state
    wait_for(lambda: state() not in {"queued", "running"})
    assert state() == "done"


def test_the_same_while_a_list_is_imported(site: Site, phone: str) -> None:
    seen = 0
    with importing(site, 200_000) as state:
        wait_for(lambda: state() == "running")
        while state() == "running":
            next_checks(site, phone, 1)
            seen += 1
    assert seen > 3


def test_a_key_that_is_revoked_on_one_node_opens_nothing_anywhere(site: Site) -> None:
    """Of the keys, half were asked with a moment ago, and half of those that were not have never been there."""
    others = site.nodes[1:]
    for n in range(50):
        key = site.key()
        if n % 4 == 1:
            wait_for(lambda key=key: all(has_key(node, key) for node in others))  # type: ignore[misc] # bound at once
        ask = partial(look_up, key=key, number="+8613900000000")
        if n % 2 == 0:
            assert [ask(node)[0] for node in others] == [200, 200]
        gone = site.nodes[0].ask("DELETE", f"/v1/admin/keys/{key.split('_')[1]}", key=site.admin)
        assert gone[0] in {200, 204}, gone
        until_known(others, ask, lambda answer: answer[0] == 401)


def test_a_phone_that_has_enrolled_on_one_node_is_answered_by_all_at_once(site: Site) -> None:
    a, b, c = site.nodes
    made = a.ask("POST", "/v1/admin/enrolment-codes", {"uses": 10}, site.admin)[2]
    for _ in range(10):
        status, _, phone = a.ask("POST", "/v1/devices", {"enrolment_code": made["code"]})
        assert status == 201, phone
        assert [node.ask("POST", "/v1/checks", SIGNS[1], phone["key"])[0] for node in (b, c)] == [200, 200]


def test_one_phones_three_signs_through_three_nodes_are_critical(site: Site) -> None:
    key = site.phones(1)[0]
    answers = [node.ask("POST", "/v1/checks", sign, key) for node, sign in zip(site.nodes, SIGNS, strict=True)]
    assert [status for status, _, _ in answers] == [200] * 3
    assert answers[-1][2]["level"] == "critical"


def test_one_request_to_two_nodes_at_once_is_one_check(site: Site) -> None:
    keys = site.phones(2)
    with ThreadPoolExecutor(4) as threads:
        requests = [
            threads.submit(
                site.nodes[n % 2].ask, "POST", "/v1/checks", {**SIGNS[1], "request_id": f"r{n // 2}"}, keys[n // 100]
            )
            for n in range(200)
        ]
    answers = [one.result() for one in requests]
    assert {status for status, _, _ in answers} == {200}
    ids = [answer["check_id"] for _, _, answer in answers]
    assert ids[::2] == ids[1::2]
    assert len({*ids}) == 100


def test_no_number_and_no_secret_is_in_any_log(site: Site, phone: str) -> None:
    files = [one.log for one in site.pair] + [one.log for one in site.nodes]
    files += [node.folder / "log" for node in site.cluster.nodes]
    secrets = ("+86137", "13800138000", *(key.split("_", 2)[2] for key in (site.admin, phone)))
    for file in files:
        log = file.read_text("utf-8", "replace")
        assert log
        assert [secret for secret in secrets if secret in log] == [], file


def test_what_phones_reported_goes_by_itself(site: Site, phone: str) -> None:
    assert site.nodes[0].ask("POST", "/v1/checks", SIGNS[1], phone)[0] == 200
    lives = [
        int(node.ask("PTTL", key).strip(":\r\n"))
        for node in site.cluster.primaries
        for key in node.ask("KEYS", "guard:t:*").split("\r\n")[2::2]
    ]
    assert lives
    assert all(0 < life <= _LONGEST_LIFE_MILLISECONDS for life in lives)
