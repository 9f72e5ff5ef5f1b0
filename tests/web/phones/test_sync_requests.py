"""What a phone asks of the lists: where it stands, what it has already, and how much it takes at once."""

import base64
from pathlib import Path
from typing import Any

import pytest
from msgspec import msgpack

from guard_api.app import open_services
from guard_api.config import Config
from guard_api.lists.entry import ListName
from guard_api.ports import Services
from tests.support.phones import TestPhone

SYNC, ENTRIES = "/v1/blocklist", "/v1/admin/entries"


def add(admin: TestPhone, number: str, **fields: object) -> None:
    response = admin.post({"number": number, **fields}, ENTRIES)
    assert response.status_code == 201, response.text


def ask_again(phone: TestPhone, path: str, tag: str) -> Any:
    return phone.client.get(path, headers={"Authorization": f"Bearer {phone.key}", "If-None-Match": tag})


def cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode(msgpack.encode(parts)).decode().rstrip("=")


def test_a_cursor_that_is_not_of_this_list_here_and_now_is_410_and_advises_to_start_again(
    admin: TestPhone, phone: TestPhone, services: Services, tmp_path: Path
) -> None:
    add(admin, "13900000001")
    mine = services.sync.start(ListName.BLOCK).database
    other = open_services(Config(database=tmp_path / "other.db")).sync.start(ListName.BLOCK).database
    junk = ["junk", "é", "%00", "%FF", "====", "A" * 10_000, "1", "null", "' OR 1=1 --"]
    wrong: list[tuple[object, ...]] = [(other, "block"), (other, "block", 1), (mine, "allow", 1)]
    wrong += [(mine, "block", base) for base in (2, 1 << 62, (1 << 64) - 1, -1)]
    wrong += [(mine, "block", 0, target) for target in (2, -1, (1 << 64) - 1)]
    wrong += [
        (),
        (mine,),
        (mine, "grey"),
        ("x", "block"),
        (mine, "block", "1"),
        (mine, "block", 1.5),
        ({},),
        (-1, "block"),
    ]
    wrong += [(mine, "block", 1, 0, after) for after in ([], ["", -1], ["", (1 << 64) - 1], [0, 0], None)]
    for since in (*junk, *(cursor(*parts) for parts in wrong)):
        response = phone.get(f"{SYNC}?since={since}")
        assert (response.status_code, response.content_type) == (410, "application/problem+json"), since
        assert "without it" in response.json["detail"]


def test_a_page_has_from_1_to_10_000_entries_and_new_words_in_the_query_are_ignored(
    admin: TestPhone, phone: TestPhone
) -> None:
    for n in range(2):
        add(admin, f"1390000000{n}")
    for limit in ("0", "10001", "-1", "x", "", "1.0", "9" * 5000):
        refused = phone.get(f"{SYNC}?limit={limit}")
        assert (refused.status_code, list(refused.json["errors"])) == (422, ["limit"])
    assert phone.get(f"{SYNC}?list=grey").status_code == 422
    assert len(phone.get(f"{SYNC}?limit=1&new=1").json["upserts"]) == 1
    assert len(phone.get(f"{SYNC}?limit=10000&since=").json["upserts"]) == 2


@pytest.mark.parametrize("path", [SYNC, f"{SYNC}/snapshot"])
def test_what_the_phone_has_already_is_304_until_something_changes(
    admin: TestPhone, phone: TestPhone, path: str
) -> None:
    add(admin, "13900000001")
    first = phone.get(path)
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = ask_again(phone, path, known)
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert "Content-Type" not in again.headers
    assert [ask_again(phone, path, unknown).status_code for unknown in ('"x"', "junk", "\\", '"')] == [200] * 4
    add(admin, "13900000002")
    assert ask_again(phone, path, tag).status_code == 200


def test_different_pages_have_different_tags(admin: TestPhone, phone: TestPhone) -> None:
    add(admin, "13911111111")
    since = phone.get(SYNC).json["next"]
    for n in range(3):
        add(admin, f"1390000000{n}")
    paths = [SYNC, f"{SYNC}?limit=1", f"{SYNC}?list=allow", f"{SYNC}?since={since}"]
    assert len({phone.get(path).headers["ETag"] for path in paths}) == len(paths)


def test_a_page_is_compact_json_that_belongs_to_one_phone(admin: TestPhone, phone: TestPhone) -> None:
    add(admin, "13900000001", label="of which phones know nothing")
    response = phone.get(SYNC)
    assert response.json["upserts"] == [
        {"number": "+8613900000001", "match": "exact", "category": "other", "until": None}
    ]
    assert '": ' not in response.text
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", [SYNC, f"{SYNC}/snapshot"])
def test_only_phones_follow_the_lists(admin: TestPhone, path: str) -> None:
    refused = admin.get(path)
    assert (refused.status_code, refused.content_type) == (403, "application/problem+json")
    assert "device" in refused.json["detail"]
