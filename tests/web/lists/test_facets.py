"""Admins see whose entries a list has, and how many, and find them."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.support.phones import TestPhone

ENTRIES, FACETS = "/v1/admin/entries", "/v1/admin/entries/facets"
HOSTILE = "=1+1\"'<b>&?#%2B"


@pytest.fixture
def admin(admin: TestPhone) -> TestPhone:
    for n, (category, source) in enumerate(
        [
            ("fraud", "police"),
            ("fraud", "police"),
            ("spam", "police"),
            ("spam", "bank"),
            ("spam", ""),
            ("fraud", HOSTILE),
        ]
    ):
        add(admin, number=f"1390000567{n}", category=category, source=source)
    add(admin, number="+8615678", match="prefix", category="spam", source="bank")
    add(admin, number="+8613911115678", list="allow", source="police")
    return admin


def add(admin: TestPhone, **fields: object) -> Any:
    answer = admin.post(fields, ENTRIES)
    assert answer.status_code == 201, answer.text
    return answer.json


def facets(admin: TestPhone, query: str) -> Any:
    answer = admin.get(f"{FACETS}?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json


def sources(answer: Any) -> list[tuple[str, int | None]]:
    return [(one["source"], one["count"]) for one in answer["sources"]]


def test_a_list_is_counted_by_match_category_and_source(admin: TestPhone) -> None:
    answer = facets(admin, "")
    assert sources(answer) == [("police", 3), ("bank", 2), ("", 1), (HOSTILE, 1)]
    assert answer["matches"] == [{"match": "exact", "count": 6}, {"match": "prefix", "count": 1}]
    assert answer["categories"] == [{"category": "spam", "count": 4}, {"category": "fraud", "count": 3}]
    assert (answer["counted"], answer["other_sources"]) == (True, 0)
    assert sources(facets(admin, "list=allow")) == [("police", 1)]


@pytest.mark.parametrize("query", ["", "q=1390000567"])
def test_each_is_counted_of_what_the_others_leave(admin: TestPhone, query: str) -> None:
    answer = facets(admin, f"{query}&match=exact&category=spam")
    assert sources(answer) == [("", 1), ("bank", 1), ("police", 1)]
    assert answer["categories"] == [{"category": "fraud", "count": 3}, {"category": "spam", "count": 3}]
    answer = facets(admin, f"{query}&match=exact&source=police")
    assert sources(answer)[0] == ("police", 3)
    assert answer["categories"] == [{"category": "fraud", "count": 2}, {"category": "spam", "count": 1}]


def test_what_is_looked_for_is_counted(admin: TestPhone) -> None:
    assert sources(facets(admin, "ending=5673")) == [("bank", 1)]
    assert sources(facets(admin, "q=ban")) == [("bank", 2)]
    assert facets(admin, "q=nobody") == {
        "counted": True,
        "matches": [],
        "categories": [],
        "sources": [],
        "other_sources": 0,
    }


def test_the_largest_sources_are_named_and_the_others_counted(admin: TestPhone) -> None:
    answer = facets(admin, "limit=1")
    assert (sources(answer), answer["other_sources"]) == ([("police", 3)], 4)
    assert facets(admin, "limit=1&category=fraud")["other_sources"] == 1


def test_too_much_is_not_counted(admin: TestPhone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard_api.store.sql.lists.search.conditions.FEW", 3)
    answer = facets(admin, "q=139&category=spam")
    assert (answer["counted"], answer["other_sources"]) == (False, None)
    assert sources(answer) == [("police", None), ("bank", None), ("", None), (HOSTILE, None)]
    assert facets(admin, "category=spam")["counted"] is True


def test_a_source_that_is_not_counted_by_itself_is_not_shown_to_have_nothing(
    admin: TestPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard_api.store.sql.lists.tally.MOST_SOURCES", 4)
    add(admin, number="13900009999", source="telecom")
    answer = facets(admin, "")
    assert (len(answer["sources"]), answer["other_sources"]) == (4, 1)
    assert facets(admin, "source=telecom")["counted"] is False
    assert [one["number"] for one in admin.get(f"{ENTRIES}?source=telecom").json["entries"]] == ["+8613900009999"]
    assert facets(admin, "source=nobody")["counted"] is False


@pytest.mark.parametrize("order", ["newest", "number"])
def test_entries_are_found_and_exported_by_their_source(admin: TestPhone, order: str) -> None:
    found = admin.get(f"{ENTRIES}?source=bank&list=block&order={order}").json["entries"]
    assert {one["number"] for one in found} == {"+8613900005673", "+8615678"}
    assert len(admin.get(f"{ENTRIES}?source=police").json["entries"]) == 4
    assert admin.get(f"{ENTRIES}?source=Police").json["entries"] == []
    hostile = admin.get(f"{ENTRIES}?source={quote(HOSTILE, safe='')}").json["entries"]
    assert [one["number"] for one in hostile] == ["+8613900005675"]
    exported = admin.get(f"/v1/admin/exports?source=bank&format=plain&order={order}").text
    assert sorted(exported.split()) == ["+8613900005673", "+8615678*"]


def test_all_of_a_source_are_removed_as_one_change(admin: TestPhone) -> None:
    body = {"action": "remove", "search": {"list": "block", "source": "police", "category": "fraud"}}
    assert admin.post(body, f"{ENTRIES}/bulk").json["removed"] == 2
    assert sources(facets(admin, ""))[:2] == [("bank", 2), ("", 1)]
    body = {"action": "remove", "search": {"list": "block", "ending": "5673"}}
    assert admin.post(body, f"{ENTRIES}/bulk").json["removed"] == 1


@pytest.mark.parametrize("query", ["list=grey", "limit=0", "limit=1001", "cursor=x", f"source={'x' * 999}", "ending=x"])
def test_a_wrong_question_is_422(admin: TestPhone, query: str) -> None:
    assert admin.get(f"{FACETS}?{query}").status_code == 422
