"""What every pattern owes its reader, and that none fires without all of its signs."""

from datetime import timedelta
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import guard_api.patterns
from guard_api.engine.judge import score_of
from guard_api.engine.pattern import Pattern
from guard_api.engine.policy import Thresholds
from guard_api.engine.shapes.narrowing import is_possible
from guard_api.engine.shapes.shape import Lacking
from guard_api.engine.signals import Kind, Scene, Signal
from guard_api.patterns import FILES, PATTERNS
from tests.support.clock import NOON

FOLDER = Path(guard_api.patterns.__file__).parent
IDS = [pattern.id for pattern in PATTERNS]


def signals(kinds: frozenset[Kind]) -> list[Signal]:
    """Everything at once, for long enough and often enough; the calls are over, what they left behind is not."""
    calls = {kind for kind in kinds if kind in ("stranger_on_the_line", "official_line_calling", "unseen_caller")}
    going_on = kinds - calls
    hour = NOON - timedelta(hours=1)
    ended = NOON - timedelta(minutes=25)
    return [
        *(Signal(kind, hour, ended, subject="caller") for kind in sorted(calls)),
        *(
            Signal(kind, ended - timedelta(minutes=minute), NOON, ongoing=True, subject="same")
            for kind, minute in product(sorted(going_on), (1, 2, 3))
        ),
    ]


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_a_pattern_lives_in_the_file_of_its_name_and_explains_itself(file: ModuleType) -> None:
    assert file.__name__.rpartition(".")[2] == file.PATTERN.id
    assert "\nWhy: " in (file.__doc__ or "")
    assert "\nLooks alike: " in (file.__doc__ or "")


def test_every_file_is_registered_once() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*/*.py") if path.stem != "__init__") == sorted(IDS)


@pytest.mark.parametrize("pattern", PATTERNS, ids=IDS)
def test_a_pattern_fires_on_all_of_its_signs(pattern: Pattern) -> None:
    scene = Scene(signals(pattern.shape.kinds), NOON)

    evidence = pattern.shape.match(scene, pattern.within)

    assert not isinstance(evidence, Lacking)
    assert {signal.kind for signal in evidence} <= pattern.shape.kinds


@pytest.mark.parametrize("pattern", PATTERNS, ids=IDS)
def test_a_pattern_is_silent_when_any_one_sign_is_missing(pattern: Pattern) -> None:
    assert pattern.shape.required_kinds
    for missing in pattern.shape.required_kinds:
        scene = Scene(signals(pattern.shape.kinds - missing), NOON)
        assert isinstance(pattern.shape.match(scene, pattern.within), Lacking), missing


@pytest.mark.parametrize("pattern", PATTERNS, ids=IDS)
def test_no_need_of_a_pattern_holds_another(pattern: Pattern) -> None:
    needs = pattern.shape.required_kinds

    assert [(one, other) for one in needs for other in needs if one < other] == []


@pytest.mark.parametrize("pattern", PATTERNS, ids=IDS)
@settings(max_examples=50)
@given(data=st.data())
def test_a_pattern_is_tried_where_all_that_it_needs_is_there(pattern: Pattern, data: st.DataObject) -> None:
    there = data.draw(st.frozensets(st.sampled_from(sorted(pattern.shape.kinds))))

    assert is_possible(pattern.shape, there) == all(need & there for need in pattern.shape.required_kinds)


@pytest.mark.parametrize("pattern", PATTERNS, ids=IDS)
def test_what_is_subsumed_exists(pattern: Pattern) -> None:
    assert set(pattern.subsumes) <= set(IDS) - {pattern.id}


@pytest.mark.parametrize("pattern", PATTERNS, ids=IDS)
def test_who_subsumes_a_pattern_subsumes_what_that_subsumes(pattern: Pattern) -> None:
    absorbed = {name for other in PATTERNS if other.id in pattern.subsumes for name in other.subsumes}

    assert absorbed <= set(pattern.subsumes)


TABLE = {
    "spoofed_official_call": "warning",
    "claimed_identity_mismatch": "warning",
    "impossible_caller_number": "warning",
    "hidden_caller": "critical",
    "app_brought_by_stranger": "critical",
    "code_on_shared_screen": "critical",
    "money_leaves_for_stranger": "critical",
    "unproven_identity_claim": "warning",
    "listed_caller": "warning",
    "screen_share_with_stranger": "warning",
    "sharing_app_installed_for_stranger": "warning",
    "finance_app_on_shared_screen": "critical",
    "finance_app_while_stranger_talks": "warning",
    "persistent_stranger": "warning",
    "repeated_finance_logins": "warning",
    "forwarding_for_stranger": "critical",
    "forwarding_left_on": "warning",
    "forwarding_with_screen_share": "critical",
    "cut_off_from_help": "critical",
    "account_takeover": "critical",
    "fraud_link": "critical",
    "scripted_message": "critical",
}
"""With all that a pattern can have beside it."""


@pytest.mark.parametrize("pattern", PATTERNS, ids=IDS)
def test_a_pattern_alone_has_the_level_of_the_domain(pattern: Pattern) -> None:
    scene = Scene(signals(pattern.shape.kinds), NOON)
    evidence = pattern.shape.match(scene, pattern.within)

    assert not isinstance(evidence, Lacking)
    assert Thresholds().level_of(score_of(pattern, evidence, scene, Thresholds()).score) == TABLE[pattern.id]
