"""Admins find numbers by their last digits, count lists by kind, and export what they have found."""

import csv
from io import StringIO
from typing import Any

import pytest

from tests.support.phones import TestPhone

ENTRIES, LISTS = "/v1/admin/entries", "/v1/admin/lists"
NUMBERS = ("+8613900005678", "+8613900015678", "+8613900025679", "CN:10678", "+4917650645678")


@pytest.fixture
def admin(admin: TestPhone) -> TestPhone:
    """An admin whose lists have a few entries of each kind, and a domain."""
    for number in NUMBERS:
        add(admin, number=number, category="fraud", label="x" if number.startswith("+86") else "")
    add(admin, number="+8615678", match="prefix", category="spam")
    add(admin, number="+8613911115678", list="allow")
    add(admin, domain="5678.top")
    return admin


def add(admin: TestPhone, **fields: object) -> Any:
    answer = admin.post(fields, ENTRIES)
    assert answer.status_code == 201, answer.text
    return answer.json


def found(admin: TestPhone, query: str) -> list[str]:
    answer = admin.get(f"{ENTRIES}?{query}")
    assert answer.status_code == 200, answer.text
    return [one.get("number") or one["domain"] for one in answer.json["entries"]]


def counted(admin: TestPhone) -> dict[tuple[str, str, str], int]:
    return {
        (one["list"], kind["match"], kind["category"]): kind["count"]
        for one in admin.get(LISTS).json["lists"]
        for kind in one["kinds"]
    }


def test_single_numbers_are_found_by_their_last_digits_newest_first(admin: TestPhone) -> None:
    assert found(admin, "ending=5678") == ["+8613911115678", "+4917650645678", "+8613900015678", "+8613900005678"]
    assert found(admin, "ending=678")[1:3] == ["+4917650645678", "CN:10678"]
    assert found(admin, "ending=5678&list=block&q=%2B86") == ["+8613900015678", "+8613900005678"]
    assert found(admin, "ending=3900005678") == found(admin, "ending=8613900005678") == ["+8613900005678"]
    assert found(admin, "ending=008613900005678") == []
    assert found(admin, "ending=5678&q=x") == ["+8613900015678", "+8613900005678"]
    assert found(admin, "ending=10678") == ["CN:10678"]


def test_what_ends_so_is_found_in_pages_and_after_it_came_and_went(admin: TestPhone) -> None:
    first = admin.get(f"{ENTRIES}?ending=5678&limit=3").json
    rest = admin.get(f"{ENTRIES}?ending=5678&limit=3&cursor={first['next']}").json
    assert len(first["entries"]) == 3
    assert [one["number"] for one in rest["entries"]] == ["+8613900005678"]
    headers = {"Authorization": f"Bearer {admin.key}"}
    assert admin.client.delete(f"{ENTRIES}/block:exact:%2B8613900005678", headers=headers).status_code == 204
    assert "+8613900005678" not in found(admin, "ending=5678")


@pytest.mark.parametrize("query", ["ending=", "ending=x", "ending=12%2B", "ending=1234567890123456", "order=x"])
def test_last_digits_are_digits(admin: TestPhone, query: str) -> None:
    assert admin.get(f"{ENTRIES}?{query}").status_code == 422


def test_entries_come_in_the_order_of_their_numbers_page_by_page(admin: TestPhone) -> None:
    everything = sorted([*NUMBERS, "+8615678", "+8613911115678", *found(admin, "list=block_domains")])
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = admin.get(f"{ENTRIES}?order=number&limit=3{cursor}").json
        seen += [one.get("number") or one["domain"] for one in page["entries"]]
        cursor = f"&cursor={page['next']}" if page["next"] is not None else None
    assert seen == everything
    assert found(admin, "order=number&list=block_domains")[0] == "5678.top"
    assert found(admin, "order=number&list=allow") == ["+8613911115678"]
    assert found(admin, "order=number&match=prefix") == ["+8615678"]
    assert found(admin, "order=number&q=%2B86139&list=block") == sorted(NUMBERS[:3])
    assert found(admin, "order=number&ending=5678&list=block") == sorted(NUMBERS[:2] + NUMBERS[4:])
    assert found(admin, "order=number&q=x") == sorted(NUMBERS[:3])


def test_lists_are_counted_by_kind_through_all_that_changes_them(admin: TestPhone) -> None:
    before = counted(admin)
    assert before == {
        ("block", "exact", "fraud"): 5,
        ("block", "prefix", "spam"): 1,
        ("allow", "exact", "other"): 1,
        ("block_domains", "domain", "fraud"): 1,
    }
    assert [(one["list"], one["count"]) for one in admin.get(LISTS).json["lists"]][-1] == ("allow_domains", 0)
    ids = [f"block:exact:{number}" for number in NUMBERS[:3]]
    edited = admin.post({"action": "edit", "ids": ids, "category": "robocall"}, f"{ENTRIES}/bulk").json
    assert counted(admin)["block", "exact", "robocall"] == 3
    assert counted(admin)["block", "exact", "fraud"] == 2
    assert admin.post({}, f"/v1/admin/changes/{edited['revision']}/revert").status_code == 201
    assert counted(admin) == before
    admin.post({"action": "remove", "ids": ids}, f"{ENTRIES}/bulk")
    assert counted(admin)["block", "exact", "fraud"] == 2


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("ending=5678", ["+4917650645678", "+8613900015678", "+8613900005678"]),
        ("q=%2B86139&order=number", ["+8613900005678", "+8613900015678", "+8613900025679"]),
        ("match=prefix", ["+8615678"]),
        ("category=telemarketing", []),
    ],
)
def test_what_was_found_is_exported_as_it_is_shown(admin: TestPhone, query: str, numbers: list[str]) -> None:
    text = admin.get(f"/v1/admin/exports?list=block&format=csv&{query}").text
    assert [row["number"] for row in csv.DictReader(StringIO(text))] == numbers
    assert admin.get(f"/v1/admin/exports?list=block&format=xlsx&{query}").data[:2] == b"PK"


def test_who_has_seen_another_version_changes_nothing(admin: TestPhone) -> None:
    entry = add(admin, number="+8613922223333", label="one")
    path, seen = f"{ENTRIES}/block:exact:%2B8613922223333", entry["revision"]
    headers = {"Authorization": f"Bearer {admin.key}"}

    def patch(label: str, revision: int) -> Any:
        return admin.client.patch(f"{path}?revision={revision}", json={"label": label}, headers=headers)

    assert patch("two", seen).json["label"] == "two"
    refused = patch("three", seen)
    assert (refused.status_code, refused.json["errors"]) == (409, {"revision": [f"It is {seen + 1} by now."]})
    assert admin.client.delete(f"{path}?revision={seen}", headers=headers).status_code == 409
    assert admin.get(path).json["label"] == "two"
    assert patch("three", 0).status_code == 422
    assert admin.client.delete(f"{path}?revision={seen + 1}", headers=headers).status_code == 204
    assert patch("four", seen + 1).status_code == 404


def test_what_taking_back_would_come_to_is_shown_and_nothing_is_changed(admin: TestPhone) -> None:
    ids = [f"block:exact:{number}" for number in NUMBERS[:3]]
    made = admin.post({"action": "remove", "ids": ids}, f"{ENTRIES}/bulk").json["revision"]
    add(admin, number=NUMBERS[0], label="again")
    newest = admin.get("/v1/admin/changes?limit=1").json["changes"][0]["revision"]
    shown = admin.get(f"/v1/admin/changes/{made}/preview").json
    assert (shown["restored"], shown["removed_again"], shown["left_alone"], shown["complete"]) == (2, 0, 1, True)
    assert {one["id"]: one["outcome"] for one in shown["entries"]} == {
        ids[0]: "left_alone",
        ids[1]: "restored",
        ids[2]: "restored",
    }
    shown = admin.get(f"/v1/admin/changes/{newest}/preview").json
    assert (shown["restored"], shown["removed_again"], shown["left_alone"]) == (0, 1, 0)
    assert admin.get("/v1/admin/changes?limit=1").json["changes"][0]["revision"] == newest
    assert admin.get("/v1/admin/changes/99/preview").status_code == 404
