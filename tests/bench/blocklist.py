"""How the lists behave as they grow: one table, one plot, everything side by side in one run.

    .venv/bin/pip install '.[dev,bench]'
    .venv/bin/python -m tests.bench.blocklist --plot blocklist.svg

Ten million rows take about ten minutes and 4 GB of disk; `--sizes 10000,100000,1000000` is done in two. Figures are
ratios to something else that was measured in the same minute, since absolute times say more about the machine.
"""

import argparse
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import lgamma, log
from pathlib import Path

from rich.console import Console
from rich.table import Table

from guard_api.app import open_services, utc_now
from guard_api.config import Config
from guard_api.links.hosts import read_host
from guard_api.lists.entry import Category, Subject
from guard_api.lists.snapshot import Snapshot
from guard_api.store.sql.lists.rows import CATEGORIES, LISTS, MATCHES, code
from tests.bench.harness.probe import latencies

_COLUMNS = "match,category,label,source,note,expires_at"
_CATEGORIES = tuple(Category)
_BAIT = ("pay", "login", "bank", "jd", "secure", "gov", "vip", "loan", "credit", "card", "safe", "app")
_ENDINGS = ("top", "com", "xyz", "cn", "icu", "shop", "net", "vip", "co.uk", "com.cn")
_UNIVERSE = 7_000_000_000
"""Numbers that are drawn from: +861 and a digit from 3 to 9, and nine digits more."""
_PRIME = 999_999_937
_ROUNDS = 7
_BLOCK = 1 << 20
_LOOK_UPS = 4000
console = Console()


@dataclass
class Measured:
    """What one size of list came to."""

    rows: int
    database: Path
    subject: Subject = Subject.NUMBER
    seconds: float = 0.0
    mebibytes: int = 0
    look_up: list[float] = field(default_factory=list)
    snapshot: int = 0


def number(place: int) -> str:
    """Give the number at a place of a walk that meets every number once, in no order."""
    walked = (place * 387_420_489 + 12_345) % _PRIME
    return f"+861{3 + walked % 7}{walked:09d}"


def domain(place: int) -> str:
    """Give the domain at a place of the same walk; every third stands below what was registered."""
    walked = (place * 387_420_489 + 12_345) % _PRIME
    name = f"{_BAIT[walked % 12]}{walked:09d}.{_ENDINGS[walked // 12 % 10]}"
    return f"{_BAIT[walked // 7 % 12]}.{name}" if walked % 3 == 0 else name


_KEYS = {Subject.NUMBER: number, Subject.DOMAIN: domain}


def write_list(
    file: Path, rows: int, subject: Subject = Subject.NUMBER, *, ordered: bool = False, skip: int = 0
) -> Path:
    """Write a list as others publish them; with `skip`, of what the lists before it do not have."""
    key, match = _KEYS[subject], subject.matches[0]
    places: Iterable[int] = range(skip * rows, (skip + 1) * rows)
    if ordered:
        places = sorted(places, key=key)
    with file.open("w", encoding="utf-8") as out:
        out.write(f"{subject},{_COLUMNS}\n")
        for place in places:
            out.write(f"{key(place)},{match},{_CATEGORIES[place % 5]},Reported by users,list of 2026,,\n")
    return file


def imported(file: Path, database: Path, subject: Subject = Subject.NUMBER) -> tuple[float, int]:
    """Import with the command line; gives seconds, and the most MiB that the process held."""
    command = [sys.executable, "-m", "guard_api", "blocklist", "import", str(file), "--database", str(database)]
    command += ["--list", subject.lists[0]]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return time.perf_counter() - began, used.ru_maxrss // 1024


def imported_by_sqlite(file: Path, database: Path, model: Path) -> float:
    """Import the same rows into the same tables and indexes with the shell of SQLite; gives seconds.

    Its `.import` knows no NULL and no STRICT: empty text stands for NULL, and the partial indexes leave it out.
    """
    rows = file.with_suffix(".coded")
    with file.open(encoding="utf-8") as lines, rows.open("w", encoding="utf-8") as out:
        of = Subject(next(lines).partition(",")[0])
        match, target = code(of.matches[0], MATCHES), code(of.lists[0], LISTS)
        for line in lines:
            who, _, category, label, source, note, _ = line.rstrip("\n").split(",")
            out.write(f"{who},{match},{target},1,,{CATEGORIES.code(Category(category))},{label},{source},{note},\n")
    with sqlite3.connect(model) as connection:
        shape = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'listed'") if sql]
    script = ";\n".join(sql.replace("STRICT, ", "").replace("IS NOT NULL", "<> ''") for sql in shape)
    shell = shutil.which("sqlite3") or sys.exit("this needs the shell of SQLite: apt install sqlite3")
    subprocess.run([shell, str(database), f"PRAGMA journal_mode = WAL;\n{script}"], check=True, capture_output=True)
    began = time.perf_counter()
    subprocess.run([shell, str(database), f".import --csv {rows} listed"], check=True)
    return time.perf_counter() - began


def in_memory(file: Path) -> None:
    """Have the system keep a file in memory, as it does with one that a server works with."""
    with file.open("rb") as content:
        while content.read(_BLOCK):
            pass


def look_up_times(measured: Sequence[Measured]) -> None:
    """Time look-ups in all lists in turn: of numbers that are listed, and of as many that are not."""
    opened = [open_services(Config(database=one.database)) for one in measured]
    for one in measured:
        in_memory(one.database)
    drawn = random.Random(1)  # noqa: S311 - no secret
    for _ in range(_ROUNDS):
        for one, services in zip(measured, opened, strict=True):
            places = [drawn.randrange(one.rows) for _ in range(_LOOK_UPS)]
            places += [one.rows + drawn.randrange(one.rows) for _ in range(_LOOK_UPS)]
            drawn.shuffle(places)
            keys = [_KEYS[one.subject](place) for place in places]
            hosts = [read_host(key) or sys.exit(key) for key in keys] if one.subject is Subject.DOMAIN else []
            now = utc_now()
            began = time.perf_counter()
            for host in hosts:
                services.blocklist.find_hosts([host], now)
            for key in keys if not hosts else ():
                services.blocklist.find([key], now)
            one.look_up.append((time.perf_counter() - began) / len(keys))


def snapshot_sizes(measured: Sequence[Measured]) -> None:
    """Weigh the file that phones get."""
    for one in measured:
        _, file = open_services(Config(database=one.database)).snapshots.current()
        with file:
            if Snapshot.read(file).find(number(0), 0) is None:
                raise SystemExit("the snapshot does not know its numbers")
            one.snapshot = file.seek(0, os.SEEK_END)


def least_bits(rows: int, universe: int = _UNIVERSE) -> float:
    """Give the bits a number that no file can go below: log2 of the number of ways to choose `rows` of `universe`."""
    ways = lgamma(universe + 1) - lgamma(rows + 1) - lgamma(universe - rows + 1)
    return ways / log(2) / rows


def import_ratios(
    folder: Path, rows: int, model: Path, subject: Subject = Subject.NUMBER
) -> Iterator[tuple[str, float]]:
    """Import rows both ways, in turn; gives the median ratio of the rates for rows in no order and in order."""
    for order, ordered in (("in no order", False), ("sorted", True)):
        name = f"{subject}s {order}"
        file = write_list(folder / "ratio.csv", rows, subject, ordered=ordered)
        ratios = []
        for turn in range(3):
            theirs = imported_by_sqlite(file, folder / f"theirs-{name}-{turn}.db", model)
            ours, _ = imported(file, folder / f"ours-{name}-{turn}.db", subject)
            ratios.append(theirs / ours)
        yield name, statistics.median(ratios)


def grown(folder: Path, sizes: str, subject: Subject) -> list[Measured]:
    """Make lists of so many rows, and look things up in them."""
    measured = [Measured(int(rows), folder / f"{subject}s-{rows}.db", subject) for rows in sizes.split(",")]
    for one in measured:
        file = write_list(folder / "grown.csv", one.rows, subject)
        one.seconds, one.mebibytes = imported(file, one.database, subject)
    look_up_times(measured)
    return measured


def main() -> None:
    """Measure, and show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,1000000,10000000", help="rows of the lists, ascending")
    parser.add_argument("--domains", default="10000,1000000", help="rows of the lists of domains, ascending")
    parser.add_argument("--busy", type=int, default=1_000_000, help="rows that are imported while checks are timed")
    parser.add_argument("--plot", type=Path, help="file for the plot, an SVG; needs matplotlib")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as name:
        folder = Path(name)
        domains = grown(folder, arguments.domains, Subject.DOMAIN)
        show(domains, list(import_ratios(folder, domains[-1].rows, domains[0].database, Subject.DOMAIN)))
        measured = grown(folder, arguments.sizes, Subject.NUMBER)
        snapshot_sizes(measured)
        rows = min(arguments.busy, measured[-1].rows)
        show(measured, list(import_ratios(folder, rows, measured[0].database)))
        busy = latencies(folder, [write_list(folder / f"busy-{n}.csv", arguments.busy, skip=n) for n in range(3)])
    console.print(
        f"a check while {busy.rows:,} rows are imported, to one on an idle server: "
        f"median {busy.ratio(50):.2f}, p99 {busy.ratio(99):.2f}"
    )
    if arguments.plot:
        from tests.bench.report.plots import blocklist_plot  # noqa: PLC0415 - needs matplotlib

        blocklist_plot(arguments.plot, measured, busy)


def show(measured: Sequence[Measured], ratios: Sequence[tuple[str, float]]) -> None:
    """Print the table."""
    first = statistics.median(measured[0].look_up)
    table = Table(
        f"{measured[0].subject}s", "rows/s", "MiB held", "look-up, us", "to the first", "bits a number", "least"
    )
    for one in measured:
        at = statistics.median(one.look_up)
        table.add_row(
            f"{one.rows:,}",
            f"{one.rows / one.seconds:,.0f}",
            str(one.mebibytes),
            f"{at * 1e6:.1f}",
            f"{at / first:.2f}",
            f"{one.snapshot * 8 / one.rows:.1f}" if one.snapshot else "-",
            f"{least_bits(one.rows):.1f}" if one.snapshot else "-",
        )
    console.print(table)
    for name, ratio in ratios:
        console.print(f"import rate to that of `sqlite3 .import`, {name}: {ratio:.2f}")


if __name__ == "__main__":
    main()
