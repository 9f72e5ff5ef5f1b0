"""Callers whom no phone sees: the talk has moved into a meeting or a chat. And their twins, who have nothing to hide."""

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
    OTHER_BANK,
    RING,
    SHARE,
    STOP_SHARE,
    STRANGER,
    UNDO,
    WALLET,
    Story,
    dial,
    link,
    play,
    reply,
    report,
    shown,
    story,
)

MEETING = {"foreground_app": "com.tencent.wemeet.app"}
CHAT = {"foreground_app": "com.tencent.mm"}
VOIP = {"call_kind": "voip", "call_state": "active"}
VOIP_WITH_DAUGHTER = {**VOIP, "caller_in_contacts": True, "contact_added_at": "2020-01-01T00:00:00Z"}
ADVISER = {
    "caller_number": "13800001111",
    "call_state": "active",
    "caller_in_contacts": True,
    "contact_added_at": "2026-11-01T09:00:00Z",
}
OUT = {"call_direction": "outgoing", "call_state": "active"}
CAST = {"screen_share_active": True, "screen_share_app": "com.google.android.apps.chromecast.app"}
GAME = {"screen_share_active": True, "screen_share_app": "com.example.game.stream"}
IMPOSSIBLE = {"caller_number": "+888123456", "call_state": "active"}
TO_BOT = dial("**62*12599#")

FRAUD = [
    # nobody was seen to call
    story("share, bank and a code to a stranger", "warning", (0, SHARE), (3, BANK), (5, FORWARD), shows=["hidden_caller"]),
    story("the same in another order", "warning", (0, FORWARD), (3, BANK), (5, SHARE), shows=["hidden_caller"]),
    story("the same all at once", "warning", (0, {**SHARE, **BANK, **FORWARD}), shows=["hidden_caller"]),
    story("forwarding to a number that is dead", "warning", (0, SHARE), (3, BANK), (5, dial("**21*0#")), shows=["hidden_caller"]),
    story("forwarding told by the network", "warning", (0, SHARE), (3, BANK), (5, reply("语音：+8613800138000")), shows=["hidden_caller"]),
    story("a call over the internet is on", "critical", (0, VOIP), (1, SHARE), (3, BANK), (5, FORWARD), shows=["hidden_caller"]),
    story("a fraud's link in the meeting's chat", "warning", (0, SHARE), (3, link("https://www.pbc.gov.cn@2406578.top/")), (5, BANK), shows=["hidden_caller"]),
    story("a fraud's link, talking over the internet", "critical", (0, VOIP), (1, SHARE), (3, link("https://www.pbc.gov.cn@2406578.top/")), (5, BANK)),
    # who is a contact: the number can be forged
    story("a contact of years sees the bank's app, and calls go to nobody knows whom", "warning", (0, DAUGHTER), (4, SHARE), (6, BANK), (8, FORWARD), shows=["hidden_caller"]),
    story("the same, calls go away first", "warning", (0, DAUGHTER), (3, FORWARD), (8, SHARE), (11, BANK), shows=["hidden_caller"]),
    story("the same over the internet", "warning", (0, VOIP_WITH_DAUGHTER), (4, SHARE), (6, BANK), (8, FORWARD), shows=["hidden_caller"]),
    # somebody called, and the talk went on elsewhere
    story("31 minutes after the call, in the meeting", "warning", (0, CALL), (5, HANG_UP), (20, MEETING), (36, SHARE), shows=["screen_share_with_stranger"]),
    story("an hour after the call, from chat to meeting", "critical", (0, CALL), (5, HANG_UP), (20, CHAT), (45, MEETING), (65, SHARE), (70, BANK), shows=["finance_app_on_shared_screen"]),
    story("forwarding an hour after the call", "critical", (0, CALL), (5, HANG_UP), (25, MEETING), (50, SHARE), (65, FORWARD), shows=["forwarding_with_screen_share"]),
    story("three hours after the call, from meeting to meeting", "critical", (0, CALL), (5, HANG_UP), *((minute, MEETING) for minute in range(20, 180, 20)), (185, SHARE), (187, BANK), shows=["finance_app_on_shared_screen"]),
    story("an installed app keeps it open", "critical", (0, CALL), (5, HANG_UP), (30, INSTALL), (58, SHARE), (60, BANK)),
    # whom they saved some weeks ago
    story("an adviser of some weeks sees the bank's app", "warning", (0, ADVISER), (2, SHARE), (4, BANK), shows=["finance_app_on_shared_screen"]),
    # whom the person calls
    story("a number from a message", "warning", (0, {**STRANGER, **OUT, "number_source": "message"}), (3, SHARE)),
    story("a number from a link", "critical", (0, {**STRANGER, **OUT, "number_source": "link"}), (3, FORWARD)),
    story("calling the stranger back", "warning", (0, CALL), (2, HANG_UP), (50, {**STRANGER, **OUT}), (53, SHARE)),
    story("a number that the stranger gave", "warning", (0, CALL), (2, HANG_UP), (3, {"caller_number": "01085550000", **OUT, "number_source": "dialled"}), (40, SHARE)),
    # others
    story("minutes with a number that cannot exist", "warning", (0, IMPOSSIBLE), (5, {**IMPOSSIBLE}), shows=["impossible_caller_number"]),
    story("a shared screen that the stranger's call followed", "warning", (0, SHARE), (20, CALL)),
    story("a film that began with the call", "warning", (0, CALL), (1, CAST)),
]  # fmt: skip

HARMLESS = [
    # meetings
    story("work meeting with forwarding to voicemail", "none", (0, SHARE), (5, dial("**62*10165#")), (8, BANK)),
    story("work meeting with forwarding to an answering bot", "none", (0, SHARE), (5, TO_BOT), (8, BANK)),
    story("daughter on video helps with the bank app", "none", (0, VOIP_WITH_DAUGHTER), (1, SHARE), (2, BANK), (5, OTHER_BANK)),
    story("a treasurer shows the bank's app", "none", (0, VOIP), (0, MEETING), (1, SHARE), (5, BANK), (9, BANK)),
    story("forwarding before a work meeting", "none", (0, FORWARD), (10, SHARE), (20, STOP_SHARE)),
    story("forwarding undone before the meeting", "none", (0, FORWARD), (2, UNDO), (10, SHARE), (12, BANK)),
    story("bank app and forwarding without a share", "none", (0, BANK), (5, FORWARD)),
    story("share and bank one after the other", "none", (0, SHARE), (10, STOP_SHARE), (12, {**BANK, **FORWARD})),
    story("forwarding reported without a target", "none", (0, SHARE), (3, BANK), (5, report(enabled=True))),
    # a courier, and daily life after him
    story("chats after a courier's call, then a meeting", "none", (0, CALL), (1, HANG_UP), (20, CHAT), (45, CHAT), (65, SHARE), (66, BANK)),
    story("meeting long after a call, nothing between", "none", (0, CALL), (5, HANG_UP), (40, MEETING), (41, SHARE), (45, BANK)),
    story("a courier who never got through", "none", (0, RING), (1, HANG_UP), (20, MEETING), (40, SHARE), (42, BANK)),
    story("seven hours after the call", "none", (0, CALL), (5, HANG_UP), *((minute, MEETING) for minute in range(20, 400, 20)), (415, SHARE), (416, BANK)),
    # films and games
    story("a film cast to the television", "none", (0, CAST), (20, RING), (20.2, CALL), (21, HANG_UP), (30, WALLET)),
    story("a game that is streamed", "none", (0, GAME), (30, CALL), (31, HANG_UP), (60, WALLET)),
    # whom the person calls
    story("calling the bank back", "none", (0, {"caller_number": "95588", **OUT}), (3, BANK), (5, OTHER_BANK), (7, BANK)),
    story("calling JD, which never calls", "none", (0, {"caller_number": "950618", **OUT, "claimed_identity": "京东客服"}), (3, SHARE)),
    story("calling 10086 about forwarding", "none", (0, {"caller_number": "10086", **OUT}), (3, FORWARD)),
    story("calling the company's own line for help", "none", (0, {"caller_number": "02160001234", **OUT, "number_source": "dialled"}), (3, INSTALL), (5, SHARE)),
    story("calling 159 in Britain", "none", (0, {"caller_number": "159", **OUT})),
    # contacts
    story("an adviser of some weeks, and a meeting", "none", (0, ADVISER), (2, SHARE)),
    story("an adviser of some weeks, and the bank's app", "none", (0, ADVISER), (2, BANK), (4, OTHER_BANK)),
    # a new phone
    story("all bank apps are set up after a courier rang", "none", (0, CALL), (1, HANG_UP), (4, BANK), (8, OTHER_BANK), (12, WALLET)),
    story("home screen between", "none", (0, CALL), (1, HANG_UP), (9, BANK), (12, HOME), (15, BANK), (18, HOME), (21, BANK)),
]  # fmt: skip


@pytest.mark.parametrize("story", FRAUD, ids=lambda story: story.name)
def test_it_is_warned_of_though_nobody_was_seen_to_call(story: Story, phone: TestPhone, clock: Clock) -> None:
    answer = play(phone, clock, story.steps)[-1]

    assert answer["level"] == story.level
    assert story.patterns <= shown(answer)


@pytest.mark.parametrize("story", HARMLESS, ids=lambda story: story.name)
def test_its_harmless_twin_stays_quiet_at_every_step(story: Story, phone: TestPhone, clock: Clock) -> None:
    answers = play(phone, clock, story.steps)

    assert [(answer["level"], shown(answer)) for answer in answers] == [("none", set()) for _ in story.steps]


def test_somebody_on_call_gets_a_notice_that_goes_by_itself(phone: TestPhone, clock: Clock) -> None:
    answers = play(phone, clock, [(0, CALL), (2, HANG_UP), (15, FORWARD), (25, EMPTY), (50, EMPTY)])

    assert [answer["level"] for answer in answers] == ["none", "none", "notice", "notice", "none"]


def test_a_daughter_who_calls_does_not_hide_a_stranger(phone: TestPhone, clock: Clock) -> None:
    *_, answer = play(
        phone, clock, [(0, CALL), (5, HANG_UP), (10, MEETING), (15, DAUGHTER), (20, HANG_UP), (38, SHARE)]
    )

    assert answer["level"] == "warning"
