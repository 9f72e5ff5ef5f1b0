"""Rounds: every server in turn, each time started anew, warmed up and asked."""

import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import TypeVar

from tests.bench.harness.load import Answered, NotAnswered, load, send_all
from tests.bench.harness.servers import Memory, weighed
from tests.bench.harness.workloads import Asking, Workload
from tests.bench.worlds import World
from tests.support.servers import Server

_Name = TypeVar("_Name")
_MOST = 60_000
"""Requests that are written for a second: more than any of the servers answers on two cores."""


Start = Callable[[], AbstractContextManager[Server]]


@dataclass(frozen=True)
class Contestant:
    """A server that can be started again and again, and who asks it what, in every round from the beginning.

    `again`: whether it makes no difference to it that something is asked again.
    `may_fail`: somebody else's, which is left out once it does not answer all; one of ours ends the measurement.
    """

    start: Start
    workload: Workload
    world: World
    phones: range
    again: bool = False
    may_fail: bool = False


@dataclass(frozen=True)
class Plan:
    """Seconds of each measurement, rounds of them, and requests that warm a server up."""

    seconds: int
    rounds: int
    warm: int = 2000
    latencies: bool = False
    """Whether latencies are wanted, too, which takes twice as long."""


@dataclass
class Measured:
    """What one server came to with one workload: a value for each round."""

    full: list[Answered] = field(default_factory=list)
    half: list[Answered] = field(default_factory=list)
    rested: list[list[Memory]] = field(default_factory=list)
    """What workers took before they were asked anything."""
    memory: list[list[Memory]] = field(default_factory=list)
    """What they took in the end."""

    @property
    def rate(self) -> float:
        """Give the answers a second at the highest load."""
        return median(answered.rate for answered in self.full)

    def percentile(self, percent: float) -> float:
        """Give the seconds that answers took at half of that load."""
        return median(answered.percentiles[percent] for answered in self.half)

    def to(self, other: "Measured") -> float:
        """Give the ratio of the rates: the median of those of the rounds, which were measured side by side."""
        return median(one.rate / another.rate for one, another in zip(self.full, other.full, strict=True))

    def percentile_to(self, other: "Measured", percent: float) -> float:
        """Give the ratio of the latencies, in the same way."""
        pairs = zip(self.half, other.half, strict=True)
        return median(one.percentiles[percent] / another.percentiles[percent] for one, another in pairs)


def proportional(memory: list[list[Memory]]) -> float:
    """Return the MiB of a worker, of which what workers share counts once: the median of the rounds."""
    return median(fmean(one.own for one in workers) for workers in memory)


def measured(contestants: Mapping[_Name, Contestant], plan: Plan) -> dict[_Name, Measured]:
    """Measure all servers in turn, round by round; those that may fail and do are left out."""
    results = {name: Measured() for name in contestants}
    for _ in range(plan.rounds):
        for name in list(results):
            try:
                with contestants[name].start() as server:
                    _one_round(server, contestants[name], plan, results[name])
            except NotAnswered as error:
                if not contestants[name].may_fail:
                    raise
                sys.stderr.write(f"{name} is left out: {error}\n")
                del results[name]
    return results


def _one_round(server: Server, contestant: Contestant, plan: Plan, into: Measured) -> None:
    def requested(seconds: int, rate: float = 0) -> Answered:
        return load(server.url, asking.some(seconds * _MOST), seconds, rate, again=contestant.again)

    asking = Asking.by(contestant.workload, contestant.world, contestant.phones)
    into.rested.append(weighed(server))
    _warm_up(server, contestant, plan)
    full = requested(plan.seconds)
    into.full.append(full)
    if plan.latencies:
        into.half.append(requested(plan.seconds, full.rate / 2))
    into.memory.append(weighed(server))


def _warm_up(server: Server, contestant: Contestant, plan: Plan) -> None:
    requests = Asking.before(contestant.workload, contestant.world).some(plan.warm)
    if contestant.again:
        load(server.url, requests, 1, again=True)
    else:
        send_all(server.url, requests)
