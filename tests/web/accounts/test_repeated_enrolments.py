"""An enrolment whose answer was lost can be asked for again: no second use, no second phone, one key that works."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.records import Record
from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.servers import Server, start_server, stop_server

REQUEST = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
ABOUT: dict[str, object] = {"region": "CN", "own_numbers": ["13700137000"], "carrier": "china_mobile", "label": "L"}


def make_code(admin: TestPhone, uses: int = 1) -> str:
    code: str = admin.post({"uses": uses}, "/v1/admin/enrolment-codes").json["code"]
    return code


def enrol(phone: TestPhone, code: str, request_id: object = REQUEST, **about: object) -> Any:
    sent = {"enrolment_code": code, "request_id": request_id, **ABOUT, **about}
    return phone.client.post("/v1/devices", json=sent)


def opens(phone: TestPhone, answer: Any) -> bool:
    status: int = TestPhone(phone.client, answer.json["key"]).post({}).status_code
    return status == 200


def uses_left(record: Record) -> Sequence[int]:
    return [left for (left,) in record.query("SELECT uses_left FROM enrolment_code ORDER BY uses_left")]


def test_the_same_request_again_gives_the_same_phone_another_key_and_uses_nothing_up(
    phone: TestPhone, admin: TestPhone, record: Record, clock: Clock
) -> None:
    code = make_code(admin, 3)
    answers = [enrol(phone, code)]
    for written in (code.lower(), code.replace("-", " "), code):
        clock.pass_(minutes=19)
        answers.append(enrol(phone, written))
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json["device_id"] for answer in answers}) == 1
    assert len({answer.json["key"] for answer in answers}) == 4
    assert uses_left(record) == [2]
    assert [opens(phone, answer) for answer in answers] == [False, False, False, True]
    assert len(admin.get("/v1/admin/keys?scope=device").json["keys"]) == 2


def test_a_code_that_the_lost_enrolment_has_used_up_or_that_expired_since_still_repeats_it(
    phone: TestPhone, admin: TestPhone, clock: Clock
) -> None:
    code = admin.post({"expires_at": "2026-11-22T12:10:00Z"}, "/v1/admin/enrolment-codes").json["code"]
    first = enrol(phone, code)
    clock.pass_(minutes=30)
    again = enrol(phone, code)
    assert (first.json["device_id"], again.status_code) == (again.json["device_id"], 201)
    assert opens(phone, again)
    assert enrol(phone, code, "another request").status_code == 403


def test_a_key_that_was_used_is_not_replaced_and_goes_on(phone: TestPhone, admin: TestPhone, record: Record) -> None:
    code = make_code(admin, 2)
    first = enrol(phone, code)
    assert opens(phone, first)
    refused = enrol(phone, code)
    assert (refused.status_code, list(refused.json["errors"])) == (409, ["request_id"])
    assert "used" in refused.json["detail"]
    assert opens(phone, first)
    assert uses_left(record) == [1]
    assert enrol(phone, code, "another request").status_code == 201


def test_a_key_counts_as_used_whatever_it_was_used_for(phone: TestPhone, admin: TestPhone) -> None:
    code = make_code(admin, 9)
    for path in ("/v1/blocklist", "/v1/numbers/1", "/v1/admin/keys", "/api/test"):
        first = enrol(phone, code, path)
        TestPhone(phone.client, first.json["key"]).get(path)
        assert enrol(phone, code, path).status_code == 409, path


def test_a_revoked_key_does_not_come_back(phone: TestPhone, admin: TestPhone) -> None:
    code = make_code(admin)
    first = enrol(phone, code)
    key_id = first.json["key"].split("_")[1]
    admin.client.delete(f"/v1/admin/keys/{key_id}", headers={"Authorization": f"Bearer {admin.key}"})
    assert enrol(phone, code).status_code == 409
    assert not opens(phone, first)


@pytest.mark.parametrize("other", [{"region": "FR"}, {"own_numbers": []}, {"carrier": None}, {"label": "other"}])
def test_another_phone_with_the_same_request_id_does_not_take_over_the_first(
    phone: TestPhone, admin: TestPhone, other: dict[str, object]
) -> None:
    code = make_code(admin, 2)
    first = enrol(phone, code, "1")
    refused = enrol(phone, code, "1", **other)
    assert (refused.status_code, list(refused.json["errors"])) == (409, ["request_id"])
    assert opens(phone, first)


def test_the_same_request_id_with_another_code_is_another_enrolment(phone: TestPhone, admin: TestPhone) -> None:
    answers = [enrol(phone, make_code(admin)) for _ in range(2)]
    assert all(opens(phone, answer) for answer in answers)
    assert enrol(phone, "AAAA-BBBB-CCCC-DDDD").status_code == 403


def test_after_an_hour_it_is_an_enrolment_of_its_own(
    phone: TestPhone, admin: TestPhone, clock: Clock, record: Record
) -> None:
    code = make_code(admin, 2)
    first = enrol(phone, code)
    clock.pass_(hours=1)
    second = enrol(phone, code)
    assert first.json["device_id"] != second.json["device_id"]
    assert uses_left(record) == [0]
    assert opens(phone, first)
    assert enrol(phone, code).json["device_id"] == second.json["device_id"]
    clock.pass_(hours=1)
    assert enrol(phone, code).status_code == 403


@pytest.mark.parametrize("nothing", [None, ""])
def test_without_a_request_id_each_enrolment_is_one_of_its_own(
    phone: TestPhone, admin: TestPhone, nothing: object
) -> None:
    code = make_code(admin, 2)
    answers = [enrol(phone, code, nothing) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 403]
    assert all(opens(phone, answer) for answer in answers[:2])


@pytest.mark.parametrize("request_id", ["\x00", "\ud800", "é" * 9999, "' OR 1=1 --", " "])
def test_a_request_id_may_be_any_junk(phone: TestPhone, admin: TestPhone, request_id: str) -> None:
    code = make_code(admin)
    assert len({enrol(phone, code, request_id).json["device_id"] for _ in range(2)}) == 1


def test_a_new_key_opens_while_nobody_can_write_that_it_was_used(
    phone: TestPhone, admin: TestPhone, database: Path
) -> None:
    first = enrol(phone, make_code(admin))
    with database.with_name("guard.db.lock").open("w") as other:
        flock(other, LOCK_EX)
        assert opens(phone, first)
    assert opens(phone, first)


def test_neither_code_nor_request_id_nor_key_lies_in_the_database(
    phone: TestPhone, admin: TestPhone, database: Path
) -> None:
    code = make_code(admin)
    key = enrol(phone, code).json["key"]
    kept = b"".join(file.read_bytes() for file in database.parent.glob("guard.db*") if file.is_file())
    for secret in (code, code.replace("-", ""), REQUEST, key, key.split("_", 2)[2]):
        assert secret.encode() not in kept


def test_equal_requests_at_once_make_one_phone_whose_last_key_works(server: Server) -> None:
    code = server.command("enrolment-codes", "create", "--uses", "5").strip()
    for n in range(5):
        sent = {"enrolment_code": code, "request_id": f"r{n}"}
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _, sent=sent: server.ask("POST", "/v1/devices", sent), range(8)))
        assert [status for status, _, _ in answers] == [201] * 8
        assert len({answer["device_id"] for _, _, answer in answers}) == 1
        with ThreadPoolExecutor(8) as pool:
            checks = list(pool.map(lambda one: server.ask("POST", "/v1/checks", {}, one[2]["key"])[0], answers))
        assert sorted(checks) == [200] + [401] * 7
        assert server.ask("POST", "/v1/devices", sent)[0] == 409


@pytest.mark.slow("starts a server of its own")
def test_who_uses_a_key_while_it_is_requested_again_either_keeps_it_or_has_the_new_one(tmp_path: Path) -> None:
    server = start_server(tmp_path, 2)
    try:
        code = server.command("enrolment-codes", "create", "--uses", "20").strip()
        for n in range(20):
            sent = {"enrolment_code": code, "request_id": f"r{n}"}
            first = server.ask("POST", "/v1/devices", sent)[2]["key"]
            with ThreadPoolExecutor(2) as pool:
                used = pool.submit(server.ask, "POST", "/v1/checks", {}, first)
                again = pool.submit(server.ask, "POST", "/v1/devices", sent)
            outcome = used.result()[0], again.result()[0]
            assert outcome in {(200, 409), (401, 201)}, outcome
            key = first if outcome == (200, 409) else again.result()[2]["key"]
            assert server.ask("POST", "/v1/checks", {}, key)[0] == 200
    finally:
        assert stop_server(server) == 0
