"""What was measured of the server's speed, and the goals that it has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.bench.costs.earlier import Costs
from tests.bench.harness.measure import Measured, proportional
from tests.bench.harness.servers import BEFORE, CEILING, CROWDSEC, GUARD, PEER
from tests.bench.harness.workloads import CHECK, LOOK_UP, PLAIN_CHECK, RICH_CHECK

_SMALL = 0.1
_OF_CEILING = {LOOK_UP.name: 0.75, CHECK.name: 0.4, PLAIN_CHECK.name: 0.4, RICH_CHECK.name: 0.2}
_TIMES_SLOWER, _TIMES_P99, _TWO_WORKERS, _START_SECONDS = 1.15, 3.0, 1.7, 1.0
_OF_QUIET, _TIMES_CHECKS, _TIMES_MEMORY = 0.8, 1.3, 1.05
_TO_OTHERS = {PEER: 1.0, CROWDSEC: 3.0}
FEW_CHECKS = 10
"""Checks told before that others are ratios to."""


@dataclass(frozen=True)
class Figure:
    """A figure, and the goal that it has, if it has one: at least, or at most."""

    name: str
    value: float
    least: float | None = None
    most: float | None = None

    @property
    def is_missed(self) -> bool:
        """Say whether it misses its goal."""
        return (self.least is not None and self.value < self.least) or (
            self.most is not None and self.value > self.most
        )

    @property
    def goal(self) -> str:
        """Return the goal as it stands behind the figure."""
        return f" (≥ {self.least:g})" if self.least is not None else f" (≤ {self.most:g})" if self.most else ""

    def __str__(self) -> str:
        """Return the figure beside its goal, with an exclamation mark where that is missed."""
        return f"{self.shown}{self.goal}{' !' if self.is_missed else ''}"

    @property
    def shown(self) -> str:
        """Return the figure to two digits: a small one is not nothing."""
        return f"{self.value:.2f}" if self.value >= _SMALL else f"{self.value:.2g}"


@dataclass
class Findings:
    """All that was measured, by workload; of servers, sizes and settings. What was not wanted is empty."""

    workloads: dict[str, Mapping[str, Measured]] = field(default_factory=dict)
    crowdsec: str = "not asked for"
    """Which CrowdSec was measured beside look-ups, or why none was."""
    busy_phones: str = ""
    busy: Mapping[str, Measured] = field(default_factory=dict)
    """The next checks of few phones that have told much, by server."""
    quiet: Mapping[str, Measured] = field(default_factory=dict)
    """The same of many that have told nothing."""
    costs: Mapping[str, Costs] = field(default_factory=dict)
    """Checks in one process, by server and by how many the phones have told before."""
    earlier: dict[int, Mapping[str, Measured]] = field(default_factory=dict)
    """The same through servers."""
    entries: dict[str, Mapping[int, Measured]] = field(default_factory=dict)
    phones: dict[str, Mapping[int, Measured]] = field(default_factory=dict)
    workers: dict[str, Mapping[str, Measured]] = field(default_factory=dict)
    limits: Mapping[str, Measured] = field(default_factory=dict)
    start: list[float] = field(default_factory=list)
    """Seconds from the command to the first answer in the largest world."""

    @property
    def states(self) -> Sequence[str]:
        """List the states of this project that were measured: the one that measures comes first."""
        first, *_ = self.workloads.values()
        return [name for name in (GUARD, BEFORE) if name in first]

    def of_ceiling(self, workload: str, state: str = GUARD) -> Figure:
        """Return the part of the ceiling's throughput."""
        servers = self.workloads[workload]
        goal = _OF_CEILING.get(workload) if state == GUARD else None
        return Figure(f"{workload}, of the ceiling", servers[state].to(servers[CEILING]), goal)

    def to_other(self, workload: str, other: str) -> Figure:
        """Return how many times another server's throughput it is."""
        servers = self.workloads[workload]
        return Figure(f"{workload}, to {other}", servers[GUARD].to(servers[other]), _TO_OTHERS.get(other))

    def p99_to(self, workload: str, other: str) -> Figure:
        """Return how many times another server's p99 it is, each at half of its own highest load."""
        servers = self.workloads[workload]
        most = _TIMES_P99 if other == CEILING else None
        return Figure(f"{workload}, p99 to {other}", servers[GUARD].percentile_to(servers[other], 99), most=most)

    def memory_to_before(self, workload: str) -> Figure:
        """Return how many times the memory of a worker it is that it was."""
        now, before = (proportional(self.workloads[workload][state].memory) for state in (GUARD, BEFORE))
        return Figure(f"{workload}, memory to {BEFORE}", now / before, most=_TIMES_MEMORY)

    def of_quiet(self, state: str = GUARD) -> Figure:
        """Return the part of the throughput that is left when phones are busy."""
        goal = _OF_QUIET if state == GUARD else None
        return Figure("busy phones, of quiet ones", self.busy[state].to(self.quiet[state]), goal)

    def dearer(self, state: str, earlier: int, *, served: bool) -> Figure:
        """Return how many times longer a check takes after so many than after few."""
        if served:
            ratio = self.earlier[FEW_CHECKS][state].to(self.earlier[earlier][state])
        else:
            ratio = self.costs[state][earlier] / self.costs[state][FEW_CHECKS]
        most = _TIMES_CHECKS if state == GUARD and earlier > FEW_CHECKS else None
        return Figure(f"a check after {earlier:,}{'' if served else ', in one process'}", ratio, most=most)

    def slower(self, workload: str, what: str, sizes: Mapping[int, Measured]) -> Figure:
        """Return how many times slower the largest world is than the smallest."""
        ratio = sizes[min(sizes)].to(sizes[max(sizes)])
        return Figure(f"{workload}, {min(sizes):,} -> {max(sizes):,} {what}", ratio, most=_TIMES_SLOWER)

    def two_workers(self, workload: str, server: str) -> Figure:
        """Return how many times faster two workers are than one."""
        servers = self.workers[workload]
        ratio = servers[f"{server} 2"].to(servers[f"{server} 1"])
        return Figure(f"{workload}, {server}: two workers to one", ratio, _TWO_WORKERS if server == GUARD else None)

    def scaled(self) -> Iterator[Figure]:
        """List what larger worlds cost, what workers bring, what limits take and how long a start takes."""
        for what, found in (("entries", self.entries), ("phones", self.phones)):
            for workload, sizes in found.items():
                yield self.slower(workload, what, sizes)
        for workload in self.workers:
            yield from (self.two_workers(workload, server) for server in (GUARD, CEILING))
        if self.limits:
            yield Figure("look-ups with limits, to those without", self.limits["on"].to(self.limits["off"]))
        if self.start:
            yield Figure("seconds from `guard-api serve` to the first answer", median(self.start), most=_START_SECONDS)

    def figures(self) -> Iterator[Figure]:
        """List all that may have a goal."""
        for workload, servers in self.workloads.items():
            yield self.of_ceiling(workload)
            yield from (self.to_other(workload, other) for other in (PEER, CROWDSEC) if other in servers)
            if servers[GUARD].half:
                yield self.p99_to(workload, CEILING)
            if BEFORE in servers:
                yield self.memory_to_before(workload)
        if self.busy:
            yield self.of_quiet()
        for served in (False, True) if self.earlier else ():
            yield from (self.dearer(GUARD, earlier, served=served) for earlier in self.earlier)
        yield from self.scaled()
