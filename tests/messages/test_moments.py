"""What banks' and operators' messages tell has happened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.messages.folding import readable
from guard_api.messages.moments import MessageMoment, read_moment

CODE, LOAN, LOGIN = map(MessageMoment, ("code_received", "loan_paid_out", "new_device_login"))
LARGE, SMALL = MessageMoment("money_out", large=True), MessageMoment("money_out", large=False)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("【工商银行】您的验证码为123456，请勿泄露。", CODE),
        ("【比邻】比邻验证码：687293，请尽快输入", CODE),
        ("583920（動態密碼／驗證碼），請勿告訴他人", CODE),
        ("Your verification code is 482913. Do not share it.", CODE),
        ("OTP is 513485 and is valid for 10 minutes.", CODE),
        ("G-482913 is your Google verification code", CODE),
        ("123 456 is your one-time password", None),
        ("一次性验证码 123 456", CODE),
        ("【招商银行】您尾号1234的储蓄卡11月28日支出人民币500,000.00元，余额1.00", LARGE),
        ("您尾号4118的信用卡28日14:53消费人民币327.62元。", SMALL),
        ("您的账户转出2万元", LARGE),
        ("A/c XX1234 debited INR 1500.00 on 28-11", LARGE),
        ("$20.00 was spent with your card", SMALL),
        ("【支付宝】您向张三付款20.00元，账户余额3元", SMALL),
        ("您的贷款50000元已发放至尾号1234账户", LOAN),
        ("Your loan of 50000 has been disbursed", LOAN),
        ("您的账号正在新设备登录，如有疑问请修改密码", LOGIN),
        ("New device signed in to your account", LOGIN),
        ("Someone signed in from a new device", LOGIN),
        # what tells nothing of the kind
        ("请勿将验证码告诉任何人", None),
        ("how do I get a verification code?", None),
        ("您好，快递到了，取件码123456", None),
        ("您尾号8888账户工资收入人民币12000.00元", None),
        ("您尾号1234卡退款到账100元，消费已撤销", None),
        ("昨天花了30块买水果", None),
        ("转账支出请勿超过5000元，账户", None),
        ("当日放款，车辆抵押最快5分钟拿钱", None),
        ("借呗放款中可以取消贷款吗", None),
        ("异地登录怎么办", None),
        ("谨防骗子冒充客服，骗您说贷款已发放", None),
        ("", None),
        (None, None),
        (7, None),
        ("验证码123456。" + "故事" * 300, None),
    ],
)
def test_a_message_reports_what_happened_or_nothing(text: object, moment: MessageMoment | None) -> None:
    assert read_moment(readable(text)) == moment


@given(st.text(max_size=600))
def test_no_text_hinders_it(text: str) -> None:
    plainly = readable(text)

    assert read_moment(plainly) is None or read_moment(f"{plainly} ") is not None or len(plainly) >= 499
