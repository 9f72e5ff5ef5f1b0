"""Timelines of fraud: each has to reach its level, and to say why."""

from itertools import permutations

import pytest

from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.stories import (
    BANK,
    CALL,
    DAUGHTER,
    EMPTY,
    FORWARD,
    HANG_UP,
    INSTALL,
    JD_CLAIM,
    OFFICIAL,
    OTHER_BANK,
    RING,
    SHARE,
    SPOOFED,
    STOP_SHARE,
    STRANGER,
    UNDO,
    WALLET,
    Seen,
    Story,
    dial,
    play,
    reply,
    report,
    shown,
    story,
)

MINIMAL = {
    "caller_number": "0095118",
    "screen_share_active": True,
    "call_forwarding_changes": [{"code": "**21*13800138000#"}],
}
FRESH_CONTACT = {
    "caller_number": "13912345678",
    "call_state": "active",
    "caller_in_contacts": True,
    "contact_added_at": "2026-11-22T11:00:00Z",
}

STORIES = [
    # 1, 2: who calls
    story("hotline behind 00", "warning", (0, SPOOFED), shows=["spoofed_official_call"]),
    story("hotline behind +00", "warning", (0, {"caller_number": "+0095118"}), shows=["spoofed_official_call"]),
    story("hotline behind a foreign code", "warning", (0, {"caller_number": "+85295588"})),
    story("hotline behind +86 alone", "notice", (0, {"caller_number": "+8695588"}), shows=["spoofed_official_call"]),
    story("line that never calls", "warning", (0, {"caller_number": "95118"}), shows=["spoofed_official_call"]),
    story("official line that failed verification", "warning", (0, {**OFFICIAL, "caller_verification": "failed"})),
    story("UK call-back line behind +44, which never calls", "warning", (0, {"caller_number": "+44159"})),
    story("claims JD from a mobile", "warning", (0, {**CALL, **JD_CLAIM}), shows=["claimed_identity_mismatch"]),
    story("claims it in a later check", "warning", (0, CALL), (6, JD_CLAIM), shows=["claimed_identity_mismatch"]),
    story("claims it before the number is seen", "warning", (0, JD_CLAIM), (1, CALL)),
    story("claims the central bank, withheld", "warning", (0, {"caller_number": "", "claimed_identity": "PBoC"})),
    story("claims one bank from another's line", "warning", (0, {**OFFICIAL, "claimed_identity": "建设银行"})),
    story("credit centre in characters, with a stranger", "warning", (0, CALL), (2, {"links": ["网贷账户征信报告.com"]})),
    story("JD's finance service in characters", "warning", (0, CALL), (2, {"links": ["https://京东金融客服.com/"]})),
    story("the central bank's branch in Pinyin", "warning", (0, CALL), (2, {"links": ["tianjinpbc.com"]})),
    story("such a site by itself", "notice", (0, {"links": ["征信中心.com"]}), shows=["fraud_link"]),
    story("claims an id of the directory", "warning", (0, {**CALL, "claimed_identity": "jd"})),
    story("claims Douyin from a mobile", "notice", (0, {**CALL, "claimed_identity": "抖音客服"}), shows=["unproven_identity_claim"]),
    story("claims the court, later", "notice", (0, CALL), (4, {"claimed_identity": "北京市海淀区人民法院"}), shows=["unproven_identity_claim"]),
    story("claims the regulator from abroad", "notice", (0, {"caller_number": "+85251234567", "call_state": "active", "claimed_identity": "银保监会"})),
    story("claims social security, withheld", "notice", (0, {"caller_number": "", "call_state": "active", "claimed_identity": "社保局"})),
    story("claims the prosecutor, then a bank app", "warning", (0, {**CALL, "claimed_identity": "检察院"}), (3, BANK), shows=["unproven_identity_claim"]),
    story("claims medical insurance, then a link", "critical", (0, {**CALL, "claimed_identity": "医保局"}), (3, {"links": ["2406578.top"]})),
    story("claims Meituan's service, then shares", "critical", (0, {**CALL, "claimed_identity": "美团客服"}), (5, SHARE)),
    story("number that cannot exist", "notice", (0, {"caller_number": "+888123456"})),
    # 3: screen sharing
    story("share during the call", "warning", (0, CALL), (4, SHARE), shows=["screen_share_with_stranger"]),
    story("share 29 minutes after the call", "warning", (0, CALL), (5, HANG_UP), (34, SHARE)),
    story("share that was on when the stranger called", "warning", (0, SHARE), (20, CALL)),
    story("share with a withheld caller", "warning", (0, {"caller_number": ""}), (2, SHARE)),
    story("share with somebody saved an hour ago", "warning", (0, FRESH_CONTACT), (2, SHARE)),
    story("share with a genuine-looking hotline", "warning", (0, OFFICIAL), (2, SHARE)),
    story("share with a hotline that is in the contacts", "warning", (0, {**OFFICIAL, "caller_in_contacts": True, **SHARE})),
    story("ringing only, and the screen shared later", "warning", (0, RING), (4, SHARE)),
    story("answered by a check without the number", "warning", (0, RING), (0.3, {"call_state": "active"}), (3, SHARE)),
    story("meeting app for a stranger", "warning", (0, CALL), (3, INSTALL), shows=["sharing_app_installed_for_stranger"]),
    story("remote control after the call", "warning", (0, CALL), (2, HANG_UP), (20, {"installed_apps": ["com.oray.sunlogin"]})),
    story("stranger calls into a daughter's help", "warning", (0, DAUGHTER), (2, SHARE), (5, CALL)),
    # 3, 8: money
    story("bank app on the shared screen", "critical", (0, CALL), (4, SHARE), (9, BANK), shows=["finance_app_on_shared_screen"]),
    story("bank app first, share second", "critical", (0, CALL), (4, BANK), (6, SHARE)),
    story("bank app after 80 minutes of sharing", "critical", (0, CALL), (5, HANG_UP), (10, SHARE), (90, BANK)),
    story("JD Finance counts", "critical", (0, CALL), (4, SHARE), (9, {"foreground_app": "com.jd.jrapp"})),
    story("three logins", "warning", (0, CALL), (3, BANK), (6, OTHER_BANK), (9, WALLET), shows=["repeated_finance_logins"]),
    story("the same app three times", "warning", (0, CALL), (3, BANK), (6, BANK), (9, BANK)),
    story("three logins with a share", "critical", (0, CALL), (2, SHARE), (3, BANK), (6, BANK), (9, BANK), shows=["repeated_finance_logins"]),
    # 5: pressure
    story("twenty-one minutes and a share", "warning", (0, CALL), (21, SHARE), shows=["persistent_stranger"]),
    story(
        "three calls within the hour and a share",
        "warning",
        *((minute, step) for start in (0, 15, 30) for minute, step in ((start, CALL), (start + 2, HANG_UP))),
        (33, SHARE),
        shows=["persistent_stranger"],
    ),
    # 7: cut off
    story("forwarding during the call", "critical", (0, CALL), (5, FORWARD), shows=["forwarding_for_stranger"]),
    story("forwarding 29 minutes after it, with another sign", "critical", (0, CALL), (2, HANG_UP), (31, {**FORWARD, **BANK})),
    story("forwarding 5 minutes after it", "critical", (0, CALL), (2, HANG_UP), (7, FORWARD)),
    story("forwarding 29 minutes after it, by itself", "notice", (0, CALL), (2, HANG_UP), (31, FORWARD), shows=["forwarding_for_stranger"]),
    story("forwarding just before the call", "critical", (0, FORWARD), (5, CALL)),
    story("reported instead of dialled", "critical", (0, CALL), (5, report(enabled=True, states=["unconditional"]))),
    story("told by the network", "critical", (0, CALL), (5, {"call_forwarding_changes": [{"ussd_reply": "语音：+8613800138000"}]})),
    story("dialled on China Telecom", "critical", (0, CALL), (5, dial("*7213800138000"))),
    story("dead number", "critical", (0, CALL), (5, dial("**21*0#"))),
    story("code with trailing junk still counts", "critical", (0, CALL), (5, dial("**21*13800138000#1"))),
    story("conditional", "warning", (0, CALL), (5, dial("**67*13800138000#")), shows=["forwarding_for_stranger"]),
    story("conditional to the caller", "warning", (0, CALL), (5, dial("**62*13912345678#"))),
    story("caller whom the phone cannot see", "critical", (0, {"call_state": "active"}), (5, FORWARD)),
    story("a forged hotline", "critical", (0, OFFICIAL), (5, FORWARD)),
    story("with a shared screen", "critical", (0, CALL), (2, SHARE), (5, FORWARD), shows=["forwarding_with_screen_share"]),
    story("conditional with a shared screen", "critical", (0, CALL), (2, SHARE), (5, dial("**61*13800138000#"))),
    story("after 80 minutes of sharing", "critical", (0, CALL), (5, HANG_UP), (10, SHARE), (90, FORWARD)),
    story("left on", "critical", (0, CALL), (3, FORWARD), (5, HANG_UP), (26, EMPTY), shows=["forwarding_left_on"]),
    story("left on, conditional", "warning", (0, CALL), (3, dial("**67*13800138000#")), (5, HANG_UP), (26, EMPTY), shows=["forwarding_left_on"]),
    story("ringing, ended ten minutes later", "warning", (0, RING), (10, HANG_UP), (12, SHARE)),
    story("own number first, then a stranger's by report", "critical", (0, CALL), (1, dial("**21*13700137000#")), (2, report(enabled=True)), (4, report(enabled=True, states=["unconditional"], target="+8613800138000"))),
    story("a query that failed", "warning", (0, CALL), (3, FORWARD), (4, reply("Call forwarding query failed")), (5, HANG_UP), (40, EMPTY), shows=["forwarding_left_on"]),
    story("a cancelling that failed", "warning", (0, CALL), (3, FORWARD), (4, reply("取消呼叫转移失败，系统忙")), (5, HANG_UP), (40, EMPTY), shows=["forwarding_left_on"]),
    story("not yet cancelled", "warning", (0, CALL), (3, FORWARD), (4, reply("您的呼叫转移尚未取消")), (5, HANG_UP), (40, EMPTY), shows=["forwarding_left_on"]),
    story("one state of several is on", "warning", (0, CALL), (3, reply("Unconditional: not active, busy: +8613900000001")), shows=["forwarding_for_stranger"]),
    story("confirmed by Android", "critical", (0, CALL), (3, reply("Call forwarding\nRegistration was successful.")), shows=["forwarding_for_stranger"]),
    story("confirmed by Android in Chinese", "critical", (0, CALL), (3, reply("來電轉接\n註冊成功。")), shows=["forwarding_for_stranger"]),
    story("confirmed with the way to cancel", "critical", (0, CALL), (3, reply("您的来电已转移至13900000001，取消请拨##21#")), shows=["forwarding_for_stranger"]),
    story("after a delay, in Chinese", "warning", (0, CALL), (3, reply("语音：20 秒后+8613900000001")), shows=["forwarding_for_stranger"]),
    story("confirmed for the code that was dialled, conditional as that", "warning", (0, CALL), (3, dial("**67*13800138000#")), (3.1, reply("来电转接\n注册成功。")), shows=["forwarding_for_stranger"]),
    story("fax is switched off, calls are not", "warning", (0, CALL), (3, FORWARD), (4, dial("##002**13#")), (5, HANG_UP), (40, EMPTY), shows=["forwarding_left_on"]),
    story("text messages are switched off, calls are not", "warning", (0, CALL), (3, FORWARD), (4, dial("#21**16#")), (5, HANG_UP), (40, EMPTY), shows=["forwarding_left_on"]),
    story("undone with another network's code", "warning", (0, CALL), (3, FORWARD), (4, dial("*73")), (5, HANG_UP), (40, EMPTY), shows=["forwarding_left_on"]),
    story("one of two networks' codes is undone", "warning", (0, CALL), (3, FORWARD), (3.5, dial("*7213800138000")), (4, dial("*720")), (5, HANG_UP), (40, EMPTY), shows=["forwarding_left_on"]),
    story("another answer's state stays on", "warning", (0, CALL), (3, FORWARD), (4, dial("*#67#")), (4.1, reply("Voice: Not forwarded")), (5, HANG_UP), (40, EMPTY), shows=["forwarding_left_on"]),
    story("India's code as its authority tells of it", "critical", (0, CALL), (3, dial("*401#9812340011")), shows=["forwarding_for_stranger"]),
    story("advice how to switch off is no switching off", "warning", (0, CALL), (3, FORWARD), (5, HANG_UP), (6, {"call_forwarding_changes": [{"ussd_reply": "如需取消呼叫转移请拨打##002#"}]}), (40, EMPTY)),
    story("conditional from a number that cannot exist", "warning", (0, {"caller_number": "+888123456"}), (2, dial("**67*13800138000#"))),
    story("still left on", "warning", (0, CALL), (3, FORWARD), (5, HANG_UP), (60, EMPTY), shows=["forwarding_left_on"]),
    # 8: the end
    story("takeover by a forged number", "critical", (0, SPOOFED), (3, SHARE), (6, BANK), shows=["account_takeover"]),
    story("takeover by forwarding", "critical", (0, CALL), (3, SHARE), (6, BANK), (9, FORWARD), shows=["account_takeover"]),
    story("takeover by a false name", "critical", (0, {**CALL, **JD_CLAIM}), (3, SHARE), (6, BANK), shows=["account_takeover"]),
    story("the whole product in one line", "critical", (0, MINIMAL), shows=["forwarding_with_screen_share"]),
    story(
        "the article's case",
        "critical",
        (0, {"caller_number": "+0095118", "claimed_identity": "JD.com", "call_state": "active"}),
        (3, INSTALL),
        (5, SHARE),
        (8, BANK),
        (11, FORWARD),
        shows=["account_takeover"],
    ),
]  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_fraud_reaches_its_level_and_explains_why(story: Story, phone: TestPhone, clock: Clock) -> None:
    answer = play(phone, clock, story.steps)[-1]

    assert answer["level"] == story.level
    assert story.patterns <= shown(answer)
    assert all(warning["evidence"] for warning in answer["warnings"])


def test_a_takeover_is_shown_alone() -> None:
    assert STORIES[-1].patterns == {"account_takeover"}


SIGNS: list[Seen] = [STRANGER, {"screen_share_active": True}, FORWARD]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
@pytest.mark.parametrize("apart", [0, 0.01, 4, 14])
def test_call_share_and_forwarding_in_any_order_minutes_apart_are_critical(
    order: tuple[int, ...], apart: float, phone: TestPhone, clock: Clock
) -> None:
    answers = play(phone, clock, [(i * apart, SIGNS[which]) for i, which in enumerate(order)])

    assert answers[-1]["level"] == "critical"
    assert "forwarding_with_screen_share" in shown(answers[-1])


def test_undoing_stops_the_advice_to_undo(phone: TestPhone, clock: Clock) -> None:
    on, off = play(phone, clock, [(0, {**CALL, **FORWARD}), (2, UNDO)])

    assert ("dial", "##002#", "cancel_forwarding") in [
        (a["type"], a.get("code"), a.get("purpose")) for a in on["actions"]
    ]
    assert "Nobody gets through to you now" in on["warnings"][0]["message"]
    assert all(action["type"] != "dial" for action in off["actions"])
    assert "Nobody gets through" not in str(off["warnings"])
    assert "Forwarding is off again" in off["warnings"][0]["message"]


def test_a_share_that_ended_needs_no_stopping(phone: TestPhone, clock: Clock) -> None:
    *_, answer = play(phone, clock, [(0, CALL), (1, SHARE), (3, STOP_SHARE), (4, HANG_UP)])

    assert answer["level"] == "warning"
    assert {action["type"] for action in answer["actions"]} == {"call"}
