"""Whose number is offered: the bank's whose app was in front, said digit by digit; nobody's where none is known."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from guard_api.actions.checks.advice.situation import situation_of
from guard_api.actions.checks.check_call import Assessment
from guard_api.engine.judge import judge
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    CallSeen,
    ForwardingSeen,
    IdentityClaimed,
    ScreenShareSeen,
)
from guard_api.engine.policy import Policy, Rule
from guard_api.engine.vocabulary import CallState
from guard_api.patterns import PATTERNS
from guard_api.ports import CheckRecord, Device, Reference
from guard_api.presenters.checks.decision import check_answer
from guard_api.service_codes.forwarding import Action, State
from guard_api.texts import texts_in
from tests.support.clock import NOON

POLICY = Policy(tuple(Rule(pattern) for pattern in PATTERNS))
STRANGER = "+8613912345678"
CALL = CallSeen(at=NOON, caller=STRANGER, displayed="13912345678", state=CallState.ACTIVE, known=False)
CLAIM = IdentityClaimed(at=NOON, organizations=("jd",), caller=STRANGER)
SHARE = ScreenShareSeen(at=NOON + timedelta(minutes=3), on=True)
DARK = ScreenShareSeen(at=NOON + timedelta(minutes=9), on=False)
OVER = CallSeen(at=NOON + timedelta(minutes=9), state=CallState.ENDED)
FORWARD = ForwardingSeen(
    at=NOON + timedelta(minutes=8), action=Action.ENABLE, states=(State.UNCONDITIONAL,), target="+8613800138000"
)


def bank(package: str, minute: float = 6) -> AppInFront:
    return AppInFront(at=NOON + timedelta(minutes=minute), package=package, finance=True)


@pytest.fixture
def known(reference: Reference) -> Reference:
    """Know of three apps whose they are."""
    owners = {"com.icbc": "icbc", "com.android.bankabc": "abc_china", "com.nobody": ""}
    apps: Any = {package: SimpleNamespace(organization=owner) for package, owner in owners.items()}
    return replace(reference, apps=apps)


def answer(
    known: Reference, *seen: AnyObservation, language: str = "en", region: str = "CN", carrier: str | None = None
) -> Any:
    as_of = max(one.at for one in seen)
    decision = judge(seen, POLICY, as_of)
    device = Device("phone", region, (), carrier)
    situation = situation_of(decision, device, known)
    assessment = Assessment(CheckRecord(as_of, as_of, seen), device, known, decision, situation, degraded=False)
    return check_answer(assessment, texts_in(language))


def called(answer: Any) -> list[tuple[str, str]]:
    return [(action["number"], action["purpose"]) for action in answer["actions"] if action["type"] == "call"]


def test_the_bank_whose_app_was_in_front_is_the_first_to_be_called(known: Reference) -> None:
    answered = answer(known, CALL, CLAIM, SHARE, bank("com.icbc"), FORWARD)

    assert called(answered) == [("95588", "bank"), ("110", "emergency"), ("96110", "report")]
    assert answered["actions"][0]["type"] == "lock_screen"
    assert answered["warnings"][0]["advice"] == [
        "Hang up now. You do not need to explain anything.",
        'Then open the meeting app and tap "Leave".',
        'Call 95588 (Industrial and Commercial Bank of China) and say: "Freeze my card."',
    ]


def test_it_reads_as_it_would_be_heard_in_chinese(known: Reference) -> None:
    answered = answer(known, CALL, CLAIM, SHARE, bank("com.icbc"), FORWARD, language="zh-CN")

    assert answered["warnings"][0] | {"evidence": None} == {
        "pattern": "account_takeover",
        "routine": 8,
        "level": "critical",
        "title": "您的钱有危险",
        "message": "马上按一下电源键，锁屏。有人正看着您的屏幕，手机银行开着。不管他说自己是谁，这是诈骗。",
        "advice": [
            "马上挂断电话，不需要解释。",
            "再打开会议软件，点“离开会议”。",
            "拨 95588（中国工商银行），说：“冻结我的卡。”",
        ],
        "evidence": None,
    }
    assert [action["label"] for action in answered["actions"]] == [
        *("锁屏", "马上挂断", "停止共享", "打给中国工商银行，冻结卡", "关闭呼叫转移", "不行，再试这个"),
        *("打 110 报警", "打 96110 问清楚"),
    ]
    assert answered["actions"][3]["spoken"] == "九五五八八"


def test_when_all_is_over_the_first_sentence_is_the_banks_number_and_the_first_button_calls_it(
    known: Reference,
) -> None:
    answered = answer(known, CALL, CLAIM, SHARE, bank("com.icbc"), bank("com.android.bankabc", 7), DARK, OVER)

    assert answered["warnings"][0]["message"].startswith('Call 95599, your bank: "Freeze my card."')
    assert answered["actions"][0]["number"] == "95599"
    assert "If you opened several banks, call each." in answered["warnings"][0]["advice"]


@pytest.mark.parametrize("package", ["com.nobody", "com.unheard.of"])
def test_of_a_bank_that_nobody_knows_the_card_has_the_number(package: str, known: Reference) -> None:
    answered = answer(known, CALL, CLAIM, SHARE, bank(package))

    assert called(answered)[0] == ("110", "emergency")
    assert 'Call the number on the back of your card and say: "Freeze my card."' in answered["warnings"][0]["advice"]


def test_where_the_region_has_no_such_number_the_police_are_named_and_no_digits(known: Reference) -> None:
    answered = answer(known, CALL, CLAIM, SHARE, bank("com.nobody"), DARK, OVER, region="FR")

    assert "Call the police yourself and tell them what happened." in answered["warnings"][0]["advice"]
    assert "110" not in str(answered["warnings"])
    assert "{" not in str(answered["warnings"][0]["message"])


def test_a_carrier_that_is_known_can_be_called_only_while_calls_are_forwarded(known: Reference) -> None:
    forwarded = answer(known, CALL, FORWARD, OVER, carrier="china_mobile")
    without = answer(known, CALL, CLAIM, carrier="china_mobile")

    assert [one for one in called(forwarded) if one[1] == "operator"] == [("10086", "operator")]
    assert [one for one in called(without) if one[1] == "operator"] == []
