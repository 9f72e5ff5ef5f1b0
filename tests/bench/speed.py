"""How fast the server is: beside the least that Flask can do, and beside what most teams would write.

    apt-get install wrk
    .venv/bin/pip install '.[dev,bench]'
    .venv/bin/python tests/bench/speed.py --plot speed.svg

Real servers on loopback, asked by wrk, one after the other in every round: what a neighbour on the machine does hits
all of them. Figures are medians over the rounds; ratios are of what was measured in the same round.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import Server
from measure import Contestant, Measured, Plan, Start, measured
from servers import answer, ceiling, guard
from workloads import LOOK_UP, WORKLOADS, Asking, Workload
from worlds import World, made

console = Console(width=160)


@dataclass(frozen=True)
class Bench:
    """Where everything is, and how much of it."""

    folder: Path
    scratch: Path
    plan: Plan
    workers: int = 2

    @contextmanager
    def guard(self, world: World, **environment: str) -> Iterator[Server]:
        """Run guard_api in a fresh copy of a world."""
        with guard(world.copied(self.scratch / "guard"), self.workers, **environment) as server:
            yield server

    def contestants(self, workload: Workload, world: World) -> dict[str, Contestant]:
        """Give the servers that a workload is measured with; the ceiling answers what guard_api does."""
        first = Asking.before(workload, world).some(2), Asking.before(LOOK_UP, world).some(1)
        with self.guard(world) as server:
            checked, asked = answer(server, first[0][1]), answer(server, first[1][0])
        return {
            "guard": self._asked(partial(self.guard, world), workload, world),
            "ceiling": self._asked(
                partial(ceiling, self.scratch, self.workers, checked, asked), workload, world, again=True
            ),
        }

    def _asked(self, start: Start, workload: Workload, world: World, *, again: bool = False) -> Contestant:
        return Contestant(start, Asking.before(workload, world), Asking.by(workload, world, world.told), again)


def main() -> None:
    """Measure, and show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=4, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="names of workloads, with commas between")
    parser.add_argument("--folder", type=Path, help="where databases are kept for the next run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as name:
        scratch = Path(name).absolute()
        folder = arguments.folder or scratch
        world = made(folder, 10_000, 100_000)
        bench = Bench(folder, scratch, Plan(arguments.seconds, arguments.rounds, latencies=True))
        table = Table("workload", "guard req/s", "ceiling req/s", "guard/ceiling", "p99 ms", "p99 to ceiling")
        for workload in WORKLOADS:
            if not arguments.only or workload.name in arguments.only.split(","):
                table.add_row(workload.name, *_row(measured(bench.contestants(workload, world), bench.plan)))
    console.print(table)


def _row(results: dict[str, Measured]) -> list[str]:
    guard, ceiling = results["guard"], results["ceiling"]
    return [
        f"{guard.rate:,.0f}",
        f"{ceiling.rate:,.0f}",
        f"{guard.to(ceiling):.2f}",
        f"{guard.percentile(99) * 1000:.1f}",
        f"{guard.percentile_to(ceiling, 99):.1f}",
    ]


if __name__ == "__main__":
    main()
