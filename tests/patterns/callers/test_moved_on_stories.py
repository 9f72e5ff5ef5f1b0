"""Talk that moves on, to where no phone sees who talks, and what daily life does there: told side by side."""

import pytest

from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.stories import (
    BANK,
    CALL,
    HANG_UP,
    RING,
    SHARE,
    STOP_SHARE,
    STRANGER,
    WALLET,
    Seen,
    Story,
    link,
    play,
    shown,
    story,
    text,
)

CHAT = {"foreground_app": "com.tencent.mm"}
MEETING = {"foreground_app": "com.tencent.wemeet.app"}
VOIP = {"call_kind": "voip", "call_state": "active"}
VOIP_ENDS = {"call_kind": "voip", "call_state": "ended"}
FRIENDS_VOIP = {**VOIP, "caller_in_contacts": True}
ENDS = {**STRANGER, "call_state": "ended"}
CELL = {**CALL, "call_kind": "cellular"}
CELL_RINGS = {**RING, "call_kind": "cellular"}
CODE: Seen = {"moments": [{"kind": "code_received"}]}
LUNCH: Seen = {"moments": [{"kind": "money_out", "amount_bucket": "small"}]}
PAY = {"qr_codes": ["wxp://f2f0AbCdEf"]}
CHAT_SHARE = {"screen_share_active": True, "screen_share_app": "com.tencent.mm"}
FILM = {"screen_share_active": True, "screen_share_app": "com.hpplay.happycast"}
MEETING_APP = {"installed_apps": [{"package": "com.tencent.wemeet.app", "label": "腾讯会议", "source": "store"}]}
TO_GROUP = text("【P2P清退】国家金融监督管理总局通知您办理清退回款,请加QQ群 88123456")
ALONE = text("为配合调查请不要挂断电话,不要告诉家人,找一个没有人的地方")
WARNED = text("骗子会说不要告诉家人,还要你找一个没有人的地方,请勿相信,这是诈骗")
PLUMBER = {"caller_number": "02150001234", "call_state": "active", "call_direction": "outgoing"}


def number(last: int, state: str = "active") -> Seen:
    """One of several callers."""
    return {"caller_number": f"1391234560{last}", "call_state": state}


def brought(*gained: str) -> Seen:
    """An app came from a file, and was given rights."""
    return {
        "installed_apps": [
            {"package": "com.example.card", "label": "Invitation", "source": "downloaded_file", "gained": gained}
        ]
    }


FRAUD = [
    # told to be alone
    story("told to find a place where nobody is", "warning", (0, CALL), (8, ALONE), shows=["persistent_stranger"]),
    # he goes on over the internet, and no end of his call is told
    story("by video for long, then the bank's app", "warning", (0, CELL), (13, VOIP), (33, BANK), shows=["finance_app_while_stranger_talks"]),
    story("by video at once, then the bank's app", "warning", (0, CELL), (8, VOIP), (12, BANK), shows=["finance_app_while_stranger_talks"]),
    story("by video as soon as he hung up", "warning", (0, CELL), (8, ENDS), (10, CHAT), (10.5, VOIP), (15, BANK), shows=["finance_app_while_stranger_talks"]),
    story("a code in the chat he went on in", "warning", (0, CELL), (6, CHAT), (9, VOIP), (14, CODE), shows=["finance_app_while_stranger_talks"]),
    story("the bank's app while he talks for long", "warning", (0, CELL), (30, BANK), shows=["finance_app_while_stranger_talks"]),
    story("an authority's mobile, and a code", "warning", (0, {**CALL, "claimed_identity": "法院"}), (9, CODE), shows=["unproven_identity_claim"]),
    story("the number that he named in a minute", "warning", (0, CELL), (1, ENDS), (2, PLUMBER), (7, BANK), (9, CODE), shows=["finance_app_while_stranger_talks"]),
    # nobody saw him
    story("a code on the screen that he sees", "warning", (0, CHAT), (2, VOIP), (8, CHAT_SHARE), (13, BANK), (16, CODE), shows=["hidden_caller"]),
    story("a meeting's app, put there to show the bank's", "warning", (0, CHAT), (12, MEETING_APP), (15, SHARE), (20, BANK), shows=["hidden_caller"]),
    story("his app comes with a false regulator's message", "warning", (0, TO_GROUP), (22, brought()), shows=["app_brought_by_stranger"]),
    story("his app reads what comes, then a code comes", "warning", (0, CHAT), (1, brought("notification_listener")), (20, CODE), shows=["hidden_caller"]),
    story("names of finance in a chat's link, then the bank's app", "warning", (0, VOIP), (11, link("pbc-tj.cn/query")), (20, BANK), shows=["fraud_link"]),
    # whose the screen is
    story("a brief call, and a share at once", "warning", (0, CELL), (1, ENDS), (5, SHARE), shows=["screen_share_with_stranger"]),
    story("a brief call, and the bank's app on a share a while later", "warning", (0, CELL), (1, ENDS), (12, SHARE), (15, BANK), shows=["finance_app_on_shared_screen"]),
    story("he rings into a share and talks on", "warning", (0, SHARE), (20, CELL_RINGS), (20.3, CELL), (24, {}), shows=["screen_share_with_stranger"]),
    story("a call of which no end is told, and a share", "warning", (0, CALL), (1, {}), (12, SHARE), shows=["screen_share_with_stranger"]),
    story("a film's app in the meeting that he went on in", "warning", (0, CELL), (9, ENDS), (20, VOIP), (22, FILM), shows=["screen_share_with_stranger"]),
    # they hand over
    story("three hand over", "warning", (0, number(1)), (7, number(1, "ended")), (9, number(2)), (20, number(2, "ended")), (22, number(3)), (25, {}), shows=["persistent_stranger"]),
    story("a fourth calls later on", "warning", (0, number(1)), (4, number(1, "ended")), (6, number(2)), (9, number(2, "ended")), (10, number(3)), (13, number(3, "ended")), (26, number(4)), (29, {}), shows=["persistent_stranger"]),
    # an officer on a mobile
    story("an officer of the station, and the bank's app", "warning", (0, {**CALL, "claimed_identity": "派出所民警"}), (5, BANK), shows=["unproven_identity_claim"]),
    story("the bureau on a mobile", "warning", (0, {**CALL, "claimed_identity": "公安局"}), shows=["claimed_identity_mismatch"]),
]  # fmt: skip

HARMLESS = [
    story("told of what they say", "none", (0, CALL), (8, WARNED)),
    # friends call over the internet
    story("a courier's ring without an end, a long talk with a friend, and the bill", "none", (0, CELL_RINGS), (9, CHAT), (10, VOIP), (25, WALLET)),
    story("a courier's call, a friend's talk at once, and the bill", "none", (0, CELL), (1, ENDS), (2, VOIP), (7, WALLET)),
    story("a customer's call, a friend's talk a while later, and the bill", "none", (0, CELL), (5, ENDS), (9, VOIP), (13, WALLET)),
    story("a customer rings into a long talk, and the bill", "none", (0, VOIP), (10, CELL), (14, ENDS), (16, WALLET)),
    story("a code as a friend's talk begins", "none", (0, CELL), (5, ENDS), (9, VOIP), (11, CODE)),
    story("a plumber called after a friend's talk, and the bill", "none", (0, VOIP), (10, VOIP_ENDS), (11, PLUMBER), (20, WALLET), (21, CODE)),
    story("the bill while a customer talks for a while", "none", (0, CELL), (18, WALLET), (22, ENDS)),
    story("the bill after a customer's long call", "none", (0, CELL), (32, ENDS), (33, WALLET)),
    story("a shop called just before somebody rings, and the bill", "none", (0, CELL_RINGS), (0.2, CELL), (0.3, PLUMBER), (5, ENDS), (6, WALLET)),
    story("a plumber called a while after a courier, and the bill", "none", (0, CELL), (1, ENDS), (15, PLUMBER), (20, WALLET), (22, CODE)),
    # a screen that is shown of one's own will
    story("a daughter sees the code", "none", (0, FRIENDS_VOIP), (3, CHAT_SHARE), (6, BANK), (8, CODE)),
    story("a treasurer shows the bank's app", "none", (0, MEETING), (1, VOIP), (12, SHARE), (15, BANK)),
    story("a treasurer, and a code of something else", "none", (0, VOIP), (12, SHARE), (14, CODE), (20, BANK)),
    story("the bank's app on the television, and its code", "none", (0, FILM), (30, BANK), (31, CODE)),
    story("a meeting's app was put there an hour ago", "none", (0, MEETING_APP), (60, SHARE), (65, BANK)),
    story("a meeting's app for work", "none", (0, MEETING_APP), (5, VOIP), (8, SHARE)),
    # apps from files
    story("an invitation that reads nothing, and a code", "none", (0, brought()), (20, CODE)),
    story("an app that reads what comes, and a code an hour later", "none", (0, brought("notification_listener")), (60, CODE)),
    # a courier rings into what goes on
    story("a courier rings into a stream", "none", (0, {**SHARE, "screen_share_app": "com.discord"}), (40, CELL_RINGS), (40.3, CELL), (41, ENDS), (43, STOP_SHARE)),
    # several customers
    story("three customers within the hour", "none", (0, number(1)), (3, number(1, "ended")), (15, number(2)), (18, number(2, "ended")), (30, number(3)), (34, number(3, "ended"))),
]  # fmt: skip

NOTICES = [
    story("an officer of the station on a mobile", "notice", (0, {**CALL, "claimed_identity": "派出所民警"}), (7, HANG_UP)),
    story("an authority's mobile, and a code an hour later", "none", (0, {**CALL, "claimed_identity": "法院"}), (3, ENDS), (60, CODE)),
    story("a message of a regulator, and no app", "notice", (0, TO_GROUP)),
    story("a message of a regulator, and an app from a file an hour later", "none", (0, TO_GROUP), (60, brought())),
    story("names of finance in a chat's link", "notice", (0, VOIP), (11, link("pbc-tj.cn/query"))),
    story("a courier rings into a meeting, which is shown then", "notice", (0, VOIP), (4, CELL_RINGS), (4.3, CELL), (5, ENDS), (7, SHARE)),
    story("a courier is answered in a meeting that is shown", "notice", (0, VOIP), (6, SHARE), (10, CELL_RINGS), (10.2, CELL)),
    story("a stream that shows a wallet after a courier's call", "notice", (0, {**SHARE, "screen_share_app": "com.discord"}), (40, CELL_RINGS), (40.3, CELL), (41, ENDS), (44, WALLET)),
    story("a courier's call, and a meeting a while later", "notice", (0, CELL), (1, ENDS), (15, VOIP), (20, SHARE)),
    story("a customer's call, and a film a while later", "notice", (0, CELL), (9, ENDS), (30, FILM)),
    story("a courier's call, a meeting, and lunch after it", "notice", (0, CELL), (1, ENDS), (15, VOIP), (20, SHARE), (30, STOP_SHARE), (31, VOIP_ENDS), (40, PAY), (40.5, LUNCH)),
]  # fmt: skip


@pytest.mark.parametrize("story", FRAUD, ids=lambda story: story.name)
def test_he_is_warned_of_where_he_goes_on(story: Story, phone: TestPhone, clock: Clock) -> None:
    answer = play(phone, clock, story.steps)[-1]

    assert answer["level"] == story.level
    assert story.patterns <= shown(answer)


@pytest.mark.parametrize("story", HARMLESS, ids=lambda story: story.name)
def test_daily_life_goes_on_in_peace(story: Story, phone: TestPhone, clock: Clock) -> None:
    assert {answer["level"] for answer in play(phone, clock, story.steps)} == {"none"}


@pytest.mark.parametrize("story", NOTICES, ids=lambda story: story.name)
def test_what_may_be_either_is_a_notice_at_most(story: Story, phone: TestPhone, clock: Clock) -> None:
    levels = [answer["level"] for answer in play(phone, clock, story.steps)]

    assert levels[-1] == story.level
    assert {"none", "notice"} >= set(levels)
