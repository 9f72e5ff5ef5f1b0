"""How somebody is kept from thinking and from asking others, each beside what everybody writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.messages.folding import Readable, readable
from guard_api.messages.pressure import Pressure, read_pressure

ISOLATE, HURRY, DATA = Pressure

PAIRS = [
    ("这件事不要告诉任何人", "这件事我要告诉任何人", ISOLATE),
    ("這件事不要告訴任何人", "这件事告诉家人吧", ISOLATE),
    ("不要让家人知道", "要让家人知道", ISOLATE),
    ("请您全程保持通话", "请您保持安静", ISOLATE),
    ("请不要挂断", "他先挂断了", ISOLATE),
    ("请您找一个安静的房间", "请您找一个房间", ISOLATE),
    ("您需要签保密协议", "公司的保密工作", ISOLATE),
    ("do not tell your husband", "tell your husband", ISOLATE),
    ("Don't mention it to anybody", "Don't mention it", ISOLATE),
    ("keep this confidential", "keep this receipt", ISOLATE),
    ("please stay on the line", "please stay in line", ISOLATE),
    ("Do not hang up", "do not hang out", ISOLATE),
    ("go somewhere private", "go somewhere nice", ISOLATE),
    ("请在30分钟内处理，逾期冻结", "请在30分钟内处理", HURRY),
    ("立即处理，否则冻结您的账户", "立即处理，否则要等到明天", HURRY),
    ("Pay within 30 minutes or lose it", "It takes within 30 minutes", HURRY),
    ("act immediately or we will sue", "act immediately", HURRY),
    ("您的身份证号是110101199003071234", "您的身份证号是什么", DATA),
    ("身份证号110101199003071234，是您本人吗", "身份证号110101199003071234", DATA),
    ("your ID number is 11010119", "your ID number is needed", DATA),
]


def pressure(text: object) -> tuple[Pressure, ...]:
    return read_pressure(readable(text))


@pytest.mark.parametrize(("pressing", "ordinary", "how"), PAIRS)
def test_pressure_differs_from_what_everybody_writes(pressing: str, ordinary: str, how: Pressure) -> None:
    assert (pressure(pressing), pressure(ordinary)) == ((how,), ())


@pytest.mark.parametrize("text", ["妈妈生日，不要告诉爸爸妈妈这些家人", "Surprise party! do not tell any friends"])
def test_friends_are_let_have_their_secrets(text: str) -> None:
    assert pressure(text) == ()


def test_who_sends_a_code_warns_to_share_it_with_nobody() -> None:
    assert pressure("验证码123456，请不要告诉任何人") == ()
    assert pressure("验证码123456，请不要告诉任何人。30分钟内处理，逾期冻结") == (HURRY,)


def test_the_gravest_comes_first() -> None:
    assert pressure("30分钟内处理，逾期冻结。您的身份证号是110101199003071234。不要告诉家人") == (ISOLATE, HURRY, DATA)


@given(st.text())
def test_what_is_readable_is_not_made_so_again(text: str) -> None:
    plainly = readable(text)

    assert isinstance(plainly, Readable)
    assert readable(plainly) is plainly
    assert set(read_pressure(plainly)) <= {*Pressure}
