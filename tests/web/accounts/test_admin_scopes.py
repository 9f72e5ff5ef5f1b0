"""Keys of admins open parts of what `admin` opens, and none makes a key that opens more than itself."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from guard_api.ports import Device, Scope, Services
from guard_api.web.app import all_routes
from tests.support.clock import NOON

PARTS = (Scope.ADMIN_READ, Scope.ADMIN_LISTS, Scope.ADMIN_KEYS)
ADMIN_ROUTES = [route for route in all_routes() if route.path.startswith("/v1/admin")]
ENTRIES, KEYS = "/v1/admin/entries", "/v1/admin/keys"


@pytest.fixture
def ask(client: FlaskClient, services: Services) -> Any:
    """Give what asks with a key of a scope."""
    made = {scope: services.keys.create(scope, "", NOON)[1] for scope in (*PARTS, Scope.ADMIN, Scope.METRICS)}

    def send(scope: Scope, method: str, path: str, body: object = None) -> tuple[int, Any]:
        answer = client.open(path, method=method, json=body, headers={"Authorization": f"Bearer {made[scope]}"})
        return answer.status_code, answer.json

    return send


@pytest.mark.parametrize("route", ADMIN_ROUTES, ids=lambda route: route.name)
def test_admin_opens_all_and_each_route_belongs_to_a_part(route: Any) -> None:
    assert route.scopes[0] is Scope.ADMIN
    assert set(route.scopes) & set(PARTS)
    assert {Scope.DEVICE, Scope.METRICS}.isdisjoint(route.scopes)
    assert route.method == "GET" or Scope.ADMIN_READ not in route.scopes
    assert not {Scope.ADMIN_LISTS, Scope.ADMIN_KEYS} <= {*route.scopes}


def test_who_may_read_changes_nothing(ask: Any) -> None:
    entry = {"number": "13912345678"}
    assert ask(Scope.ADMIN_LISTS, "POST", ENTRIES, entry)[0] == 201
    assert len(ask(Scope.ADMIN_READ, "GET", ENTRIES)[1]["entries"]) == 1
    assert ask(Scope.ADMIN_READ, "GET", KEYS)[0] == 200
    assert ask(Scope.ADMIN_READ, "POST", ENTRIES, {"number": "13912345679"})[0] == 403
    assert ask(Scope.ADMIN_READ, "POST", "/v1/admin/changes/1/revert")[0] == 403
    assert ask(Scope.ADMIN_READ, "POST", "/v1/admin/imports")[0] == 403


def test_who_keeps_lists_keeps_no_keys_and_the_other_way_round(ask: Any) -> None:
    assert ask(Scope.ADMIN_LISTS, "GET", KEYS)[0] == 403
    assert ask(Scope.ADMIN_LISTS, "POST", "/v1/admin/enrolment-codes", {"uses": 1})[0] == 403
    assert ask(Scope.ADMIN_KEYS, "POST", "/v1/admin/enrolment-codes", {"uses": 1})[0] == 201
    assert ask(Scope.ADMIN_KEYS, "GET", ENTRIES)[0] == 403
    assert ask(Scope.ADMIN_LISTS, "POST", ENTRIES, {"number": "13912345678", "x": 1})[0] == 422


@pytest.mark.parametrize("scope", Scope)
def test_no_key_makes_or_revokes_one_that_opens_more(ask: Any, services: Services, scope: Scope) -> None:
    allowed = scope in {Scope.DEVICE, Scope.METRICS}
    status, answer = ask(Scope.ADMIN_KEYS, "POST", KEYS, {"scope": scope})
    assert status == (201 if allowed else 403)
    assert allowed or answer["detail"].endswith(f"no keys of the scope {scope}.")
    device = Device("phone", "CN") if scope is Scope.DEVICE else None
    key = services.keys.create(scope, "", NOON, device)[0]
    assert ask(Scope.ADMIN_KEYS, "DELETE", f"{KEYS}/{key.id}")[0] == (204 if allowed else 403)
    assert ask(Scope.ADMIN, "DELETE", f"{KEYS}/{key.id}")[0] == (404 if allowed else 204)
    assert ask(Scope.ADMIN, "POST", KEYS, {"scope": scope})[0] == 201


def test_a_part_is_no_key_of_a_phone_or_of_operation(ask: Any) -> None:
    for scope in PARTS:
        assert ask(scope, "POST", "/v1/checks", {})[0] == 403
        assert ask(scope, "GET", "/metrics")[0] == 403
