"""What many frauds ask, each beside what honest people and companies write that differs in one thing only."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.messages.lures import lures_in
from guard_api.messages.reader import MessageFacts, read_message
from guard_api.messages.scoring import HINT, STRONG, WEAK, Ask
from tests.messages.own_cases import read

PAIRS = [
    # what expires or is frozen, and where to sign in: the organisation's own site, or no lapse, is daily life
    (
        Ask.SIGN_IN,
        "您的电子密码器将于次日失效，请登录 wap.ccb-e.cn 更新",
        "您的电子密码器将于次日失效，请登录 ccb.com 更新",
    ),
    (Ask.SIGN_IN, "您的手机银行已被停用，请登录 m.cmb-x.cn 重新认证", "您的手机银行已为您开通，请登录 m.cmb-x.cn 查看"),
    (Ask.SIGN_IN, "您的手機銀行已被停用，請登入 m.cmb-x.cn 重新認證", "您的手機銀行已為您開通，請登入 m.cmb-x.cn 查看"),
    (
        Ask.SIGN_IN,
        "您的網路銀行將於今日停用，請點擊 esunb-k.cc 重新驗證",
        "您的網路銀行今日維護完畢，請點擊 esunbank.com.tw",
    ),
    (
        Ask.ANSWER_CRIME,
        "我是地檢署檢察官，您的提款卡涉嫌洗錢，請您配合匯款",
        "我是樓下的管理員，您的包裹在櫃台，請您來拿",
    ),
    (Ask.SIGN_IN, "您的医保账户异常，请登录 ybj.xs.com 核实", "您的医保账户怎么异常了？请登录 ybj.xs.com 核实"),
    (
        Ask.SIGN_IN,
        "Your Apple ID is locked. Verify your account: apple-id.info/x",
        "Your Apple ID is locked. Verify your account: apple.com",
    ),
    (
        Ask.SIGN_IN,
        "Your KYC has expired, click http://a-b.in to update",
        "My card has expired, click http://a-b.in to update",
    ),
    (
        Ask.SIGN_IN,
        "A new payee was added to your account. If this was not you, visit a-b.com to cancel",
        "A new payee was added to your account. Visit a-b.com to see all of them",
    ),
    # codes that are to be told
    (Ask.TELL_CODE, "为了核实身份，请您把验证码告诉我", "为了安全，请您切勿将验证码告诉任何人"),
    (Ask.TELL_CODE, "您的账户异常，请提供银行卡号和密码", "您的账户正常，无需提供任何资料"),
    (Ask.TELL_CODE, "Please tell me the six digit code that you got", "Please tell me the time that you got here"),
    (
        Ask.TELL_CODE,
        "Your card is suspended. Reply with your card number and PIN",
        "Your verification code is 4821. Never share it. It expires in 10 minutes",
    ),
    # what is to be had at a link
    (
        Ask.FETCH_MONEY,
        "您的积分可兑换586元现金，请登录 wap.10086-j.com 领取",
        "您的积分可兑换586元现金，请登录 10086.cn 领取",
    ),
    (
        Ask.FETCH_MONEY,
        "You are eligible for a tax refund. Claim it at http://hm-refund.co",
        "You are eligible for a tax refund. We transferred it to you",
    ),
    (
        Ask.FETCH_MONEY,
        "WINNER! You won a prize of £900. To claim call 09061701461",
        "You won the match! Call me when you are home",
    ),
    # what was never ordered
    (
        Ask.CALL_BACK,
        "An iPhone was charged to your account. If you did not authorize this, press 1",
        "An iPhone was delivered to your neighbour. For opening hours press 1",
    ),
    (Ask.CALL_BACK, "You qualify for loan forgiveness. Press 1", "For the surgery in Main Street press 1"),
    # crimes
    (
        Ask.ANSWER_CRIME,
        "我是民警，您名下的银行卡涉嫌洗钱，请您转账配合调查",
        "我是新来的同事，您名下的工位在三楼，请您配合登记",
    ),
    (
        Ask.ANSWER_CRIME,
        "A warrant for your arrest was issued. Press 1 to speak to an officer",
        "Your library card was issued. Press 1 to speak to a librarian",
    ),
    # fees
    (Ask.PAY_FEE, "您的包裹被扣，请支付关税 http://hg-x.cc", "您的包裹已签收，感谢您使用顺丰"),
    (
        Ask.PAY_FEE,
        "Your parcel is held. Pay the duty here: dh-pay.info",
        "Your parcel was delivered today. Have a nice day",
    ),
    # where nobody looks on
    (Ask.GO_ON_ELSEWHERE, "想做兼职请您加QQ群", "想打球请您周六来操场"),
    (Ask.GO_ON_ELSEWHERE, "To get your refund add me on telegram", "To get your keys see me on Monday"),
    (Ask.INVEST_OR_BORROW, "您好，我是投资顾问，保证您收益翻倍", "您好，我是物业管家，保证您出入方便"),
    (Ask.HELP_SOMEBODY, "您儿子出车祸了，请马上转手术费", "您儿子放学了，请马上来接"),
    # who forbids the police is the one whom they are for
    (Ask.HELP_SOMEBODY, "你儿子在我们手上，准备赎金。不要报警", "你儿子在我们手上，准备考试。不要迟到"),
    (Ask.HELP_SOMEBODY, "我手机坏了，你先转两万给老师", "我手机坏了，你先转告一下老师"),
    # what was not the reader's doing, and a link that is not its organisation's
    (
        Ask.SIGN_IN,
        "您今日消费5800元，如非本人操作请点击 spdb-kf.com",
        "您今日消费5800元，如非本人操作请点击 spdb.com.cn",
    ),
    (
        Ask.CALL_BACK,
        "To cancel the payment for your recent purchase press 1",
        "To hear about your recent visit press 1",
    ),
    (Ask.PAY_FEE, "Your repayment is overdue. Click here to avoid a late fee", "Click here to see your late shift"),
    # a do-not ends where what is to be waited for begins
    (
        Ask.CALL_BACK,
        "Your account was breached. Do not use it until you press one",
        "Your account was breached. Do not use it and do not press one",
    ),
]


@pytest.mark.parametrize(("ask", "lure", "harmless"), PAIRS, ids=lambda part: str(part)[:20])
def test_a_lure_is_distinguished_from_what_differs_in_one_thing(ask: Ask, lure: str, harmless: str) -> None:
    assert ask in read(lure).asks
    assert read(lure).strength >= HINT
    assert read(harmless).strength == 0


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("我申请关闭京东金条白条，注销第三方关联账户", STRONG),
        ("请打开屏幕共享，我们要核查您名下所有银行卡的资金", STRONG),
        ("请拨 **21*13800138000#", STRONG),
        ("關閉微粒貸，恢復徵信", WEAK),
        ("您的电子密码器将于次日失效，请登录 wap.ccb-e.cn 更新", WEAK),
        ("Your parcel is held. Pay the duty here: dh-pay.info", WEAK),
        ("您的账户异常，请提供银行卡号和密码", HINT),
        ("今天天气不错", 0.0),
    ],
)
def test_a_script_is_believed_by_how_seldom_honest_people_write_it(text: str, strength: float) -> None:
    assert read(text).strength == strength


QUIET = [
    # loans in questions to whom gives them
    *("借呗提现多长时间会到", "借呗能借多少", "花呗冻结额度什么时候解除", "借呗逾期了还可以再借出来吗"),
    # a customer who was charged twice
    *("I was charged twice for a restaurant, can you take the second charge off?", "I was double charged at a shop"),
    # ratings, what is fine, courts
    *("The average rating is 4.8. It is a fine salon.", "Would you be fine with the food court at 12?"),
    # what banks tell
    *(
        "您账户1407关联个人信用卡扣款，应扣人民币53.00，实扣53.00[招商银行]",
        "您的信用卡本期账单3200元，到期还款日12月5日",
    ),
    *("I only watch football these days", "快到会员俱乐部领取礼包。回复TD退订"),
    "Your bank will never ask you for a code or a PIN",
]


@pytest.mark.parametrize("text", QUIET)
def test_families_of_harmless_messages_are_quiet(text: str) -> None:
    assert read(text).strength == 0


CIVIL = ["请问您方便吗？", "您现在有时间吗？", "Thank you for your call.", "How are you?", "感谢您的使用。"]
ASKING = [
    "请把资金全部转入安全账户。",
    "Please move your savings to the safe account.",
    "您名下的白条请立即关闭，联系专员。",
]


@pytest.mark.parametrize(("civility", "asking"), [*itertools.product(CIVIL, ASKING)])
def test_civilities_silence_no_other_sentence(civility: str, asking: str) -> None:
    assert read(f"{civility} {asking}").scripted
    assert read(f"{asking} {civility}").scripted


@pytest.mark.parametrize("crime", ["涉嫌洗钱", "涉嫌诈骗", "涉嫌诈骗罪", "涉诈"])
def test_an_accusation_is_no_warning(crime: str) -> None:
    assert read(f"您的账户{crime}，请把资金转入安全账户").strength == STRONG


@pytest.mark.parametrize("crime", ["was used in a scam", "is linked to fraud", "has fraudulent transactions"])
def test_an_accusation_in_english_is_no_warning(crime: str) -> None:
    assert read(f"Your account {crime}. Move your savings to a safe account now.").strength == STRONG


@pytest.mark.parametrize(
    "text",
    [
        "反诈中心提醒：让您把资金转入安全账户的都是诈骗。",
        "有骗子说我的账户涉嫌洗钱，让我把资金转入安全账户。",
        "骗子会说您的银行卡异常，让您点击链接 a-b.cc 认证。请勿相信。",
        "Scammers say that your card is locked and that you must verify at a-b.com. Do not click.",
    ],
)
def test_a_warning_that_quotes_a_script_still_is_one(text: str) -> None:
    assert read(text).warns
    assert read(text).strength == 0


TALK = "您好，我是银行的客服，您的银行卡异常，请您提供卡号和密码。" + "我们会为您登记，也会把进度发给您看。" * 12


def test_one_word_of_warning_in_a_long_talk_is_no_warning_and_several_are() -> None:
    assert read(f"{TALK}别担心，这不是骗局。").strength == HINT
    assert read(TALK.replace("登记", "登记骗子")).strength == 0
    assert read("您的银行卡异常，请您提供卡号和密码。这是骗局。").strength == 0


def test_who_speaks_without_a_stop_is_read_in_pieces() -> None:
    spoken = "hello this is about your account and do not use any other device "
    sentence = "your account was suspended for suspicious activity press one to speak to an officer "
    assert read(f"{'how are you doing today ' * 8}{spoken}{sentence}").strength >= HINT


LURES = [
    "您的手机银行已被停用，请登录 m.cmb-x.cn 重新认证。",
    "您的包裹被扣，请支付关税 http://hg-x.cc 。",
    "请您把验证码告诉我。",
]


@given(st.permutations(LURES), st.lists(st.sampled_from(CIVIL), max_size=3))
def test_the_order_of_sentences_hides_no_ask(sentences: list[str], civilities: list[str]) -> None:
    asks = {ask for one in LURES for ask in read(one).asks}
    assert asks <= set(read(" ".join([*civilities, *sentences, *civilities])).asks)


@given(st.lists(st.tuples(st.just(0), st.just(0), st.integers(0, 2**80)), max_size=30), st.booleans())
def test_whatever_words_mean_a_lure_is_believed_a_little_or_not_at_all(
    words: list[tuple[int, int, int]],
    has_link: bool,  # noqa: FBT001
) -> None:
    assert set(lures_in(words, has_link=has_link).values()) <= {HINT, WEAK}


def test_the_strongest_ask_comes_first() -> None:
    text = "您的手机银行已被停用，请登录 m.cmb-x.cn 重新认证，并提供验证码"
    assert read(text).asks[:1] == (Ask.SIGN_IN,)
    assert Ask.TELL_CODE in read(text).asks


def test_an_empty_message_asks_nothing() -> None:
    assert read_message("", has_link=True) == MessageFacts()
