"""Many entries are edited or removed as one change: all or none, and taken back as one."""

from typing import Any

import pytest

from tests.support.phones import TestPhone

BULK, ENTRIES = "/v1/admin/entries/bulk", "/v1/admin/entries"
NUMBERS = [f"+861391234567{n}" for n in range(5)]
IDS = [f"block:exact:{number}" for number in NUMBERS]


@pytest.fixture
def admin(admin: TestPhone) -> TestPhone:
    """An admin whose block list has five numbers, and whose allow list one."""
    for number in NUMBERS:
        assert admin.post({"number": number, "label": "old"}, ENTRIES).status_code == 201
    assert admin.post({"number": "+8613900000000", "list": "allow"}, ENTRIES).status_code == 201
    return admin


def bulk(admin: TestPhone, status: int = 201, **body: object) -> Any:
    answer = admin.post(body, f"{BULK}?why=many")
    assert answer.status_code == status, answer.json
    return answer.json


def listed(admin: TestPhone) -> dict[str, tuple[str, str]]:
    entries = admin.get(f"{ENTRIES}?list=block").json["entries"]
    return {one["id"]: (one["label"], one["category"]) for one in entries}


def newest(admin: TestPhone) -> int:
    return int(admin.get("/v1/admin/changes?limit=1").json["changes"][0]["revision"])


def test_many_are_edited_as_one_change_and_taken_back_as_one(admin: TestPhone) -> None:
    before, revision = listed(admin), newest(admin)
    change = bulk(admin, action="edit", ids=[*IDS[:3], IDS[0]], label="new", category="fraud")
    assert (change["revision"], change["what"], change["why"]) == (revision + 1, "edit", "many")
    assert (change["added"], change["updated"], change["removed"], change["count"]) == (0, 3, 0, 5)
    assert listed(admin) == {**before, **dict.fromkeys(IDS[:3], ("new", "fraud"))}
    assert admin.post({}, f"/v1/admin/changes/{change['revision']}/revert").status_code == 201
    assert listed(admin) == before


def test_what_is_so_already_is_left_and_if_all_is_nothing_is_done(admin: TestPhone) -> None:
    assert bulk(admin, action="edit", ids=IDS[:1], label="new")["updated"] == 1
    assert bulk(admin, action="edit", ids=IDS, label="new")["updated"] == 4
    revision = newest(admin)
    assert bulk(admin, 409, action="edit", ids=IDS, label="new")["detail"] == "All of these entries say that already."
    assert newest(admin) == revision


def test_all_that_a_search_finds_is_removed_as_one_change(admin: TestPhone) -> None:
    before = listed(admin)
    change = bulk(admin, action="remove", search={"list": "block", "q": "139 1234", "match": "exact"})
    assert (change["removed"], change["count"], listed(admin)) == (5, 0, {})
    assert admin.post({}, f"/v1/admin/changes/{change['revision']}/revert").status_code == 201
    assert listed(admin) == before


def test_all_of_it_is_done_or_nothing(admin: TestPhone) -> None:
    before, revision = listed(admin), newest(admin)
    gone = "block:exact:+8613999999999"
    assert gone in bulk(admin, 404, action="remove", ids=[*IDS, gone])["detail"]
    assert gone in bulk(admin, 404, action="edit", ids=[IDS[0], gone], label="x")["detail"]
    assert "of one list" in bulk(admin, 422, action="remove", ids=[IDS[0], "allow:exact:+8613900000000"])["detail"]
    assert (listed(admin), newest(admin)) == (before, revision)


def test_too_many_and_none_are_refused(admin: TestPhone, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bulk(admin, 404, action="remove", search={"list": "block", "q": "nobody"})["detail"] == "Nothing is found."
    monkeypatch.setattr("guard_api.actions.lists.bulk.AT_ONCE", 4)
    assert "mode=remove" in bulk(admin, 422, action="remove", search={"list": "block"})["detail"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"action": "remove"}, "ids"),
        ({"action": "remove", "ids": IDS, "search": {"list": "block"}}, "ids"),
        ({"action": "remove", "ids": []}, "ids"),
        ({"action": "remove", "ids": IDS, "label": "x"}, "action"),
        ({"action": "edit", "ids": IDS}, "action"),
        ({"action": "burn", "ids": IDS}, "action"),
        ({"action": "edit", "ids": IDS, "expires_at": "2020-01-01"}, "expires_at"),
        ({"action": "remove", "search": {"q": "1"}}, "search.list"),
    ],
)
def test_a_mistake_is_reported_where_it_is(admin: TestPhone, body: dict[str, object], field: str) -> None:
    assert field in bulk(admin, 422, **body)["errors"]
    assert len(listed(admin)) == 5


def test_what_a_list_may_not_hold_is_no_matter_of_edits(admin: TestPhone) -> None:
    assert bulk(admin, action="edit", ids=IDS, expires_at="2099-01-01", note="x")["updated"] == 5
    phone_list = admin.get(f"{ENTRIES}?list=block").json["entries"]
    assert {one["expires_at"] for one in phone_list} == {"2099-01-01T23:59:59Z"}
