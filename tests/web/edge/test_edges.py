"""What phones send at the edges: times, languages, escapes and slashes."""

import pytest

from tests.support import stage
from tests.support.phones import TestPhone

app, client, clock, database, phone, record, services = stage.FIXTURES


@pytest.mark.parametrize(
    "observed",
    ["0001-01-01T00:00:00Z", "0001-01-01T00:10:00Z", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00-14:00"],
)
def test_no_time_that_a_phone_sends_is_a_500_then_or_later(phone: TestPhone, observed: str) -> None:
    call = {"caller_number": "13912345678", "call_state": "active", "claimed_identity": "京东"}
    assert phone.post({**call, "observed_at": observed, "sent_at": "2026-11-22T12:00:00Z"}).status_code == 200
    assert phone.post({}).status_code == 200


def test_times_are_answered_in_utc_whatever_offset_the_phone_uses(phone: TestPhone) -> None:
    evidence = phone.check(caller_number="+0095118", observed_at="2026-11-22T19:59:00+08:00")["warnings"][0]["evidence"]
    assert evidence[0]["since"] == "2026-11-22T11:59:00Z"


def test_expiry_is_answered_in_utc(admin: TestPhone) -> None:
    body = {"expires_at": "2026-12-22T19:59:00+08:00"}
    assert admin.post(body, "/v1/admin/enrolment-codes").json["expires_at"] == "2026-12-22T11:59:00Z"


@pytest.mark.parametrize(
    "accepted", ["zh-Hans-CN", "zh-TW", "zh,en;q=0.5", "zh-Hans-CN,en-US;q=0.8", "zh-HK,zh;q=0.9,en;q=0.8"]
)
def test_chinese_of_any_kind_that_is_preferred_is_answered_in_chinese(phone: TestPhone, accepted: str) -> None:
    phone.language = accepted
    assert phone.post({}).headers["Content-Language"] == "zh-CN"


def test_a_lone_surrogate_behind_an_escaped_backslash_is_junk_too(phone: TestPhone) -> None:
    assert phone.post(rb'{"caller_number": "\\ud83d\ude00"}').status_code == 200


def test_a_number_that_begins_with_a_slash_is_junk_too(phone: TestPhone) -> None:
    assert phone.get("/v1/numbers/%2F5").status_code == 200
