"""How fast the server is: beside the least that Flask can do, beside what most teams would write, and beside CrowdSec.

    apt-get install wrk
    .venv/bin/pip install '.[dev,bench]'
    .venv/bin/python -m tests.bench.speed --plot speed.svg

Real servers on loopback, asked by wrk, one after the other in every round: what else the machine does hits all of
them. Throughput is what 32 connections get when each sends its next request at once; latencies are of requests at
random moments, half as many as that. Figures are medians over the rounds, ratios of what was measured in one round.
It takes about 40 minutes and 4 GB of disk; three minutes of that make the list of ten million, which --folder keeps.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.console import Console

from tests.bench.blocklist import in_memory
from tests.bench.costs.earlier import costs
from tests.bench.harness.arena import Arena, fresh_guard
from tests.bench.harness.checkouts import checked_out, commit_of
from tests.bench.harness.measure import Contestant, Plan, measured
from tests.bench.harness.servers import BEFORE, CEILING, CROWDSEC, GUARD, PEER, WORKERS, guard, seconds_to_answer
from tests.bench.harness.workloads import CHECK, LOOK_UP, WORKLOADS, Asking, Workload, going_on
from tests.bench.peers import crowdsec
from tests.bench.report.findings import Findings
from tests.bench.report.shown import README, machine, show, write
from tests.bench.worlds import World, made, made_by

_LIMITS = {"on": {"GUARD_LOOKUPS_PER_MINUTE": "1000000"}, "off": {}}
"""Limits that are counted and never reached, and none."""
_STARTS = 3
_ROUNDS_IN_PROCESS = 20
"""As many as there are of servers: each takes no time."""
_WIDTH = 160


@dataclass(frozen=True)
class Scale:
    """How large the worlds are. `earlier`: how many phones have told so many checks; `busy`: which of them are busy.

    The more a phone has told, the fewer there are: each of them tells more while it is measured, too.
    """

    entries: Sequence[int]
    phones: Sequence[int]
    earlier: Mapping[int, int]
    busy: int


WHOLE = Scale((10_000, 1_000_000, 10_000_000), (1_000, 100_000), {1: 8000, 10: 4000, 100: 300, 500: 40, 5000: 40}, 500)
QUICK = Scale((1_000,), (600,), {1: 60, 10: 60, 40: 4}, 40)


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

    def prepared(self, scale: Scale, against: str | None) -> Arena:
        """Have phones tell what they are said to have told, to this state of the project and perhaps to another."""
        say("phones tell")
        entries, phones = min(scale.entries), max(scale.phones)
        worlds = {GUARD: made(self.folder, entries, phones)}
        if against is not None:
            code = checked_out(against, self.scratch / "code")
            worlds[BEFORE] = made_by(code, self.scratch / BEFORE, entries, phones)
        return Arena.prepared(worlds, self.scratch, scale.earlier)

    def after_much(self, arena: Arena) -> None:
        """Measure checks of phones that have told more and more; briefly, so that it does not become yet more."""
        lengths = {earlier: phones for earlier, phones in arena.phones.items() if earlier}
        say("in one process")
        worlds = {name: world.copied(self.scratch / f"one-{name}") for name, world in arena.worlds.items()}
        self.found.costs = costs(worlds, lengths, self.plan.rounds * _ROUNDS_IN_PROCESS)
        for earlier, phones in lengths.items():
            say(f"after {earlier} checks")
            self.found.earlier[earlier] = measured(arena.guards(going_on(earlier, phones)), self.brief)

    def busy_phones(self, arena: Arena, earlier: int) -> None:
        """Measure few phones that have told much beside many that have told nothing."""
        say("busy phones")
        busy, quiet = (going_on(checks, arena.phones[checks]) for checks in (earlier, 0))
        ceiling = arena.requested(partial(arena.ceiling, busy), busy, again=True)
        contestants = {
            **{(name, True): contestant for name, contestant in arena.guards(busy).items()},
            **{(name, False): contestant for name, contestant in arena.guards(quiet).items()},
            (CEILING, True): ceiling,
        }
        found = measured(contestants, self.alone)
        self.found.busy_phones = f"{len(arena.phones[earlier])} phones that have told {earlier}"
        self.found.busy = {name: one for (name, is_busy), one in found.items() if is_busy}
        self.found.quiet = {name: one for (name, is_busy), one in found.items() if not is_busy}

    def beside_others(self, arena: Arena) -> None:
        """Measure all servers with each workload."""
        for workload in self.wanted:
            say(workload.name)
            contestants = {
                **arena.guards(workload),
                CEILING: arena.requested(partial(arena.ceiling, workload), workload, again=True),
                PEER: arena.requested(arena.peer, workload, may_fail=True),
                **(self._crowdsec(arena.worlds[GUARD]) if workload is LOOK_UP else {}),
            }
            self.found.workloads[workload.name] = measured(contestants, self.plan)

    def _crowdsec(self, world: World) -> Mapping[str, Contestant]:
        try:
            made = crowdsec.prepared(self.scratch / "crowdsec", world.entries)
        except crowdsec.Unavailable as error:
            self.found.crowdsec = f"not measured: {error}"
            return {}
        self.found.crowdsec = crowdsec.version()
        return {CROWDSEC: Contestant(made.server, made.workload, world, world.earlier, again=True, may_fail=True)}

    def workers_and_limits(self, arena: Arena) -> None:
        """Measure one worker beside two, and limits beside none."""
        for workload in self._both():
            say(f"workers: {workload.name}")
            contestants = {}
            for count in (1, 2):
                ceiling = partial(arena.ceiling, workload, count)
                contestants[f"{GUARD} {count}"] = arena.requested(partial(arena.guard, count), workload)
                contestants[f"{CEILING} {count}"] = arena.requested(ceiling, workload, again=True)
            self.found.workers[workload.name] = measured(contestants, self.alone)
        if LOOK_UP in self.wanted:
            say("limits")
            starts = {name: partial(arena.guard, WORKERS, **settings) for name, settings in _LIMITS.items()}
            contestants = {name: arena.requested(start, LOOK_UP) for name, start in starts.items()}
            self.found.limits = measured(contestants, self.alone)

    def more_phones(self, entries: int, phones: Sequence[int]) -> None:
        """Measure with few phones and with many; checks briefly, so that the few do not come to tell much."""
        worlds = {count: made(self.folder, entries, count) for count in phones}
        for workload in self._both():
            say(f"phones: {workload.name}")
            starts = {count: partial(fresh_guard, world, self.scratch / "guard") for count, world in worlds.items()}
            contestants = {
                count: Contestant(start, workload, worlds[count], worlds[count].earlier)
                for count, start in starts.items()
            }
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
            contestants = {
                count: Contestant(start, workload, worlds[count], worlds[count].earlier)
                for count, start in starts.items()
            }
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
    plan = Plan(arguments.seconds, arguments.rounds, latencies=True)
    with tempfile.TemporaryDirectory(dir=".") as name:
        scratch = Path(name).absolute()
        speed = Speed(arguments.folder or scratch, scratch, wanted, Plan(1, 1, warm=100) if arguments.quick else plan)
        if arguments.quick:
            beside(speed, QUICK, arguments.against)
        else:
            everything(speed, replace(WHOLE, entries=arguments.sizes), arguments.against)
    setting = f"{machine()}; {speed.plan.rounds} rounds of {speed.plan.seconds} s, medians"
    if arguments.against:
        setting += f"; {GUARD} at {commit_of('HEAD')}, {BEFORE} at {commit_of(arguments.against)}"
    show(Console(width=_WIDTH), speed.found, setting)
    if arguments.write:
        write(arguments.write, speed.found, setting)
    if arguments.plot:
        from tests.bench.report.plots import speed_plot  # noqa: PLC0415 - needs matplotlib

        speed_plot(arguments.plot, speed.found)
    if arguments.check and any(figure.is_missed for figure in speed.found.figures()):
        raise SystemExit(1)


def beside(speed: Speed, scale: Scale, against: str | None) -> Arena:
    """Measure all that there are several servers or phones for, in one world."""
    arena = speed.prepared(scale, against)
    if CHECK in speed.wanted:
        speed.after_much(arena)
        speed.busy_phones(arena, scale.busy)
    speed.beside_others(arena)
    return arena


def everything(speed: Speed, scale: Scale, against: str | None) -> None:
    """Measure all that there is."""
    speed.workers_and_limits(beside(speed, scale, against))
    speed.more_phones(min(scale.entries), scale.phones)
    speed.longer_lists(scale.entries, max(scale.phones))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--seconds", type=int, default=4, help="of each measurement")
    add("--rounds", type=int, default=5, help="in which every server has its turn")
    add("--sizes", type=_sizes, default=WHOLE.entries, help="entries of the lists, with commas between")
    add("--only", default=",".join(workload.name for workload in WORKLOADS), help="workloads")
    add("--against", help="a folder or a commit: another state of this project, measured beside this one")
    add("--folder", type=Path, help="where databases are kept for the next run")
    add("--plot", type=Path, help="file for the plot, an SVG; needs matplotlib")
    add("--write", type=Path, nargs="?", const=README, help="write the tables into the README, or another page")
    add("--check", action="store_true", help="end with 1 when a goal is missed")
    add("--quick", action="store_true", help="only try it out: a second each, in a small world")
    return parser.parse_args()


def _sizes(text: str) -> Sequence[int]:
    return [int(entries) for entries in text.split(",")]


if __name__ == "__main__":
    main()
