"""Findings in a terminal, and as a part of the README."""

import platform
import re
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from os import cpu_count
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from tests.bench.harness.load import WRK
from tests.bench.report.findings import Figure, Findings
from tests.bench.report.tables import Grid, tables

README = Path(__file__).parents[1] / "README.md"
_PLACE = "measured"


def show(console: Console, found: Findings, setting: str) -> None:
    """Print all."""
    for head, *rows in tables(found):
        table = Table(*map(str, head))
        for row in rows:
            table.add_row(*map(str, row))
        console.print(table)
    console.print(missed(found))
    console.print(setting, soft_wrap=True)


def missed(found: Findings) -> str:
    """Return which goals are missed."""
    names = [figure.name for figure in found.figures() if figure.is_missed]
    return f"Goals missed: {'; '.join(names) or 'none'}."


def write(file: Path, found: Findings, setting: str) -> None:
    """Write all into a page, in the place of what was measured before."""
    replace(file, _PLACE, "\n\n".join((f"{setting}.", *in_markdown(tables(found)), missed(found))))


def replace(file: Path, place: str, text: str) -> None:
    """Write a text into a page, in the place of what stands between its two comments."""
    begins, ends = f"<!-- {place} -->", f"<!-- end of what was {place} -->"
    before, begin, rest = file.read_text("utf-8").partition(begins)
    _, end, after = rest.partition(ends)
    if not begin or not end:
        raise SystemExit(f"{file} has no lines {begins} and {ends}")
    file.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")


def in_markdown(grids: Iterable[Grid]) -> Iterator[str]:
    """Write tables as pages have them."""
    for head, *rows in grids:
        lines = [head, ["---"] * len(head), *rows]
        yield "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(cell: str | Figure) -> str:
    if isinstance(cell, Figure):
        return f"{f'**{cell.shown}**' if cell.is_missed else cell.shown}{cell.goal}"
    return re.sub(r"\s*[|\n]\s*", " ", cell)


def machine() -> str:
    """Return when and where it was measured, and with what."""
    cpu = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    wrk = subprocess.run([WRK, "-v"], capture_output=True, text=True, check=False).stdout.split(" [")[0]
    packages = ", ".join(f"{name} {version(name)}" for name in ("flask", "granian", "fastapi", "sqlalchemy", "uvicorn"))
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {cpu_count()} x {cpu[0].partition(': ')[2] if cpu else platform.machine()}, "
        f"Linux {platform.release()}, Python {platform.python_version()}, {packages}, "
        f"SQLite {sqlite3.sqlite_version}, {wrk}"
    )
