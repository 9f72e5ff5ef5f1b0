"""Limits over three nodes: exact where it is rare, and at most a tenth each beyond where it is frequent."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.clients.checking import SIGNS
from tests.support.engines.sites import Site

pytestmark = pytest.mark.slow("starts a whole service")


def test_a_phone_that_asks_all_nodes_may_ask_a_third_more_at_most(site: Site) -> None:
    key, quota, began = site.phones(1)[0], 120, time.monotonic()
    with ThreadPoolExecutor(6) as threads:
        statuses = [*threads.map(lambda n: site.nodes[n % 3].ask("POST", "/v1/checks", SIGNS[1], key)[0], range(600))]
    refilled = (time.monotonic() - began) * quota / 60
    assert {*statuses} == {200, 429}
    assert quota <= statuses.count(200) <= 1.3 * quota + 4 * (refilled + 1), (
        "those of the nodes and the common one, each refilled"
    )


def test_reports_are_counted_exactly(site: Site) -> None:
    key = site.phones(1)[0]
    bodies = [{"number": f"+86139000000{n:02}", "category": "fraud"} for n in range(60)]
    statuses = [site.nodes[n % 3].ask("POST", "/v1/reports", body, key)[0] for n, body in enumerate(bodies)]
    assert (statuses.count(429), len({*statuses})) == (10, 2)


def test_wrong_codes_are_counted_exactly_and_a_right_one_gets_through(site: Site) -> None:
    made = site.nodes[0].ask("POST", "/v1/admin/enrolment-codes", {"uses": 1}, site.admin)[2]
    body = {"enrolment_code": "AAAA-BBBB-CCCC-DDDD"}
    statuses = [site.nodes[n % 3].ask("POST", "/v1/devices", body)[0] for n in range(30)]
    assert (statuses.count(429), len({*statuses})) == (10, 2)
    assert site.nodes[1].ask("POST", "/v1/devices", {"enrolment_code": made["code"]})[0] == 201
