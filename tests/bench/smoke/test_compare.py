"""What is compared with itself costs about the same."""

from pathlib import Path

import pytest

from tests.bench.compare import compare

ROOT = Path(__file__).parents[3]


@pytest.mark.slow("measures for some seconds")
def test_a_state_compared_with_itself_is_about_as_fast(tmp_path: Path) -> None:
    ratios = compare((ROOT, ROOT), 30, tmp_path)
    assert all(first == 1 and 0.5 < second < 2 for first, second in ratios.values())
    assert set(ratios) == {"ring look-up", "minimal check"}
