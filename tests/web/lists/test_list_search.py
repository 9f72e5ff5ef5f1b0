"""Admins find entries again: by any form of a number, by text, page by page, the newest first."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.support.phones import TestPhone

ENTRIES = "/v1/admin/entries"


def add(admin: TestPhone, number: str, **fields: object) -> Any:
    response = admin.post({"number": number, **fields}, ENTRIES)
    assert response.status_code == 201, response.text
    return response.json


def found(admin: TestPhone, **query: object) -> list[str]:
    query_string = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in query.items())
    answer = admin.get(f"{ENTRIES}?{query_string}")
    assert answer.status_code == 200, answer.text
    return [entry["number"] for entry in answer.json["entries"]]


def test_a_number_is_found_by_any_form_of_itself_and_of_its_beginning(admin: TestPhone) -> None:
    add(admin, "13912345678")
    add(admin, "+33162345678")
    whole = ["13912345678", "(139) 1234.5678", "0139 1234 5678", "８６13912345678", "tel:+86-139-1234-5678"]
    for search in (*whole, "+86 139", "139", "0139", "86139", "0086 139", "+86139*"):
        assert found(admin, q=search) == ["+8613912345678"], search
    add(admin, "+4917650642602")
    for search in (
        "4917650642602",
        "49 176 5064",
        "+49 (0)176 50642602",
        "004917650642602",
        "4917650642602.0",
        "４９176",
    ):
        assert found(admin, q=search) == ["+4917650642602"], search
    assert found(admin, q="0033 1 62") == found(admin, q="+3316") == ["+33162345678"]
    assert admin.get(f"{ENTRIES}?q=+86139").json == admin.get(f"{ENTRIES}?q=%2B86139").json


def test_a_search_gives_the_newest_first_and_goes_by_list_match_and_category(admin: TestPhone) -> None:
    add(admin, "13900000001", category="fraud")
    add(admin, "+33162", match="prefix", category="telemarketing")
    add(admin, "13900000003", list="allow")
    add(admin, "13900000002", category="spam")
    headers = {"Authorization": f"Bearer {admin.key}"}
    admin.client.patch(f"{ENTRIES}/block:exact:%2B8613900000001", json={"note": "sure"}, headers=headers)
    one, two, three, prefix = "+8613900000001", "+8613900000002", "+8613900000003", "+33162"
    assert found(admin) == [one, two, three, prefix]
    assert found(admin, list="block") == [one, two, prefix]
    assert found(admin, list="allow", q="139") == [three]
    assert found(admin, match="prefix") == [prefix]
    assert found(admin, category="fraud") == [one]
    assert found(admin, category="other", list="block") == []
    assert found(admin, q="1390000000") == [one, two, three]


def test_a_search_finds_text_of_label_source_and_note_and_takes_it_literally(admin: TestPhone) -> None:
    add(admin, "13900000001", label="100% Fake_Bank")
    add(admin, "13900000002", source="Police Shanghai")
    add(admin, "13900000003", note="假冒客服 100x fakeXbank")
    for text, numbers in {
        "fake_bank": ["+8613900000001"],
        "100%": ["+8613900000001"],
        "shanghai": ["+8613900000002"],
        "客服": ["+8613900000003"],
        "' OR 1=1 --": [],
        "%": ["+8613900000001"],
        "_": ["+8613900000001"],
        "\\": [],
    }.items():
        assert found(admin, q=text) == numbers, text


def test_a_number_is_looked_for_as_all_that_it_may_mean_and_nothing_twice(admin: TestPhone) -> None:
    add(admin, "CN:170123")
    add(admin, "+86170", match="prefix")
    assert found(admin, q="170") == ["CN:170123", "+86170"]
    assert found(admin, q="CN:170") == ["CN:170123"]
    assert found(admin, q="86") == ["+86170"]
    assert sorted(found(admin, q="1")) == ["+86170", "CN:170123"]


@pytest.mark.parametrize("search", ["limit=7", "limit=8&q=139", "limit=7&q=mass", "limit=7&list=block"])
def test_pages_hold_each_entry_once_even_when_entries_are_added_between_them(admin: TestPhone, search: str) -> None:
    there = [add(admin, f"CN:1390{n}" if n % 3 else f"139000000{n:02}", label="mass")["id"] for n in range(1, 24)]
    seen, cursor = [], ""
    for page in range(20):
        answer = admin.get(f"{ENTRIES}?{search}{cursor}").json
        seen += [entry["id"] for entry in answer["entries"]]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
        add(admin, f"139111111{page:02}", label="mass")
    assert len(set(seen)) == len(seen)
    assert set(seen) >= set(there)
    assert "q=139" in search or seen == there[::-1]


def test_a_cursor_of_another_search_is_422(admin: TestPhone) -> None:
    for n in range(3):
        add(admin, f"1390000000{n}")
    cursor = admin.get(f"{ENTRIES}?q=139&limit=1").json["next"]
    assert admin.get(f"{ENTRIES}?q=138&limit=1&cursor={cursor}").status_code == 422


def test_a_wrong_search_is_422_and_names_the_word(admin: TestPhone) -> None:
    for search in ("limit=0", "limit=1001", "limit=x", "list=grey", "match=x", "category=x", "numbr=1", "cursor=x"):
        refused = admin.get(f"{ENTRIES}?{search}")
        assert (refused.status_code, list(refused.json["errors"])) == (422, [search.partition("=")[0]])
