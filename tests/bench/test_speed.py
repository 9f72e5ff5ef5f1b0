"""The benchmark of the server works from end to end; how fast anything is, it does not assert."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow("measures for a minute")
@pytest.mark.skipif(shutil.which("wrk") is None, reason="needs wrk: apt-get install wrk")
def test_every_workload_is_measured_beside_the_others() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.speed", "--quick"],
        cwd=ROOT,
        env={**os.environ, "GUARD_STORE_SECONDS": "5"},  # a machine that runs other tests is slow
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
    rows = {
        cells[0]: cells[1:]
        for line in done.stdout.splitlines()
        if len(cells := [cell.strip() for cell in line.strip("│").split("│")]) == 6
    }
    assert {"ring look-up", "minimal check", "rich check", "mix"} <= set(rows)
    for *rates, of_ceiling, to_peer in (rows[name] for name in ("ring look-up", "minimal check", "rich check", "mix")):
        assert all(int(rate.replace(",", "")) > 0 for rate in rates)
        assert all(float(re.match(r"[\d.]+", ratio)[0]) > 0 for ratio in (of_ceiling, to_peer))  # type: ignore[index] # a figure
    row = re.search(r"rich check: timelines held ([\d.]+)", done.stdout)
    assert row is not None
    assert float(row[1]) >= 50
