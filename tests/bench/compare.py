"""What a request costs in several states of this project: processor time, in turns, so that all meet the same machine.

    .venv/bin/python -m tests.bench.compare /path/to/another/checkout .

Each checkout runs in a process of its own, which answers a few requests at a time without a network. What is shown is
the median of the ratios of neighbours to the first: a machine that others use is slow for both of them.
"""

import argparse
import random
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from rich.console import Console

from tests.bench.harness.servers import in_process
from tests.bench.harness.workloads import CHECK, LOOK_UP, Asking
from tests.bench.worlds import made_by

_ENTRIES, _PHONES, _BATCH, _WARM = 1000, 400, 20, 400


def compare(checkouts: Sequence[Path], rounds: int, folder: Path) -> dict[str, list[float]]:
    """Return for each kind of request the ratio of every checkout to the first."""
    places = enumerate(checkouts)
    worlds = [made_by(code.resolve(), folder / f"{place}", _ENTRIES, _PHONES) for place, code in places]
    ratios: dict[str, list[float]] = {}
    with ExitStack() as stack:
        processes = [stack.enter_context(in_process(world)) for world in worlds]
        for workload in (LOOK_UP, CHECK):
            requested = [Asking.by(workload, world, world.earlier) for world in worlds]
            for seconds, asking in zip(processes, requested, strict=True):
                seconds(asking.some(_WARM))
            spent: list[list[float]] = [[] for _ in processes]
            for _ in range(rounds):
                for one in random.sample(range(len(processes)), len(processes)):
                    spent[one].append(processes[one](requested[one].some(_BATCH)))
            ratios[workload.name] = [median(map(float.__truediv__, times, spent[0])) for times in spent]
    return ratios


def main() -> None:
    """Compare, and show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=400)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for what, ratios in compare(arguments.checkouts, arguments.rounds, Path(folder)).items():
            Console().print(f"{what:13}", *(f"{ratio:.2f}" for ratio in ratios))


if __name__ == "__main__":
    main()
