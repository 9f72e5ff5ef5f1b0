"""Whatever happened, an answer is six lines, each thing said once, in both languages: all stories of fraud, played."""

import re
from collections.abc import Iterator, Sequence
from secrets import token_hex
from typing import Any

import pytest
from flask.testing import FlaskClient

from guard_api.ports import Device, Scope, Services
from guard_api.texts import texts_in
from tests.patterns.test_fraud_stories import STORIES
from tests.patterns.test_lure_stories import FRAUD
from tests.support.clock import NOON, Clock
from tests.support.phones import TestPhone
from tests.support.stories import play

HANG_UPS = {"en": re.compile(r"[Hh]ang up (?:now|and)|Hang up\."), "zh-CN": re.compile("挂断")}
NUMBER = re.compile(r"(?<![\w.])(?:\d[\d ]{2,}\d|[*#]+\d+#?)(?!\w|\.\w)")
"""A number or code to call or dial; not what stands inside a site's name."""


@pytest.fixture(scope="module", params=["en", "zh-CN"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def answers(client: FlaskClient, services: Services, clock: Clock, language: str) -> Sequence[Any]:
    """All answers that warn of something."""
    return [answer for answer in _played(client, services, clock, language) if answer["warnings"]]


def _played(client: FlaskClient, services: Services, clock: Clock, language: str) -> Iterator[Any]:
    for story in (*STORIES, *FRAUD):
        clock.now = NOON
        device = Device(token_hex(6), "CN", ("+8613700137000",))
        phone = TestPhone(client, services.keys.create(Scope.DEVICE, "test", clock(), device)[1], language)
        yield from play(phone, clock, story.steps)


def test_an_answer_is_six_lines_each_shown_once_and_what_stands_in_it_can_be_tapped(
    answers: Sequence[Any], language: str
) -> None:
    assert len(answers) > 100
    for answer in answers:
        worst, *others = answer["warnings"]
        lines = [worst["title"], worst["message"], *worst["advice"]]
        shown = "\n".join(lines)
        assert len(worst["advice"]) <= 3
        assert [(one["message"], one["advice"]) for one in others] == [("", [])] * len(others)
        assert all(one["title"] for one in answer["warnings"])
        assert len(set(lines)) == len(lines)
        assert len(HANG_UPS[language].findall(shown)) <= 1, shown
        numbers = NUMBER.findall(shown)
        assert len(set(numbers)) == len(numbers), shown
        tappable = {action.get("number") or action.get("code") for action in answer["actions"]}
        assert {number.replace(" ", "") for number in numbers} <= tappable, shown
        assert not re.search(r"[{}]", shown)


def test_no_answer_calls_anybody_a_stranger_or_leaves_a_button_without_its_label(answers: Sequence[Any]) -> None:
    for answer in answers:
        assert not re.search("stranger|陌生", str([answer["warnings"][0]["message"], answer["level_label"]]))
        assert all(action["label"] for action in answer["actions"])
        assert all(action["spoken"] for action in answer["actions"] if "purpose" in action)


def test_at_critical_bank_and_police_come_before_whoever_is_imitated(answers: Sequence[Any]) -> None:
    for answer in (one for one in answers if one["level"] == "critical"):
        called = [action["purpose"] for action in answer["actions"] if action["type"] == "call"]
        assert called[0] in {"bank", "emergency"}
        assert "verify" not in called[:-1]


def test_the_first_button_does_what_the_first_sentence_advises(answers: Sequence[Any], language: str) -> None:
    texts = texts_in(language)
    types = {
        "hang_up": "hang_up",
        "hang_up.again": "hang_up",
        "lock_screen": "lock_screen",
        "leave_meeting": "leave_meeting",
        "do_not_answer": "do_not_answer",
        "cancel_forwarding": "dial",
    }
    seen = set()
    for answer in answers:
        message = answer["warnings"][0]["message"]
        for piece, button in types.items():
            sentence = texts.get(f"first.{piece}").partition("{")[0].strip()
            if message.startswith(sentence):
                seen.add(piece)
                assert answer["actions"][0]["type"] == button, message
    assert seen >= set(types) - {"do_not_answer", "leave_meeting"}
