"""Admins keep entries one by one: written in any form, and no real line is ever cut off."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from guard_api.lists.entry import Category, ListName, Subject
from tests.support.clock import NOON, Clock
from tests.support.phones import TestPhone

ENTRIES = "/v1/admin/entries"
MOBILE = "block:exact:+8613912345678"


def send(admin: TestPhone, method: str, path: str, body: object = None) -> Any:
    headers = {"Authorization": f"Bearer {admin.key}"}
    return admin.client.open(path, method=method, json=body, headers=headers)


def add(admin: TestPhone, number: str, **fields: object) -> Any:
    response = admin.post({"number": number, **fields}, ENTRIES)
    assert response.status_code == 201, response.text
    return response.json


def listed(admin: TestPhone) -> list[str]:
    return [entry["id"] for entry in admin.get(ENTRIES).json["entries"]]


FORMS = [
    "13912345678",
    "139 1234-5678",
    "(139) 1234.5678",
    "0139 1234 5678",
    "8613912345678",
    "+86 139 1234 5678",
    "0086 139 1234 5678",
    "１３９１２３４５６７８",
    "tel:+86-139-1234-5678",
]


@pytest.mark.parametrize("written", FORMS)
def test_a_number_written_in_any_form_is_one_entry(admin: TestPhone, written: str) -> None:
    assert add(admin, written)["id"] == MOBILE
    again = admin.post({"number": "+8613912345678"}, ENTRIES)
    assert (again.status_code, again.json["errors"]) == (409, {"number": [MOBILE]})
    assert "listed already" in again.json["detail"]


def test_a_number_of_another_region_is_read_there(admin: TestPhone) -> None:
    assert add(admin, "01 62 34 56 78", region="FR")["number"] == "+33162345678"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("+3316", "+3316"),
        ("0033 1 62", "+33162"),
        ("+86170*", "+86170"),
        ("0755 6", "+867556"),
        ("CN:12580", "CN:12580"),
    ],
)
def test_a_prefix_is_requested_in_so_many_words(admin: TestPhone, written: str, canonical: str) -> None:
    made = add(admin, written, match="prefix")
    assert (made["number"], made["id"]) == (canonical, f"block:prefix:{canonical}")


def test_a_star_without_match_prefix_is_422_that_names_what_to_send(admin: TestPhone) -> None:
    refused = admin.post({"number": "+86170*"}, ENTRIES)
    assert refused.status_code == 422
    assert "prefix" in refused.json["errors"]["match"][0]


def test_the_details_of_an_entry_come_back_as_they_were(admin: TestPhone) -> None:
    for n, (target, category) in enumerate((target, category) for target in ListName for category in Category):
        key = f"+86139000000{n:02}" if target.subject is Subject.NUMBER else f"evil{n}.top"
        fields = {
            target.subject: key,
            "list": target,
            "match": target.subject.matches[0],
            "category": category,
            "label": '假冒客服 «x», "y"',
            "source": "police",
            "note": "100 % sure",
            "expires_at": "2026-12-31T23:59:59Z",
        }
        made = admin.post(fields, ENTRIES).json
        assert made.items() >= fields.items()
        assert made["changed_at"] == NOON.isoformat().replace("+00:00", "Z")
        assert made["changed_by"].startswith("test (")
        assert admin.get(f"{ENTRIES}/{quote(made['id'])}").json == made


def test_without_more_words_an_entry_blocks_one_number_for_good(admin: TestPhone) -> None:
    made = add(admin, "13912345678")
    assert [made[name] for name in ("list", "match", "category", "expires_at")] == ["block", "exact", "other", None]


OFFICIAL = [
    ("110", "exact", "110"),
    ("96110", "exact", "96110"),
    ("0571 96110", "exact", "96110"),
    ("95118", "exact", "95118"),
    ("+8695118", "exact", "95118"),
    ("0095118", "exact", "95118"),
    ("400-606-5500", "exact", "4006065500"),
    ("+8695", "prefix", "95"),
    ("955", "prefix", "955"),
]


def test_an_official_line_is_409_that_names_it_and_explains_what_blocking_it_would_do(admin: TestPhone) -> None:
    for number, match, conflict in OFFICIAL:
        refused = admin.post({"number": number, "match": match}, ENTRIES)
        assert refused.status_code == 409, number
        assert refused.json["errors"]["number"][0].startswith(conflict)
        assert "official number" in refused.json["detail"]
        assert "cut off the real line" in refused.json["detail"]
    assert admin.get("/v1/admin/changes").json["changes"] == []


@pytest.mark.parametrize(
    ("allowed", "blocked"),
    [
        (("13912345678", "exact"), ("13912345678", "exact")),
        (("13912345678", "exact"), ("+861391", "prefix")),
        (("+861391", "prefix"), ("13912345678", "exact")),
        (("+861391", "prefix"), ("+86139", "prefix")),
        (("+861391", "prefix"), ("+8613912", "prefix")),
    ],
)
def test_what_would_cover_an_allowed_number_is_409_that_names_it(
    admin: TestPhone, allowed: tuple[str, str], blocked: tuple[str, str]
) -> None:
    kept = add(admin, allowed[0], match=allowed[1], list="allow")
    refused = admin.post({"number": blocked[0], "match": blocked[1]}, ENTRIES)
    assert (refused.status_code, refused.json["errors"]) == (409, {"number": [kept["id"]]})
    assert "allowed number" in refused.json["detail"]


def test_a_blocked_number_may_be_allowed_and_an_expired_allowance_protects_nothing(
    admin: TestPhone, clock: Clock
) -> None:
    add(admin, "13912345678")
    add(admin, "13912345678", list="allow")
    add(admin, "13912345679", list="allow", expires_at=(clock.now + timedelta(hours=1)).isoformat())
    clock.pass_(hours=1)
    add(admin, "13912345679")


def test_what_nobody_can_have_is_422_with_its_reason(admin: TestPhone) -> None:
    nobodys = ["", "anonymous", "JD", "9" * 200, "+0086139"]
    for match, numbers in {"exact": [*nobodys, "+999123456"], "prefix": [*nobodys, "+86"]}.items():
        for number in numbers:
            refused = admin.post({"number": number, "match": match}, ENTRIES)
            assert refused.status_code == 422, number
            assert list(refused.json["errors"]) == ["number"], number


MISTAKES: dict[str, list[object]] = {
    "number": [None, 1, [], "x" * 257],
    "numbr": ["13912345678"],
    "id": [MOBILE],
    "list": ["grey", None, 1],
    "match": ["regex", None],
    "category": ["wangiri", None],
    "label": [None, 1, "x" * 129, "\x00", "\u202e", "\u3164", "\u2800", "\U000e0041", "\ufdd0", "\x1b[1m", "a\u200db"],
    "source": ["x" * 129],
    "note": ["x" * 501],
    "region": ["cn", "XX", None],
    "expires_at": ["soon", 0, "2026-11-21", "2026-11-22T12:00:00Z", "2026-11-22T12:00:00.9Z", "1970-01-01T00:00:00Z"],
}


def test_a_mistake_in_an_entry_is_422_and_named(admin: TestPhone) -> None:
    for named, wrong in ((named, wrong) for named, values in MISTAKES.items() for wrong in values):
        refused = admin.post({"number": "13912345678", named: wrong}, ENTRIES)
        assert (refused.status_code, list(refused.json["errors"])) == (422, [named]), wrong
    assert listed(admin) == []


def test_an_expiry_is_a_day_or_a_moment_as_in_files(admin: TestPhone) -> None:
    made = add(admin, "13912345678", expires_at="2026-12-31")
    assert made["expires_at"] == "2026-12-31T23:59:59Z"
    changed = send(admin, "PATCH", f"{ENTRIES}/{MOBILE}", {"expires_at": "2027-01-01T08:00+0800"})
    assert changed.json["expires_at"] == "2027-01-01T00:00:00Z"
    refused = send(admin, "PATCH", f"{ENTRIES}/{MOBILE}", {"expires_at": "2027-02-29"})
    assert (refused.status_code, refused.json["errors"]) == (
        422,
        {"expires_at": ["It is a moment that does not exist: '2027-02-29'."]},
    )


def test_a_decimal_of_a_spreadsheet_is_no_other_number(admin: TestPhone) -> None:
    assert add(admin, "13912340011.0")["number"] == "+8613912340011"
    for written in ("1.39E+10", "13912340011.5", "13912340011,13912340012", "0162......"):
        refused = admin.post({"number": written}, ENTRIES)
        assert (refused.status_code, list(refused.json["errors"])) == (422, ["number"]), written
    assert (
        admin.post({"number": "13*", "match": "prefix"}, ENTRIES).json["detail"]
        == (admin.post({"number": "+8613*", "match": "prefix"}, ENTRIES).json["detail"])
    )


@pytest.mark.parametrize("written", [MOBILE, quote(MOBILE), quote(MOBILE, safe=":"), quote(MOBILE, safe="+")])
def test_an_entry_is_shown_changed_and_taken_off_by_its_id_however_it_is_escaped(
    admin: TestPhone, written: str
) -> None:
    made, path = add(admin, "13912345678", label="old", expires_at="2027-01-01T00:00:00Z"), f"{ENTRIES}/{written}"
    assert admin.get(path).json == made
    changed = send(admin, "PATCH", path, {"label": "new", "expires_at": None})
    assert changed.status_code == 200
    assert changed.json == {**made, "label": "new", "expires_at": None, "revision": made["revision"] + 1}
    gone = send(admin, "DELETE", path)
    assert (gone.status_code, gone.data) == (204, b"")
    for method in ("GET", "PATCH", "DELETE"):
        assert send(admin, method, path, {} if method == "PATCH" else None).status_code == 404


def test_a_patch_that_holds_nothing_new_makes_no_change(admin: TestPhone) -> None:
    made = add(admin, "13912345678", label="as it is")
    for patch in ({}, {"label": "as it is"}):
        assert send(admin, "PATCH", f"{ENTRIES}/{MOBILE}", patch).json == made
    assert len(admin.get("/v1/admin/changes").json["changes"]) == 1


WRONG_PATCHES: dict[str, list[object]] = {
    "number": ["13912345679"],
    "match": ["prefix"],
    "list": ["allow"],
    "category": [None, "wangiri"],
    "label": [None, 1],
    "note": ["\n", "x" * 501],
    "expires_at": ["2026-11-22T12:00:00Z", "2026-11-22T12:00:00.9Z", "yesterday"],
}


def test_a_wrong_patch_is_422_names_the_field_and_changes_nothing(admin: TestPhone) -> None:
    made = add(admin, "13912345678")
    for named, wrong in ((named, wrong) for named, values in WRONG_PATCHES.items() for wrong in values):
        refused = send(admin, "PATCH", f"{ENTRIES}/{MOBILE}", {"source": "new", named: wrong})
        assert (refused.status_code, list(refused.json["errors"])) == (422, [named]), wrong
    assert admin.get(f"{ENTRIES}/{MOBILE}").json == made


def test_an_id_of_nothing_is_404(admin: TestPhone) -> None:
    add(admin, "13912345678")
    wrong = ["x", MOBILE.upper(), "block:exact:13912345678", "block:prefix:+86139", "grey:exact:+86139", "block:exact:"]
    for path in (*wrong, "%00", "block:exact:%00", "%FF", f"block:exact:{'9' * 5000}", "block:exact:' OR 1=1 --"):
        for method in ("GET", "PATCH", "DELETE"):
            answer = send(admin, method, f"{ENTRIES}/{path}", {} if method == "PATCH" else None)
            assert answer.status_code == 404, (method, path)
    assert listed(admin) == [MOBILE]


def test_what_has_expired_may_be_listed_anew(admin: TestPhone, clock: Clock) -> None:
    add(admin, "13912345678", expires_at=(clock.now + timedelta(seconds=1)).isoformat())
    assert admin.post({"number": "13912345678"}, ENTRIES).status_code == 409
    clock.pass_(seconds=1)
    assert add(admin, "13912345678")["expires_at"] is None
