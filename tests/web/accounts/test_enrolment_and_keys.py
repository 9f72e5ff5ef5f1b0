"""How phones get in, how keys are made, and how either is shut out again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.servers import Server

SHARED_AND_FORWARDED = {
    "caller_number": "13912345678",
    "call_forwarding_changes": [{"code": "**21*13700137000#"}],
}


def make_code(admin: TestPhone, **body: object) -> str:
    response = admin.post(body, "/v1/admin/enrolment-codes")
    assert response.status_code == 201, response.text
    code: str = response.json["code"]
    return code


def enrol(phone: TestPhone, code: str, **about: object) -> Any:
    return phone.post({"enrolment_code": code, **about}, "/v1/devices")


def test_a_phone_enrols_with_a_code_alone_and_its_key_opens_checks_only(phone: TestPhone, admin: TestPhone) -> None:
    response = phone.client.post("/v1/devices", json={"enrolment_code": make_code(admin)})
    assert response.status_code == 201
    assert response.json is not None
    new = TestPhone(phone.client, response.json["key"])
    assert ":" not in new.key
    assert new.check(caller_number="95588")["caller"]["organization"]["id"] == "icbc"
    assert new.get("/v1/admin/keys").status_code == 403


def test_a_code_is_good_for_its_number_of_phones(phone: TestPhone, admin: TestPhone) -> None:
    code = make_code(admin, uses=2)
    answers = [enrol(phone, code) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 403]
    assert len({answer.json["device_id"] for answer in answers[:2]}) == 2


def test_a_code_works_until_it_expires_by_default_in_seven_days(
    phone: TestPhone, admin: TestPhone, clock: Clock
) -> None:
    week = make_code(admin, uses=2)
    hour = make_code(admin, expires_at=(clock.now + timedelta(hours=1)).isoformat())
    clock.pass_(hours=2)
    assert enrol(phone, hour).status_code == 403
    assert enrol(phone, week).status_code == 201
    clock.pass_(days=7)
    assert enrol(phone, week).status_code == 403


def test_a_code_may_be_typed_in_small_letters_and_without_dashes(phone: TestPhone, admin: TestPhone) -> None:
    assert enrol(phone, f" {make_code(admin).lower().replace('-', ' ')} ").status_code == 201


@pytest.mark.parametrize("code", ["", "wrong", "AAAA-BBBB-CCCC-DDDD", "é" * 99, "' OR 1=1 --"])
def test_a_wrong_code_is_403_and_nothing_shows_how_wrong_it_is(phone: TestPhone, admin: TestPhone, code: str) -> None:
    spent = make_code(admin)
    enrol(phone, spent)
    wrong = enrol(phone, code)
    assert wrong.status_code == 403
    assert wrong.json == enrol(phone, spent).json


WRONG_ABOUT_A_PHONE: dict[str, list[object]] = {
    "region": ["cn", "XX", "", 86],
    "own_numbers": ["137", 1, {}],
    "carrier": [1, [], True],
    "label": [1, "x" * 129, "\x00"],
    "enrolment_code": [None, 1, [], "x" * 129, "\n"],
}
WRONG_USES: list[object] = [0, -1, 1_000_001, True, "5", 1.5, None, []]


@pytest.mark.parametrize("named", WRONG_ABOUT_A_PHONE)
def test_a_wrong_enrolment_is_422_names_the_field_and_costs_no_use(
    phone: TestPhone, admin: TestPhone, named: str
) -> None:
    code = make_code(admin)
    for wrong in WRONG_ABOUT_A_PHONE[named]:
        refused = phone.post({"enrolment_code": code, named: wrong}, "/v1/devices")
        assert refused.status_code == 422
        assert set(refused.json["errors"]) == {named}
    junk: dict[str, object] = {"own_numbers": ["junk", None, "\x00"], "carrier": "\ud800", "new": 1}
    assert enrol(phone, code, region=None, label=None, **junk).status_code == 201


def test_forwarding_to_an_own_number_given_at_enrolment_is_quiet(phone: TestPhone, admin: TestPhone) -> None:
    levels = []
    for own in (["13700137000"], ["+86 137 0013 7000", None], []):
        key = enrol(phone, make_code(admin), own_numbers=own).json["key"]
        levels.append(TestPhone(phone.client, key).check(**SHARED_AND_FORWARDED)["level"])
    assert levels == ["none", "none", "critical"]


@pytest.mark.parametrize(
    ("region", "carrier", "codes"),
    [
        ("CN", None, ["##002#", "*720"]),
        ("CN", "中国移动", ["##002#"]),
        ("CN", "china_mobile", ["##002#"]),
        ("CN", "china_telecom", ["*720"]),
        ("CN", "china fixed line", ["#57#"]),
        ("CN", "no such carrier", ["##002#", "*720"]),
        ("US", "Verizon", ["*73"]),
        ("DE", None, ["##002#"]),
    ],
)
def test_the_undo_code_fits_the_carrier_and_both_are_offered_where_it_is_unknown(
    phone: TestPhone, admin: TestPhone, region: str, carrier: str | None, codes: list[str]
) -> None:
    key = enrol(phone, make_code(admin), region=region, carrier=carrier).json["key"]
    stranger = {"caller_number": "", "call_state": "active"}
    change = {"enabled": True, "states": ["unconditional"], "target": "+447400123456"}
    answer = TestPhone(phone.client, key).check(**stranger, call_forwarding_changes=[change])
    assert answer["level"] == "critical"
    assert [action["code"] for action in answer["actions"] if action["type"] == "dial"] == codes


def test_phones_that_race_for_the_last_use_of_a_code_get_it_once(server: Server) -> None:
    code = server.command("enrolment-codes", "create", "--uses", "2").strip()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: server.ask("POST", "/v1/devices", {"enrolment_code": code}), range(8)))
    assert sorted(status for status, _, _ in answers) == [201] * 2 + [403] * 6


def test_keys_are_listed_newest_first_and_never_with_their_secret(admin: TestPhone, clock: Clock) -> None:
    secrets = []
    for label in ("one", "two", "three"):
        clock.pass_(seconds=1)
        secrets.append(admin.post({"scope": "metrics", "label": label}, "/v1/admin/keys").json["key"])
    listed = admin.get("/v1/admin/keys")
    assert [key["label"] for key in listed.json["keys"]] == ["three", "two", "one", "test"]
    assert all("key" not in key for key in listed.json["keys"])
    assert not any(secret.split("_", 2)[2] in listed.text for secret in secrets)


def all_keys(admin: TestPhone, query: str, limit: int) -> list[Any]:
    keys, cursor = [], ""
    while True:
        page = admin.get(f"/v1/admin/keys?{query}&limit={limit}{cursor}")
        assert page.status_code == 200, page.text
        assert len(page.json["keys"]) <= limit
        keys += page.json["keys"]
        if page.json["next"] is None:
            return keys
        cursor = f"&cursor={page.json['next']}"


@pytest.mark.parametrize("limit", [1, 2, 3, 1000])
def test_keys_come_in_pages_that_hold_each_once(admin: TestPhone, clock: Clock, limit: int) -> None:
    for n in range(9):
        clock.pass_(seconds=n % 2)
        admin.post({"scope": ("metrics", "device")[n % 3 == 0], "label": f"Key {n}"}, "/v1/admin/keys")
    keys = all_keys(admin, "", limit)
    assert len({key["id"] for key in keys}) == len(keys) == 10
    assert [key["created_at"] for key in keys] == sorted((key["created_at"] for key in keys), reverse=True)
    assert sorted(key["label"] for key in all_keys(admin, "scope=device", limit)) == ["Key 0", "Key 3", "Key 6"]
    assert [key["label"] for key in all_keys(admin, "scope=metrics&q=KEY+8", limit)] == ["Key 8"]


def test_keys_are_found_by_their_id_their_phones_id_and_their_label(
    phone: TestPhone, admin: TestPhone, clock: Clock
) -> None:
    enrolled = enrol(phone, make_code(admin), label="王 100%").json
    key_id = enrolled["key"].split("_")[1]
    for text in (key_id, key_id[:8], enrolled["device_id"], enrolled["device_id"][:9], "王", "00%"):
        assert [key["id"] for key in admin.get(f"/v1/admin/keys?q={quote(text)}").json["keys"]] == [key_id], text
    for text in (key_id[1:], "%", "_", "' OR 1=1 --"):
        found = admin.get(f"/v1/admin/keys?q={quote(text)}").json["keys"]
        assert [key["label"] for key in found] == (["王 100%"] if text == "%" else []), text


@pytest.mark.parametrize("query", ["scope=root", "limit=0", "limit=1001", "cursor=x", "q=%00", "page=2"])
def test_a_query_for_keys_that_is_wrong_is_refused_and_named(admin: TestPhone, query: str) -> None:
    refused = admin.get(f"/v1/admin/keys?{query}")
    assert (refused.status_code, list(refused.json["errors"])) == (422, [query.partition("=")[0]])


def test_a_revoked_key_stops_at_once_stays_listed_and_cannot_be_revoked_again(
    admin: TestPhone, phone: TestPhone, clock: Clock
) -> None:
    made = admin.post({"scope": "device", "region": "FR"}, "/v1/admin/keys").json
    new, path = TestPhone(phone.client, made["key"]), f"/v1/admin/keys/{made['id']}"
    assert (made["region"], made["revoked_at"], new.post({}).status_code) == ("FR", None, 200)
    headers = {"Authorization": f"Bearer {admin.key}"}
    revoked = phone.client.delete(path, headers=headers)
    assert (revoked.status_code, revoked.data) == (204, b"")
    assert new.post({}).status_code == 401
    assert phone.client.delete(path, headers=headers).status_code == 404
    [listed] = [key for key in admin.get("/v1/admin/keys").json["keys"] if key["id"] == made["id"]]
    assert listed["revoked_at"] is not None
    assert phone.post({}).status_code == 200


@pytest.mark.parametrize("key_id", ["nobody", "%00", "%27", "%FF", "x" * 5000])
def test_a_key_that_does_not_exist_is_404(admin: TestPhone, key_id: str) -> None:
    response = admin.client.delete(f"/v1/admin/keys/{key_id}", headers={"Authorization": f"Bearer {admin.key}"})
    assert response.status_code == 404


MISTAKES: dict[str, dict[str, list[dict[str, object]]]] = {
    "keys": {
        "scope": [{}, {"scope": "root"}, {"scope": None}, {"scope": ["admin"]}],
        "label": [{"scope": "admin", "label": 1}, {"scope": "admin", "label": None}],
        "labels": [{"scope": "admin", "labels": "x"}],
        "region": [{"scope": "admin", "region": "CN"}, {"scope": "device", "region": "Cn"}],
    },
    "enrolment-codes": {
        "uses": [{"uses": uses} for uses in WRONG_USES],
        "expires_at": [
            {"expires_at": 0},
            {"expires_at": "soon"},
            {"expires_at": "2026-11-23"},
            {"expires_at": True},
            {"expires_at": "2026-11-22T12:00:00Z"},
        ],
        "expires": [{"expires": None}],
    },
}


@pytest.mark.parametrize("path", MISTAKES)
def test_an_admins_mistake_is_422_and_named_unknown_fields_too(admin: TestPhone, path: str) -> None:
    for named, bodies in MISTAKES[path].items():
        for body in bodies:
            response = admin.post(body, f"/v1/admin/{path}")
            assert response.status_code == 422, body
            assert set(response.json["errors"]) == {named}
