"""Phones report numbers: each once, never straight onto the list; enough of them, and an admin decides."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from guard_api.ports import Device, Scope, Services
from guard_api.ports.phones.reports import Decision
from guard_api.web.app import create_app
from tests.contracts.records import Record
from tests.support.clock import NOON, Clock
from tests.support.phones import TestPhone

REVIEW = "/v1/admin/reports"
NUMBER, CANONICAL = "139 1234 5678", "+8613912345678"


@pytest.fixture
def new_phone(phone: TestPhone, services: Services) -> Callable[[], TestPhone]:
    def make() -> TestPhone:
        device = Device(f"phone {len(services.keys.list())}", "CN")
        return replace(phone, key=services.keys.create(Scope.DEVICE, "", services.clock(), device)[1])

    return make


def report(phone: TestPhone, number: object = NUMBER, **fields: object) -> Any:
    response = phone.post({"number": number, **fields}, "/v1/reports")
    assert response.status_code == 202, response.text
    return response.json


def reported(admin: TestPhone, query: str = "") -> list[Any]:
    answer = admin.get(f"{REVIEW}?{query}")
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json["reports"]
    return found


def decide(admin: TestPhone, decision: str, body: object = None, number: str = CANONICAL) -> Any:
    headers = {"Authorization": f"Bearer {admin.key}"}
    return admin.client.post(f"{REVIEW}/{quote(number)}/{decision}", json=body, headers=headers)


def test_a_number_is_put_to_the_admins_once_enough_phones_have_reported_it(
    new_phone: Callable[[], TestPhone], admin: TestPhone, clock: Clock
) -> None:
    for n, category in enumerate(("spam", "fraud", "fraud")):
        assert reported(admin) == []
        phone = new_phone()
        for comment in ("", f"说 {n}"):
            answer = report(phone, category=category, comment=comment)
            assert answer == {"number": CANONICAL, "counted": True, "reason": None}
        clock.pass_(minutes=1)
    [one] = reported(admin)
    assert (one["number"], one["devices"]) == (CANONICAL, 3)
    assert one["categories"] == {"fraud": 2, "spam": 1}
    assert one["comments"] == ["说 2", "说 1", "说 0"]
    assert one["first_at"] == NOON.isoformat().replace("+00:00", "Z")
    assert one["last_at"] == "2026-11-22T12:02:00Z"


def test_the_last_report_of_a_phone_counts(new_phone: Callable[[], TestPhone], admin: TestPhone) -> None:
    phones = [new_phone() for _ in range(3)]
    for category in ("spam", "fraud"):
        for phone in phones:
            report(phone, "+8613912345678" if category == "spam" else "013912345678", category=category)
    assert reported(admin)[0]["categories"] == {"fraud": 3}


def test_no_number_of_reports_lists_a_number_by_itself(
    new_phone: Callable[[], TestPhone], phone: TestPhone, admin: TestPhone
) -> None:
    for _ in range(10):
        report(new_phone(), category="fraud")
    assert phone.check(caller_number=NUMBER)["caller"]["listed"] is None
    assert phone.get("/v1/blocklist").json["count"] == 0
    assert admin.get("/v1/admin/changes").json["changes"] == []


@pytest.mark.parametrize(
    ("wishes", "category"),
    [(None, "fraud"), ({}, "fraud"), ({"category": "spam", "label": "L", "note": "N"}, "spam")],
)
def test_what_is_accepted_is_an_entry_that_names_where_it_comes_from(
    new_phone: Callable[[], TestPhone], admin: TestPhone, wishes: dict[str, str] | None, category: str
) -> None:
    for kind in ("fraud", "other", "fraud"):
        report(new_phone(), category=kind)
    accepted = decide(admin, "accept", wishes)
    assert accepted.status_code == 201
    entry = accepted.json
    assert (entry["id"], entry["category"]) == (f"block:exact:{CANONICAL}", category)
    assert entry["source"] == "reports of 3 phones"
    assert (entry["label"], entry["note"], entry["expires_at"]) == (*(("L", "N") if wishes else ("", "")), None)
    assert new_phone().check(caller_number=NUMBER)["caller"]["listed"]["category"] == category
    assert admin.get("/v1/admin/changes").json["changes"][0]["what"] == "accept"
    assert (reported(admin), reported(admin, "state=accepted")[0]["number"]) == ([], CANONICAL)


def test_what_is_accepted_until_a_day_expires_then(
    new_phone: Callable[[], TestPhone], admin: TestPhone, clock: Clock
) -> None:
    for _ in range(3):
        report(new_phone())
    for past in ("2020-01-01T00:00:00Z", NOON.isoformat(), "2026-11-22T12:00:00.9Z", "tomorrow"):
        refused = decide(admin, "accept", {"expires_at": past})
        assert (refused.status_code, list(refused.json["errors"])) == (422, ["expires_at"])
    assert (
        decide(admin, "accept", {"expires_at": "2026-11-22T12:00:09.5Z"}).json["expires_at"] == "2026-11-22T12:00:09Z"
    )
    clock.pass_(seconds=9)
    assert new_phone().check(caller_number=NUMBER)["caller"]["listed"] is None


def test_what_is_dismissed_does_not_come_back_but_may_be_accepted_after_all(
    new_phone: Callable[[], TestPhone], admin: TestPhone
) -> None:
    for _ in range(3):
        report(new_phone())
    assert (decide(admin, "dismiss").status_code, reported(admin)) == (204, [])
    report(new_phone())
    assert reported(admin) == []
    assert reported(admin, "state=dismissed")[0]["devices"] == 4
    assert decide(admin, "accept").status_code == 201


def test_what_is_accepted_is_taken_off_as_an_entry_and_not_dismissed(
    new_phone: Callable[[], TestPhone], admin: TestPhone
) -> None:
    report(new_phone())
    assert decide(admin, "accept").status_code == 201
    for decision in ("accept", "dismiss"):
        refused = decide(admin, decision)
        assert refused.status_code == 409
        assert refused.json["errors"]["number"][0].endswith(CANONICAL)


def test_an_allowed_number_cannot_be_accepted(new_phone: Callable[[], TestPhone], admin: TestPhone) -> None:
    report(new_phone())
    admin.post({"number": NUMBER, "list": "allow"}, "/v1/admin/entries")
    refused = decide(admin, "accept")
    assert (refused.status_code, refused.json["errors"]) == (409, {"number": [f"allow:exact:{CANONICAL}"]})
    assert reported(admin, "state=accepted") == []


def test_a_number_that_nobody_reported_is_404(new_phone: Callable[[], TestPhone], admin: TestPhone) -> None:
    report(new_phone())
    for number in ("+8613912345679", "junk", "110", "\x00", "9" * 5000, "' OR 1=1 --"):
        assert [decide(admin, how, number=number).status_code for how in ("accept", "dismiss")] == [404, 404]


NOBODYS = {
    "95588": "official",
    "110": "official",
    "+8695588": "official",
    "": "no number",
    "anonymous": "no number",
    "JD": "no number",
    "9" * 10_000: "no number",
    "\x00": "no number",
    "\ud800\udfff\ud800": "no number",
    "\u202e\u202d": "no number",
    "+999123456": "no number",
    "' OR 1=1 --": "no number",
}


def test_a_number_that_cannot_be_blocked_is_202_does_not_count_and_explains_why(
    new_phone: Callable[[], TestPhone], services: Services
) -> None:
    phone = new_phone()
    for number, why in NOBODYS.items():
        answer = report(phone, number, category="fraud")
        assert (answer["number"], answer["counted"]) == (None, False)
        assert why in answer["reason"], number
        assert not report(replace(phone, language="zh-CN"), number)["reason"].isascii()
    assert report(phone, None)["counted"] is False
    assert services.reports.list(Decision.OPEN, 1, None, 10) == []


def test_a_comment_may_be_any_junk_and_reaches_the_admins_on_one_line_that_harms_no_screen(
    new_phone: Callable[[], TestPhone], admin: TestPhone
) -> None:
    comments = ["\x00\x1b[31mred\x1b[0m\r\n two ", "a\u202eb\u2066c", "\ud83d", "<b>&", "x" * 9999, None]
    for comment in comments:
        report(new_phone(), comment=comment)
    shown = reported(admin)[0]["comments"]
    assert sorted(shown) == sorted(["[31mred [0m two", "a b c", "�", "<b>&", "x" * 500])


def test_only_a_wrong_type_or_a_missing_number_is_422(phone: TestPhone) -> None:
    wrong: Sequence[tuple[str, dict[str, object]]] = [
        ("number", {}),
        ("number", {"number": 1}),
        ("number", {"number": ["139"]}),
        ("comment", {"number": NUMBER, "comment": 1}),
        ("category", {"number": NUMBER, "category": 1}),
        ("category", {"number": NUMBER, "category": []}),
    ]
    for named, body in wrong:
        refused = phone.post(body, "/v1/reports")
        assert (refused.status_code, list(refused.json["errors"])) == (422, [named])
    assert report(phone, new=1)["counted"] is True


def test_the_review_list_comes_in_pages_the_most_reported_first(
    new_phone: Callable[[], TestPhone], admin: TestPhone
) -> None:
    phones = [new_phone() for _ in range(5)]
    for n in range(7):
        for phone in phones[: 5 - n % 3]:
            report(phone, f"1390000000{n}")
    seen, page = [], admin.get(f"{REVIEW}?limit=2").json
    while page["next"] is not None:
        seen += [(one["devices"], one["number"]) for one in page["reports"]]
        page = admin.get(f"{REVIEW}?limit=2&cursor={page['next']}").json
    seen += [(one["devices"], one["number"]) for one in page["reports"]]
    assert len(seen) == 7
    assert seen == sorted(set(seen), reverse=True)
    for wrong in ("state=all", "limit=0", "cursor=x", "number=1"):
        assert admin.get(f"{REVIEW}?{wrong}").status_code == 422


def test_how_many_phones_it_takes_is_a_setting(
    new_phone: Callable[[], TestPhone], admin: TestPhone, record: Record
) -> None:
    client = create_app(record.open(report_devices=2)).test_client()
    for waiting in (0, 1):
        report(new_phone())
        assert len(reported(TestPhone(client, admin.key))) == waiting
    assert reported(admin) == []
