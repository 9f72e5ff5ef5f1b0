"""Admins keep domains as they keep numbers: what says `number` for one says `domain` for the other."""

from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.clock import NOON
from tests.support.phones import TestPhone

ENTRIES, IMPORTS, EXPORTS = "/v1/admin/entries", "/v1/admin/imports", "/v1/admin/exports"
EVIL = "block_domains:domain:2406578.top"


def add(admin: TestPhone, **fields: object) -> Any:
    made = admin.post(fields, ENTRIES)
    assert made.status_code == 201, made.text
    return made.json


def test_without_more_words_a_domain_is_blocked_for_fraud(admin: TestPhone) -> None:
    made = add(admin, domain="*.2406578.TOP")
    assert made == {
        "id": EVIL, "list": "block_domains", "domain": "2406578.top", "match": "domain", "category": "fraud",
        "label": "", "source": "", "note": "", "expires_at": None, "revision": 1,
        "changed_at": NOON.isoformat().replace("+00:00", "Z"), "changed_by": made["changed_by"],
    }  # fmt: skip
    assert admin.get(f"{ENTRIES}/{quote(EVIL)}").json == made
    assert admin.get(f"{ENTRIES}?q=240&list=block_domains").json["entries"] == [made]
    [change] = admin.get("/v1/admin/changes").json["changes"]
    assert (change["list"], change["before"], change["after"]["domain"]) == ("block_domains", None, "2406578.top")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "number"),
        ({"number": "13912345678", "domain": "evil.top"}, "number"),
        ({"domain": None}, "domain"),
        ({"domain": 7}, "domain"),
        ({"domain": "x" * 1001}, "domain"),
        ({"domain": "."}, "domain"),
        ({"domain": "." * 1000}, "domain"),
        ({"domain": "a\0b\u202e"}, "domain"),
        ({"domain": "evil.top/login"}, "domain"),
        ({"domain": "github.io"}, "domain"),
        ({"domain": "10.0.0.1"}, "domain"),
        ({"domain": "evil.top", "list": "block"}, "list"),
        ({"number": "13912345678", "list": "block_domains"}, "list"),
        ({"domain": "evil.top", "match": "exact"}, "match"),
        ({"number": "13912345678", "match": "domain"}, "match"),
    ],
)
def test_a_mistake_is_422_and_named(admin: TestPhone, body: dict[str, object], named: str) -> None:
    refused = admin.post(body, ENTRIES)
    assert (refused.status_code, list(refused.json["errors"])) == (422, [named]), refused.text
    assert admin.get(ENTRIES).json["entries"] == []


def test_an_official_or_allowed_domain_is_409_and_named(admin: TestPhone) -> None:
    add(admin, domain="good.top", list="allow_domains")
    for body, conflict in (("www.jd.com", "jd.com"), ("www.good.top", "allow_domains:domain:good.top")):
        refused = admin.post({"domain": body}, ENTRIES)
        assert (refused.status_code, refused.json["errors"]) == (409, {"domain": [conflict]})


@pytest.mark.parametrize(
    "wish", ["format=hosts", "format=spamblocker&list=block_domains", "format=hosts&list=allow_domains"]
)
def test_a_list_is_written_in_its_own_forms_only(admin: TestPhone, wish: str) -> None:
    refused = admin.get(f"{EXPORTS}?{wish}")
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["format"])


@pytest.mark.parametrize(
    ("form", "media", "file"),
    [
        ("csv", "text/csv; charset=utf-8", "block_domains.csv"),
        ("plain", "text/plain; charset=utf-8", "block_domains.txt"),
        ("hosts", "text/plain; charset=utf-8", "block_domains.txt"),
        ("jsonl", "application/x-ndjson", "block_domains.jsonl"),
    ],
)
def test_domains_are_exported(admin: TestPhone, form: str, media: str, file: str) -> None:
    add(admin, domain="evil.top")
    out = admin.get(f"{EXPORTS}?list=block_domains&format={form}")
    assert (out.status_code, out.headers["Content-Type"]) == (200, media)
    assert file in out.headers["Content-Disposition"]
    assert "evil.top" in out.text


@pytest.mark.parametrize("wish", ["format=hosts", "format=spamblocker", "list=block_domains&format=spamblocker"])
def test_an_import_in_a_form_that_is_not_read_is_422(admin: TestPhone, wish: str) -> None:
    refused = admin.post(b"", f"{IMPORTS}?{wish}")
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["format"])


def test_an_import_gives_all_rows_what_they_leave_out(admin: TestPhone) -> None:
    rows = b"0.0.0.0 evil.top b.top # two\n127.0.0.1 localhost\n0.0.0.0 www.jd.com\n"
    wish = "list=block_domains&format=hosts&category=spam&source=a+friend"
    name = admin.post(rows, f"{IMPORTS}?{wish}").json["import_id"]
    deadline = monotonic() + 120
    while (job := admin.get(f"{IMPORTS}/{name}").json)["state"] in {"queued", "running"}:
        assert monotonic() < deadline
        sleep(0.05)
    assert (job["state"], job["rows"], job["added"]) == ("done", 3, 2)
    assert job["errors"][0]["reason"].startswith("covers jd.com, an official domain of JD")
    entries = [(one["domain"], one["category"], one["source"]) for one in admin.get(ENTRIES).json["entries"]]
    assert sorted(entries) == [("b.top", "spam", "a friend"), ("evil.top", "spam", "a friend")]


def test_phones_keep_domains_too(admin: TestPhone, phone: TestPhone) -> None:
    add(admin, domain="evil.top")
    add(admin, number="13912345678")
    page = phone.get("/v1/blocklist?list=block_domains").json
    assert page["upserts"] == [{"domain": "evil.top", "match": "domain", "category": "fraud", "until": None}]
    admin.client.delete(f"{ENTRIES}/block_domains:domain:evil.top", headers={"Authorization": f"Bearer {admin.key}"})
    page = phone.get(f"/v1/blocklist?list=block_domains&since={page['next']}").json
    assert (page["removals"], page["count"]) == ([{"domain": "evil.top", "match": "domain"}], 0)
    assert phone.get(f"/v1/blocklist?list=block&since={page['next']}").status_code == 410
