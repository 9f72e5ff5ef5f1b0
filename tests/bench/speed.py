"""How fast the server is: beside the least that Flask can do, and beside what most teams would write.

    apt-get install wrk
    .venv/bin/pip install '.[dev,bench]'
    .venv/bin/python -m tests.bench.speed --plot speed.svg

Real servers on loopback, asked by wrk, one after the other in every round: what else the machine does hits all of
them. Throughput is what 32 connections get when each sends its next request at once; latencies are of requests at
random moments, half as many as that. Figures are medians over the rounds, ratios of what was measured in one round.
It takes about half an hour and 4 GB of disk; three minutes of that make the list of ten million, which --folder keeps.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.console import Console

from tests.bench.arena import Arena, fresh_guard
from tests.bench.blocklist import in_memory
from tests.bench.findings import Findings
from tests.bench.measure import Contestant, Plan, measured
from tests.bench.servers import WORKERS, guard, seconds_to_answer
from tests.bench.shown import show
from tests.bench.workloads import CHECK, LOOK_UP, RICH_CHECK, WORKLOADS, Asking, Workload
from tests.bench.worlds import World, made

_BY_LENGTH = {10: 2000, RICH_CHECK.observations: 4000, 100: 600, 200: 400, 500: 250}
"""How many phones have told so many observations: the slower their checks are, the fewer ask."""
_LIMITS = {"on": {"GUARD_LOOKUPS_PER_MINUTE": "1000000"}, "off": {}}
"""Limits that are counted and never reached, and none."""
_PHONES = (1_000, 100_000)
_QUICK_ENTRIES, _QUICK_PHONES, _QUICK_BY_LENGTH = 1_000, 600, {RICH_CHECK.observations: 40}
_STARTS = 3
_WIDTH = 140


class Speed:
    """One run: where databases are, how large they are, how long all is measured, and what has been found."""

    def __init__(self, folder: Path, scratch: Path, wanted: Sequence[Workload], plan: Plan) -> None:
        """Find nothing yet."""
        self.folder = folder
        self.scratch = scratch
        self.wanted = wanted
        self.plan = plan
        self.alone = replace(plan, latencies=False)
        self.brief = replace(plan, latencies=False, seconds=1)
        self.found = Findings()

    def beside_others(self, world: World, phones: Mapping[int, int]) -> Arena:
        """Measure all servers with each workload."""
        arena = Arena.prepared(world, self.scratch, phones)
        for workload in self.wanted:
            say(workload.name)
            contestants = {
                "guard": arena.contestant(arena.guard, workload, workload.observations),
                "ceiling": arena.contestant(
                    partial(arena.ceiling, workload), workload, workload.observations, again=True
                ),
                "peer": arena.contestant(arena.peer, workload, workload.observations),
            }
            self.found.workloads[workload.name] = measured(contestants, self.plan)
            self.found.lengths[workload.name] = arena.grown(workload.observations)
        return arena

    def after_much(self, arena: Arena) -> None:
        """Measure checks of phones that have told more and more; briefly, so that it does not become yet more."""
        for length in sorted(arena.phones) if CHECK in self.wanted else ():
            say(f"checks after {length} observations")
            contestants = {
                "guard": arena.contestant(arena.guard, CHECK, length),
                "peer": arena.contestant(arena.peer, CHECK, length),
            }
            self.found.by_length[length] = measured(contestants, self.brief)

    def workers_and_limits(self, arena: Arena) -> None:
        """Measure one worker beside two, and limits beside none."""
        for workload in self._both():
            say(f"workers: {workload.name}")
            contestants = {}
            for count in (1, 2):
                ceiling = partial(arena.ceiling, workload, count)
                contestants[f"guard {count}"] = arena.contestant(partial(arena.guard, count), workload)
                contestants[f"ceiling {count}"] = arena.contestant(ceiling, workload, again=True)
            self.found.workers[workload.name] = measured(contestants, self.alone)
        if LOOK_UP in self.wanted:
            say("limits")
            starts = {name: partial(arena.guard, WORKERS, **settings) for name, settings in _LIMITS.items()}
            contestants = {name: arena.contestant(start, LOOK_UP) for name, start in starts.items()}
            self.found.limits = measured(contestants, self.alone)

    def more_phones(self, entries: int, phones: Sequence[int]) -> None:
        """Measure with few phones and with many; checks briefly, so that the few do not come to tell much."""
        worlds = {count: made(self.folder, entries, count) for count in phones}
        for workload in self._both():
            say(f"phones: {workload.name}")
            starts = {count: partial(fresh_guard, world, self.scratch / "guard") for count, world in worlds.items()}
            contestants = {count: Contestant.of(start, workload, worlds[count]) for count, start in starts.items()}
            plan = self.brief if workload is CHECK else self.alone
            self.found.phones[workload.name] = measured(contestants, plan)

    def longer_lists(self, entries: Sequence[int], phones: int) -> None:
        """Measure with short lists and with long ones, and how soon the first answer comes with the longest."""
        worlds = {}
        for count in entries:
            say(f"a list of {count:,}")
            worlds[count] = made(self.folder, count, phones).copied(self.scratch / f"list-{count}")
            in_memory(worlds[count].database)
        for workload in self._both():
            say(f"entries: {workload.name}")
            starts = {count: partial(guard, world, WORKERS) for count, world in worlds.items()}
            contestants = {count: Contestant.of(start, workload, worlds[count]) for count, start in starts.items()}
            self.found.entries[workload.name] = measured(contestants, self.alone)
        longest = worlds[max(worlds)]
        self.found.start = [
            seconds_to_answer(longest, request) for request in Asking.before(CHECK, longest).some(_STARTS)
        ]

    def _both(self) -> Iterator[Workload]:
        return (workload for workload in (LOOK_UP, CHECK) if workload in self.wanted)


def say(what: str) -> None:
    """Tell on stderr what is being measured."""
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {what}\n")


def main() -> None:
    """Measure, and show."""
    arguments = _arguments()
    known = {workload.name: workload for workload in WORKLOADS}
    wanted = [known[name] for name in arguments.only.split(",")]
    with tempfile.TemporaryDirectory(dir=".") as name:
        scratch = Path(name).absolute()
        speed = Speed(arguments.folder or scratch, scratch, wanted, _plan(arguments))
        if arguments.quick:
            speed.beside_others(made(speed.folder, _QUICK_ENTRIES, _QUICK_PHONES), _QUICK_BY_LENGTH)
        else:
            everything(speed, [int(entries) for entries in arguments.sizes.split(",")])
    show(Console(width=_WIDTH), speed.found)
    if arguments.plot:
        from tests.bench.plots import speed_plot  # noqa: PLC0415 - needs matplotlib

        speed_plot(arguments.plot, speed.found)
    if arguments.check and any(figure.is_missed for figure in speed.found.figures()):
        raise SystemExit(1)


def everything(speed: Speed, sizes: Sequence[int]) -> None:
    """Measure all that there is."""
    arena = speed.beside_others(made(speed.folder, sizes[0], max(_PHONES)), _BY_LENGTH)
    speed.after_much(arena)
    speed.workers_and_limits(arena)
    speed.more_phones(sizes[0], _PHONES)
    speed.longer_lists(sizes, max(_PHONES))


def _plan(arguments: argparse.Namespace) -> Plan:
    if arguments.quick:
        return Plan(1, 1, warm=100)
    return Plan(arguments.seconds, arguments.rounds, latencies=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=4, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=5, help="in which every server has its turn")
    parser.add_argument("--sizes", default="10000,1000000,10000000", help="entries of the lists, ascending")
    parser.add_argument("--only", default=",".join(workload.name for workload in WORKLOADS), help="workloads")
    parser.add_argument("--folder", type=Path, help="where databases are kept for the next run")
    parser.add_argument("--plot", type=Path, help="file for the plot, an SVG; needs matplotlib")
    parser.add_argument("--check", action="store_true", help="end with 1 when a goal is missed")
    parser.add_argument(
        "--quick", action="store_true", help="only try it out: workloads, a second each, in a small world"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
