"""Who may ask how often: by key, by address, over all workers; and what a phone is told of it."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from guard_api.ports import Device, Scope, Services
from guard_api.store.shared_memory.rate_limits import SharedRateLimiter
from guard_api.web.app import create_app
from guard_api.web.edge.addresses import address_of
from guard_api.web.edge.incoming import Incoming
from tests.contracts.records import Record
from tests.support.databases import unlimited
from tests.support.phones import TestPhone
from tests.support.servers import Server, dismiss, start_server

QUOTAS = {
    "checks_per_minute": 5,
    "lookups_per_minute": 4,
    "reports_per_day": 3,
    "admin_per_minute": 50,
    "strangers_per_minute": 6,
    "enrolments_per_hour": 3,
    "all_enrolments_per_minute": 8,
    "trusted_proxies": "127.0.0.1",
}


@pytest.fixture
def limited(record: Record) -> Services:
    """All that is asked is asked within the same moment: on a busy machine, it would be asked too slowly."""
    quotas = unlimited(Path("unused"), **QUOTAS).quotas
    return replace(record.open(**QUOTAS), rate_limiter=SharedRateLimiter(None, quotas, lambda: 10**18))


@pytest.fixture
def client(limited: Services) -> FlaskClient:
    return create_app(limited).test_client()


def new_key(services: Services, scope: Scope = Scope.DEVICE) -> str:
    number = len(services.keys.list())
    device = Device(f"phone {number}", "CN") if scope is Scope.DEVICE else None
    return services.keys.create(scope, "", services.clock(), device)[1]


def ask(client: FlaskClient, method: str, path: str, key: str | None = None, source: str = "", **body: object) -> Any:
    headers = {"Authorization": f"Bearer {key}"} if key is not None else {}
    headers |= {"X-Forwarded-For": source} if source else {}
    return client.open(path, method=method, headers=headers, json=body or None)


def assert_too_many(response: Any, limit: str, quota: int, window: int) -> None:
    assert response.status_code == 429, response.text
    assert response.content_type == "application/problem+json"
    assert response.json["status"] == 429
    wait = int(response.headers["Retry-After"])
    assert 1 <= wait <= window
    assert response.headers["RateLimit-Policy"] == f'"{limit}";q={quota};w={window}'
    assert response.headers["RateLimit"] == f'"{limit}";r=0;t={wait}'


CASES: list[Any] = [
    ("POST", "/v1/checks", {"caller_number": "95588"}, "checks", 5, 60),
    ("GET", "/v1/numbers/95588", {}, "lookups", 4, 60),
    ("POST", "/v1/reports", {"number": "13912345678"}, "reports", 3, 86400),
    ("POST", "/api/rate", {"phone": "13912345678"}, "reports", 3, 86400),
    ("POST", "/phoneblock/api/report-call/13912345678", {}, "reports", 3, 86400),
    ("GET", "/phoneblock/api/test", {}, "lookups", 4, 60),
    ("GET", "/v1/organizations?claimed=ICBC", {}, "lookups", 4, 60),
]


@pytest.mark.parametrize("case", CASES, ids=[case[1] for case in CASES])
def test_a_key_may_ask_its_quota_and_learns_what_is_left(limited: Services, client: FlaskClient, case: Any) -> None:
    method, path, body, limit, quota, window = case
    key = new_key(limited)
    left = []
    for _ in range(quota):
        answer = ask(client, method, path, key, **body)
        assert answer.status_code in {200, 202, 204}
        assert answer.headers["RateLimit-Policy"] == f'"{limit}";q={quota};w={window}'
        found = re.fullmatch(rf'"{limit}";r=(\d+);t=\d+', answer.headers["RateLimit"])
        assert found is not None
        left.append(int(found[1]))
    assert left == [*reversed(range(quota))]
    assert_too_many(ask(client, method, path, key, **body), limit, quota, window)
    assert ask(client, method, path, new_key(limited), **body).status_code in {200, 202, 204}


def test_what_one_limit_refuses_another_allows(limited: Services, client: FlaskClient) -> None:
    key = new_key(limited)
    while ask(client, "GET", "/v1/numbers/1", key).status_code == 200:
        pass
    assert ask(client, "POST", "/v1/checks", key, caller_number="95588").status_code == 200


def test_who_guesses_keys_soon_has_to_wait_but_a_good_key_from_there_still_works(
    limited: Services, client: FlaskClient
) -> None:
    guesses = [ask(client, "POST", "/v1/checks", f"guard_{n:012x}_guess", "203.0.113.7") for n in range(6)]
    assert [guess.status_code for guess in guesses] == [401] * 6
    assert_too_many(ask(client, "POST", "/v1/checks", "guess", "203.0.113.7"), "strangers", 6, 60)
    assert_too_many(ask(client, "GET", "/v1/admin/keys", None, "203.0.113.7"), "strangers", 6, 60)
    assert_too_many(ask(client, "GET", "/docs", None, "203.0.113.7"), "strangers", 6, 60)
    assert ask(client, "GET", "/healthz", None, "203.0.113.7").status_code == 200
    assert ask(client, "GET", "/readyz", None, "203.0.113.7").status_code == 200
    assert ask(client, "POST", "/v1/checks", new_key(limited), "203.0.113.7", caller_number="1").status_code == 200
    assert ask(client, "GET", "/docs", None, "203.0.113.8").status_code == 200


def test_all_of_an_ipv6_site_is_one_address(client: FlaskClient) -> None:
    answers = [ask(client, "GET", "/docs", None, f"2001:db8:1:2::{n:x}").status_code for n in range(8)]
    assert answers == [200] * 6 + [429] * 2
    assert ask(client, "GET", "/docs", None, "2001:db8:1:3::1").status_code == 200


def test_wrong_enrolment_codes_are_few_and_right_ones_cost_nothing(limited: Services, client: FlaskClient) -> None:
    admin = new_key(limited, Scope.ADMIN)
    code = ask(client, "POST", "/v1/admin/enrolment-codes", admin, uses=20).json["code"]
    right = [ask(client, "POST", "/v1/devices", None, "203.0.113.7", enrolment_code=code) for _ in range(10)]
    assert {answer.status_code for answer in right} == {201}
    wrong = [ask(client, "POST", "/v1/devices", None, "203.0.113.7", enrolment_code="AAAA") for _ in range(3)]
    assert {answer.status_code for answer in wrong} == {403}
    refused = ask(client, "POST", "/v1/devices", None, "203.0.113.7", enrolment_code="AAAA")
    assert_too_many(refused, "enrolments", 3, 3600)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/wp-login.php", 404),
        ("GET", "/v1/admin/changes/x", 404),
        ("DELETE", "/healthz", 405),
        ("get", "/healthz", 405),
        ("BREW", "/docs", 405),
        ("OPTIONS", "/v1/checks", 200),
    ],
)
def test_who_asks_for_what_there_is_not_is_a_stranger_too(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answers = [ask(client, method, path, None, "203.0.113.7") for _ in range(7)]
    assert [answer.status_code for answer in answers] == [status] * 6 + [429]
    assert_too_many(answers[-1], "strangers", 6, 60)
    assert ask(client, method, path, None, "203.0.113.8").status_code == status


def test_what_balancers_ask_is_never_too_much(client: FlaskClient) -> None:
    for path in ("/healthz", "/readyz"):
        assert {ask(client, "GET", path, None, "203.0.113.7").status_code for _ in range(50)} == {200}


def test_wrong_enrolment_codes_from_everywhere_are_bounded_too(client: FlaskClient) -> None:
    answers = [ask(client, "POST", "/v1/devices", None, f"203.0.113.{n}", enrolment_code="AAAA-BBBB") for n in range(9)]
    assert [answer.status_code for answer in answers] == [403] * 8 + [429]
    assert_too_many(answers[-1], "all_enrolments", 8, 60)


@pytest.mark.parametrize("sources", [["203.0.113.7"] * 40, [f"203.0.113.{n}" for n in range(40)], [""] * 40])
def test_a_right_enrolment_code_is_never_refused_for_wrong_ones(
    limited: Services, client: FlaskClient, sources: list[str]
) -> None:
    admin = new_key(limited, Scope.ADMIN)
    code = ask(client, "POST", "/v1/admin/enrolment-codes", admin, uses=20).json["code"]
    for wrong, source in zip(("AAAA", "", code[:-1], f"{code}A", "é" * 99) * 8, sources, strict=True):
        assert ask(client, "POST", "/v1/devices", None, source, enrolment_code=wrong).status_code in {403, 429}
    for source in (sources[0], sources[-1], "198.51.100.1"):
        assert ask(client, "POST", "/v1/devices", None, source, enrolment_code=code).status_code == 201
    assert ask(client, "POST", "/v1/devices", None, sources[0], enrolment_code="AAAA").status_code == 429


def named(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if "GUARD_TRUSTED_PROXIES" in record.getMessage()]


def test_a_proxy_that_is_not_trusted_is_named_once_with_the_setting(
    limited: Services, record: Record, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(record.services).test_client()
    for proxy in ("10.1.2.3", "10.1.2.3", "2001:db8::1", "10.1.2.3"):
        for path in ("/v1/devices", "/v1/checks"):
            headers = {"X-Forwarded-For": "203.0.113.7"}
            client.post(path, json={}, headers=headers, environ_base={"REMOTE_ADDR": proxy})
    assert [message.partition("=")[2] for message in named(caplog)] == ["10.1.2.3", "2001:db8::1"]
    assert "203.0.113.7" not in caplog.text
    for n in range(200):
        client.get("/docs", headers={"X-Forwarded-For": "a"}, environ_base={"REMOTE_ADDR": f"10.9.9.{n}"})
    assert len(named(caplog)) == 16


def test_nobody_is_named_who_is_trusted_forwards_for_nobody_or_has_no_address(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/readyz", headers={"X-Forwarded-For": "203.0.113.7"})
    client.get("/readyz", environ_base={"REMOTE_ADDR": "10.1.2.3"})
    client.get("/readyz", headers={"X-Forwarded-For": "203.0.113.7"}, environ_base={"REMOTE_ADDR": "\n10.1.2.3"})
    assert named(caplog) == []


@pytest.mark.parametrize(
    ("socket", "forwarded", "counted"),
    [
        ("192.0.2.1", "203.0.113.7", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ("::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "203.0.113.7, junk", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.7:443", "203.0.113.7"),
        ("10.0.0.1", "6.6.6.6:1,203.0.113.7:65535 , 10.0.0.2:80", "203.0.113.7"),
        ("10.0.0.1", '"203.0.113.7:443"', "203.0.113.7"),
        ("10.0.0.1", "[::ffff:203.0.113.7]:443", "203.0.113.7"),
        ("10.0.0.1", "203.0.113.7:", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.7:http", "10.0.0.1"),
        ("10.0.0.1", "[203.0.113.7", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "6" * 400_000 + ",203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "6.6.6.6," * 50_000 + "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", "," * 5000, "10.0.0.1"),
        ("junk", "203.0.113.7", None),
    ],
)
def test_only_a_trusted_proxy_names_who_asks(socket: str, forwarded: str, counted: str | None) -> None:
    environ = EnvironBuilder(
        headers=[("X-Forwarded-For", forwarded)], environ_base={"REMOTE_ADDR": socket}
    ).get_environ()
    expected = int(ip_network(counted).network_address) if counted is not None else 0
    assert address_of(Incoming(environ), [ip_network("10.0.0.0/8")]) == expected


@pytest.mark.parametrize(
    "forwarded", ["2001:db8::5", "[2001:db8::5]", "[2001:db8::5]:443", '"[2001:db8::5]:443"', "[2001:DB8::5%eth0]:1"]
)
def test_an_ipv6_address_is_read_with_brackets_and_port_too(forwarded: str) -> None:
    builder = EnvironBuilder(headers=[("X-Forwarded-For", forwarded)], environ_base={"REMOTE_ADDR": "10.0.0.1"})
    assert address_of(Incoming(builder.get_environ()), [ip_network("10.0.0.0/8")]) == 0x2001_0DB8_0000_0000


def test_without_trusted_proxies_nobody_is_believed(phone: TestPhone) -> None:
    builder = EnvironBuilder(headers=[("X-Forwarded-For", "203.0.113.7")], environ_base={"REMOTE_ADDR": "2001:db8::5"})
    assert address_of(Incoming(builder.get_environ()), ()) == 0x2001_0DB8_0000_0000


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two workers that count together."""
    running = start_server(
        tmp_path_factory.mktemp("strict"), 2, GUARD_CHECKS_PER_MINUTE="20", GUARD_STRANGERS_PER_MINUTE="30"
    )
    yield running
    dismiss(running)


@pytest.mark.slow("starts a server of its own")
def test_workers_count_together_while_many_ask_at_once(strict: Server) -> None:
    key, began = strict.new_key(), monotonic()
    with ThreadPoolExecutor(8) as pool:
        answers = [*pool.map(lambda _: strict.ask("POST", "/v1/checks", {}, key)[0], range(80))]
    assert set(answers) == {200, 429}
    assert 20 <= answers.count(200) <= 30 + (monotonic() - began) / 3


@pytest.mark.slow("starts a server of its own")
def test_strangers_have_to_wait_over_the_wire(strict: Server) -> None:
    began = monotonic()
    with ThreadPoolExecutor(8) as pool:
        answers = [*pool.map(lambda _: strict.ask("POST", "/v1/checks", {}, "wrong"), range(80))]
    assert {status for status, _, _ in answers} == {401, 429}
    assert 30 <= sum(status == 401 for status, _, _ in answers) <= 45 + (monotonic() - began) / 2
    _, headers, problem = next(answer for answer in answers if answer[0] == 429)
    assert int(headers["retry-after"]) >= 1
    assert headers["ratelimit-policy"] == '"strangers";q=30;w=60'
    assert problem["title"] == "Too many requests"
