"""What names a request, and what does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from guard_api.engine.observations import ScreenShareSeen
from guard_api.store.forms.timeline_record import StoredTimeline
from tests.support import stage
from tests.support.clock import NOON, Clock
from tests.support.databases import kept_of
from tests.support.phones import TestPhone

app, client, clock, database, phone, record, services = stage.FIXTURES

SEEN: dict[str, Any] = {
    "caller_number": "13912345678",
    "call_state": "active",
    "call_forwarding_changes": [{"code": "**21*13800138000#", "observed_at": "2026-11-22T11:59:00Z"}],
    "texts": ["hello"],
    "observed_at": "2026-11-22T11:59:00Z",
}


def test_checks_with_an_empty_request_id_are_not_taken_for_repetitions(phone: TestPhone) -> None:
    phone.check(caller_number="13912345678", call_state="active", request_id="")
    answer = phone.check(screen_share_active=True, request_id="")
    assert answer["level"] == "warning"


def test_long_request_ids_that_begin_alike_are_different_requests(phone: TestPhone) -> None:
    phone.check(caller_number="13912345678", call_state="active", request_id="x" * 130 + "1")
    answer = phone.check(screen_share_active=True, request_id="x" * 130 + "2")
    assert answer["level"] == "warning"
    assert phone.check(screen_share_active=True, request_id="x" * 130 + "2")["check_id"] == answer["check_id"]


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"sent_at": "2026-11-22T12:00:30Z"},
        {"sent_at": "2026-11-22T20:00:30+08:00"},
        {"sent_at": None, "links": None},
        {"installed_apps": []},
        {"a_field_of_tomorrow": 1},
        {"observed_at": "2026-11-22T19:59:00+08:00"},
        {"call_kind": "a word of tomorrow"},
        {"texts": ["hello", None]},
    ],
    ids=str,
)
def test_what_is_the_same_under_the_same_id_gets_the_same_answer_and_is_recorded_once(
    phone: TestPhone, clock: Clock, database: Path, again: dict[str, object]
) -> None:
    first = phone.check(**SEEN, sent_at="2026-11-22T12:00:00Z", request_id="a")
    kept = kept_of(database)
    clock.pass_(seconds=40)
    assert phone.check(**{**SEEN, **again}, request_id="a") == first
    assert kept_of(database) == kept


@pytest.mark.parametrize(
    "other",
    [
        {"caller_number": "13912345679"},
        {"caller_number": ""},
        {"caller_number": None},
        {"call_state": "ended"},
        {"call_forwarding_changes": []},
        {"call_forwarding_changes": [{"code": "**21*13800138001#", "observed_at": "2026-11-22T11:59:00Z"}]},
        {"call_forwarding_changes": [{"code": "**21*13800138000#", "observed_at": "2026-11-22T11:58:00Z"}]},
        {"texts": ["hello!"]},
        {"texts": ["hello", ""]},
        {"observed_at": "2026-11-22T11:58:00Z"},
        {"screen_share_active": False},
        {"links": ["2406578.top"]},
        {"caller_in_contacts": False},
    ],
    ids=str,
)
def test_what_is_something_else_under_the_same_id_is_refused_and_not_recorded(
    phone: TestPhone, clock: Clock, database: Path, other: dict[str, object]
) -> None:
    phone.check(**SEEN, request_id="a")
    kept = kept_of(database)
    clock.pass_(seconds=5)
    refused = phone.post({**SEEN, **other, "request_id": "a"})
    assert (refused.status_code, refused.content_type) == (409, "application/problem+json")
    assert set(refused.json["errors"]) == {"request_id"}
    assert kept_of(database) == kept
    assert phone.post({**SEEN, **other, "request_id": "b"}).status_code == 200


def test_an_id_is_free_again_when_what_was_reported_is_forgotten(phone: TestPhone, clock: Clock) -> None:
    phone.check(**SEEN, request_id="a")
    clock.pass_(hours=2, seconds=1)
    anew = phone.check(screen_share_active=True, request_id="a")
    assert (anew["forwarding"], anew["signals"]["call"]) == ([], "unknown")


def test_long_ids_are_held_to_it_too(phone: TestPhone) -> None:
    phone.check(**SEEN, request_id="x" * 1000)
    assert phone.post({"request_id": "x" * 1000}).status_code == 409


def test_two_phones_may_use_the_same_id(phone: TestPhone, admin: TestPhone) -> None:
    key = admin.post({"scope": "device", "region": "CN"}, "/v1/admin/keys").json["key"]
    phone.check(**SEEN, request_id="a")
    assert TestPhone(phone.client, key).check(request_id="a")["level"] == "none"


def test_a_body_that_only_the_schema_can_read_is_the_same_request_as_one_that_is_read_quickly(phone: TestPhone) -> None:
    quick = phone.check(**SEEN, request_id="a")
    slow = (
        json.dumps({**SEEN, "request_id": "a"}).replace("hello", "hell\\u006f")[:-1] + ', "caller_verification": "?"}'
    )
    assert phone.post(slow.encode()).json == quick


def test_what_an_older_version_has_kept_has_no_digest_and_is_read_all_the_same() -> None:
    older = StoredTimeline(2, 1, 2, b'[1,1,"a",[]]\n[2,2,"b",[{"is":"share","at":"2026-11-22T12:00:00Z","on":true}]]\n')
    contents = older.contents(0)
    found = contents.find("a")
    assert found is not None
    assert (found.received_at, found.digest, contents.newest) == (1, None, 2)
    assert contents.elsewhere == [ScreenShareSeen(at=NOON, on=True)]
