"""Admins tune patterns and thresholds: within bounds, above a floor, seen by the next check, and undone."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from guard_api.ports import Scope, Services
from guard_api.web.app import create_app
from tests.contracts.records import Record
from tests.support.clock import NOON, Clock
from tests.support.phones import TestPhone
from tests.support.stories import CALL, SHARE, shown

PATTERN = "/v1/admin/patterns/screen_share_with_stranger"
POLICY = "/v1/admin/policy"


@pytest.fixture
def ask(client: FlaskClient, services: Services) -> Any:
    """Give what asks as an admin, or with a key of another scope."""
    keys: dict[Scope, str] = {
        scope: services.keys.create(scope, "Ann", NOON)[1] for scope in Scope if scope is not Scope.DEVICE
    }

    def send(method: str, path: str, body: object = None, scope: Scope = Scope.ADMIN) -> tuple[int, Any]:
        answer = client.open(path, method=method, json=body, headers={"Authorization": f"Bearer {keys[scope]}"})
        return answer.status_code, answer.json

    return send


def patch(ask: Any, path: str = PATTERN, **changes: object) -> Any:
    status, answer = ask("PATCH", f"{path}?why=tried", changes)
    assert status == 200, answer
    return answer


def level_of_a_share(phone: TestPhone) -> tuple[str, set[str]]:
    answer = phone.check(**CALL, **SHARE)
    return answer["level"], shown(answer)


def test_the_next_check_goes_by_it_on_every_server(ask: Any, phone: TestPhone, record: Record) -> None:
    other = create_app(record.open()).test_client()
    beside = TestPhone(other, phone.key)
    before = phone.check(**CALL, **SHARE)
    assert level_of_a_share(beside) == ("warning", {"screen_share_with_stranger"})
    for mode, level in (("shadow", "none"), ("on", "warning"), ("off", "none"), ("on", "warning")):
        patch(ask, mode=mode)
        for one in (phone, beside):
            assert level_of_a_share(one)[0] == level
    assert phone.check()["policy"] == before["policy"]


def test_weights_and_windows_are_within_bounds(ask: Any, phone: TestPhone) -> None:
    assert patch(ask, weight=30)["weight"] == 30
    assert level_of_a_share(phone)[0] == "notice"
    for wrong in ({"weight": 101}, {"weight": -1}, {"within": 0}, {"within": 1441}, {"weight": "30"}, {"mode": "x"}):
        status, answer = ask("PATCH", PATTERN, wrong)
        assert (status, list(answer["errors"])) == (422, list(wrong))
    assert ask("PATCH", PATTERN, {"wieght": 1})[0] == 422
    assert ask("PATCH", "/v1/admin/patterns/no_such", {"mode": "off"})[0] == 404
    assert ask("GET", "/v1/admin/patterns/no_such")[0] == 404
    assert patch(ask)["weight"] == 30
    assert patch(ask, weight=None) == ask("GET", PATTERN)[1]
    assert not ask("GET", PATTERN)[1]["edited"]


def test_a_shadow_changes_no_answer_and_is_seen(ask: Any, phone: TestPhone, client: FlaskClient) -> None:
    patch(ask, mode="shadow")
    answer = phone.check(**CALL, **SHARE)
    assert (answer["level"], answer["score"], answer["warnings"]) == ("none", 0, [])
    explained = ask("GET", f"/v1/admin/checks/{answer['check_id']}")[1]
    assert [one["pattern"] for one in explained["shadow"]] == ["screen_share_with_stranger"]
    key = ask("POST", "/v1/admin/keys", {"scope": "metrics"})[1]["key"]
    metrics = client.get("/metrics", headers={"Authorization": f"Bearer {key}"}).text
    assert 'guard_shadow_findings_total{pattern="screen_share_with_stranger"} 1.0' in metrics
    assert 'guard_findings_total{pattern="screen_share_with_stranger"} 0.0' in metrics


def test_what_must_hold_is_played_first_and_only_an_admin_goes_below(ask: Any) -> None:
    status, answer = ask("PATCH", POLICY, {"critical": 100, "warning": 99, "notice": 98})
    assert status == 200, answer
    refused: list[str] = []
    for pattern in [one["id"] for one in ask("GET", "/v1/admin/patterns")[1]["patterns"]]:
        status, answer = ask("PATCH", f"/v1/admin/patterns/{pattern}", {"mode": "off"}, Scope.ADMIN_LISTS)
        if status != 200:
            refused.append(pattern)
            assert status == 409
            assert {*answer["errors"]} <= {"article-fraud", "article-in-one-check", "article-twin"}
            assert ask("GET", f"/v1/admin/patterns/{pattern}")[1]["mode"] == "on"
    assert refused
    path = f"/v1/admin/patterns/{refused[0]}?force=true"
    assert ask("PATCH", path, {"mode": "off"}, Scope.ADMIN_LISTS)[0] == 403
    assert ask("PATCH", path, {"mode": "off"}, Scope.ADMIN_READ)[0] == 403
    assert ask("PATCH", path, {"mode": "off"})[0] == 200


def test_thresholds_rise(ask: Any, phone: TestPhone) -> None:
    assert ask("GET", POLICY)[1]["thresholds"] == {"notice": 20, "warning": 50, "critical": 80}
    for wrong in ({"notice": 50}, {"warning": 80}, {"critical": 101}, {"notice": 0}):
        assert ask("PATCH", POLICY, wrong)[0] == 422
    assert patch(ask, POLICY, warning=60)["version"] == 1
    assert level_of_a_share(phone)[0] == "notice"
    assert ask("GET", POLICY)[1]["revision"] == phone.check()["policy"]


def test_changes_are_in_the_trail_and_taken_back(ask: Any) -> None:
    patch(ask, mode="shadow", weight=40)
    patch(ask, POLICY, warning=60)
    done = ask("GET", "/v1/admin/changes?what=edit_policy")[1]["changes"]
    assert [(one["about"], one["why"]) for one in done] == [
        ("thresholds", "tried"),
        ("pattern:screen_share_with_stranger", "tried"),
    ]
    assert (done[1]["before"], done[1]["after"]) == ({}, {"mode": "shadow", "weight": 40, "version": 1})

    status, made = ask("POST", f"{POLICY}/versions/1/revert?why=wrong")
    assert (status, made["version"], made["reverts"]) == (201, 3, 1)
    assert not ask("GET", PATTERN)[1]["edited"]
    assert ask("GET", POLICY)[1]["thresholds"]["warning"] == 60
    assert ask("POST", f"{POLICY}/versions/1/revert")[0] == 409
    assert ask("POST", f"{POLICY}/versions/3/revert")[0] == 201
    assert ask("GET", PATTERN)[1]["mode"] == "shadow"
    assert ask("POST", f"{POLICY}/versions/99/revert")[0] == 404
    first = ask("GET", f"{POLICY}/versions?limit=2")[1]
    rest = ask("GET", f"{POLICY}/versions?limit=2&cursor={first['next']}")[1]
    assert [one["version"] for one in first["versions"] + rest["versions"]] == [4, 3, 2, 1]
    assert ask("GET", "/v1/admin/changes?what=revert_policy")[1]["changes"][0]["about"].startswith("pattern:")


def test_what_was_answered_before_is_explained_by_the_policy_of_then(ask: Any, phone: TestPhone, clock: Clock) -> None:
    answer = phone.check(**CALL, **SHARE)
    clock.pass_(minutes=1)
    patch(ask, mode="off")
    explained = ask("GET", f"/v1/admin/checks/{answer['check_id']}")[1]
    assert (explained["level"], explained["policy"], explained["exact"]) == ("warning", answer["policy"], True)
    assert explained["policy_now"] == phone.check()["policy"] != explained["policy"]
