"""Timelines of ordinary life: every one stays quiet at every step. Each is the near miss of a fraud."""

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
    HOME,
    INSTALL,
    OFFICIAL,
    OTHER_BANK,
    RING,
    SHARE,
    STOP_SHARE,
    STRANGER,
    UNDO,
    WALLET,
    Story,
    dial,
    play,
    reply,
    report,
    story,
)

OLD_CONTACT = {**DAUGHTER, "contact_added_at": "2021-05-01T08:00:00Z"}
YESTERDAY = {**DAUGHTER, "contact_added_at": "2026-11-21T11:59:00Z"}
NO_CALL = {"call_state": "none"}
JUNK = {
    "caller_number": "JDCALL\u202e\x00",
    "claimed_identity": "\ufffd" * 50,
    "foreground_app": "💥",
    "installed_apps": ["", "..", "com.unknown"],
    "call_forwarding_changes": [{"code": "*#06#"}, {"code": ""}, {"ussd_reply": "???"}, {}],
    "links": ["http://[::1"],
    "texts": ["\x00"],
}

STORIES = [
    # a contact of long standing
    story("daughter helps with everything", "none", (0, DAUGHTER), (2, INSTALL), (4, SHARE), (6, BANK), (8, dial("**21*13611112222#"))),
    story("daughter has calls go to the new phone, no bank", "none", (0, DAUGHTER), (2, INSTALL), (4, SHARE), (8, FORWARD)),
    story("daughter sees the bank's app, calls she cannot take go to an office", "none", (0, DAUGHTER), (4, SHARE), (6, BANK), (8, dial("**62*01085001234#"))),
    story("daughter on a video call", "none", (0, {**OLD_CONTACT, "call_kind": "voip"}), (1, {**SHARE, **BANK})),
    story("contact saved 24 hours ago", "none", (0, YESTERDAY), (1, SHARE)),
    story("contact told by a later check", "none", (0, {**DAUGHTER, **SHARE}), (3, {"caller_number": "13611112222"})),
    story("contact without a number", "none", (0, {"call_state": "active", "caller_in_contacts": True}), (1, SHARE)),
    story("daughter helps after a courier's call", "none", (0, CALL), (1, HANG_UP), (5, DAUGHTER), (6, SHARE), (7, BANK)),
    story("contact calls again and again", "none", *((i * 10, DAUGHTER) for i in range(4)), (41, SHARE)),
    story("forwarding to the daughter", "none", (0, DAUGHTER), (2, dial("**21*13611112222#"))),
    # work
    story("work meeting without a call", "none", (0, SHARE), (30, BANK)),
    story("work meeting over the internet", "none", (0, {"call_kind": "voip", "call_state": "active", **SHARE})),
    story("work meeting, no call at all", "none", (0, {**NO_CALL, **SHARE}), (5, {**NO_CALL, **FORWARD})),
    story("courier rings into a work meeting unanswered", "none", (0, SHARE), (5, RING), (5.6, HANG_UP), (9, BANK)),
    story("courier rings for a minute in vain", "none", (0, SHARE), (3, RING), (4, HANG_UP), (8, BANK)),
    story("courier before the work meeting", "none", (0, CALL), (1, HANG_UP), (31.1, SHARE)),
    story("work meeting that was over", "none", (0, SHARE), (20, STOP_SHARE), (22, CALL)),
    story("meeting app installed for work", "none", (0, INSTALL), (10, CALL)),
    story("meeting app installed long after a call", "none", (0, CALL), (1, HANG_UP), (31.1, INSTALL)),
    # unknown callers alone
    story("courier", "none", (0, RING), (0.2, CALL), (1, HANG_UP)),
    story("courier who says so", "none", (0, {**CALL, "claimed_identity": "顺丰快递"})),
    story("court from a fixed line", "none", (0, {"caller_number": "01067550114", "call_state": "active", "claimed_identity": "北京法院"}), (3, BANK)),
    story("court by its hotline", "none", (0, {"caller_number": "12368", "call_state": "active", "claimed_identity": "法院"})),
    story("Douyin's own line", "none", (0, {"caller_number": "95152", "call_state": "active", "claimed_identity": "抖音客服"})),
    story("rider of Meituan who says so", "none", (0, {**CALL, "claimed_identity": "美团外卖"}), (2, BANK)),
    story("driver of DiDi who says so", "none", (0, {**CALL, "claimed_identity": "滴滴司机"})),
    story("contact who works at the court", "none", (0, {**DAUGHTER, "claimed_identity": "法院"}), (2, BANK)),
    story("courier of JD who says so", "none", (0, {**CALL, "claimed_identity": "京东快递"}), (2, BANK)),
    story("foreign friend", "none", (0, {"caller_number": "+14155552671"})),
    story("withheld", "none", (0, {"caller_number": ""})),
    story("letters instead of a number", "none", (0, {"caller_number": "JDCALL"})),
    story("claim of somebody unknown", "none", (0, {**CALL, "claimed_identity": "your cousin Wang"})),
    story("long call with a tradesman", "none", (0, CALL), (25, {**STRANGER, "call_state": "active"}), (40, HANG_UP)),
    story("courier calls three times", "none", *((i * 10, CALL) for i in range(3))),
    story("stranger while the bank app is open", "none", (0, BANK), (1, RING), (1.5, HANG_UP), (2, BANK)),
    story("two logins after a stranger", "none", (0, CALL), (1, HANG_UP), (3, BANK), (5, OTHER_BANK)),
    story("three logins before a stranger", "none", (0, BANK), (2, OTHER_BANK), (4, WALLET), (5, HOME), (8, CALL)),
    # official lines in their genuine form
    story("anti-fraud centre", "none", (0, {"caller_number": "96110", "call_state": "active"}), (9, HANG_UP)),
    story("anti-fraud centre behind an area code", "none", (0, {"caller_number": "057196110"})),
    story("bank's real line", "none", (0, {**OFFICIAL, "claimed_identity": "工商银行"}), (3, BANK), (6, OTHER_BANK), (9, BANK)),
    story("bank's line verified or not", "none", (0, {**OFFICIAL, "caller_verification": "not_verified"})),
    # forwarding
    story("forwarding without any call", "none", (0, FORWARD), (50, EMPTY)),
    story("forwarding long after a stranger", "none", (0, CALL), (1, HANG_UP), (31.1, FORWARD), (60, EMPTY)),
    story("forwarding that was off before the stranger", "none", (0, FORWARD), (10, dial("##21#")), (15, CALL), (17, BANK)),
    story("forwarding off again, long after another stranger", "none", (0, CALL), (2, HANG_UP), (60, FORWARD), (61, dial("##21#")), (65, CALL)),
    story("own number dialled, then reported", "none", (0, CALL), (1, dial("**21*13700137000#")), (2, report(enabled=True))),
    story("reported, then explained by the own number", "none", (0, {**CALL, "call_forwarding_changes": [{"enabled": True}, {"enabled": True, "target": "13700137000"}]})),
    story("own number told after the report", "none", (0, {**CALL, "call_forwarding_changes": [{"enabled": True}, {"code": "**21*13700137000#"}]})),
    story("share that ended as the courier called", "none", (0, {**SHARE, **BANK}), (30, {**STRANGER, **STOP_SHARE})),
    story("forwarding to the own second number", "none", (0, CALL), (2, dial("**21*13700137000#")), (30, EMPTY)),
    story("the own number in another form", "none", (0, CALL), (2, dial("**21*+86 137 0013 7000#"))),
    story("forwarding to the mailbox", "none", (0, CALL), (2, dial("**62*10165#"))),
    story("asking for the state", "none", (0, CALL), (1, dial("*#21#")), (2, dial("*#67#"))),
    story("switching off", "none", (0, CALL), (1, UNDO), (2, dial("*720")), (3, report(enabled=False))),
    story("unknown state", "none", (0, CALL), (1, report(enabled=None))),
    story("other codes of that shape", "none", (0, CALL), (1, dial("*#06#")), (2, dial("*43#")), (3, dial("*31#13800138000"))),
    story("the mailbox, confirmed", "none", (0, CALL), (2, dial("**62*10165#")), (2.1, reply("来电转接\n注册成功。")), (30, EMPTY)),
    story("the own second number, confirmed", "none", (0, CALL), (2, dial("**21*13700137000#")), (2.1, reply("Call forwarding\nRegistration was successful.")), (30, EMPTY)),
    story("the own second number, told with the way to cancel", "none", (0, CALL), (2, reply("您的来电已转移至13700137000，取消请拨##21#"))),
    story("queries that fail", "none", (0, CALL), (1, reply("Call forwarding query failed")), (2, reply("呼叫转移状态查询失败，请重试"))),
    story("cancelled, as Android says it", "none", (0, CALL), (1, reply("呼叫转移\n清除成功")), (2, reply("Call forwarding\nErasure was successful."))),
    story("how to forward", "none", (0, CALL), (1, reply("To forward calls dial **21*number#. To cancel dial ##21#."))),
    story("other services of that kind", "none", (0, CALL), (1, reply("Call waiting\nService was enabled for:\nVoice")), (2, reply("来电等待\n已启用服务。"))),
    story("forwarding of fax", "none", (0, CALL), (1, dial("**21*13900000001*13#")), (2, reply("FAX: +8613900000001")), (30, EMPTY)),
    story("reply that nothing is forwarded", "none", (0, CALL), (1, {"call_forwarding_changes": [{"ussd_reply": "Voice: Not forwarded"}]})),
    # everything unknown
    story("nothing at all", "none", (0, EMPTY), (5, EMPTY)),
    story("all unknown", "none", (0, {"caller_number": None, "screen_share_active": None, "call_forwarding_changes": None})),
    story("junk everywhere", "none", (0, JUNK), (1, JUNK)),
    story("a phone that died", "none", (0, SHARE), (121, CALL)),
]  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_ordinary_life_stays_quiet_at_every_step(story: Story, phone: TestPhone, clock: Clock) -> None:
    answers = play(phone, clock, story.steps)

    assert [(answer["level"], answer["warnings"], answer["actions"]) for answer in answers] == [
        ("none", [], []) for _ in story.steps
    ]
