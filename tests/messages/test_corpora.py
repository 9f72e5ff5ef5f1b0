"""How much of the fraud is recognised, and how seldom anything else is taken for it. Floors, not goals."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from corpora import Half, harmless, scripted, scripts


@pytest.mark.parametrize(
    ("half", "language", "floor"),
    [
        (Half.SEEN, "zh", 0.94),
        (Half.SEEN, "en", 0.88),
        (Half.HELD_OUT, "zh", 0.72),
        (Half.HELD_OUT, "en", 0.56),
    ],
)
def test_scripts_are_recognised_in_any_wording(half: Half, language: str, floor: float) -> None:
    assert scripted(scripts(half, language)) >= floor


@pytest.mark.parametrize(
    ("half", "language", "ceiling"),
    [
        (Half.SEEN, "zh", 0.02),
        (Half.SEEN, "en", 0.02),
        (Half.HELD_OUT, "zh", 0.02),
        (Half.HELD_OUT, "en", 0.05),
    ],
)
def test_what_people_really_write_is_quiet(half: Half, language: str, ceiling: float) -> None:
    assert scripted(harmless(half, language)) <= ceiling
