"""Probabilities that rise with the score, and how sure they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.engine.backtests.calibration import Step, isotonic, step_at, wilson


def test_steps_rise_and_pool_what_does_not() -> None:
    outcomes = [(0, False)] * 8 + [(0, True)] * 2 + [(30, False)] * 9 + [(30, True)] + [(60, True)] * 3 + [(60, False)]
    assert isotonic(outcomes) == [Step(0, 30, 3, 20), Step(60, 60, 3, 4)]
    assert isotonic([]) == []


def test_a_score_goes_by_the_nearest_step_of_two_the_lower() -> None:
    steps = [Step(0, 20, 1, 10), Step(60, 80, 9, 10)]
    assert [step_at(steps, score) for score in (0, 10, 40, 41, 100)] == [steps[0]] * 3 + [steps[1]] * 2
    assert step_at([], 50) is None


def test_intervals_are_wilsons() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)  # Newcombe 1998, table I
    assert wilson(4, 4)[1] == 1.0
    assert wilson(0, 4)[0] == 0.0
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert Step(0, 9, 1, 29).interval == pytest.approx((0.0061, 0.1718), abs=1e-4)
    assert Step(0, 9, 1, 4).probability == 0.25


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), max_size=60))
def test_whatever_comes_in_it_never_falls_and_counts_all(outcomes: list[tuple[int, bool]]) -> None:
    steps = isotonic(outcomes)
    shares = [step.probability for step in steps]
    assert shares == sorted(shares)
    assert sum(step.n for step in steps) == len(outcomes)
    assert sum(step.frauds for step in steps) == sum(fraud for _, fraud in outcomes)
    assert all(step.interval[0] <= step.probability <= step.interval[1] for step in steps)
