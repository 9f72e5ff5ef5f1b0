"""How much of the fraud is recognised, and how seldom anything else is taken for it. Floors, not goals."""

import pytest

from tests.messages.corpora import Half, harmless, scripted, scripts
from tests.messages.own_cases import read
from tests.messages.paraphrases import EVERYDAY, SCRIPTS


@pytest.mark.parametrize(
    ("half", "language", "floor"),
    [
        (Half.SEEN, "zh", 0.82),
        (Half.SEEN, "en", 0.80),
        (Half.HELD_OUT, "zh", 0.88),
        (Half.HELD_OUT, "en", 0.76),
    ],
)
def test_scripts_are_recognised_in_any_wording(half: Half, language: str, floor: float) -> None:
    rate = scripted(scripts(half, language))
    assert rate >= floor


@pytest.mark.parametrize(
    ("half", "language", "ceiling"),
    [
        (Half.SEEN, "zh", 0.015),
        (Half.SEEN, "en", 0.015),
        (Half.HELD_OUT, "zh", 0.045),
        (Half.HELD_OUT, "en", 0.05),
    ],
)
def test_what_people_really_write_is_quiet(half: Half, language: str, ceiling: float) -> None:
    rate = scripted(harmless(half, language))
    assert rate <= ceiling


def test_most_paraphrases_are_recognised_and_no_everyday_message_is() -> None:
    rate = scripted(SCRIPTS)
    assert rate >= 0.86
    assert not [case.text for case in EVERYDAY if read(case.text).scripted]
