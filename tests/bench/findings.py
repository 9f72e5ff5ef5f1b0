"""What was measured of the server's speed, and the goals that it has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median

from tests.bench.measure import Measured
from tests.bench.workloads import CHECK, LOOK_UP, RICH_CHECK

_OF_CEILING = {LOOK_UP.name: 0.7, CHECK.name: 0.5, RICH_CHECK.name: 0.3}
_TIMES_SLOWER, _TIMES_P99, _TWO_WORKERS, _START_SECONDS = 1.15, 4.0, 1.7, 1.0


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

    def __str__(self) -> str:
        """Give the figure beside its goal, with an exclamation mark where that is missed."""
        goal = f" (>= {self.least:g})" if self.least is not None else f" (<= {self.most:g})" if self.most else ""
        return f"{self.value:.2f}{goal}{' !' if self.is_missed else ''}"


@dataclass
class Findings:
    """All that was measured, by workload; of servers, sizes and settings. What was not wanted is empty."""

    workloads: dict[str, Mapping[str, Measured]] = field(default_factory=dict)
    lengths: dict[str, float] = field(default_factory=dict)
    """Observations that a phone's timeline held at the end of a round."""
    entries: dict[str, Mapping[int, Measured]] = field(default_factory=dict)
    phones: dict[str, Mapping[int, Measured]] = field(default_factory=dict)
    workers: dict[str, Mapping[str, Measured]] = field(default_factory=dict)
    limits: Mapping[str, Measured] = field(default_factory=dict)
    by_length: dict[int, Mapping[str, Measured]] = field(default_factory=dict)
    """Minimal checks, by how many observations the phones have told before."""
    start: list[float] = field(default_factory=list)
    """Seconds from the command to the first answer in the largest world."""

    def of_ceiling(self, workload: str) -> Figure:
        """Give the part of the ceiling's throughput."""
        servers = self.workloads[workload]
        return Figure(f"{workload}, of the ceiling", servers["guard"].to(servers["ceiling"]), _OF_CEILING.get(workload))

    def to_peer(self, workload: str) -> Figure:
        """Give how many times the peer's throughput it is."""
        servers = self.workloads[workload]
        return Figure(f"{workload}, to the peer", servers["guard"].to(servers["peer"]), 1)

    def p99_to_ceiling(self, workload: str) -> Figure:
        """Give how many times the ceiling's p99 it is, each at half of its own highest load."""
        servers = self.workloads[workload]
        ratio = servers["guard"].percentile_to(servers["ceiling"], 99)
        return Figure(f"{workload}, p99 to the ceiling", ratio, most=_TIMES_P99)

    def slower(self, workload: str, what: str, sizes: Mapping[int, Measured]) -> Figure:
        """Give how many times slower the largest world is than the smallest."""
        ratio = sizes[min(sizes)].to(sizes[max(sizes)])
        return Figure(f"{workload}, {min(sizes):,} -> {max(sizes):,} {what}", ratio, most=_TIMES_SLOWER)

    def two_workers(self, workload: str, server: str) -> Figure:
        """Give how many times faster two workers are than one."""
        servers = self.workers[workload]
        ratio = servers[f"{server} 2"].to(servers[f"{server} 1"])
        least = _TWO_WORKERS if server == "guard" else None
        return Figure(f"{workload}, {server}: two workers to one", ratio, least)

    def grown(self) -> Iterator[Figure]:
        """List how much slower larger worlds are."""
        for what, found in (("entries", self.entries), ("phones", self.phones)):
            for workload, sizes in found.items():
                yield self.slower(workload, what, sizes)

    def scaled(self) -> Iterator[Figure]:
        """List how much faster two workers are."""
        for workload in self.workers:
            yield from (self.two_workers(workload, server) for server in ("guard", "ceiling"))

    def started(self) -> Iterator[Figure]:
        """Give how long a start takes."""
        if self.start:
            yield Figure("seconds from `guard-api serve` to the first answer", median(self.start), most=_START_SECONDS)

    def figures(self) -> Iterator[Figure]:
        """List all."""
        for workload, servers in self.workloads.items():
            yield from (self.of_ceiling(workload), self.to_peer(workload))
            if servers["guard"].half:
                yield self.p99_to_ceiling(workload)
        yield from (*self.grown(), *self.scaled(), *self.started())
