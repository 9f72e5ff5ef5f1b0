"""An answer keeps its form, its language, its words and its place in time."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from marshmallow import Schema

from guard_api.web.contract.schemas import accounts, server
from guard_api.web.contract.schemas.checks import check_answers, verdicts
from tests.support import stage
from tests.support.clock import NOON, Clock
from tests.support.phones import TestPhone

app, client, clock, database, phone, record, services = stage.FIXTURES

ARTICLE: dict[str, object] = {
    "caller_number": "0095118",
    "claimed_identity": "京东客服",
    "screen_share_active": True,
    "foreground_app": "com.icbc",
    "installed_apps": ["com.tencent.wemeet.app"],
    "call_forwarding_changes": [{"code": "**21*13800138000#"}],
    "links": ["2406578.top"],
    "texts": ["我申请关闭"],
}
CHECKS: dict[str, Mapping[str, object]] = {
    "empty": {},
    "article": ARTICLE,
    "ordinary": {"caller_number": "13912345678", "caller_in_contacts": True, "call_state": "ended"},
    "impossible": {"caller_number": "+999123", "call_kind": "voip", "caller_verification": "failed"},
    "withheld": {"caller_number": "", "screen_share_active": False},
    "reported": {"call_forwarding_changes": [{"enabled": True, "states": ["conditional_busy"]}, {"ussd_reply": "x"}]},
    "undone": {"call_forwarding_changes": [{"code": "##002#"}, {"code": "*#21#"}, {"enabled": False}]},
}


def moments(value: object, name: str = "") -> Iterator[str]:
    """Find every time in an answer."""
    if isinstance(value, dict):
        for inner_name, inner in value.items():
            yield from moments(inner, inner_name)
    elif isinstance(value, list):
        for inner in value:
            yield from moments(inner, name)
    elif isinstance(value, str) and (name in {"since", "until"} or name.endswith(("_at", "_until"))):
        yield value


@pytest.mark.parametrize("seen", CHECKS.values(), ids=CHECKS)
def test_an_answer_to_a_check_has_the_promised_form_and_times_in_utc(
    phone: TestPhone, seen: Mapping[str, object]
) -> None:
    answer = phone.check(**seen)
    assert check_answers.CheckOut().validate(answer) == {}
    assert all(moment.endswith("Z") for moment in moments(answer))
    assert [link["link"] for link in answer["links"]] == seen.get("links", [])


def test_every_other_answer_has_the_promised_form_and_times_in_utc(phone: TestPhone, admin: TestPhone) -> None:
    code = admin.post({}, "/v1/admin/enrolment-codes")
    answers: list[tuple[Schema, int, Any]] = [
        (accounts.EnrolmentCodeOut(), 201, code),
        (accounts.DeviceOut(), 201, phone.post({"enrolment_code": code.json["code"]}, "/v1/devices")),
        (accounts.NewKeyOut(), 201, admin.post({"scope": "metrics"}, "/v1/admin/keys")),
        (accounts.KeysOut(), 200, admin.get("/v1/admin/keys")),
        (server.AliveOut(), 200, phone.get("/healthz")),
        (server.ReadyOut(), 200, phone.get("/readyz")),
        *(
            (verdicts.NumberOut(), 200, phone.get(f"/v1/numbers/{n}"))
            for n in ("1", "0095118", "%2B999123", "%20", "%00")
        ),
    ]
    for schema, status, response in answers:
        assert response.status_code == status, response.text
        assert response.content_type == "application/json"
        assert schema.validate(response.json) == {}
        assert all(moment.endswith("Z") for moment in moments(response.json))


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        *(
            ("", "en"),
            ("en", "en"),
            ("en-GB", "en"),
            ("de", "en"),
            ("*", "en"),
            ("nonsense;;;", "en"),
            ("zh;q=0", "en"),
        ),
        *(("zh", "zh-CN"), ("zh-CN", "zh-CN"), ("ZH-cn", "zh-CN"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN")),
        *(("de,zh;q=0.5", "zh-CN"), ("en;q=0.5,zh-CN;q=0.9", "zh-CN"), ("en,zh-CN", "en")),
    ],
)
def test_the_language_is_chosen_by_accept_language_and_named(phone: TestPhone, accepted: str, language: str) -> None:
    phone.language = accepted
    response = phone.post(ARTICLE)
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]
    assert ("马上" in response.text or "挂断" in response.text) == (language == "zh-CN")


def test_codes_and_ids_are_the_same_in_every_language(phone: TestPhone) -> None:
    english = phone.check(**ARTICLE, request_id="1")
    phone.language = "zh-CN"
    chinese = phone.check(**ARTICLE, request_id="1")
    for answer in (english, chinese):
        assert answer["caller"]["organization"].pop("name") in {"JD.com", "京东"}
        for warning in answer["warnings"]:
            for words in ("title", "message", "advice"):
                assert warning.pop(words)
        assert answer.pop("level_label") in {"DANGER", "危险"}
        assert all(action.pop("label") for action in answer["actions"])
        assert all(action.pop("spoken", "") or "purpose" not in action for action in answer["actions"])
    assert english == chinese


BUTTONS = {
    "en": [
        ("Lock the screen", None),
        ("Hang up now", None),
        ("Stop sharing", None),
        ("Call Industrial and Commercial Bank of China: freeze the card", "nine five five eight eight"),
        ("Switch forwarding off", "hash, hash, zero zero two, hash"),
        ("If that fails, this one", "star, seven two zero"),
    ],
    "zh-CN": [
        ("锁屏", None),
        ("马上挂断", None),
        ("停止共享", None),
        ("打给中国工商银行，冻结卡", "九五五八八"),
        ("关闭呼叫转移", "井号，井号，零零二，井号"),
        ("不行，再试这个", "星号，七二零"),
    ],
}


@pytest.mark.parametrize("language", BUTTONS)
def test_buttons_say_in_the_language_what_they_do_and_spell_codes_and_numbers_for_the_ear(
    phone: TestPhone, language: str
) -> None:
    phone.language = language
    actions = phone.check(**ARTICLE)["actions"]
    assert [(action["label"], action.get("spoken")) for action in actions][:6] == BUTTONS[language]
    assert all(("spoken" in action) == (action["type"] in {"dial", "call"}) for action in actions)


@pytest.mark.parametrize(("language", "label"), [("en", "No warning so far"), ("zh-CN", "目前没有提醒")])
def test_the_level_has_a_label_which_is_never_an_all_clear(phone: TestPhone, language: str, label: str) -> None:
    phone.language = language
    assert phone.check()["level_label"] == label
    assert phone.get("/v1/numbers/13912345678").json["level_label"] == label
    assert phone.get("/v1/links?url=2406578.com").json["level_label"] == label


def test_a_code_that_forwards_nothing_has_a_target_of_no_kind(phone: TestPhone) -> None:
    answer = phone.check(call_forwarding_changes=[{"code": "##21*13800138000#"}, {"code": "*#21*13800138000#"}])
    assert check_answers.CheckOut().validate(answer) == {}


def test_a_repeated_request_id_gets_the_same_answer_and_records_nothing_twice(phone: TestPhone, clock: Clock) -> None:
    first = phone.check(foreground_app="com.icbc", caller_number="13912345678", request_id="a")
    clock.pass_(minutes=2)
    later = phone.check(screen_share_active=True)
    clock.pass_(minutes=2)
    assert phone.check(foreground_app="com.icbc", caller_number="13912345678", request_id="a") == first
    assert phone.check()["level"] == later["level"] == "critical"


def test_a_request_id_means_nothing_to_another_phone_and_nothing_after_the_window(
    phone: TestPhone, admin: TestPhone, clock: Clock
) -> None:
    other = TestPhone(phone.client, admin.post({"scope": "device"}, "/v1/admin/keys").json["key"])
    checks = [phone.check(request_id="a")["check_id"], other.check(request_id="a")["check_id"]]
    clock.pass_(hours=2, seconds=1)
    assert len({*checks, phone.check(request_id="a")["check_id"]}) == 3


STEPS: list[dict[str, object]] = [
    {"caller_number": "13912345678", "call_state": "active"},
    {"screen_share_active": True},
    {"call_forwarding_changes": [{"code": "**21*13800138000#"}]},
]


def shown(moment: datetime) -> str:
    return moment.isoformat()


@pytest.mark.parametrize("sends_sent_at", [True, False])
@pytest.mark.parametrize(
    "skew",
    [datetime(1970, 1, 1, tzinfo=UTC) - NOON, datetime(2100, 1, 1, tzinfo=UTC) - NOON]
    + [timedelta(days=days) for days in (-3, 3)],
    ids=["1970", "2100", "3 days behind", "3 days ahead"],
)
def test_a_phone_whose_clock_is_wrong_gets_the_same_level_as_any_other(
    phone: TestPhone, clock: Clock, skew: timedelta, *, sends_sent_at: bool
) -> None:
    for step in STEPS:
        clock.pass_(minutes=3)
        times = {"observed_at": shown(clock.now + skew)}
        answer = phone.check(**step, **times, **({"sent_at": shown(clock.now + skew)} if sends_sent_at else {}))
    assert answer["level"] == "critical"
    evidence = {e["signal"]: e["since"] for w in answer["warnings"] for e in w["evidence"]}
    assert datetime.fromisoformat(evidence["screen_shared"]) == NOON + timedelta(minutes=6)


def test_with_sent_at_what_was_seen_long_ago_is_put_where_it_belongs(phone: TestPhone, clock: Clock) -> None:
    skew = timedelta(days=3)
    sent = shown(clock.now + skew)
    for minutes_ago, step in zip((59, 58), STEPS[:2], strict=True):
        answer = phone.check(**step, observed_at=shown(clock.now + skew - timedelta(minutes=minutes_ago)), sent_at=sent)
    [call, share] = answer["warnings"][0]["evidence"]
    assert [call["since"], share["since"]] == ["2026-11-22T11:01:00Z", "2026-11-22T11:02:00Z"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_checks_minutes_apart_in_any_order_of_arrival_get_the_level_of_all_at_once(
    phone: TestPhone, clock: Clock, order: tuple[int, ...]
) -> None:
    seen_at = [clock.now + timedelta(minutes=3 * n) for n in range(3)]
    clock.pass_(minutes=10)
    for n in order:
        answer = phone.check(**STEPS[n], observed_at=shown(seen_at[n]))
    assert answer["level"] == phone.check(**STEPS[0], **STEPS[1], **STEPS[2])["level"] == "critical"


def test_a_timeline_is_forgotten_after_two_hours(phone: TestPhone, clock: Clock) -> None:
    phone.check(**ARTICLE)
    clock.pass_(hours=2)
    answer = phone.check()
    assert answer["level"] == "none"
    assert set(answer["signals"].values()) == {"unknown"}


def test_the_answer_shows_what_it_went_by(phone: TestPhone, clock: Clock) -> None:
    phone.check(screen_share_active=True)
    clock.pass_(minutes=31)
    signals = phone.check(caller_number="13912345678")["signals"]
    assert signals == {
        "call": "reported",
        "screen_share": "stale",
        "forwarding": "unknown",
        "foreground_app": "unknown",
    }


def test_a_worse_answer_is_valid_for_a_shorter_time(phone: TestPhone, clock: Clock) -> None:
    quiet = datetime.fromisoformat(phone.check()["valid_until"])
    loud = datetime.fromisoformat(phone.check(**ARTICLE)["valid_until"])
    assert clock.now < loud < quiet


@pytest.mark.parametrize("shown_as", ["+0095118", "%2B0095118", "%200095118", "%2B%30095118"])
def test_the_look_up_reads_a_number_however_its_plus_was_written(phone: TestPhone, shown_as: str) -> None:
    answer = phone.get(f"/v1/numbers/{shown_as}").json
    assert answer["caller"]["displayed"] == "+0095118"
    assert answer["level"] == "warning"


def test_a_clean_number_is_200_and_none_and_a_look_up_records_nothing(phone: TestPhone, admin: TestPhone) -> None:
    assert phone.get("/v1/numbers/13912345678").json["level"] == "none"
    assert phone.get("/v1/numbers/0095118").json["level"] == "warning"
    assert admin.get("/v1/numbers/0095118").status_code == 403
    assert set(phone.check()["signals"].values()) == {"unknown"}


@pytest.mark.parametrize(("language", "words"), [("en", "Nobody gets through"), ("zh-CN", "谁都打不进来")])
def test_while_forwarding_is_on_the_answer_warns_once_that_nobody_gets_through_and_how_to_undo_it(
    phone: TestPhone, language: str, words: str
) -> None:
    phone.language = language
    answer = phone.check(caller_number="13912345678", call_forwarding_changes=ARTICLE["call_forwarding_changes"])
    codes = [action["code"] for action in answer["actions"] if action["type"] == "dial"]
    warnings = str(answer["warnings"])
    assert warnings.count(words) == 1
    assert codes == ["##002#", "*720"]
    assert (warnings.count(codes[0]), warnings.count(codes[1])) == (1, 0)
    undone = phone.check(call_forwarding_changes=[{"code": "##002#"}])
    assert words not in str(undone["warnings"])
    assert "dial" not in {action["type"] for action in undone["actions"]}
