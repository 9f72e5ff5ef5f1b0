"""What comes first in each situation, in words and as the first button, and what must not be said then."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from guard_api.ports import Device, Scope, Services
from guard_api.texts import texts_in
from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.stories import (
    BANK,
    CALL,
    EMPTY,
    FORWARD,
    HANG_UP,
    INSTALL,
    JD_CLAIM,
    OTHER_BANK,
    RING,
    SHARE,
    SPOOFED,
    STOP_SHARE,
    UNDO,
    WALLET,
    Step,
    dial,
    link,
    play,
    text,
)

SCRIPT = "我申请关闭京东金条白条，注销第三方关联账户"
RINGS = {**SPOOFED, "call_state": "ringing"}
LOGINS: list[Step] = [(0, CALL), (3, BANK), (6, OTHER_BANK), (9, WALLET)]
TAKEOVER: list[Step] = [(0, {**CALL, **JD_CLAIM}), (3, SHARE), (6, BANK)]
ENGLISH = texts_in("en")


def heard(answer: Any) -> str:
    """Give all that is said."""
    return "\n".join(
        [sentence for one in answer["warnings"] for sentence in (one["title"], one["message"], *one["advice"])]
    )


def starts(answer: Any, piece: str) -> bool:
    """Whether this is the first sentence, whatever fills its gaps."""
    sentence = ENGLISH.get(f"first.{piece}").partition("{")[0]
    return bool(answer["warnings"][0]["message"].startswith(sentence.strip()))


FIRST = [
    ("it rings", [(0, RINGS)], "do_not_answer", "do_not_answer"),
    ("a weak look-alike rings", [(0, {**RINGS, "caller_number": "+8695588"})], "do_not_answer", "do_not_answer"),
    ("a call", [(0, SPOOFED)], "hang_up", "hang_up"),
    ("a call goes on", [(0, SPOOFED), (1.9, EMPTY)], "hang_up", "hang_up"),
    ("a call goes on after a warning", [(0, SPOOFED), (2, EMPTY)], "hang_up.again", "hang_up"),
    ("a call and the screen", [(0, CALL), (4, SHARE)], "hang_up", "hang_up"),
    ("only the meeting is left", [(0, CALL), (4, HANG_UP), (6, SHARE)], "leave_meeting", "leave_meeting"),
    ("a bank app on the shared screen", [(0, CALL), (4, SHARE), (9, BANK)], "lock_screen", "lock_screen"),
    ("takeover", TAKEOVER, "lock_screen", "lock_screen"),
    ("takeover, and calls diverted", [*TAKEOVER, (9, FORWARD)], "lock_screen", "lock_screen"),
    ("takeover, the screen is dark", [*TAKEOVER, (9, STOP_SHARE)], "hang_up.again", "hang_up"),
    ("takeover, all over", [*TAKEOVER, (9, STOP_SHARE), (9, HANG_UP)], "call_bank", "call"),
    ("calls diverted, he is on the line", [(0, CALL), (5, FORWARD)], "hang_up", "hang_up"),
    ("calls diverted, he hung up", [(0, CALL), (5, FORWARD), (6, HANG_UP)], "cancel_forwarding", "dial"),
    ("left on", [(0, CALL), (5, FORWARD), (6, HANG_UP), (40, EMPTY)], "cancel_forwarding", "dial"),
    ("undone", [(0, CALL), (5, FORWARD), (6, HANG_UP), (7, UNDO)], "call_bank.no_number", "call"),
    ("undone in the call", [(0, CALL), (5, FORWARD), (6, UNDO)], "hang_up", "hang_up"),
    ("bank apps again and again", LOGINS, "hang_up", "hang_up"),
    ("an app installed", [(0, CALL), (3, INSTALL)], "hang_up", "hang_up"),
    ("an app installed, call over", [(0, CALL), (3, INSTALL), (4, HANG_UP)], "do_not_share", "call"),
    ("a link alone", [(0, link("http://pbc-gov-cn.example.top"))], "do_not_open", "call"),
    ("a link in a call", [(0, CALL), (1, link("http://pbc-gov-cn.example.top"))], "hang_up", "hang_up"),
    ("a code behind a link", [(0, link("tel:**21*13800138000%23"))], "do_not_dial", "dial"),
    ("a text to send", [(0, text(SCRIPT))], "do_not_send", "call"),
    ("the screen is no longer seen", [(0, CALL), (4, SHARE), (5, STOP_SHARE), (6, HANG_UP)], "ask_family", "call"),
]


@pytest.mark.parametrize(("steps", "piece", "button"), [row[1:] for row in FIRST], ids=[row[0] for row in FIRST])
def test_the_first_sentence_and_the_first_button_fit_what_goes_on(
    steps: list[Step], piece: str, button: str, phone: TestPhone, clock: Clock
) -> None:
    answer = play(phone, clock, steps)[-1]

    assert starts(answer, piece), answer["warnings"][0]["message"]
    assert answer["actions"][0]["type"] == button


NEVER = [
    ("it rings", [(0, RINGS)], ["Hang up", "hang up"], ["hang_up"]),
    ("no call", [(0, link("http://pbc-gov-cn.example.top"))], ["Hang up"], ["hang_up"]),
    ("a bank app on the shared screen", TAKEOVER, ["95118", "12363"], ["verify"]),
    ("forwarding is on", [(0, CALL), (1, SHARE), (5, FORWARD)], ["SIM", "light mode", "until the phone goes off"], []),
    ("nothing is forwarded", TAKEOVER, ["You can still make calls", "call back", "forwarding"], ["dial"]),
    ("the app may be watched", [(0, CALL), (1, INSTALL), (2, SHARE)], ["Delete that app"], []),
]


@pytest.mark.parametrize(("steps", "words", "buttons"), [row[1:] for row in NEVER], ids=[row[0] for row in NEVER])
def test_what_would_be_wrong_then_is_not_advised(
    steps: list[Step], words: list[str], buttons: list[str], phone: TestPhone, clock: Clock
) -> None:
    answer = play(phone, clock, steps)[-1]

    assert [one for one in words if one in heard(answer)] == []
    assert [one for one in answer["actions"] if one["type"] in buttons or one.get("purpose") in buttons] == []


SPELLS = [
    ("he will say that this is false", [(0, SPOOFED)], "They will say this warning is false", True),
    ("nobody who could say so is there", [(0, RINGS)], "They will say this warning is false", False),
    ("he knows the name and the ID card", [(0, {**CALL, **JD_CLAIM})], "That they know your name", True),
    ("he claims to be nobody", [(0, CALL), (1, INSTALL)], "That they know your name", False),
    (
        "he had the link sent",
        [(0, CALL), (1, text(SCRIPT + " 7771234.top"))],
        "ccount does not check it",
        True,
    ),
    ("a link that came from elsewhere", [(0, CALL), (1, link("7771234.top"))], "ccount", False),
    ("whom the site imitates", [(0, link("http://pbc-gov-cn.example.top"))], "The real site is pbc.gov.cn", True),
    ("nobody is imitated", [(0, link("7771234.top"))], "The real site", False),
]


@pytest.mark.parametrize(("steps", "words", "fits"), [row[1:] for row in SPELLS], ids=[row[0] for row in SPELLS])
def test_what_breaks_the_spell_is_advised_where_it_fits(
    steps: list[Step],
    words: str,
    fits: bool,  # noqa: FBT001 - a table
    phone: TestPhone,
    clock: Clock,
) -> None:
    assert (words in heard(play(phone, clock, steps)[-1])) is fits


def test_after_a_takeover_the_words_and_the_buttons_name_bank_and_police_before_the_shop(
    phone: TestPhone, clock: Clock
) -> None:
    *_, answer = play(phone, clock, [*TAKEOVER, (9, STOP_SHARE), (9, HANG_UP)])

    assert "Call 95588" in answer["warnings"][0]["message"]
    assert [action["number"] for action in answer["actions"]] == ["95588", "110", "96110", "95118"]


def test_a_code_in_a_text_is_called_a_code_and_not_a_link(phone: TestPhone) -> None:
    answer = phone.check(**text("您的账户异常，请立即拨打**21*13800138000#进行保护"))

    assert "link" not in heard(answer)
    assert "Type nothing in" not in heard(answer)


@pytest.mark.parametrize(
    ("claimed", "credit", "expected"),
    [
        ("警察", False, "Real police watch no screens"),
        ("中国人民银行", True, "credit record"),
        ("中国工商银行", False, "A real bank wants no password"),
        ("京东金条客服", False, "No shop rings"),
    ],
)
def test_credit_is_spoken_of_only_to_whom_it_was_mentioned(
    claimed: str,
    credit: bool,  # noqa: FBT001 - a table
    expected: str,
    phone: TestPhone,
) -> None:
    answer = phone.check(**CALL, claimed_identity=claimed)

    assert expected in heard(answer)
    assert ("credit" in heard(answer)) is credit
    assert "do not call from this number" not in heard(answer)


def test_of_a_script_that_asks_for_several_things_the_most_dangerous_is_answered(phone: TestPhone) -> None:
    answer = phone.check(**text("您的征信有问题，请把资金转入安全账户，关闭京东白条"))

    assert "There is no safe account" in heard(answer)
    assert "application" not in heard(answer)


def test_a_code_that_worked_is_confirmed_and_what_was_done_is_gone(phone: TestPhone, clock: Clock) -> None:
    on, off = play(phone, clock, [(0, CALL), (5, FORWARD), (6, HANG_UP), (7, UNDO)])[2:]

    assert "off again" not in heard(on)
    assert off["warnings"][0]["title"] == "Call forwarding is off again"
    assert "##002#" not in heard(off)


def test_a_code_that_worked_is_confirmed_where_something_worse_is_warned_of(phone: TestPhone, clock: Clock) -> None:
    *_, off = play(phone, clock, [*TAKEOVER, (9, FORWARD), (10, UNDO)])

    assert off["warnings"][0]["pattern"] == "account_takeover"
    assert off["warnings"][0]["advice"][0] == "Call forwarding is off again."


def test_steps_that_are_done_go_and_the_next_move_up(phone: TestPhone, clock: Clock) -> None:
    seen = [*TAKEOVER, (9, FORWARD), (10, STOP_SHARE), (11, HANG_UP), (12, UNDO)]
    buttons = [answer["actions"][0]["type"] for answer in play(phone, clock, seen)[3:]]

    assert buttons == ["lock_screen", "hang_up", "dial", "call"]


def test_forwarding_is_mentioned_only_where_the_warning_is_about_it(phone: TestPhone, clock: Clock) -> None:
    *_, answer = play(phone, clock, [*TAKEOVER, (9, FORWARD)])

    assert "Nobody gets through" not in heard(answer)
    assert "dial" in {action["type"] for action in answer["actions"]}


def test_where_the_carrier_is_known_there_is_one_code(client: FlaskClient, services: Services, clock: Clock) -> None:
    device = Device("known", "CN", (), "china_mobile")
    phone = TestPhone(client, services.keys.create(Scope.DEVICE, "test", clock(), device)[1])
    answer = phone.check(**CALL, **FORWARD)

    assert [action["code"] for action in answer["actions"] if action["type"] == "dial"] == ["##002#"]


def test_conditional_forwarding_is_described_as_what_it_is(phone: TestPhone, clock: Clock) -> None:
    *_, answer = play(phone, clock, [(0, CALL), (5, dial("**67*13800138000#"))])

    assert "calls you miss" in heard(answer)
    assert "Nobody gets through" not in heard(answer)


def test_a_call_that_only_rang_is_not_hung_up_on(phone: TestPhone, clock: Clock) -> None:
    rings, taken = play(phone, clock, [(0, {**RING, "caller_number": "0095118"}), (0.2, {"call_state": "active"})])

    assert (starts(rings, "do_not_answer"), starts(taken, "hang_up")) == (True, True)
