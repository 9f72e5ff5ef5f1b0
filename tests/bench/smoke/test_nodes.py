"""What several servers cost is measured on real engines."""

from pathlib import Path

import pytest

from tests.support.engines.valkey import needs_valkey, valkey_cluster

pytestmark = needs_valkey
_MOST = 4
"""Times the processor's time of a check with a file that one with a Valkey may take here; measured: 1.2."""


@pytest.mark.slow("measures")
def test_a_check_with_a_valkey_costs_a_few_times_one_with_a_file_at_most(tmp_path: Path) -> None:
    from tests.bench.nodes import compare  # noqa: PLC0415 - where the client is installed

    with valkey_cluster(tmp_path / "valkey", 1) as cluster:
        found = compare(tmp_path, cluster.url, rounds=5, times=100)
    assert {*found} == {"a check", "what is kept of it"}
    assert 0 < found["a check"]["Valkey"].own < _MOST * found["a check"]["file"].own
