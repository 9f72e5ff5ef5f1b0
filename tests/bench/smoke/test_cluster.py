"""What several servers cost is measured from end to end on real engines; how fast anything is, it does not assert."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.cluster import PLACE
from tests.bench.smoke.test_speed import figure, named, read
from tests.support.engines.postgres import programs
from tests.support.engines.valkey import needs_valkey

ROOT = Path(__file__).parents[3]

pytestmark = [
    needs_valkey,
    pytest.mark.skipif(programs() is None, reason="there is no PostgreSQL"),
    pytest.mark.slow("measures for two minutes"),
]


def test_all_is_measured_and_written_down(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n\n<!-- {PLACE} -->\n<!-- end of what was {PLACE} -->\n\nafter\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.cluster", "--quick", "--write", str(page)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )

    assert done.returncode == 0, done.stderr
    assert page.read_text().startswith("before\n")
    assert page.read_text().endswith("after\n")
    tables = {table[0][0]: {row[0]: row[1:] for row in table[2:]} for table in read(page)}
    checks, reading, changes, starts = (
        named(tables, name)
        for name in ("microseconds of a check", "microseconds of r", "milliseconds", "seconds until")
    )
    assert all(figure(cell) > 0 for cell in checks["of a server, over HTTP"])
    assert figure(reading["the same statement on PostgreSQL"][2]) > 0
    assert all(figure(median) <= figure(p99) <= figure(most) for median, p99, most in changes.values())
    assert {*starts} == {"200 entries", "2,000 entries"}
    failover = tables["a primary of Valkey is killed"]
    sent, answered = failover["checks; answered with 200"][0].split("; ")
    assert figure(sent) == figure(answered) > 0
    assert figure(tables["on paper"]["nodes of 8 cores"][1]) > 0
