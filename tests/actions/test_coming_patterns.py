"""Texts that stand ready for patterns that are announced: short with each first sentence that they can come with."""

from itertools import combinations

import pytest

from guard_api.actions.checks.advice.advise import StepType, steps
from guard_api.actions.checks.advice.priorities import plan_of
from guard_api.actions.checks.advice.situation import Situation
from guard_api.engine.decision import Ongoing
from guard_api.engine.policy import Level
from guard_api.patterns.line.forwarding_for_stranger import PATTERN as FORWARDING
from guard_api.texts import LANGUAGES, texts_in

NAMES = (
    "hidden_caller",
    "app_brought_by_stranger",
    "cut_off_from_help",
    "code_on_shared_screen",
    "money_leaves_for_stranger",
)
KINDS: dict[str, list[tuple[str, ...]]] = {
    "hidden_caller": [("screen_shared", "finance_app_in_front")],
    "app_brought_by_stranger": [("brought_app_installed",), ("rights_gained",), ("imitating_app_installed",)],
    "cut_off_from_help": [("hard_to_reach",), ("calls_barred",), ("official_call_missed",)],
    "code_on_shared_screen": [("screen_shared", "code_received")],
    "money_leaves_for_stranger": [("money_out",), ("money_out", "screen_shared"), ("loan_paid_out",)],
}
VALUES = {
    "emergency": "110",
    "report": "96110",
    "number": "95118",
    "bank_number": "95588",
    "code": "##002#",
    "bank": "ICBC",
    "domain": "2406578.top",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_text_that_stands_ready_is_short_with_its_first_sentence(name: str, language: str) -> None:
    texts = texts_in(language)
    values = {**VALUES, "organization": "National Anti-Fraud Center" if language == "en" else "国家反诈中心"}
    for kinds in KINDS[name]:
        for size in range(len(Ongoing)):
            for ongoing in combinations(Ongoing, size):
                signs = frozenset({name, *kinds, *ongoing})
                first = plan_of(signs, (), Level.CRITICAL).pieces[0]
                ids = [f"{name}.message", *(f"{name}.message.{kind}" for kind in kinds)]
                for text_id in filter(texts.has, ids):
                    sentence = texts.get(f"first.{first}", **values)
                    full = texts.get(text_id, **{**values, "first": sentence})
                    long = len(full.split()) > 30 if language == "en" else len(full) > 60
                    assert not long, full


def test_a_forwarding_that_may_be_ones_own_is_a_quiet_word_with_the_code_to_undo_it() -> None:
    signs = frozenset({Ongoing.FORWARDING, FORWARDING.id})
    plan = plan_of(signs, [(FORWARDING, Level.NOTICE)], Level.NOTICE)
    situation = Situation(signs, plan, ("##002#",), emergency="110", report="96110")

    assert plan.pieces[0] == "cancel_forwarding"
    assert [(step.type, step.value) for step in steps(situation, Level.NOTICE)] == [(StepType.DIAL, "##002#")]
    assert (
        texts_in("en").get("forwarding_for_stranger.message.notice", first="")
        == " If you set it yourself, leave it on."
    )


def test_who_controls_the_phone_is_answered_with_another_phone_and_no_button_that_calls_from_this_one() -> None:
    signs = frozenset({"app_brought_by_stranger", "rights_gained", Ongoing.CALL})
    plan = plan_of(signs, (), Level.CRITICAL)
    situation = Situation(signs, plan, bank="icbc", bank_number="95588", emergency="110")
    diverted = plan_of(signs | {Ongoing.FORWARDING}, (), Level.CRITICAL)

    assert plan.pieces[:3] == ("power_off", "other_phone", "call_bank")
    assert "95588" not in {step.value for step in steps(situation, Level.CRITICAL)}
    assert diverted.pieces[0] == "other_phone"
    assert not {"power_off", "sim_out", "flight_mode"} & {*diverted.pieces}
