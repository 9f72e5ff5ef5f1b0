"""What a bank's or an operator's message tells that has happened: a code came, money went. Its text goes no further.

A moment takes two signs in one sentence, so that talk of codes ("never tell anybody a code") is none: a code stands
beside the word for it, an amount beside the word for its leaving.
"""

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

_LONGEST = 500
"""Characters of what banks and operators send; what is longer tells a story."""
SMALL = 500.0
"""What people spend in a day, in any currency that is worth about as much as the yuan, or less than that many units."""


class MessageMoment(Struct, frozen=True):
    """What happened, by the names of kinds of moments. `large` is None where no amount was told."""

    kind: str
    large: bool | None = None


_CODE_WORDS = (
    r"验证码|校验码|动态码|动态密码|认证码|短信密码|确认码|授权码|"
    r"(?:verification|security|login|log-in|sign-in|authentication|access|confirmation) code|passcode|"
    r"one[- ]time (?:password|code|pin|passcode)|\botp\b"
)
_CODE = re.compile(
    rf"(?:{_CODE_WORDS})[^0-9。!\n]{{0,24}}(?<![0-9a-z])[0-9](?:[ -]?[0-9]){{3,7}}(?![0-9])"
    rf"|(?<![0-9a-z])[0-9]{{4,8}}(?![0-9])[^0-9。!\n]{{0,24}}(?:{_CODE_WORDS})"
    r"|\bg-[0-9]{6}\b"
)
_CURRENCY = r"人民币|rmb|cny|hkd|usd|eur|gbp|inr|rs\.?|[¥￥$€£₹]"
_NUMBER = r"(?P<amount>[0-9][0-9,]{0,12}(?:\.[0-9]{1,2})?)\s?(?P<ten_thousands>万)?"
_OUT_WORDS = (
    r"支出|转出|转账支出|扣款|扣除|消费|付款|支付|汇出|代扣|取现|提现|"
    r"debited|withdrawn|spent|payment of|paid|transferred (?:from|out)|sent to|purchase of|charged"
)
_CAME = re.compile(r"收入|存入|到账|转入|工资|入账|退款|credited|received|deposit|refund|salary")
_OUT = (
    re.compile(rf"(?:{_OUT_WORDS})[^0-9。\n]{{0,16}}{_NUMBER}(?![0-9月日:/-])"),
    re.compile(rf"(?:{_CURRENCY})\s?{_NUMBER}[^0-9。\n]{{0,24}}(?:{_OUT_WORDS})"),
    re.compile(rf"(?<![0-9.]){_NUMBER}\s?(?:元|圆|块|yuan)[^0-9。\n]{{0,24}}(?:{_OUT_WORDS})"),
)
_ACCOUNT = re.compile(r"尾号|末[四4]位|账户|储蓄卡|信用卡|银行卡|余额|a/?c\b|account|card|acct|balance")
_DONE = "已发放|已放款|发放成功|放款成功|已到账|已打款|disbursed|paid out|has been credited"
_LOAN = re.compile(
    rf"(?:贷款|借款|放款|借据|loan)[^。\n]{{0,30}}(?:{_DONE})|(?:已发放|已放款)[^。\n]{{0,20}}(?:贷款|借款|元)"
)
_DEVICE = "新设备|其他设备|另一台设备|异地|陌生设备|新装置|new device|another device|unrecogni[sz]ed device"
_ENTERED = "登录|登陆|登入|绑定|logged|log in|log-in|signed in|sign-in|sign in"
_LOGIN = re.compile(rf"(?:{_DEVICE})[^。\n]{{0,24}}(?:{_ENTERED})|(?:{_ENTERED})[^。\n]{{0,24}}(?:{_DEVICE})")
_DOUBT = re.compile(
    "切勿|请勿|不要|勿将|不会|如何|怎么|是否|吗[?？]|骗|诈|谨防|警惕|假如|如果收到|"
    "never|do not|don't|scam|fraud|if you receive|how do i"
)
_SENTENCES = re.compile(r"[。！!\n；;]|(?<=[a-z])\.(?=\s|$)")
_DIGIT = re.compile("[0-9]")


def read_moment(readable_text: str) -> MessageMoment | None:
    """Return what a `readable` text tells that has happened; None: nothing of the kind. Linear, never raises."""
    if len(readable_text) > _LONGEST:
        return None
    kinds = _KINDS if _DIGIT.search(readable_text) else _WITHOUT_DIGITS
    readers = [tell for signs, tell in kinds if any(map(readable_text.__contains__, signs))]
    if not readers:
        return None
    for sentence in _SENTENCES.split(readable_text):
        for tell in readers:
            moment = tell(sentence, readable_text)
            if moment is not None:
                return moment
    return None


def _loan(sentence: str, _: str) -> MessageMoment | None:
    return MessageMoment("loan_paid_out") if _LOAN.search(sentence) and not _DOUBT.search(sentence) else None


def _login(sentence: str, _: str) -> MessageMoment | None:
    return MessageMoment("new_device_login") if _LOGIN.search(sentence) and not _DOUBT.search(sentence) else None


def _code(sentence: str, _: str) -> MessageMoment | None:
    return MessageMoment("code_received") if _CODE.search(sentence) else None


def _spent(sentence: str, text: str) -> MessageMoment | None:
    spent = next(filter(None, (pattern.search(sentence) for pattern in _OUT)), None)
    if (
        spent is None
        or not _ACCOUNT.search(text)
        or _DOUBT.search(sentence)
        or _CAME.search(sentence, 0, spent.start())
    ):
        return None
    return MessageMoment("money_out", _amount(spent) >= SMALL)


def _amount(spent: re.Match[str]) -> float:
    amount = float(spent["amount"].replace(",", "") or 0)
    return amount * 10_000 if spent["ten_thousands"] else amount


_KINDS: Sequence[tuple[Sequence[str], Callable[[str, str], MessageMoment | None]]] = (
    (("贷款", "借款", "放款", "借据", "已发放", "loan"), _loan),
    (("设备", "异地", "装置", "device"), _login),
    (("码", "code", "one-time", "one time", "otp", "g-"), _code),
    (("出", "扣", "消费", "付", "现", "debited", "withdrawn", "spent", "pa", "transferred", "sent", "charged"), _spent),
)
"""The gravest first, each with what is in every text that tells it, which is looked for in a tenth of the time."""
_WITHOUT_DIGITS = _KINDS[:2]
