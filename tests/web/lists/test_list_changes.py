"""The audit trail: who changed what, when and why, before and after; and the way back, which is a change, too."""

import time
from typing import Any
from urllib.parse import quote

from guard_api.actions.imports.import_lists import import_now
from guard_api.lists.change import Author
from guard_api.lists.entry import ListName
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportOrder
from tests.support.clock import NOON, Clock
from tests.support.phones import TestPhone

ENTRIES, CHANGES = "/v1/admin/entries", "/v1/admin/changes"
MOBILE = "block:exact:+8613912345678"


def send(admin: TestPhone, method: str, path: str, body: object = None) -> Any:
    headers = {"Authorization": f"Bearer {admin.key}"}
    return admin.client.open(path, method=method, json=body, headers=headers)


def add(admin: TestPhone, number: str, **fields: object) -> int:
    response = admin.post({"number": number, **fields}, ENTRIES)
    assert response.status_code == 201, response.text
    revision: int = response.json["revision"]
    return revision


def bring(services: Services, rows: bytes) -> int:
    """Import rows at once, as one change."""
    order = ImportOrder(ListName.BLOCK, Author("an import", services.clock(), "rows"), "CN")
    revision = import_now(services, order, [rows], lambda _: None).revision
    assert revision is not None
    return revision


def numbers(admin: TestPhone) -> list[str]:
    return sorted(entry["number"] for entry in admin.get(f"{ENTRIES}?limit=1000").json["entries"])


def revert(admin: TestPhone, revision: object, why: str = "") -> Any:
    return send(admin, "POST", f"{CHANGES}/{revision}/revert?why={quote(why)}")


def test_the_trail_shows_who_when_what_and_why_before_and_after(admin: TestPhone, clock: Clock) -> None:
    add(admin, "13912345678", label="old")
    clock.pass_(minutes=1)
    send(admin, "PATCH", f"{ENTRIES}/{MOBILE}?why=police+told+us", {"label": "new"})
    clock.pass_(minutes=1)
    send(admin, "DELETE", f"{ENTRIES}/{MOBILE}?why={quote('错了')}")
    trail = admin.get(CHANGES).json["changes"]
    assert [(one["what"], one["why"]) for one in trail] == [("remove", "错了"), ("edit", "police told us"), ("add", "")]
    assert [one["at"] for one in trail] == ["2026-11-22T12:02:00Z", "2026-11-22T12:01:00Z", "2026-11-22T12:00:00Z"]
    assert [one["revision"] for one in trail] == [3, 2, 1]
    labels = [tuple(side and side["label"] for side in (one["before"], one["after"])) for one in trail]
    assert labels == [("new", None), ("old", "new"), (None, "old")]
    assert all(one["who"].startswith("test (") and one["list"] == "block" for one in trail)
    assert [(one["added"], one["updated"], one["removed"], one["count"]) for one in trail] == [
        (0, 0, 1, 0),
        (0, 1, 0, 1),
        (1, 0, 0, 1),
    ]
    assert trail[0]["checksum"] == "0" * 16


def test_what_is_refused_leaves_no_trace(admin: TestPhone) -> None:
    add(admin, "13912345678")
    for number in ("13912345678", "110", "junk"):
        assert admin.post({"number": number}, ENTRIES).status_code in {409, 422}
    long = "x" * 501
    assert send(admin, "DELETE", f"{ENTRIES}/{MOBILE}?why={long}").status_code == 422
    assert len(admin.get(CHANGES).json["changes"]) == 1


def test_the_trail_comes_in_pages_that_hold_each_change_once_even_when_more_happens(admin: TestPhone) -> None:
    there = [add(admin, f"1390000000{n}") for n in range(9)]
    seen, page = [], admin.get(f"{CHANGES}?limit=3").json
    while page["next"] is not None:
        seen += [change["revision"] for change in page["changes"]]
        add(admin, f"139111111{len(seen):02}")
        page = admin.get(f"{CHANGES}?limit=3&cursor={page['next']}").json
    assert seen == there[::-1]


def test_a_change_shows_what_it_made_of_each_entry_page_by_page(admin: TestPhone, services: Services) -> None:
    bring(services, b"number,label\n13900000001,a\n13900000002,b\n")
    revision = bring(services, b"number,label\n13900000001,a\n13900000002,B\n13900000003,c\n")
    shown = admin.get(f"{CHANGES}/{revision}?limit=1").json
    assert (shown["what"], shown["why"], shown["added"], shown["updated"]) == ("import", "rows", 1, 1)
    assert (shown["before"], shown["after"]) == (None, None)
    more = admin.get(f"{CHANGES}/{revision}?limit=1&cursor={shown['next']}").json
    assert admin.get(f"{CHANGES}/{revision}?limit=1&cursor={more['next']}").json["entries"] == []
    [two], [three] = shown["entries"], more["entries"]
    assert (two["before"]["label"], two["after"]["label"]) == ("b", "B")
    assert (three["before"], three["after"]["label"]) == (None, "c")
    assert two["id"] == "block:exact:+8613900000002"


def test_each_kind_of_change_is_taken_back_by_a_change_that_names_it(admin: TestPhone) -> None:
    added = add(admin, "13900000001")
    for number in ("13900000002", "13900000003"):
        add(admin, number, label="old", expires_at="2027-01-01T00:00:00Z")
    send(admin, "PATCH", f"{ENTRIES}/block:exact:%2B8613900000002", {"label": "new", "expires_at": None})
    send(admin, "DELETE", f"{ENTRIES}/block:exact:%2B8613900000003")
    for revision in (added, 4, 5):
        made = revert(admin, revision, "a mistake")
        assert made.status_code == 201
        assert [made.json[name] for name in ("what", "reverts", "why")] == ["revert", revision, "a mistake"]
    left = admin.get(ENTRIES).json["entries"]
    assert [entry["number"] for entry in left] == ["+8613900000003", "+8613900000002"]
    assert {(entry["label"], entry["expires_at"]) for entry in left} == {("old", "2027-01-01T00:00:00Z")}


def test_a_revert_can_be_reverted(admin: TestPhone) -> None:
    back = revert(admin, add(admin, "13912345678", label="kept")).json["revision"]
    assert numbers(admin) == []
    assert revert(admin, back).status_code == 201
    assert admin.get(f"{ENTRIES}/{MOBILE}").json["label"] == "kept"


def test_what_was_changed_since_is_left_alone_and_counted(admin: TestPhone, services: Services) -> None:
    revision = bring(services, b"13900000001\n13900000002\n")
    send(admin, "PATCH", f"{ENTRIES}/block:exact:%2B8613900000001", {"note": "kept"})
    made = revert(admin, revision).json
    assert (made["removed"], made["skipped"]) == (1, 1)
    assert numbers(admin) == ["+8613900000001"]
    again = revert(admin, revision)
    assert again.status_code == 409
    assert "changed since" in again.json["detail"]


def test_a_revert_does_not_bring_back_what_is_allowed_or_has_expired_by_now(
    admin: TestPhone, services: Services, clock: Clock
) -> None:
    for number in ("13900000001", "13900000002", "13900000003"):
        add(admin, number, expires_at="2026-11-22T12:00:10Z" if number.endswith("2") else None)
        assert send(admin, "DELETE", f"{ENTRIES}/block:exact:%2B86{number}").status_code == 204
    add(admin, "13900000001", list="allow")
    clock.pass_(minutes=1)
    assert [revert(admin, revision).status_code for revision in (2, 4, 6)] == [409, 409, 201]
    assert numbers(admin) == ["+8613900000001", "+8613900000003"]


def test_a_change_that_never_was_is_404(admin: TestPhone) -> None:
    add(admin, "13912345678")
    for revision in ("0", "99", str(1 << 62), str(1 << 63), "9" * 30, "9" * 5000, "-1", "x", "%00", "1.0"):
        assert admin.get(f"{CHANGES}/{revision}").status_code == 404
        assert revert(admin, revision).status_code == 404


def test_a_large_change_is_taken_back_as_an_import_that_can_be_watched(admin: TestPhone, services: Services) -> None:
    add(admin, "13912345678")
    revision = bring(services, "".join(f"139{n:08}\n" for n in range(1001)).encode())
    answer = revert(admin, revision, "too many")
    assert (answer.status_code, set(answer.json)) == (202, {"import_id"})
    path, deadline = f"/v1/admin/imports/{answer.json['import_id']}", time.monotonic() + 120
    while (job := admin.get(path).json)["state"] in {"queued", "running"} and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (job["state"], job["removed"], job["reverts"]) == ("done", 1001, revision)
    assert numbers(admin) == ["+8613912345678"]
    made = admin.get(f"{CHANGES}/{job['revision']}").json
    assert [made[name] for name in ("what", "why", "reverts", "removed")] == ["revert", "too many", revision, 1001]
    assert admin.get(f"{CHANGES}/{revision}").json["at"] == NOON.isoformat().replace("+00:00", "Z")
