"""Developers may ask to be told of what the server does not know; nobody else is."""

import json
from typing import Any

import pytest

from tests.support import stage
from tests.support.phones import TestPhone

app, client, clock, database, phone, record, services = stage.FIXTURES

MISSPELT = {
    "caller_numbr": "0095118",
    "call_state": "activ",
    "installed_apps": ["com.x", {"package": "a", "sourc": "store", "source": "play"}],
    "call_forwarding_changes": [{"code": "##002#", "cod": "1"}],
    "reachability": {"dnd": True},
    "moments": [{"kind": "money_gone"}],
}
NAMED = {
    "caller_numbr",
    "call_state",
    "installed_apps.1.sourc",
    "installed_apps.1.source",
    "call_forwarding_changes.0.cod",
    "reachability.dnd",
    "moments.0.kind",
}


def post(phone: TestPhone, body: object, prefer: str | None) -> Any:
    headers = {"Authorization": f"Bearer {phone.key}", **({"Prefer": prefer} if prefer is not None else {})}
    sent = {"data": json.dumps(body), "content_type": "application/json", "headers": headers}
    return phone.client.post("/v1/checks", **sent)


@pytest.mark.parametrize("prefer", ["handling=strict", "respond-async, handling=strict", 'handling="strict"; wait=1'])
def test_what_is_unknown_is_named_where_somebody_asks_for_it(phone: TestPhone, prefer: str) -> None:
    response = post(phone, MISSPELT, prefer)

    assert (response.status_code, response.content_type) == (422, "application/problem+json")
    assert set(response.json["errors"]) == NAMED


@pytest.mark.parametrize("prefer", [None, "", "handling=lenient", "strict", "x" * 9000, "handling", "=,;"])
def test_nobody_else_is_refused(phone: TestPhone, prefer: str | None) -> None:
    response = post(phone, MISSPELT, prefer)

    assert response.status_code == 200
    assert "Preference-Applied" not in response.headers


def test_who_asks_and_makes_no_mistake_is_answered_and_informed(phone: TestPhone) -> None:
    response = post(phone, {"caller_number": "0095118", "call_state": "active"}, "handling=strict")

    assert (response.status_code, response.json["level"]) == (200, "warning")
    assert response.headers["Preference-Applied"] == "handling=strict"


@pytest.mark.parametrize("body", [b"[]", b"7", b"{", b"null", b'{"links": {"a": 1}}'])
def test_a_body_of_another_form_is_refused_as_always(phone: TestPhone, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {phone.key}", "Prefer": "handling=strict"}
    strict = phone.client.post("/v1/checks", data=body, content_type="application/json", headers=headers)
    del headers["Prefer"]
    usual = phone.client.post("/v1/checks", data=body, content_type="application/json", headers=headers)

    answers: list[Any] = [strict.json, usual.json]
    assert strict.status_code == usual.status_code
    assert answers[0]["title"] == answers[1]["title"]
