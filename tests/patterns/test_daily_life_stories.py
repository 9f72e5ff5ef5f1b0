"""What daily life does beside an unknown caller, and the fraud that each looks like: told side by side."""

import pytest

from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.stories import (
    BANK,
    CALL,
    HANG_UP,
    JD_CLAIM,
    RING,
    SHARE,
    STOP_SHARE,
    STRANGER,
    WALLET,
    Seen,
    Step,
    Story,
    dial,
    link,
    play,
    shown,
    story,
    text,
)

MEETING = {"foreground_app": "com.tencent.wemeet.app"}
CHAT = {"foreground_app": "com.tencent.mm"}
SHOP = {"foreground_app": "com.jingdong.app.mall"}
VOIP = {"call_kind": "voip", "call_state": "active"}
VOIP_ENDS = {"call_kind": "voip", "call_state": "ended"}
ENDS = {**STRANGER, "call_state": "ended"}
COURIER_RINGS = {**RING, "call_kind": "cellular"}
COURIER = {**CALL, "call_kind": "cellular"}
SECOND = {"caller_number": "18811112222", "call_state": "ringing"}
CUSTOMER, BUYER = {"caller_number": "18811113333"}, {"caller_number": "15533335555"}
THIRD = {"caller_number": "15533334444", "call_state": "ringing"}
PAY = {"qr_codes": ["wxp://f2f0AbCdEf"]}
CODE: Seen = {"moments": [{"kind": "code_received"}]}
MONEY: Seen = {"moments": [{"kind": "money_out", "amount_bucket": "large"}]}
LUNCH: Seen = {"moments": [{"kind": "money_out", "amount_bucket": "small"}]}
CANCEL_LINE = {"caller_number": "02150001234", "call_state": "active", "call_direction": "outgoing"}
OWN_BANK = {"caller_number": "95588", "call_state": "active", "call_direction": "outgoing"}


def brought(*gained: str, installer: str = "com.google.android.packageinstaller", **more: object) -> Seen:
    """An app was installed from a file, and was given rights."""
    app = {"package": "com.example.sea.market", "label": "Fresh Seafood", "installer": installer, "gained": gained}
    return {"installed_apps": [{**app, **more}]}


DOWNLOADED = brought(source="downloaded_file")
READS_THE_SCREEN = brought("accessibility", source="downloaded_file")

FROM_STORE = brought(installer="com.android.vending")
FRIEND = {"caller_number": "13800001111", "call_state": "active", "caller_in_contacts": True}
ADVISER = {**FRIEND, "contact_added_at": "2026-11-01T09:00:00Z"}

FILM = {"screen_share_active": True, "screen_share_app": "com.hpplay.happycast"}

FRAUD = [
    # paid for him, and not for lunch
    story("money after a payment code, while he talks", "critical", (0, CALL), (4, PAY), (6, MONEY), shows=["money_leaves_for_stranger"]),
    story("money after his call, to whom he claimed to be", "critical", (0, {**CALL, **JD_CLAIM}), (5, HANG_UP), (20, PAY), (21, MONEY), shows=["money_leaves_for_stranger"]),
    story("money after his call, from a shared screen, with its code", "critical", (0, CALL), (5, HANG_UP), (9, SHARE), (12, CODE), (14, MONEY), shows=["money_leaves_for_stranger"]),
    story("money after his call and a false bank's link", "critical", (0, CALL), (5, HANG_UP), (9, link("https://www.pbc.gov.cn@2406578.top/")), (14, MONEY)),
    story("a court's mobile with a code to pay", "warning", (0, {**CALL, "claimed_identity": "法院"}), (4, PAY), shows=["unproven_identity_claim"]),
    # he rings into a meeting, and is answered
    story("he rings into a meeting and talks, and the bank is shown", "warning", (0, VOIP), (1, MEETING), (8, SHARE), (20, COURIER_RINGS), (20.2, COURIER), (24, BANK)),
    story("he goes on in a meeting soon after his call", "warning", (0, COURIER), (6, ENDS), (20, MEETING), (21, VOIP), (24, SHARE)),
    story("what he sent comes between his call and a late meeting", "critical", (0, COURIER), (6, ENDS), (18, link("https://www.pbc.gov.cn@2406578.top/")), (36, VOIP), (40, SHARE)),
    # a message, and what it asks
    story("the boss writes in a meeting, and the bank is opened", "warning", (0, CHAT), (2, text("我是张总,你先垫付,把款转到这个账户,我在开会")), (8, BANK), shows=["scripted_message"]),
    story("a prize, its tax, and a code to pay", "warning", (0, text("恭喜您中奖,请添加客服微信领取,需先缴纳个人所得税500元")), (4, PAY), shows=["scripted_message"]),
    # a phone that tells only of rings
    story("a ring, a talk over the internet, and the bank", "warning", (0, COURIER_RINGS), (12, VOIP), (26, BANK), shows=["finance_app_while_stranger_talks"]),
    story("he calls, and goes on in the meeting", "critical", (0, COURIER), (10, ENDS), (11, VOIP), (12, SHARE), (15, BANK)),
    story("the meeting ends, he is still on the line", "warning", (0, VOIP), (5, COURIER), (9, VOIP_ENDS), (30, SHARE)),
    story("somebody unseen talks, and is told of as he ends", "warning", (0, {"call_state": "active"}), (10, ENDS), (20, SHARE)),
    # a phone that tells only of rings
    story("a ring of which nothing else is told, and a share", "warning", (0, RING), (12, SHARE)),
    story("a ring of which nothing else is told, and forwarding", "critical", (0, RING), (5, dial("**21*13800138000#"))),
    story("a ring, and told to go on an hour later", "warning", (0, RING), (60, CALL), (61, SHARE)),
    story("a ring, and told to have ended an hour later", "warning", (0, RING), (60, ENDS), (85, SHARE)),
    # the app was brought, and nobody was seen
    story("an app from a file reads the screen, then the bank's", "warning", (0, CHAT), (4, READS_THE_SCREEN), (9, BANK), shows=["hidden_caller"]),
    story("the same where the phone cannot tell the source", "warning", (0, CHAT), (4, brought("accessibility")), (9, BANK), shows=["hidden_caller"]),
    story("it reads notifications", "warning", (0, brought("notification_listener", source="local_file")), (9, WALLET), shows=["hidden_caller"]),
    story("it shows the screen in a call over the internet", "warning", (0, DOWNLOADED), (3, VOIP), (5, SHARE), (9, BANK), shows=["hidden_caller"]),
    story("it acts in the phone, and shows it", "critical", (0, READS_THE_SCREEN), (3, VOIP), (5, SHARE), (9, BANK)),
    story("names of finance in the chat's link", "warning", (0, VOIP), (3, link("pbc-tj.cn/query")), (5, SHARE), (9, BANK), shows=["hidden_caller"]),
    story("an adviser of some weeks brings his app", "warning", (0, ADVISER), (9, DOWNLOADED), shows=["app_brought_by_stranger"]),
    story("an adviser's app reads the screen", "warning", (0, ADVISER), (9, HANG_UP), (30, READS_THE_SCREEN), shows=["app_brought_by_stranger"]),
    # at his words
    story("a code while he talks of the bank's app", "warning", (0, CALL), (4, BANK), (7, CODE), shows=["finance_app_while_stranger_talks"]),
    story("the code first, then the app", "warning", (0, CALL), (4, CODE), (6, BANK), shows=["finance_app_while_stranger_talks"]),
    story("a number that a message gave", "warning", (0, {**STRANGER, "call_state": "active", "call_direction": "outgoing", "number_source": "message"}), (5, BANK), (7, CODE), shows=["finance_app_while_stranger_talks"]),
    story("the police go on by video, with the bank's app", "warning", (0, CALL), (12, HANG_UP), (15, CHAT), (17, VOIP), (27, BANK), shows=["finance_app_while_stranger_talks"]),
    story("the line to cancel at, which the first one gave", "warning", (0, CALL), (9, ENDS), (10, CANCEL_LINE), (16, WALLET), shows=["finance_app_while_stranger_talks"]),
    story("the number of a parcel's message, and the bank's app", "warning", (0, {**CANCEL_LINE, "number_source": "message"}), (6, BANK), shows=["finance_app_while_stranger_talks"]),
    story("the money goes then", "critical", (0, CALL), (4, BANK), (7, CODE), (9, MONEY), shows=["money_leaves_for_stranger"]),
]  # fmt: skip

HARMLESS = [
    # paid for lunch, and not for him
    story("lunch before a courier rings", "none", (0, PAY), (0.5, WALLET), (1, LUNCH), (12, CALL), (13, HANG_UP)),
    story("lunch soon after a courier", "none", (0, CALL), (1, HANG_UP), (20, PAY), (20.5, WALLET), (21, LUNCH)),
    story("rent, with its code, before a courier rings", "none", (0, BANK), (2, CODE), (3, MONEY), (8, CALL), (9, HANG_UP)),
    story("rent, with its code, after a customer's call", "none", (0, CALL), (6, HANG_UP), (20, BANK), (22, CODE), (23, MONEY)),
    story("shopping after a tradesman's call", "none", (0, CALL), (6, HANG_UP), (15, SHOP), (21, CODE), (22, MONEY)),
    story("lunch was paid long before a work meeting", "none", (0, PAY), (1, LUNCH), (20, VOIP), (22, SHARE), (25, BANK)),
    story("a courier's call over before a code to add somebody", "none", (0, CALL), (1, HANG_UP), (40, {"qr_codes": ["https://u.wechat.com/abc"]})),
    # the courier rings into a meeting, and is not answered
    story("a ring into a meeting", "none", (0, MEETING), (1, VOIP), (8, SHARE), (22, COURIER_RINGS), (23, ENDS), (50, STOP_SHARE), (51, VOIP_ENDS)),
    story("a ring just after the share", "none", (0, MEETING), (1, VOIP), (8, SHARE), (28, STOP_SHARE), (31, COURIER_RINGS), (32, ENDS)),
    story("a ring into a meeting that is reported again", "none", (0, VOIP), (8, SHARE), (22, COURIER_RINGS), (22.5, VOIP), (23, ENDS), (30, VOIP_ENDS)),
    story("a meeting that was given up, told to end as it rings", "none", (0, VOIP), (120.5, COURIER_RINGS), (121, VOIP_ENDS), (121.3, ENDS), (130, SHARE)),
    story("the meeting ends while it rings", "none", (0, VOIP), (22, COURIER_RINGS), (22.4, VOIP_ENDS), (22.8, ENDS), (30, SHARE)),
    # a phone that tells only of rings
    story("a courier rang an hour before a meeting", "none", (0, RING), (60, SHARE)),
    story("rings, and rent an hour later", "none", (0, RING), (40, BANK), (42, CODE), (43, MONEY)),
    story("rings, and rent soon after", "none", (0, RING), (8, BANK), (10, CODE), (11, MONEY)),
    story("three couriers within the hour", "none", (0, RING), (9, SECOND), (21, THIRD), (24, WALLET)),
    story("a ring, and a game from a file in the evening", "none", (0, RING), (90, DOWNLOADED)),
    # a message, and what people do anyway
    story("a friend asks for help with the rent, and the bank", "none", (0, CHAT), (2, text("帮我垫付一下房租,晚上还你")), (8, BANK)),
    story("a prize's message long before lunch", "none", (0, text("恭喜您中奖,请添加客服微信领取,需先缴纳个人所得税500元")), (30, PAY), (31, LUNCH)),
    story("a ring long before a talk with a friend, and the bank", "none", (0, COURIER_RINGS), (30, VOIP), (40, BANK)),
    story("customers one after the other, with a while between", "none", (0, CALL), (5, ENDS), (12, {**CUSTOMER, "call_state": "active"}), (16, {**CUSTOMER, "call_state": "ended"}), (23, {**BUYER, "call_state": "active"}), (28, {**BUYER, "call_state": "ended"})),
    # apps from files, of one's own will
    story("an app from a file, and the bank's app", "none", (0, DOWNLOADED), (5, BANK)),
    story("a password keeper from a store", "none", (0, brought("accessibility", installer="org.fdroid.fdroid")), (5, BANK)),
    story("an app from a file that reads the screen", "none", (0, READS_THE_SCREEN), (9, CHAT)),
    story("the same, long before the bank's app", "none", (0, READS_THE_SCREEN), (31, BANK)),
    story("an app from a file in a meeting", "none", (0, DOWNLOADED), (3, VOIP), (5, SHARE)),
    story("an app from a file, after an old friend's call", "none", (0, FRIEND), (9, DOWNLOADED)),
    story("an app from a file, long after a new friend's call", "none", (0, ADVISER), (9, HANG_UP), (40, DOWNLOADED)),
    story("an app from a store, which a new friend likes", "none", (0, ADVISER), (9, FROM_STORE)),
    # at one's own will
    story("a code while the bank's own line is called", "none", (0, OWN_BANK), (4, BANK), (7, CODE)),
    story("the bank's app while a customer talks", "none", (0, CALL), (4, BANK)),
    story("a code while a customer talks", "none", (0, CALL), (4, CODE)),
    story("a code and the bank's app as a courier rings", "none", (0, CALL), (0.5, BANK), (1, CODE), (2, HANG_UP)),
    story("a shop called after a courier", "none", (0, CALL), (1, ENDS), (2, CANCEL_LINE), (9, WALLET)),
    story("a shop called a while after a customer", "none", (0, CALL), (9, ENDS), (20, CANCEL_LINE), (26, WALLET)),
    story("a shop called of one's own will", "none", (0, CANCEL_LINE), (6, WALLET)),
    story("the bank called after a stranger", "none", (0, CALL), (9, ENDS), (10, OWN_BANK), (16, BANK)),
    story("a customer called back", "none", (0, CALL), (9, ENDS), (10, {**STRANGER, "call_state": "active", "call_direction": "outgoing"}), (16, WALLET)),
    story("a given number called for a moment", "none", (0, CALL), (9, ENDS), (10, CANCEL_LINE), (11, WALLET), (12, {**CANCEL_LINE, "call_state": "ended"})),
    story("a friend's video call, and the bill", "none", (0, CHAT), (1, VOIP), (15, WALLET), (16, LUNCH)),
    story("a customer's call, then a friend's short one", "none", (0, CALL), (6, HANG_UP), (15, CHAT), (16, VOIP), (19, WALLET), (21, VOIP_ENDS)),
    story("a friend's video call long after a customer's", "none", (0, CALL), (6, HANG_UP), (50, VOIP), (65, WALLET)),
]  # fmt: skip

NOTICES: list[tuple[str, list[Step]]] = [
    ("lunch while a customer talks for long", [(0, CALL), (18, PAY), (18.5, WALLET), (19, LUNCH), (24, HANG_UP)]),
    ("an app from a file shows the bank's app, nobody talks", [(0, DOWNLOADED), (5, SHARE), (9, BANK)]),
    (
        "a customer rings into a work meeting and talks",
        [(0, VOIP), (1, MEETING), (8, SHARE), (20, COURIER_RINGS), (20.2, COURIER), (27, ENDS)],
    ),
    (
        "a work meeting half an hour after a customer's call",
        [(0, COURIER), (6, ENDS), (30, MEETING), (31, VOIP), (36, SHARE)],
    ),
    ("a film is cast as soon as a customer has hung up", [(0, COURIER), (9, ENDS), (12, FILM)]),
    ("on call, after lunch", [(0, CALL), (2, HANG_UP), (9, PAY), (10, LUNCH), (15, dial("**21*13800138000#"))]),
]


@pytest.mark.parametrize("story", FRAUD, ids=lambda story: story.name)
def test_what_only_looks_like_daily_life_is_warned_of(story: Story, phone: TestPhone, clock: Clock) -> None:
    answer = play(phone, clock, story.steps)[-1]

    assert answer["level"] == story.level
    assert story.patterns <= shown(answer)


@pytest.mark.parametrize("story", HARMLESS, ids=lambda story: story.name)
def test_daily_life_that_looks_like_it_stays_quiet_at_every_step(story: Story, phone: TestPhone, clock: Clock) -> None:
    answers = play(phone, clock, story.steps)

    assert [(answer["level"], shown(answer)) for answer in answers] == [("none", set()) for _ in story.steps]


@pytest.mark.parametrize(("name", "steps"), NOTICES, ids=[name for name, _ in NOTICES])
def test_one_act_is_counted_once_and_is_a_notice_at_most(
    name: str, steps: list[Step], phone: TestPhone, clock: Clock
) -> None:
    levels = [answer["level"] for answer in play(phone, clock, steps)]

    assert {"none", "notice"} >= set(levels), name
    assert levels[-1] == "notice"
