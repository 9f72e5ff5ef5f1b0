"""Subscriptions in the console: made, paused, confirmed and removed by publishers, seen by all."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from guard_api.actions.imports.fetch import fetch_due
from guard_api.actions.people.second_person import confirm
from guard_api.jobs.handlers import run_queued
from guard_api.lists.actor import ConsoleActor, author_of
from guard_api.ports import Services
from guard_api.ports.imports.subscriptions import SubscriptionState
from guard_api.ports.people.people import Role
from guard_api.store.fetching.fetcher import HttpsFetcher
from guard_api.web.console.app import console_app
from tests.support.clock import Clock
from tests.support.network.https import Site, https_site
from tests.support.people import ConsoleClient
from tests.web.console.conftest import LogIn
from tests.web.files.test_list_imports import Idle

PATH = "/console/subscriptions"
NUMBERS = [f"+861391234{n:04d}" for n in range(10)]


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with https_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def services(services: Services, site: Site) -> Services:
    fetcher = HttpsFetcher(lambda address: address.is_loopback, site.context)
    return replace(services, runner=Idle(), fetcher=fetcher, console=replace(services.console, four_eyes_above=4))


@pytest.fixture
def console(services: Services) -> Flask:
    app = console_app(services)
    app.test_client_class = ConsoleClient
    return app


def form(site: Site, **more: str) -> dict[str, Any]:
    return {"url": f"{site.url}/a.txt", "source": "police", "list": "block", "format": "csv", "hours": "24", **more}


def test_a_list_is_subscribed_to_paused_and_removed(
    log_in: LogIn, services: Services, site: Site, clock: Clock
) -> None:
    client = log_in(Role.PUBLISHER)
    site.sends("\n".join(NUMBERS).encode())
    assert client.send(PATH, **form(site, why="agreed")).status_code == 303
    fetch_due(services)
    [one] = services.subscriptions.list()
    shown = client.get(PATH).text
    assert "Up to date" in shown
    assert site.url in shown
    for action, state in (("pause", "paused"), ("pause", "new")):
        paused = "1" if state == "paused" else "0"
        client.send(f"{PATH}/{one.id}/{action}", page=PATH, paused=paused)
        assert services.subscriptions.get(one.id).state == state
    assert client.send(f"{PATH}/{one.id}/fetch", page=PATH).status_code == 303
    assert client.send(f"{PATH}/{one.id}/remove", page=PATH).status_code == 303
    assert services.subscriptions.list() == []


@pytest.mark.parametrize("left", [7, 5])
def test_what_would_take_much_away_is_confirmed_by_one_or_by_two(
    log_in: LogIn, services: Services, site: Site, clock: Clock, left: int
) -> None:
    client = log_in(Role.PUBLISHER)
    site.sends("\n".join(NUMBERS).encode())
    client.send(PATH, **form(site))
    fetch_due(services)
    site.sends("\n".join(NUMBERS[:left]).encode())
    clock.pass_(days=1)
    fetch_due(services)
    [one] = services.subscriptions.list()
    assert one.state is SubscriptionState.WAITING
    assert f"would remove {10 - left} entries" in log_in(Role.EDITOR).get(PATH).text
    again = log_in(Role.ADMIN)
    answer = again.send(f"{PATH}/{one.id}/confirm", page=PATH)
    assert answer.status_code == 303
    run_queued(services)
    if left == 7:
        assert "/console/imports/" in answer.headers["Location"]
        assert services.subscriptions.standing(one.order.list, "police") == left
    else:
        assert answer.headers["Location"] == "/console/proposals"
        assert services.subscriptions.standing(one.order.list, "police") == 10
        assert services.subscriptions.get(one.id).state is SubscriptionState.WAITING
        [proposal] = services.proposals.list()
        confirm(services, proposal.id, author_of(ConsoleActor("wang"), clock()))
        run_queued(services)
        assert services.subscriptions.standing(one.order.list, "police") == left
    assert services.subscriptions.get(one.id).state is SubscriptionState.GOOD


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"url": "http://example.org/"}, "Only https"),
        ({"source": ""}, "whose list"),
        ({"hours": "x"}, ""),
        ({"hours": "9" * 30}, ""),
        ({"list": "x"}, ""),
        ({"url": "https://a:b@c/"}, "No user"),
    ],
)
def test_what_cannot_be_stays_on_the_page(
    log_in: LogIn, services: Services, site: Site, wrong: dict[str, str], expected: str
) -> None:
    answer = log_in(Role.PUBLISHER).send(PATH, **form(site, **wrong))
    assert answer.status_code == 422
    assert expected in answer.text
    assert services.subscriptions.list() == []


def test_only_publishers_subscribe(log_in: LogIn, site: Site) -> None:
    editor = log_in(Role.EDITOR)
    assert "Subscribe to a list" not in editor.get(PATH).text
    assert editor.send(PATH, page="/console/imports/new", **form(site)).status_code == 403
    assert log_in(Role.VIEWER).get(PATH).status_code == 200
