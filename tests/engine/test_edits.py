"""What admins make of the policy: laid over it, compared, and taken back."""

import pytest

from guard_api.engine.edits import THRESHOLDS, PolicyEdits, RuleEdit, edited, faults_of
from guard_api.engine.policy import Mode, Thresholds, policy_of
from guard_api.patterns import PATTERNS

POLICY = policy_of(PATTERNS)
FIRST = PATTERNS[0].id
SHADOW = RuleEdit(Mode.SHADOW, 40, 20)


def test_edits_are_laid_over_what_ships_and_nothing_else_is() -> None:
    edits = (
        PolicyEdits().with_edit(FIRST, SHADOW).with_edit("gone", SHADOW).with_edit(THRESHOLDS, Thresholds(10, 60, 90))
    )
    made = edited(POLICY, edits)
    [shadow] = made.shadows
    assert (shadow.id, shadow.weight, shadow.within.total_seconds()) == (FIRST, 40, 1200)
    assert (made.thresholds, made.rules[1:]) == (Thresholds(10, 60, 90), POLICY.rules[1:])
    assert made.revision != POLICY.revision == edited(POLICY, PolicyEdits()).revision
    window = edited(POLICY, PolicyEdits().with_edit(FIRST, RuleEdit(weight=3))).rules[0]
    assert (window.within, window.weight, window.mode) == (None, 3, Mode.ON)


def test_what_is_as_it_ships_is_not_kept() -> None:
    edits = PolicyEdits().with_edit(FIRST, SHADOW).with_edit(THRESHOLDS, Thresholds(10, 60, 90))
    assert (edits.of(FIRST), edits.of("other"), edits.of(THRESHOLDS)) == (SHADOW, None, Thresholds(10, 60, 90))
    assert edits.with_edit(FIRST, RuleEdit()).with_edit(THRESHOLDS, Thresholds()) == PolicyEdits()
    assert edits.with_edit(FIRST, None).with_edit(THRESHOLDS, None) == PolicyEdits()


def test_what_differs_is_named() -> None:
    edits = PolicyEdits().with_edit(FIRST, SHADOW)
    both = edits.with_edit(THRESHOLDS, Thresholds(10, 60, 90))
    assert both.changed_from(PolicyEdits()) == (FIRST, THRESHOLDS)
    assert (both.changed_from(edits), edits.changed_from(edits)) == ((THRESHOLDS,), ())
    assert PolicyEdits().changed_from(edits) == (FIRST,)


@pytest.mark.parametrize(
    ("edit", "wrong"),
    [
        (RuleEdit(weight=101), ["weight"]),
        (RuleEdit(weight=-1, within=0), ["weight", "within"]),
        (RuleEdit(within=1441), ["within"]),
        (RuleEdit(weight=0, within=1440), []),
        (RuleEdit(), []),
    ],
)
def test_bounds_are_held(edit: RuleEdit, wrong: list[str]) -> None:
    assert list(edit.faults) == wrong


@pytest.mark.parametrize("scores", [(0, 50, 80), (50, 50, 80), (20, 90, 80), (20, 50, 101)])
def test_thresholds_rise(scores: tuple[int, int, int]) -> None:
    assert list(faults_of(Thresholds(*scores))) == ["thresholds"]
    assert faults_of(Thresholds()) == {}
