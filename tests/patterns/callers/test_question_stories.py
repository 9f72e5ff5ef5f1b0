"""One good question, and pressure: what the person can tell, asked only where it matters."""

from typing import Any

import pytest

from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.stories import (
    BANK,
    CALL,
    DAUGHTER,
    EMPTY,
    FORWARD,
    HANG_UP,
    INSTALL,
    SHARE,
    Story,
    play,
    report,
    shown,
    story,
    text,
)

MEETING = {"foreground_app": "com.tencent.wemeet.app"}
VOIP = {"call_kind": "voip", "call_state": "active"}
SECRET = text("这件事不要告诉任何人，也不要告诉家人，请保持通话，不要挂断。")
HURRY = text("请在3分钟内处理，逾期将上报并冻结账户。")
THREE = [{"caller_number": number, "call_state": "active"} for number in ("13911110001", "13911110002", "13911110003")]

FRAUD = [
    story("told to tell nobody", "warning", (0, CALL), (4, SECRET), shows=["persistent_stranger"]),
    story("told so in English", "warning", (0, CALL), (4, text("Do not tell anyone, not even your family."))),
    story("hurried, and frozen", "warning", (0, CALL), (4, HURRY), shows=["persistent_stranger"]),
    story(
        "given one's own data as a proof", "notice", (0, CALL), (4, text("您的身份证号是 110101199001011234，请核实"))
    ),
    story("secrecy and a shared screen", "critical", (0, CALL), (4, SECRET), (6, SHARE)),
    story(
        "three strangers hand over",
        "warning",
        *((minute, step) for n, one in enumerate(THREE) for minute, step in ((n * 10, one), (n * 10 + 8, HANG_UP))),
        shows=["persistent_stranger"],
    ),
]

HARMLESS = [
    story("secrets among friends", "none", (0, text("别告诉妈，给她个惊喜")), (1, SECRET)),
    story("a code that nobody is to be told", "none", (0, CALL), (1, text("验证码 583920，请勿告诉任何人"))),
    story("the daughter says so", "none", (0, DAUGHTER), (2, SECRET)),
    story(
        "three couriers, one after the other",
        "none",
        *((minute, step) for n, one in enumerate(THREE) for minute, step in ((n * 10, one), (n * 10 + 1, HANG_UP))),
    ),
]


@pytest.mark.parametrize("story", FRAUD, ids=lambda story: story.name)
def test_pressure_is_seen(story: Story, phone: TestPhone, clock: Clock) -> None:
    answer = play(phone, clock, story.steps)[-1]

    assert answer["level"] == story.level
    assert story.patterns <= shown(answer)


@pytest.mark.parametrize("story", HARMLESS, ids=lambda story: story.name)
def test_what_friends_and_couriers_say_stays_quiet(story: Story, phone: TestPhone, clock: Clock) -> None:
    assert [answer["level"] for answer in play(phone, clock, story.steps)] == ["none" for _ in story.steps]


QUESTIONS = [
    ("screen_share_active", [(0, CALL), (3, BANK)], "none", "Yes", "critical"),
    ("installed_apps", [(0, INSTALL), (1, VOIP)], "none", "Yes", None),
    ("texts", [(0, CALL), (12, EMPTY)], "none", "Yes", "warning"),
    ("caller_in_contacts", [(0, MEETING), (1, SHARE), (4, BANK)], "none", "No", "critical"),
    ("call_forwarding_changes", [(0, report(enabled=True, states=["unconditional"]))], "none", "No", "critical"),
    ("call_forwarding_changes", [(0, CALL), (2, HANG_UP), (15, FORWARD)], "notice", "No", "critical"),
]


def answered(phone: TestPhone, question: Any, label: str) -> Any:
    """Choose an answer, and send what belongs to it."""
    [send] = [choice["send"] for choice in question["choices"] if choice["label"] == label]
    return phone.check(**send)


@pytest.mark.parametrize(("field", "steps", "level", "label", "after"), [one for one in QUESTIONS if one[4]])
def test_the_question_that_matters_is_shown_and_its_answer_raises_the_level(  # noqa: PLR0913, PLR0917 - a table
    field: str, steps: Any, level: str, label: str, after: str, phone: TestPhone, clock: Clock
) -> None:
    answer = play(phone, clock, steps)[-1]

    assert (answer["level"], answer["ask"]["field"]) == (level, field)
    assert all(choice["label"] for choice in answer["ask"]["choices"])
    assert answered(phone, answer["ask"], label)["level"] == after


@pytest.mark.parametrize(
    "steps",
    [
        [(0, EMPTY)],
        [(0, BANK)],
        [(0, CALL)],
        [(0, CALL), (1, HANG_UP)],
        [(0, DAUGHTER), (2, BANK), (3, SHARE)],
        [(0, SHARE), (5, MEETING)],
        [(0, VOIP)],
        [(0, CALL), (1, SHARE), (2, BANK)],
        [(0, {"screen_share_active": False}), (1, CALL), (2, BANK)],
    ],
)
def test_nobody_is_questioned_in_ordinary_life_nor_once_it_is_critical(
    steps: Any, phone: TestPhone, clock: Clock
) -> None:
    assert [answer["ask"] for answer in play(phone, clock, steps)] == [None for _ in steps]


def test_the_same_question_is_not_shown_again_for_a_quarter_of_an_hour(phone: TestPhone, clock: Clock) -> None:
    answers = play(phone, clock, [(0, CALL), (3, BANK), (5, EMPTY), (9, EMPTY), (17.9, EMPTY), (18.1, EMPTY)])

    questions = [answer["ask"] and answer["ask"]["field"] for answer in answers]
    assert questions[1] == "screen_share_active"
    assert "screen_share_active" not in questions[2:5]


def test_the_same_request_again_gets_the_same_question(phone: TestPhone, clock: Clock) -> None:
    play(phone, clock, [(0, CALL)])
    once = phone.check(**BANK, request_id="one")

    assert once["ask"] is not None
    assert phone.check(**BANK, request_id="one") == once


def test_a_no_that_he_dictates_lowers_nothing(phone: TestPhone, clock: Clock) -> None:
    *_, before = play(phone, clock, [(0, CALL), (2, SHARE), (4, FORWARD)])
    denied = {
        "screen_share_active": False,
        "caller_in_contacts": True,
        "call_state": "none",
        "call_forwarding_changes": [{"enabled": False}],
        "told_by": "person",
    }

    assert phone.check(**denied)["level"] == before["level"] == "critical"


def test_a_warning_that_is_not_new_is_marked_so(phone: TestPhone, clock: Clock) -> None:
    answers = play(phone, clock, [(0, CALL), (2, SHARE), (10, EMPTY), (20, EMPTY), (25, BANK)])

    assert [answer["repeat"] for answer in answers] == [False, False, False, True, False]
