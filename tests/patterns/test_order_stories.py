"""What came first makes the difference: pairs of a fraud and a harmless twin that have the same signs in another order."""

import pytest

from tests.patterns.test_money_stories import CODE, LOGIN, MONEY
from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.stories import (
    BANK,
    FORWARD,
    HOME,
    OFFICIAL,
    SHARE,
    STOP_SHARE,
    STRANGER,
    Story,
    link,
    play,
    shown,
    story,
    text,
)

RING, ANSWER, END = ({**STRANGER, "call_state": state} for state in ("ringing", "active", "ended"))
CAST = {"screen_share_active": True, "screen_share_app": "com.hpplay.happycast"}
PLANE = {"reachability": {"airplane_mode": True}}
VOIP, VOIP_END = ({"call_kind": "voip", "call_state": state} for state in ("active", "ended"))
STRANGE_VOIP = {**VOIP, "caller_in_contacts": False}
APP = {"installed_apps": [{"package": "com.jiedan.app", "label": "企业接单", "source": "downloaded_file"}]}
SHAPED, FALSE = link("https://3517729.top/"), link("http://pbccrc-rz.top")
ETC = text("【ETC在线】您的ETC已停用，请于今日内 etc-bl.top 重新签约")
TOLL = text("【ETC】您的车辆通行费23.50元已扣款成功，如有疑问请致电 95022")
SHOP_CODE = text("【支付宝】校验码 918273，请勿泄露")

FRAUD = [
    story("a code while the shown screen is a stranger's", "critical", (0, RING), (0.2, ANSWER), (3, SHARE), (6, CODE), shows=["code_on_shared_screen"]),
    story("flight mode while the shown screen is a stranger's", "critical", (0, RING), (0.2, ANSWER), (3, SHARE), (6, PLANE), shows=["cut_off_from_help"]),
    story("flight mode after minutes with a stranger", "warning", (0, RING), (0.2, ANSWER), (4, END), (7, PLANE), shows=["cut_off_from_help"]),
    story("a ring, and minutes of which the phone told", "warning", (0, RING), (0.2, ANSWER), (25, BANK), (26, CODE), shows=["finance_app_while_stranger_talks"]),
    story("a login elsewhere while the bank's own number calls", "warning", (0, OFFICIAL), (4, BANK), (6, CODE), (8, LOGIN), shows=["finance_app_while_stranger_talks"]),
    story("a code after a link with the looks of a fraud", "warning", (0, SHAPED), (6, CODE), shows=["fraud_link"]),
    story("a code after a message that leads to a site", "warning", (0, ETC), (6, CODE), shows=["scripted_message"]),
    story("calls sent to a stranger while somebody talks beside the bank's app", "warning", (0, VOIP), (12, BANK), (16, FORWARD), shows=["hidden_caller"]),
    story("an app from no store, then a stranger for minutes beside the bank's app", "warning", (0, APP), (8, STRANGE_VOIP), (20, BANK), shows=["finance_app_while_stranger_talks"]),
    story("one code after the other while somebody talks beside the bank's app", "warning", (0, VOIP), (10, BANK), (14, CODE), (17, CODE), shows=["finance_app_while_stranger_talks"]),
    story("a false site, a shown screen, the bank's app and a code", "warning", (0, FALSE), (5, SHARE), (11, BANK), (20, CODE), shows=["hidden_caller"]),
]  # fmt: skip

TWINS = [
    story("a code of one's own, then a film, then a courier", "none", (0, SHOP_CODE), (1, BANK), (3, CAST), (28, RING), (28.2, ANSWER), (28.7, END)),
    story("a meeting that was over when the taxi driver rang", "none", (0, SHARE), (20, STOP_SHARE), (27, RING), (27.2, ANSWER), (27.9, END), (31, PLANE)),
    story("flight mode after a taxi driver's words", "none", (0, RING), (0.2, ANSWER), (0.9, END), (4, PLANE)),
    story("a ring, and half an hour later another", "none", (0, RING), (0.2, RING), (25, RING), (25.2, BANK), (26.5, HOME)),
    story("the bank calls because somebody has logged in", "none", (0, LOGIN), (1, CODE), (3, OFFICIAL), (6, BANK)),
    story("a code long after such a link", "notice", (0, SHAPED), (20, CODE)),
    story("a code after the real toll was paid", "none", (0, TOLL), (6, CODE)),
    story("calls sent to a colleague before a meeting, and the bank's app after it", "none", (0, FORWARD), (2, VOIP), (40, VOIP_END), (44, BANK)),
    story("an app from no store, and a brief caller beside the bank's app", "none", (0, APP), (8, RING), (8.2, BANK), (8.4, ANSWER), (9, END)),
    story("one code while a friend talks beside the bank's app", "none", (0, VOIP), (10, BANK), (14, CODE), (16, VOIP_END)),
    story("a false site, a shown screen and the bank's app, but no code", "notice", (0, FALSE), (5, SHARE), (11, BANK)),
]  # fmt: skip


@pytest.mark.parametrize("story", FRAUD, ids=lambda story: story.name)
def test_it_is_warned_of_before_the_money_goes(story: Story, phone: TestPhone, clock: Clock) -> None:
    answer = play(phone, clock, story.steps)[-1]

    assert answer["level"] == story.level
    assert story.patterns <= shown(answer)


@pytest.mark.parametrize("story", TWINS, ids=lambda story: story.name)
def test_the_other_order_is_no_warning_at_any_step(story: Story, phone: TestPhone, clock: Clock) -> None:
    levels = [answer["level"] for answer in play(phone, clock, story.steps)]

    assert levels[-1] == story.level
    assert not {"warning", "critical"} & {*levels}


def test_the_money_itself_is_mentioned_too(phone: TestPhone, clock: Clock) -> None:
    answers = play(phone, clock, [(0, ETC), (6, CODE), (7, MONEY)])

    assert [answer["level"] for answer in answers] == ["notice", "warning", "warning"]
