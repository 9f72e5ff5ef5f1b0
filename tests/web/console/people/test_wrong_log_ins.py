"""Wrong log-ins are limited by address and by name, and nobody is locked out for good."""

import pytest
from flask import Flask

from guard_api.ports import Services
from guard_api.ports.people.people import Role
from guard_api.web.console.app import console_app
from tests.contracts.records import Record
from tests.support.clock import Clock
from tests.support.people import ConsoleClient
from tests.web.console.conftest import PASSWORD, code_now, make_person

MOST = 5


@pytest.fixture
def services(record: Record) -> Services:
    return record.open(logins_per_hour=MOST)


@pytest.fixture
def console(services: Services) -> Flask:
    app = console_app(services)
    app.test_client_class = ConsoleClient
    make_person(services, Role.EDITOR)
    make_person(services, Role.ADMIN)
    return app


def tried(console: Flask, address: str, name: str, password: str = "wrong", code: str = "") -> int:
    client = console.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    assert isinstance(client, ConsoleClient)
    return client.send("/console/log-in", name=name, password=password, code=code).status_code


def test_an_address_may_be_wrong_a_few_times_whatever_the_name(console: Flask, services: Services) -> None:
    assert [tried(console, "192.0.2.1", f"nobody{n}") for n in range(MOST + 1)] == [401] * MOST + [429]
    assert tried(console, "192.0.2.1", "editor", PASSWORD, code_now(services)) == 429
    assert tried(console, "192.0.2.2", "editor", PASSWORD, code_now(services)) == 303


def test_a_name_may_be_tried_a_few_times_wherever_from(console: Flask, services: Services) -> None:
    assert [tried(console, f"192.0.2.{n}", "Editor ") for n in range(MOST + 1)] == [401] * MOST + [429]
    assert tried(console, "192.0.2.99", "editor", PASSWORD, code_now(services)) == 429
    assert tried(console, "192.0.2.99", "admin", PASSWORD, code_now(services)) == 303


def test_right_log_ins_count_for_nothing(console: Flask, services: Services, clock: Clock) -> None:
    for _ in range(2 * MOST):
        clock.pass_(minutes=1)
        assert tried(console, "192.0.2.1", "editor", PASSWORD, code_now(services)) == 303


def test_who_has_logged_in_with_a_browser_is_not_locked_out_there_by_others(
    console: Flask, services: Services, clock: Clock
) -> None:
    known = console.test_client()
    known.environ_base["REMOTE_ADDR"] = "198.51.100.1"
    assert isinstance(known, ConsoleClient)
    known.send("/console/log-in", name="editor", password=PASSWORD, code=code_now(services))
    known.send("/console/log-out", page="/console/account")
    for n in range(MOST + 1):
        tried(console, f"192.0.2.{n}", "editor")
    clock.pass_(minutes=1)
    assert tried(console, "192.0.2.99", "editor", PASSWORD, code_now(services)) == 429
    assert "editor" in known.get("/console/log-in").text
    answer = known.send("/console/log-in", name="editor", password=PASSWORD, code=code_now(services))
    assert answer.status_code == 303


def test_it_shows_how_long_to_wait(console: Flask) -> None:
    for _ in range(MOST):
        tried(console, "192.0.2.1", "editor")
    client = console.test_client()
    client.environ_base["REMOTE_ADDR"] = "192.0.2.1"
    assert isinstance(client, ConsoleClient)
    answer = client.send("/console/log-in", name="editor", password=PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600 / MOST
    assert "Wait some minutes" in answer.text


def test_strangers_see_no_more_pages_than_they_may_ask_of_the_api(record: Record) -> None:
    client = console_app(record.open(strangers_per_minute=3)).test_client()
    assert [client.get("/console/log-in").status_code for _ in range(4)] == [200, 200, 200, 429]
    with client.get("/console/static/console.css") as answer:
        assert b"--ink" in answer.data


def test_wrong_passkeys_of_strangers_lock_nobody_out(console: Flask) -> None:
    for n in range(3 * MOST):
        client = console.test_client()
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{n}"
        assert isinstance(client, ConsoleClient)
        client.send("/console/passkeys/ask", page="/console/log-in")
        answer = client.send("/console/passkeys/log-in", page="/console/log-in", credential='{"id": "x"}')
        assert answer.status_code == 401
