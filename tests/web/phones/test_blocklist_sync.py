"""A phone keeps the lists: by pages of changes or by a file, and can prove that it has them right."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zlib import crc32

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.lists.entry import Category
from guard_api.lists.snapshot import Snapshot
from guard_api.ports import Services
from guard_api.web.app import create_app
from tests.contracts.records import Record
from tests.support.at_once import tidy
from tests.support.clock import Clock
from tests.support.phones import TestPhone

SYNC, ENTRIES = "/v1/blocklist", "/v1/admin/entries"


@dataclass
class Copy:
    """A phone's copy of one list, and where it stands."""

    phone: TestPhone
    target: str = "block"
    since: str | None = None
    entries: dict[tuple[str, str], tuple[str, int | None]] = field(default_factory=dict)
    pages: int = 0

    def page(self, limit: int = 1000) -> Any:
        cursor = f"&since={self.since}" if self.since is not None else ""
        response = self.phone.get(f"{SYNC}?list={self.target}&limit={limit}{cursor}")
        assert response.status_code == 200, response.text
        return response.json

    def apply(self, page: Any) -> bool:
        for gone in page["removals"]:
            del self.entries[gone["number"], gone["match"]]
        for one in page["upserts"]:
            until = int(datetime.fromisoformat(one["until"]).timestamp()) if one["until"] is not None else None
            self.entries[one["number"], one["match"]] = one["category"], until
        self.since, self.pages = page["next"], self.pages + 1
        return bool(page["complete"])

    def follow(self, limit: int = 1000, between: Callable[[], object] = lambda: None) -> None:
        """Take pages until all is told, and check what it came to."""
        while not self.apply(page := self.page(limit)):
            between()
        assert (len(self.entries), self.checksum) == (page["count"], page["checksum"])

    @property
    def checksum(self) -> str:
        parts = (
            crc32(f"{number},{match},{category},{'' if until is None else until}".encode())
            for (number, match), (category, until) in self.entries.items()
        )
        return f"{sum(parts) % 2**64:016x}"


@pytest.fixture
def copy(phone: TestPhone) -> Copy:
    return Copy(phone)


def add(admin: TestPhone, number: str, **fields: object) -> str:
    response = admin.post({"number": number, **fields}, ENTRIES)
    assert response.status_code == 201, response.text
    return f"{ENTRIES}/{quote(response.json['id'])}"


def change(admin: TestPhone, method: str, path: str, body: object = None) -> None:
    headers = {"Authorization": f"Bearer {admin.key}"}
    assert admin.client.open(path, method=method, json=body, headers=headers).status_code in {200, 204}


def listed(admin: TestPhone, target: str = "block") -> set[str]:
    return {entry["number"] for entry in admin.get(f"{ENTRIES}?limit=1000&list={target}").json["entries"]}


def test_an_empty_list_is_one_page_and_so_is_no_news(copy: Copy) -> None:
    copy.follow()
    page = copy.page()
    assert (copy.pages, page["revision"], page["count"], page["checksum"]) == (1, 0, 0, "0" * 16)
    assert page["upserts"] == page["removals"] == []


def test_a_phone_follows_every_change_page_by_page_even_while_more_happens(admin: TestPhone, copy: Copy) -> None:
    paths = [add(admin, f"139000000{n:02}", category=[*Category][n % 5]) for n in range(20)]
    add(admin, "+3316", match="prefix", category="telemarketing", expires_at="2027-01-01T00:00:00Z")
    fresh = iter(range(20, 100))
    copy.follow(3, lambda: change(admin, "DELETE", paths.pop()) if len(paths) > 15 else None)
    assert {number for number, _ in copy.entries} == listed(admin)
    assert copy.pages > 6

    change(admin, "PATCH", paths[0], {"category": "spam", "expires_at": "2026-12-24T00:00:00Z"})
    change(admin, "PATCH", paths[1], {"note": "of which phones know nothing"})
    change(admin, "DELETE", paths[2])
    change(admin, "DELETE", paths[3])
    add(admin, "13900000003", category="spam")
    add(admin, "13911111111")
    copy.follow(2, lambda: add(admin, f"139000000{next(fresh)}") if copy.pages % 3 else None)
    assert {number for number, _ in copy.entries} == listed(admin)
    until = int(datetime.fromisoformat("2026-12-24T00:00:00Z").timestamp())
    assert copy.entries["+8613900000000", "exact"] == ("spam", until)
    again = Copy(copy.phone)
    again.follow()
    assert again.entries == copy.entries


def test_a_change_that_phones_do_not_care_about_sends_them_nothing(admin: TestPhone, copy: Copy) -> None:
    path = add(admin, "13900000001")
    copy.follow()
    change(admin, "PATCH", path, {"label": "new"})
    add(admin, "13900000002", list="allow")
    gone = add(admin, "13900000003")
    change(admin, "DELETE", gone)
    page = copy.page()
    assert (page["complete"], page["upserts"], page["removals"]) == (True, [], [])


def test_each_list_has_its_own_cursors(admin: TestPhone, phone: TestPhone, copy: Copy) -> None:
    allowed = Copy(phone, "allow")
    add(admin, "13900000001")
    add(admin, "13900000002", list="allow", category="other")
    copy.follow()
    allowed.follow()
    assert [*allowed.entries] == [("+8613900000002", "exact")]
    assert [*copy.entries] == [("+8613900000001", "exact")]
    assert phone.get(f"{SYNC}?list=allow&since={copy.since}").status_code == 410


def test_an_entry_that_has_expired_is_taken_away_and_no_phone_counts_it_before(
    admin: TestPhone, copy: Copy, services: Services, clock: Clock
) -> None:
    add(admin, "13900000001", expires_at=(clock.now + timedelta(hours=1)).isoformat())
    copy.follow()
    assert copy.entries["+8613900000001", "exact"][1] == int((clock.now + timedelta(hours=1)).timestamp())
    clock.pass_(hours=1)
    tidy(services)
    copy.follow()
    assert copy.entries == {}
    assert admin.get("/v1/admin/changes").json["changes"][0]["what"] == "expire"


def test_phones_follow_a_database_that_takes_no_changes_now(
    admin: TestPhone, copy: Copy, database: Path, clock: Clock
) -> None:
    add(admin, "13900000001", expires_at=(clock.now + timedelta(hours=1)).isoformat())
    clock.pass_(hours=1)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    copy.follow()
    other.close()
    assert len(copy.entries) == 1


def test_a_phone_that_was_away_for_longer_than_the_past_is_kept_starts_anew(
    admin: TestPhone, copy: Copy, record: Record, clock: Clock
) -> None:
    path = add(admin, "13900000001")
    copy.follow()
    change(admin, "DELETE", path)
    clock.pass_(days=3)
    later = record.open(history_days=2)
    tidy(later)
    copy.phone.client = create_app(later).test_client()
    assert copy.phone.get(f"{SYNC}?since={copy.since}").status_code == 410
    Copy(copy.phone).follow()


def test_the_snapshot_is_the_same_list_and_goes_on_with_its_cursor(
    admin: TestPhone, phone: TestPhone, copy: Copy
) -> None:
    add(admin, "13900000001", category="fraud", expires_at="2027-01-01T00:00:00Z")
    add(admin, "+3316", match="prefix", category="telemarketing")
    add(admin, "13900000002", list="allow")
    response = phone.get(f"{SYNC}/snapshot")
    assert (response.status_code, response.content_type) == (200, "application/zip")
    assert response.content_length == len(response.data)
    archive = zipfile.ZipFile(BytesIO(response.data))
    assert archive.testzip() is None
    meta = json.loads(archive.read("meta.json"))
    for target in ("block", "allow"):
        page = Copy(phone, target).page()
        assert meta[target] == {name: page[name] for name in ("revision", "next", "count", "checksum")}
    found = Snapshot.read(BytesIO(response.data))
    assert [found.find(number, 0) for number in ("+8613900000001", "+33162345678", "+8613900000002")] == [
        "fraud",
        "telemarketing",
        None,
    ]

    copy.follow()
    copy.since = meta["block"]["next"]
    change(admin, "DELETE", f"{ENTRIES}/block:exact:%2B8613900000001")
    copy.follow()
    assert [*copy.entries] == [("+3316", "prefix")]
    assert Snapshot.read(BytesIO(phone.get(f"{SYNC}/snapshot").data)).find("+8613900000001", 0) is None
