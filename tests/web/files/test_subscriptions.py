"""Subscriptions over HTTP: made, shown, changed, fetched, removed; and what cannot be is named."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from guard_api.ports import Scope, Services
from guard_api.web.app import create_app
from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.web.files.test_list_imports import Idle

PATH = "/v1/admin/subscriptions"
POLICE = {"url": "https://lists.example.org/fraud.csv", "source": "police"}


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(replace(services, runner=Idle()))


@pytest.fixture
def one(admin: TestPhone) -> Any:
    answer = admin.post(POLICE, f"{PATH}?why=agreed")
    assert answer.status_code == 201, answer.json
    return answer.json


def ask(admin: TestPhone, method: str, path: str, body: object = None) -> Any:
    headers = {"Authorization": f"Bearer {admin.key}"}
    return admin.client.open(path, method=method, json=body, headers=headers)


def test_a_subscription_is_made_shown_changed_and_removed(admin: TestPhone, one: Any) -> None:
    assert (one["state"], one["list"], one["every_minutes"], one["region"]) == ("new", "block", 1440, "CN")
    assert admin.get(PATH).json == {"subscriptions": [one]}
    path = f"{PATH}/{one['id']}"
    assert admin.get(path).json == one
    changed = ask(admin, "PATCH", path, {"every_minutes": 15, "paused": True}).json
    assert changed == {**one, "every_minutes": 15, "state": "paused"}
    assert ask(admin, "PATCH", path, {"category": "fraud"}).json == {**changed, "category": "fraud"}
    assert ask(admin, "POST", f"{path}/fetch").status_code == 409
    assert ask(admin, "PATCH", path, {"paused": False}).json["state"] == "new"
    assert ask(admin, "POST", f"{path}/fetch").status_code == 202
    assert ask(admin, "DELETE", path).status_code == 204
    assert [ask(admin, "GET", path).status_code, ask(admin, "DELETE", path).status_code] == [404, 404]
    whats = [change["what"] for change in admin.get("/v1/admin/changes").json["changes"]]
    assert whats[0] == "unsubscribe"
    assert whats[-1] == "subscribe"


def test_nothing_waits_that_was_not_fetched(admin: TestPhone, one: Any) -> None:
    assert ask(admin, "POST", f"{PATH}/{one['id']}/confirm").status_code == 409
    assert ask(admin, "POST", f"{PATH}/nothing/confirm").status_code == 404


def test_one_source_has_one_subscription(admin: TestPhone, one: Any) -> None:
    assert admin.post({**POLICE, "url": "https://other.example.org/"}, PATH).status_code == 409
    assert admin.get(PATH).json == {"subscriptions": [one]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://lists.example.org/"},
        {"url": "https://user:pass@lists.example.org/"},
        {"url": "https://lists.example.org/\u202e"},
        {"source": ""},
        {"every_minutes": 14},
        {"every_minutes": 44641},
        {"format": "spamblocker"},
        {"colour": "red"},
    ],
)
def test_what_cannot_be_is_named(admin: TestPhone, wrong: dict[str, object]) -> None:
    answer = admin.post({**POLICE, **wrong}, PATH)
    assert answer.status_code == 422
    assert answer.json["errors"]


def test_who_may_only_read_changes_nothing(
    admin: TestPhone, services: Services, clock: Clock, one: Any, phone: TestPhone
) -> None:
    reader = TestPhone(admin.client, services.keys.create(Scope.ADMIN_READ, "", clock())[1])
    assert reader.get(PATH).status_code == 200
    for method, path in (("POST", PATH), ("DELETE", f"{PATH}/{one['id']}"), ("POST", f"{PATH}/{one['id']}/fetch")):
        assert ask(reader, method, path, POLICE if path == PATH else None).status_code == 403
    assert phone.get(PATH).status_code == 403
