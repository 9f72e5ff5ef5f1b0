"""Reports in the console: the queue, decided by those who may, with numbers masked for those who may not."""

import re
from dataclasses import replace
from html import unescape

import pytest

from guard_api.lists.entry import Category, EntryKey, ListName, Match
from guard_api.ports import Device, Scope, Services
from guard_api.ports.people.people import Role
from guard_api.ports.phones.reports import Decision
from tests.support.clock import Clock
from tests.web.console.conftest import LogIn

A, B, C = "+8613912345671", "+8613912345672", "+8613912345673"
PATH = "/console/reports"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def services(services: Services, clock: Clock) -> Services:
    made = replace(services, report_devices=1)
    for number, devices in ((A, 3), (B, 1), (C, 2)):
        for n in range(devices):
            services.keys.create(Scope.DEVICE, "", clock(), Device(f"{number}-{n}", "CN"))
            made.reports.submit(number, f"{number}-{n}", Category.FRAUD, EVIL, clock())
        clock.pass_(minutes=1)
    return made


def listed(services: Services, number: str) -> bool:
    return services.lists.get(EntryKey(ListName.BLOCK, Match.EXACT, number)) is not None


def test_the_queue_is_by_phones_or_by_recency(log_in: LogIn) -> None:
    client = log_in(Role.EDITOR)
    for query, order in (("", [A, C, B]), ("?order=latest", [C, B, A]), ("?order=x&state=y", [A, C, B])):
        shown = client.get(f"{PATH}{query}").text
        assert sorted(order, key=shown.index) == order
        assert EVIL not in shown
        assert "&lt;script&gt;" in shown


def test_many_are_decided_at_once_and_reopened(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.EDITOR)
    done = client.send(f"{PATH}/decide", page=PATH, numbers=[A, B], decision="accepted", why="seen", category="spam")
    assert done.status_code == 303
    assert "2 numbers were put on the block list" in client.get(PATH).text
    assert [listed(services, number) for number in (A, B, C)] == [True, True, False]
    client.send(f"{PATH}/decide", page=PATH, numbers=[C], decision="dismissed", why="a hospital")
    shown = client.get(f"{PATH}?state=dismissed").text
    assert "a hospital" in shown
    assert "console:editor" in shown
    client.send(f"{PATH}/decide", page=f"{PATH}?state=dismissed", numbers=[C], decision="open", state="dismissed")
    assert services.reports.get(C).decision is Decision.OPEN


def test_what_cannot_be_decided_is_reported(log_in: LogIn) -> None:
    client = log_in(Role.EDITOR)
    for fields in ({}, {"numbers": [A]}, {"decision": "accepted"}):
        client.send(f"{PATH}/decide", page=PATH, **fields)
        assert "Choose numbers first" in client.get(PATH).text
    client.send(f"{PATH}/decide", page=PATH, numbers=["+8613912345999"], decision="dismissed")
    assert "+8613912345999: Nobody has reported this number." in client.get(PATH).text


def test_viewers_see_no_whole_number_and_decide_nothing(log_in: LogIn) -> None:
    viewer = log_in(Role.VIEWER)
    shown = viewer.get(PATH).text
    assert "***" in shown
    assert not any(number in shown or number[1:] in shown for number in (A, B, C))
    assert "checkbox" not in shown
    assert viewer.send(f"{PATH}/decide", page=PATH, numbers=[A], decision="accepted").status_code == 403


def test_the_trail_shows_viewers_no_whole_number_of_a_report(log_in: LogIn) -> None:
    editor = log_in(Role.EDITOR)
    editor.send(f"{PATH}/decide", page=PATH, numbers=[C], decision="dismissed", why="a hospital")
    assert f"report:{C}" in editor.get("/console/changes").text
    shown = log_in(Role.VIEWER).get("/console/changes").text
    assert "a hospital" in shown
    assert f"***{C[-2:]}" in shown
    assert C[1:] not in shown


def test_pages_follow_each_other(log_in: LogIn, services: Services, clock: Clock) -> None:
    numbers = [f"+86139999{n:05d}" for n in range(60)]
    services.keys.create(Scope.DEVICE, "", clock(), Device("phone", "CN"))
    for number in numbers:
        services.reports.submit(number, "phone", Category.SPAM, "", clock())
        clock.pass_(seconds=1)
    client = log_in(Role.EDITOR)
    for order in ("devices", "latest"):
        seen, path = "", f"{PATH}?order={order}"
        while path:
            shown = client.get(path).text
            seen += shown
            following = re.search(r'class="button" href="([^"]+)"', shown)
            path = unescape(following[1]) if following is not None else ""
        assert all(f'value="{number}"' in seen for number in (*numbers, A, B, C))
    assert client.get(f"{PATH}?after=junk").status_code in {400, 410, 422}
