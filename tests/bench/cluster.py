"""What a service of several servers costs and does, on real engines on loopback, everything side by side in one run.

    .venv/bin/python -m tests.bench.cluster --write

It starts a PostgreSQL that waits for its disk, a Valkey of three primaries with a replica each, and servers with a
worker each. Compare ratios: all of them, and who asks, share the processors. `--quick` only tries everything out.
"""

import argparse
import dataclasses
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from tests.bench.costs.cluster_costs import Checks, costs_of_checks, costs_of_reading
from tests.bench.costs.cluster_times import ColdStart, Failover, cold_starts, failover, times_until_seen
from tests.bench.fleet import Costs, Demand, sized
from tests.bench.nodes import Cost
from tests.bench.report.shown import README, in_markdown, machine, replace
from tests.bench.report.tables import Grid
from tests.support.engines.postgres import end, new_postgres
from tests.support.engines.valkey import ValkeyCluster, valkey_cluster

PLACE = "measured of nodes"
_VALKEY = ("--cluster-require-full-coverage", "no", "--cluster-replica-validity-factor", "0")
_FAILS_OVER_MILLISECONDS = 500


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    sizes: Sequence[int] = (10_000, 100_000, 1_000_000)
    """Entries of the lists of nodes that start."""
    checks: int = 600
    rounds: int = 5
    changes: int = 200
    seconds: float = 8
    """How long phones ask after a primary of Valkey was killed, at least."""
    keys: int = 50_000


QUICK = Plan((200, 2000), 60, 2, 10, 2, 200)


@dataclass
class Findings:
    """What was measured."""

    checks: Checks
    reading: dict[str, Cost] = field(default_factory=dict)
    """Of a look-up in the copy and on the record, and of a follower's look for news."""
    entries: int = 0
    """Of the lists in which was looked up."""
    seen: Sequence[float] = ()
    """Seconds until another node says what an admin was told, for each change."""
    changed: Sequence[float] = ()
    """Seconds until the admin was told."""
    starts: Sequence[ColdStart] = ()
    key_bytes: float = 0
    failover: Failover | None = None

    @property
    def costs(self) -> Costs:
        """Return of it what the simulation adds up."""
        return Costs(
            check_us=self.checks.clustered.server,
            embedded_us=self.checks.embedded.server,
            valkey_us=self.checks.valkey,
            phone_bytes=self.checks.phone_bytes,
            look_us=self.reading["look for news"].wall,
            entry_bytes=self.starts[-1].bytes_each,
            key_bytes=self.key_bytes,
            rows_a_second=self.starts[-1].entries / max(self.starts[-1].cold - self.starts[-1].again, 0.001),
        )


@contextmanager
def engines(folder: Path) -> Iterator[tuple[str, ValkeyCluster]]:
    """Run both; gives the address of an empty database, and the cluster."""
    server = new_postgres(careful=True)
    try:
        server.execute("CREATE DATABASE guard")
        options = {"replicas": True, "node_timeout": _FAILS_OVER_MILLISECONDS}
        with valkey_cluster(folder / "valkey", 3, *_VALKEY, **options) as cluster:  # type: ignore[arg-type] # they fit
            yield server.url("guard"), cluster
    finally:
        end(server)


def measured(folder: Path, url: str, cluster: ValkeyCluster, plan: Plan) -> Findings:
    """Measure all."""
    _say("checks")
    found = Findings(costs_of_checks(folder, url, cluster, plan.rounds, plan.checks))
    _say("until a change is seen")
    found.seen, found.changed = times_until_seen(folder, url, plan.changes)
    _say("cold starts")
    found.starts, found.key_bytes = cold_starts(folder, url, plan.sizes, plan.keys)
    found.entries = found.starts[-1].entries
    _say("look-ups")
    found.reading = costs_of_reading(found.starts[-1].copy, url, plan.rounds, plan.checks)
    _say("a primary of Valkey is killed")
    found.failover = failover(folder, url, cluster, plan.seconds)
    return found


def tables(found: Findings, demand: Demand) -> Iterator[Grid]:
    """Yield all tables."""
    yield _checks(found.checks)
    near, far = found.reading["copy"], found.reading["PostgreSQL"]
    yield [
        [f"microseconds of reading, {found.entries:,} entries", "own", "wall", "wall, to the copy"],
        ["a look-up in the copy", f"{near.own:.0f}", f"{near.wall:.0f}", "1"],
        ["the same statement on PostgreSQL", f"{far.own:.0f}", f"{far.wall:.0f}", f"{far.wall / near.wall:.1f}"],
    ]
    yield [
        ["milliseconds of an admin's change", "median", "p99", "most"],
        ["until the admin is told", *_spread(found.changed)],
        ["from then until another node's next look-up knows", *_spread(found.seen)],
    ]
    yield [
        ["seconds until a node is ready", "without a copy", "restarted with it", "copy, bytes an entry"],
        *([f"{one.entries:,} entries", f"{one.cold:.1f}", f"{one.again:.1f}", one.shown_bytes] for one in found.starts),
    ]
    if found.failover is not None:
        yield _failover(found.failover)
    yield [["on paper", "from", "comes to"], *sized(found.costs, demand)]


def _checks(found: Checks) -> Grid:
    near, far = found.embedded, found.clustered
    return [
        ["microseconds of a check, own", "embedded", "copy and Valkey", "ratio"],
        ["in one process without a network", f"{near.alone:.0f}", f"{far.alone:.0f}", f"{far.alone / near.alone:.2f}"],
        ["of a server, over HTTP", f"{near.server:.0f}", f"{far.server:.0f}", f"{far.server / near.server:.2f}"],
        ["of Valkey, all of its nodes", "-", f"{found.valkey:.0f}", "-"],
    ]


def _failover(found: Failover) -> Grid:
    return [
        ["a primary of Valkey is killed", ""],
        ["checks; answered with 200", f"{found.checks:,}; {found.answered:,}"],
        ["of them degraded; phones", f"{found.degraded:,}; {found.phones_degraded} of {found.phones}"],
        ["seconds from the first degraded answer to the last", f"{found.degraded_seconds:.2f}"],
        ["median and p99 before, milliseconds", f"{found.calm[0] * 1000:.1f}, {found.calm[1] * 1000:.1f}"],
        ["meanwhile, of phones on other primaries", f"{found.others[0] * 1000:.1f}, {found.others[1] * 1000:.1f}"],
    ]


def _spread(seconds: Sequence[float]) -> Sequence[str]:
    return [
        f"{one * 1000:.1f}"
        for one in (median(seconds), quantiles(seconds, n=100, method="inclusive")[98], max(seconds))
    ]


def _say(what: str) -> None:
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {what}\n")


def main() -> None:
    """Measure, print tables, and write them where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="only try everything out")
    parser.add_argument("--write", type=Path, nargs="?", const=README, help="write the tables into the README")
    parser.add_argument("--sizes", help="entries of the lists of nodes that start, separated by commas")
    given = parser.parse_args()
    plan = QUICK if given.quick else Plan()
    if given.sizes:
        plan = dataclasses.replace(plan, sizes=[*map(int, given.sizes.split(","))])
    with TemporaryDirectory() as folder, engines(Path(folder)) as (url, cluster):
        found = measured(Path(folder), url, cluster, plan)
    grids = [*tables(found, Demand())]
    for head, *rows in grids:
        table = Table(*map(str, head))
        for row in rows:
            table.add_row(*map(str, row))
        Console().print(table)
    if given.write:
        replace(given.write, PLACE, "\n\n".join((f"{machine()}.", *in_markdown(grids))))


if __name__ == "__main__":
    main()
