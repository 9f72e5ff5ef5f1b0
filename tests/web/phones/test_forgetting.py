"""A phone is forgotten when it asks for it, or an admin does: at once, and so that no byte of it is left."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from guard_api.ports import Device, Scope, Services
from guard_api.store.lmdb.lines import lines_beside
from tests.support.clock import Clock
from tests.support.databases import timelines_of
from tests.support.phones import TestPhone
from tests.support.servers import start_server, stop_server

OWN, LABEL, COMMENT, CALLER = "13700136911", "Wq7grandma", "Wq7shewept", "13912344711"
INTRODUCTION = {"region": "CN", "own_numbers": [OWN], "label": LABEL}


def left_of(folder: Path, *secrets: str) -> Mapping[str, list[str]]:
    """Say in which files what is still found, byte for byte."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    found = {file.name: [one for one in secrets if one.encode() in file.read_bytes()] for file in files}
    return {name: which for name, which in found.items() if which}


@pytest.mark.slow("starts a server of its own")
def test_no_byte_of_a_phone_that_is_forgotten_is_left_in_any_file_of_a_server_at_work(tmp_path: Path) -> None:
    server = start_server(tmp_path, 2)
    try:
        admin, code = server.new_key("admin"), server.command("enrolment-codes", "create", "--uses", "4").strip()
        enrolled = [server.ask("POST", "/v1/devices", {"enrolment_code": code, **INTRODUCTION})[2] for _ in range(4)]
        for one in enrolled:
            for _ in range(4):
                call = {"caller_number": CALLER, "call_forwarding_changes": [{"code": "**21*13800138000#"}]}
                assert server.ask("POST", "/v1/checks", call, one["key"])[0] == 200
            assert server.ask("POST", "/v1/reports", {"number": CALLER, "comment": COMMENT}, one["key"])[0] == 202
        by_itself, by_admin, by_command, kept = enrolled
        beside = {timelines_of(server.database).name, lines_beside(server.database).name}
        assert left_of(tmp_path, by_itself["device_id"]).keys() >= beside

        assert server.ask("DELETE", "/v1/devices/me", key=by_itself["key"])[0] == 204
        assert server.ask("DELETE", f"/v1/admin/devices/{by_admin['device_id']}", key=admin)[0] == 204
        server.command("devices", "forget", by_command["device_id"], "--why", "its owner has asked")

        gone = [one["device_id"] for one in enrolled[:3]]
        for one in enrolled[:3]:
            assert {server.ask("POST", "/v1/checks", {}, one["key"])[0] for _ in range(8)} == {401}
            assert server.ask("DELETE", "/v1/devices/me", key=one["key"])[0] == 401
        assert left_of(tmp_path, *gone) == {}
        for _ in range(4):
            check = server.ask("POST", "/v1/checks", {"caller_number": CALLER}, kept["key"])
            assert (check[0], check[2]["degraded"]) == (200, False)
        [report] = server.ask("GET", "/v1/admin/reports", key=admin)[2]["reports"]
        assert (report["devices"], report["categories"], report["comments"]) == (4, {"other": 4}, [COMMENT])
        assert server.ask("DELETE", "/v1/devices/me", key=kept["key"])[0] == 204
        assert left_of(tmp_path, *gone, kept["device_id"], OWN, LABEL, COMMENT) == {}
    finally:
        assert stop_server(server) == 0
    assert left_of(tmp_path, *gone, kept["device_id"], OWN, LABEL, COMMENT) == {}


def ask(phone: TestPhone, method: str, path: str) -> Any:
    return phone.client.open(path, method=method, headers={"Authorization": f"Bearer {phone.key}"})


def test_a_phone_that_is_forgotten_begins_anew_when_it_enrols_again(
    client: FlaskClient, services: Services, clock: Clock
) -> None:
    def enrol() -> TestPhone:
        code = services.keys.create_code(1, clock.now.replace(year=2030)).code
        enrolled: Any = client.post("/v1/devices", json={"enrolment_code": code, **INTRODUCTION}).json
        return TestPhone(client, enrolled["key"])

    phone = enrol()
    assert phone.check(caller_number="0095118", screen_share_active=True)["level"] == "critical"
    answer = ask(phone, "DELETE", "/v1/devices/me")
    assert (answer.status_code, answer.data) == (204, b"")
    assert phone.get("/v1/numbers/95588").status_code == 401
    assert enrol().check()["level"] == "none"


def test_only_admins_forget_others_and_only_phones_that_there_are(
    phone: TestPhone, admin: TestPhone, services: Services, clock: Clock
) -> None:
    path = "/v1/admin/devices/phone"
    assert ask(phone, "DELETE", path).status_code == 403
    assert ask(admin, "DELETE", "/v1/devices/me").status_code == 403
    assert phone.client.delete("/v1/devices/me").status_code == 401
    assert ask(admin, "DELETE", "/v1/admin/devices/phone?wy=typo").status_code == 422
    for other in ("nobody", "x" * 600, "%00", "%F0%9F%98%80", "..%2fphone"):
        answer = ask(admin, "DELETE", f"/v1/admin/devices/{other}")
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json"), other
    assert ask(admin, "DELETE", f"{path}?why=asked").status_code == 204
    assert ask(admin, "DELETE", path).status_code == 404
    assert phone.get("/v1/numbers/95588").status_code == 401
    [done] = admin.get("/v1/admin/changes?limit=1").json["changes"]
    act = (done["what"], done["about"], done["why"], done["before"], done["after"])
    assert act == ("forget_device", "device", "asked", None, None)


def test_keys_are_listed_with_their_phone_and_the_day_of_last_use(
    phone: TestPhone, admin: TestPhone, services: Services, clock: Clock
) -> None:
    phone.check()
    services.keys.note_uses(clock())
    listed = {key["scope"]: key for key in admin.get("/v1/admin/keys").json["keys"]}
    assert (listed["device"]["device_id"], listed["device"]["last_used"]) == ("phone", "2026-11-22")
    assert (listed["admin"]["device_id"], listed["admin"]["last_used"]) == (None, None)


def test_many_that_are_forgotten_at_once_while_others_ask_are_all_gone(
    client: FlaskClient, services: Services, clock: Clock, database: Path
) -> None:
    names = [os.urandom(8).hex() for _ in range(30)]
    phones = [
        TestPhone(client, services.keys.create(Scope.DEVICE, "", clock(), Device(name, "CN"))[1]) for name in names
    ]
    for phone in phones:
        phone.check(caller_number=CALLER)
    for phone in phones[::2]:
        assert ask(phone, "DELETE", "/v1/devices/me").status_code == 204
        assert phones[1].check()["degraded"] is False
    assert left_of(database.parent, *names[::2]) == {}
    assert [phone.get("/v1/numbers/1").status_code for phone in phones] == [401, 200] * 15
