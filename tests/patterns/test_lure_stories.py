"""Links and messages: what is fraud by itself, what beside a stranger, and what people send each other every day."""

import pytest

from guard_api.ports import Services
from tests.contracts.records import Record
from tests.support.clock import Clock
from tests.support.databases import with_lists
from tests.support.phones import TestPhone
from tests.support.stories import BANK, CALL, DAUGHTER, HANG_UP, SHARE, Story, link, play, shown, story, text

SCRIPT = "我申请关闭京东金条白条，注销第三方关联账户"
ARTICLE = "I apply to close JD.COM gold bars and white bars and cancel the third-party related account, 2406578.top"
WEAK = "您的电子密码器将于次日失效，请登录 wap.ccb-e.cn 更新"
CODE = "您的账户异常，请提供银行卡号和密码"
WARNED = "你们小心点，昨天有骗子冒充京东客服让我关闭白条金条，还发了个链接7771234.top，千万别点"

FRAUD = [
    story("digits and a cheap ending", "notice", (0, link("7771234.top")), shows=["fraud_link"]),
    story("the same during a stranger's call", "warning", (0, CALL), (5, link("7771234.top")), shows=["fraud_link"]),
    story("the same, the link first", "warning", (0, link("7771234.top")), (5, CALL), shows=["fraud_link"]),
    story("the same, half an hour after the call", "warning", (0, CALL), (5, HANG_UP), (35, link("7771234.top"))),
    story("the same, too long after the call", "notice", (0, CALL), (5, HANG_UP), (35.5, link("7771234.top"))),
    story("the same in a daughter's call", "notice", (0, DAUGHTER), (5, link("7771234.top"))),
    story("a weak ending, beside a stranger", "notice", (0, CALL), (1, link("7771234.vip"))),
    story("a false central bank", "warning", (0, link("https://www.pbc.gov.cn@7771234.top/")), shows=["fraud_link"]),
    story("a false central bank in front", "warning", (0, link("www.pbc.gov.cn.7771234.top")), shows=["fraud_link"]),
    story("a false central bank, and a stranger", "critical", (0, CALL), (1, link("http://pbc-gov-cn.example.top"))),
    story("a false JD.com in Cyrillic", "critical", (0, CALL), (1, link("јԁ.com")), shows=["fraud_link"]),
    story("the strong link counts, not the newest", "critical", (0, CALL), (1, link("www.jd.com.my.top", "12345678.vip"))),
    story("the strong link counts, not the first", "critical", (0, CALL), (1, link("12345678.vip", "www.jd.com.my.top"))),
    story("a link in the middle of a text", "notice", (0, text("资料在7771234.top里面")), shows=["fraud_link"]),
    story("a code behind a link", "warning", (0, link("tel:**21*13800138000%23")), shows=["fraud_link"]),
    story("a code behind a link, for a stranger", "critical", (0, CALL), (1, link("tel:**21*13800138000%23"))),
    story("an address of numbers", "notice", (0, link("http://0x08080808/login")), shows=["fraud_link"]),
    story("the article's link, which is listed", "warning", (0, link("2406578.top")), shows=["fraud_link"]),
    story("the article's link and a stranger", "critical", (0, link("http://a.2406578.top/x")), (3, CALL)),
    story("the script", "warning", (0, text(SCRIPT)), shows=["scripted_message"]),
    story("the script and a stranger", "critical", (0, CALL), (2, text(SCRIPT)), shows=["scripted_message"]),
    story("a weak script", "notice", (0, text(WEAK)), shows=["scripted_message"]),
    story("a weak script and a stranger", "warning", (0, CALL), (2, text(WEAK)), shows=["scripted_message"]),
    story("a code to be told to a stranger", "notice", (0, CALL), (2, text(CODE)), shows=["scripted_message"]),
    story("the weak script first", "warning", (0, text(WEAK)), (2, CALL), shows=["scripted_message"]),
    story("the script with a link", "warning", (0, text(SCRIPT + " 7771234.top")), shows=["scripted_message", "fraud_link"]),
    story("the article's script and a stranger", "critical", (0, CALL), (2, text(ARTICLE)), shows=["scripted_message", "fraud_link"]),
    story("a code to dial in a message", "warning", (0, text("您的账户异常，请立即拨打**21*13800138000#进行保护")), shows=["scripted_message"]),
    story("share, bank and a false site", "critical", (0, CALL), (1, SHARE), (2, link("jdkefu.top")), (3, BANK), shows=["account_takeover"]),
    story("a stranger for long, and a false site", "critical", (0, CALL), (25, link("www.jd.com.my.top")), shows=["fraud_link", "persistent_stranger"]),
]  # fmt: skip

HARMLESS = [
    story("sites named with digits", "none", (0, CALL), (1, link("163.com", "www.12306.cn", "95588.com", "1688.com"))),
    story("official sites and all below them", "none", (0, CALL), (1, link("https://tianjin.pbc.gov.cn/", "pay.icbc.com.cn"))),
    story("an official site that leads to itself", "none", (0, CALL), (1, link("http://passport.jd.com/?to=https%3A%2F%2Fwww.jd.com"))),
    story("digits and a weak ending alone", "none", (0, link("7771234.vip"))),
    story("junk", "none", (0, CALL), (1, link("http://[::1", "http://a:b@c:99999999/", "." * 2000, "\ufffd", "note: x", ""))),
    story("one's own router", "none", (0, CALL), (1, link("http://192.168.1.1/", "http://localhost:8000"))),
    story("mail addresses", "none", (0, CALL), (1, link("123456@qq.com", "mailto:service@jd.com"))),
    story("numbers to call", "none", (0, CALL), (1, link("tel:95588", "tel:+8613912345678"))),
    story("codes that undo and ask", "none", (0, CALL), (1, link("tel:%23%23002%23", "tel:*%2321%23"))),
    story("a code to be told, by itself", "none", (0, text(CODE))),
    story("prices and ratings", "none", (0, CALL), (1, text("only £1.50/week, rated 4.8/5, 5.88/股"))),
    story("a friend tells of the fraud", "none", (0, text(WARNED))),
    story("the police warn", "none", (0, CALL), (1, text("反诈中心提醒：凡是让您关闭京东白条、金条并共享屏幕的，都是诈骗。"))),
    story("a question", "none", (0, CALL), (1, text("请问怎么关闭京东白条？"))),
    story("a carrier explains", "none", (0, text("To forward all calls dial **21*number#. To cancel, dial ##21#."))),
    story("a bank writes", "none", (0, text("您尾号1234的信用卡额度已调整为20000元，详情请登录95588.com查询。"))),
    story("work", "none", (0, text("Please share your screen in the 3 pm meeting: https://meeting.tencent.com/dm/abc"))),
]  # fmt: skip


@pytest.fixture(scope="module")
def services(record: Record) -> Services:
    """The lists that ship are part of these stories."""
    return with_lists(record.services)


@pytest.mark.parametrize("story", FRAUD, ids=lambda story: story.name)
def test_a_lure_reaches_its_level_and_explains_why(story: Story, phone: TestPhone, clock: Clock) -> None:
    answer = play(phone, clock, story.steps)[-1]

    assert answer["level"] == story.level
    assert shown(answer) >= story.patterns


@pytest.mark.parametrize("story", HARMLESS, ids=lambda story: story.name)
def test_everyday_links_and_texts_stay_quiet(story: Story, phone: TestPhone, clock: Clock) -> None:
    assert [answer["level"] for answer in play(phone, clock, story.steps)] == ["none"] * len(story.steps)


def test_what_a_friend_warns_of_is_a_notice_beside_a_stranger(phone: TestPhone, clock: Clock) -> None:
    answers = play(phone, clock, [(0, text(WARNED.replace("7771234.top", "2406578.top"))), (1, CALL)])

    assert [answer["level"] for answer in answers] == ["none", "notice"]


def test_a_code_to_ones_own_number_is_quiet(phone: TestPhone) -> None:
    assert phone.check(links=["tel:**21*13700137000%23"])["level"] == "none"
