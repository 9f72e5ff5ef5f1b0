"""The benchmark of the server works from end to end; how fast anything is, it does not assert."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGE = "<!-- measured -->\n<!-- end of what was measured -->\n"


@pytest.mark.slow("measures for two minutes")
@pytest.mark.skipif(shutil.which("wrk") is None, reason="needs wrk: apt-get install wrk")
def test_all_is_measured_beside_others_and_beside_another_state(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.speed", "--quick", "--against", str(ROOT), "--write", str(page)],
        cwd=ROOT,
        env={**os.environ, "GUARD_STORE_SECONDS": "5"},  # a machine that runs other tests is slow
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert done.returncode == 0, done.stderr
    tables = {table[0][0]: {row[0]: row[1:] for row in table[1:]} for table in read(page)}
    busy, earlier, crowdsec, memory = (named(tables, name) for name in ("checks a", "time of", "look-ups", "MiB of"))
    for name in ("ring look-up", "minimal check", "rich check", "mix"):
        assert len(tables["requests a second"][name]) == 8
        assert len(memory[name]) == 5
        assert all(figure(cell) > 0 for cell in tables["requests a second"][name] if cell != "-")
        assert "-" not in tables["requests a second"][name][:3]
    assert {"guard_api", "before"} < set(busy)
    for state in ("guard_api", "before"):
        for where in ("in one process", "through the server"):
            assert [figure(cell) > 0 for cell in earlier[f"{state}, {where}"]] == [True] * 3
    assert (crowdsec["requests a second"][1] == "-") == (shutil.which("crowdsec") is None)


def read(page: Path) -> list[list[list[str]]]:
    """Read the tables of a page."""
    parts = [part.splitlines() for part in page.read_text("utf-8").split("\n\n") if part.startswith("|")]
    return [[[cell.strip(" *") for cell in line.strip("|").split("|")] for line in part] for part in parts]


def named(tables: dict[str, dict[str, list[str]]], begin: str) -> dict[str, list[str]]:
    """Find the table whose head begins so."""
    return next(table for name, table in tables.items() if name.startswith(begin))


def figure(cell: str) -> float:
    """Read a figure, without its goal."""
    found = re.match(r"[\d.,]+", cell)
    assert found is not None
    return float(found[0].replace(",", ""))
