"""What admins do beside the lists stands in the audit trail, too; and phones hear nothing of it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from guard_api.ports import Device, Scope, Services
from guard_api.web.app import all_routes
from tests.support.clock import Clock
from tests.support.phones import TestPhone

CHANGES, ENTRIES, REVIEW = "/v1/admin/changes", "/v1/admin/entries", "/v1/admin/reports"
NUMBER = "+8613912345678"


def send(admin: TestPhone, method: str, path: str, body: object = None) -> Any:
    headers = {"Authorization": f"Bearer {admin.key}"}
    return admin.client.open(path, method=method, json=body, headers=headers)


def trail(admin: TestPhone) -> list[Any]:
    answer = admin.get(CHANGES)
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json["changes"]
    return found


def decide(admin: TestPhone, decision: str, why: str = "") -> Any:
    return send(admin, "POST", f"{REVIEW}/{quote(NUMBER)}/{decision}?why={quote(why)}")


def reported(admin: TestPhone, state: str = "open") -> list[Any]:
    found: list[Any] = admin.get(f"{REVIEW}?state={state}").json["reports"]
    return found


@pytest.fixture
def again(phone: TestPhone, services: Services) -> Callable[[], None]:
    """Have one more phone report the number."""

    def report() -> None:
        device = Device(f"phone {len(services.keys.list())}", "CN")
        one = replace(phone, key=services.keys.create(Scope.DEVICE, "", services.clock(), device)[1])
        assert one.post({"number": NUMBER, "category": "fraud"}, "/v1/reports").status_code == 202

    for _ in range(3):
        report()
    return report


def test_making_and_revoking_keys_and_making_codes_is_recorded_without_secrets(admin: TestPhone, clock: Clock) -> None:
    made = send(admin, "POST", "/v1/admin/keys?why=a+new+colleague", {"scope": "admin", "label": "Ann"}).json
    clock.pass_(minutes=1)
    code = send(admin, "POST", "/v1/admin/enrolment-codes?why=family", {"uses": 5}).json
    clock.pass_(minutes=1)
    assert send(admin, "DELETE", f"/v1/admin/keys/{made['id']}?why={quote('走了')}").status_code == 204
    revoke, codes, create = trail(admin)
    assert [one["what"] for one in (create, codes, revoke)] == ["create_key", "create_enrolment_code", "revoke_key"]
    assert [one["why"] for one in (create, codes, revoke)] == ["a new colleague", "family", "走了"]
    assert [one["at"][11:16] for one in (create, codes, revoke)] == ["12:00", "12:01", "12:02"]
    assert [one["about"] for one in (create, codes)] == [f"key:{made['id']}", f"code:{code['id']}"]
    assert all(one["who"].startswith("test (") for one in (create, codes, revoke))
    state = {"scope": "admin", "label": "Ann", "region": None}
    assert (create["before"], create["after"]) == (None, {**state, "revoked_at": None})
    assert revoke["before"] == create["after"]
    assert revoke["after"] == {**state, "revoked_at": "2026-11-22T12:02:00Z"}
    assert (codes["before"], codes["after"]) == (None, {"uses": 5, "expires_at": code["expires_at"]})
    for one in (create, codes, revoke):
        assert {one[name] for name in ("revision", "list", "reverts", "count", "checksum")} == {None}
        assert {one[name] for name in ("added", "updated", "removed", "skipped")} == {0}
    kept = admin.get(CHANGES).text
    assert made["key"].split("_", 2)[2] not in kept
    assert code["code"] not in kept


def test_what_is_refused_leaves_no_trace(admin: TestPhone) -> None:
    for method, path, body in (
        ("POST", "/v1/admin/keys", {"scope": "root"}),
        ("POST", "/v1/admin/keys?whi=x", {"scope": "admin"}),
        ("POST", "/v1/admin/enrolment-codes", {"uses": 0}),
        ("DELETE", "/v1/admin/keys/nobody", None),
        ("POST", f"{REVIEW}/{quote(NUMBER)}/dismiss", None),
        ("POST", f"{REVIEW}/{quote(NUMBER)}/reopen", None),
    ):
        assert send(admin, method, path, body).status_code in {404, 422}
    assert trail(admin) == []


def test_a_dismissal_names_who_when_and_why_and_can_be_reopened(
    admin: TestPhone, again: Callable[[], None], clock: Clock
) -> None:
    [before] = reported(admin)
    assert [before[name] for name in ("decided_by", "decided_at", "why")] == [None] * 3
    assert decide(admin, "dismiss", "a hospital").status_code == 204
    [one] = reported(admin, "dismissed")
    assert (one["decided_at"], one["why"]) == ("2026-11-22T12:00:00Z", "a hospital")
    assert one["decided_by"].startswith("test (")
    clock.pass_(minutes=1)
    assert decide(admin, "reopen", "no hospital").status_code == 204
    assert reported(admin, "dismissed") == []
    assert reported(admin) == [before]
    reopened, dismissed = trail(admin)
    assert [(one["what"], one["why"]) for one in (dismissed, reopened)] == [
        ("dismiss", "a hospital"),
        ("reopen", "no hospital"),
    ]
    assert {one["about"] for one in (dismissed, reopened)} == {f"report:{NUMBER}"}
    sides = [(one["before"]["decision"], one["after"]["decision"]) for one in (dismissed, reopened)]
    assert sides == [("open", "dismissed"), ("dismissed", "open")]


def test_what_waits_or_is_listed_is_not_reopened(admin: TestPhone, again: Callable[[], None]) -> None:
    assert decide(admin, "reopen").status_code == 409
    assert decide(admin, "accept").status_code == 201
    refused = decide(admin, "reopen")
    assert (refused.status_code, refused.json["errors"]) == (409, {"number": [f"block:exact:{NUMBER}"]})
    assert [one["what"] for one in trail(admin)] == ["accept"]


def test_taking_back_an_accept_reopens_the_report_and_taking_that_back_accepts_it_again(
    admin: TestPhone, again: Callable[[], None], clock: Clock
) -> None:
    revision = decide(admin, "accept", "three say so").json["revision"]
    [one] = reported(admin, "accepted")
    assert (one["why"], one["decided_at"]) == ("three say so", "2026-11-22T12:00:00Z")
    clock.pass_(minutes=1)
    back = send(admin, "POST", f"{CHANGES}/{revision}/revert?why=wrong").json["revision"]
    assert (reported(admin, "accepted"), reported(admin)[0]["number"]) == ([], NUMBER)
    assert [(one["what"], one["why"]) for one in trail(admin)] == [
        ("reopen", "wrong"),
        ("revert", "wrong"),
        ("accept", "three say so"),
    ]
    again_listed = send(admin, "POST", f"{CHANGES}/{back}/revert?why=right+after+all").json["revision"]
    assert (reported(admin), reported(admin, "accepted")[0]["why"]) == ([], "right after all")
    send(admin, "POST", f"{CHANGES}/{again_listed}/revert")
    assert reported(admin)[0]["number"] == NUMBER
    assert decide(admin, "accept").status_code == 201


def test_taking_back_an_accept_leaves_what_was_decided_since(admin: TestPhone, again: Callable[[], None]) -> None:
    revision = decide(admin, "accept").json["revision"]
    send(admin, "DELETE", f"{ENTRIES}/block:exact:{quote(NUMBER)}")
    removed = trail(admin)[0]["revision"]
    assert decide(admin, "dismiss", "a new owner").status_code == 204
    assert send(admin, "POST", f"{CHANGES}/{revision}/revert").status_code == 409
    assert send(admin, "POST", f"{CHANGES}/{removed}/revert").status_code == 201
    assert reported(admin, "dismissed")[0]["why"] == "a new owner"


def test_what_was_accepted_and_is_listed_no_more_may_be_reopened_or_dismissed(
    admin: TestPhone, again: Callable[[], None]
) -> None:
    for decision, state in (("reopen", "open"), ("dismiss", "dismissed")):
        assert decide(admin, "accept").status_code == 201
        assert decide(admin, decision).status_code == 409
        send(admin, "DELETE", f"{ENTRIES}/block:exact:{quote(NUMBER)}")
        assert decide(admin, decision).status_code == 204
        assert reported(admin, state)[0]["number"] == NUMBER


@pytest.mark.parametrize("how", ["removed", "expired"])
def test_what_was_accepted_comes_back_when_it_is_reported_and_listed_no_more(
    admin: TestPhone, again: Callable[[], None], clock: Clock, how: str
) -> None:
    until = {"expires_at": "2026-11-22T13:00:00Z"} if how == "expired" else {}
    send(admin, "POST", f"{REVIEW}/{quote(NUMBER)}/accept", until)
    again()
    assert reported(admin) == []
    if how == "removed":
        send(admin, "DELETE", f"{ENTRIES}/block:exact:{quote(NUMBER)}")
    clock.pass_(hours=2)
    assert reported(admin) == []
    again()
    assert (reported(admin)[0]["devices"], reported(admin, "accepted")) == (5, [])
    assert [trail(admin)[0][name] for name in ("what", "who")] == ["reopen", "guard-api"]
    assert decide(admin, "accept").status_code == 201


def test_taking_back_an_accept_of_what_all_phones_took_back_is_no_error(
    phone: TestPhone, admin: TestPhone, services: Services
) -> None:
    phone.post({"number": NUMBER}, "/v1/reports")
    revision = decide(admin, "accept").json["revision"]
    phone.post({"phone": NUMBER, "rating": "A_LEGITIMATE"}, "/api/rate")
    back = send(admin, "POST", f"{CHANGES}/{revision}/revert")
    assert back.status_code == 201
    assert decide(admin, "dismiss").status_code == 404
    assert send(admin, "POST", f"{CHANGES}/{back.json['revision']}/revert").status_code == 201


def test_the_trail_is_in_the_order_in_which_things_were_done_whatever_the_clock_shows(
    admin: TestPhone, clock: Clock
) -> None:
    for n in range(12):
        clock.pass_(hours=-1)
        if n % 3 == 0:
            send(admin, "POST", ENTRIES, {"number": f"1390000000{n % 10}", "note": str(n)})
        else:
            send(admin, "POST", f"/v1/admin/keys?why={n}", {"scope": "metrics"})
    for limit in (1, 2, 3, 5, 1000):
        seen, page = [], admin.get(f"{CHANGES}?limit={limit}").json
        while True:
            seen += page["changes"]
            if page["next"] is None:
                break
            page = admin.get(f"{CHANGES}?limit={limit}&cursor={page['next']}").json
        assert [int(one["why"] or one["after"]["note"]) for one in seen] == [*range(11, -1, -1)]


def test_a_change_of_one_entry_names_it(admin: TestPhone) -> None:
    made = send(admin, "POST", ENTRIES, {"number": NUMBER}).json
    [change] = trail(admin)
    assert change["about"] == made["id"]
    assert admin.get(f"{CHANGES}/{made['revision']}").json["about"] == made["id"]


@pytest.mark.parametrize("cursor", ["x", "", "kwE", "ksz//////////8=", "k88AAAAAAAAAAQ"])
def test_a_cursor_that_is_none_is_refused(admin: TestPhone, cursor: str) -> None:
    assert admin.get(f"{CHANGES}?cursor={quote(cursor)}").status_code == 422


def test_phones_and_other_apps_hear_nothing_of_it(
    phone: TestPhone, admin: TestPhone, again: Callable[[], None]
) -> None:
    send(admin, "POST", ENTRIES, {"number": "13900000001"})

    def heard() -> list[Any]:
        answers = [phone.get(path) for path in ("/v1/blocklist", "/v1/blocklist/snapshot", "/api/blocklist?since=0")]
        return [(answer.headers.get("ETag"), answer.data) for answer in answers]

    before = heard()
    made = send(admin, "POST", "/v1/admin/keys", {"scope": "admin"}).json
    send(admin, "DELETE", f"/v1/admin/keys/{made['id']}")
    send(admin, "POST", "/v1/admin/enrolment-codes", {})
    decide(admin, "dismiss")
    decide(admin, "reopen")
    assert len(trail(admin)) == 6
    assert heard() == before
    assert send(admin, "POST", ENTRIES, {"number": "13900000002"}).json["revision"] == 2


WRITES = [route for route in all_routes() if route.path.startswith("/v1/admin") and route.method.value != "GET"]


@pytest.mark.parametrize("route", WRITES, ids=lambda route: route.name)
def test_every_admins_deed_takes_a_reason(route: Any) -> None:
    assert "why" in route.query.fields


@pytest.mark.parametrize(
    "route", [one for one in all_routes() if one.path.startswith("/v1/admin")], ids=lambda route: route.name
)
def test_what_an_admins_route_does_not_know_is_refused_and_named(admin: TestPhone, route: Any) -> None:
    path = re.sub(r"<int:\w+>", "1", route.path).replace("<", "").replace(">", "")
    refused = send(admin, route.method.value, f"{path}?scpoe=device", {"scope": "admin"} if "keys" in path else None)
    assert refused.status_code == 422
    assert "scpoe" in refused.json["errors"] or route.body is not None
