"""Who may only look sees reported numbers in part: on no page, in no cursor, and nowhere in the trail as a whole."""

import base64
from typing import Any

import pytest
from flask.testing import FlaskClient

from guard_api.lists.entry import Category
from guard_api.ports import Device, Scope, Services
from tests.support.clock import NOON

NUMBERS = [f"+86139123456{n}" for n in range(10, 15)]
REPORTS = "/v1/admin/reports"


@pytest.fixture
def ask(client: FlaskClient, services: Services) -> Any:
    for phone in ("a", "b", "c"):
        services.keys.create(Scope.DEVICE, "", NOON, Device(phone, "CN"))
        for number in NUMBERS:
            services.reports.submit(number, phone, Category.FRAUD, "", NOON)
    keys = {scope: services.keys.create(scope, "", NOON)[1] for scope in Scope if scope.startswith("admin")}

    def send(scope: Scope, path: str, method: str = "GET") -> tuple[int, Any, str]:
        answer = client.open(path, method=method, headers={"Authorization": f"Bearer {keys[scope]}"})
        return answer.status_code, answer.json, answer.text

    return send


def test_pages_of_masked_numbers_go_on_where_they_ended(ask: Any) -> None:
    seen, path = [], f"{REPORTS}?limit=2"
    while True:
        status, page, text = ask(Scope.ADMIN_READ, path)
        assert status == 200
        seen += [report["number"] for report in page["reports"]]
        assert not [number for number in NUMBERS if number in text]
        if page["next"] is None:
            break
        place = base64.urlsafe_b64decode(page["next"] + "===")
        assert not [number for number in NUMBERS if number.encode() in place or number[3:].encode() in place]
        path = f"{REPORTS}?limit=2&cursor={page['next']}"
    whole = [one["number"] for one in ask(Scope.ADMIN_LISTS, REPORTS)[1]["reports"]]
    assert sorted(whole) == NUMBERS
    assert seen == [f"+8***{number[-2:]}" for number in whole]


def test_a_cursor_that_was_not_sealed_here_is_none(ask: Any) -> None:
    whole = ask(Scope.ADMIN_LISTS, f"{REPORTS}?limit=2")[1]["next"]
    assert ask(Scope.ADMIN_READ, f"{REPORTS}?cursor={whole}")[0] == 422
    sealed = ask(Scope.ADMIN_READ, f"{REPORTS}?limit=2")[1]["next"]
    assert ask(Scope.ADMIN_READ, f"{REPORTS}?cursor={sealed}")[0] == 200
    assert ask(Scope.ADMIN_READ, f"{REPORTS}?cursor={sealed[:-8]}")[0] == 422


def test_the_trail_shows_of_decisions_no_more(ask: Any) -> None:
    number = NUMBERS[0]
    assert ask(Scope.ADMIN, f"{REPORTS}/{number}/dismiss", "POST")[0] == 204
    assert ask(Scope.ADMIN_READ, "/v1/admin/changes")[1]["changes"][0]["about"] == f"report:+8***{number[-2:]}"
    assert ask(Scope.ADMIN_LISTS, "/v1/admin/changes")[1]["changes"][0]["about"] == f"report:{number}"
