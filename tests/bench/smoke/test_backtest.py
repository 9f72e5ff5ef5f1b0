"""Back-tests use several processes and count every case; the stored policy costs a check next to nothing."""

from pathlib import Path

import pytest

from tests.bench.backtest import backtested, cost_of_the_stored_policy


@pytest.mark.slow("plays hundreds of cases in processes of their own")
def test_every_case_is_counted_once_whoever_plays_it(tmp_path: Path) -> None:
    answer, speed = backtested(tmp_path, 330)
    assert (answer["cases"], answer["frauds"] + answer["harmless"]) == (330, 330)
    assert len({one["id"] for one in answer["changed"]}) == answer["changing"] > 0
    assert speed > 0


@pytest.mark.slow("compares speeds")
def test_a_check_takes_as_long_with_a_policy_that_can_be_changed(tmp_path: Path) -> None:
    assert cost_of_the_stored_policy(tmp_path) < 1.1
