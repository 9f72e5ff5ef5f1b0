"""What phones and admins see when engines and servers die or hang, on a whole service, and the bounds of it.

    .venv/bin/python -m tests.bench.cluster_failures --write

It starts a pair of PostgreSQL, a Valkey of three primaries with a replica each, and three servers, on loopback. How
long answers take is compared to the calm before each failure: all of them, and who asks, share the processors.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from tests.bench.report.findings import Figure
from tests.bench.report.shown import README, in_markdown, machine, replace
from tests.bench.report.tables import Grid
from tests.support.clients.admins import Admin
from tests.support.clients.checking import AnsweredCheck, Phones, checking, degraded, undegraded_again
from tests.support.engines.sites import Site, site
from tests.support.servers import stop_server, wait_for

PLACE = "measured of failures"
_PHONES = 12
_FAILS_OVER_MILLISECONDS = 500
_CALM_SECONDS, _HANGS_SECONDS, _PROMOTED_AFTER = 3.0, 10.0, 3.0
_BEHIND = 1.25
"""Answers say so from a second on; a follower looks four times a second."""
_CHANGES, _RESTARTS = 20, 5


class Seen:
    """Phones that ask all the time, and what their answers came to since something failed."""

    def __init__(self, phones: Phones) -> None:
        """Look on for a while before that."""
        wait_for(lambda: undegraded_again(phones))
        begin = time.monotonic()
        time.sleep(_CALM_SECONDS)
        self._phones, self._calm = phones, _p99([one for one in phones.answered if one.at > begin])
        self.failed = self.mending = self.mended = time.monotonic()

    @contextmanager
    def mends(self) -> Iterator[None]:
        """Note when the cause is being mended and when it is, and wait until nothing is degraded."""
        self.mending = time.monotonic()
        yield
        self.mended = time.monotonic()
        self.calm_again()

    def calm_again(self) -> None:
        """Wait until nothing is degraded."""
        wait_for(lambda: undegraded_again(self._phones))

    @property
    def checks(self) -> Sequence[AnsweredCheck]:
        """The checks that were being answered when it failed, and later."""
        return [one for one in self._phones.answered if one.at + one.seconds > self.failed]

    def answered(self) -> Figure:
        """Return the share of checks that were answered with 200."""
        return Figure(
            "checks answered with 200", sum(one.status == 200 for one in self.checks) / len(self.checks), least=1
        )

    def patience(self, *, spared: bool) -> Figure:
        """Return how long answers took meanwhile, to before: of all, or of the phones of which none was degraded."""
        hit = {one.phone for one in self.checks if degraded(one)} if spared else set()
        taken = _p99([one for one in self.checks if one.at < self.mended and one.phone not in hit])
        return Figure(f"p99 of {'the other phones' if spared else 'all'}, to before", taken / self._calm, most=3)

    def degraded_for(self, most: float) -> Figure:
        """Return until how long after it was mended answers were degraded."""
        late = [one.at + one.seconds - self.mended for one in self.checks if degraded(one)]
        return Figure("seconds until nothing is degraded", max(0.0, *late), most=most)

    def silent(self) -> Figure:
        """Return how many answers were older than they may be and did not say so."""
        begin, end = self.failed + _BEHIND, self.mending
        late = [one for one in self.checks if begin < one.at and one.at + one.seconds < end and not degraded(one)]
        return Figure("late answers that do not say `degraded`", len(late), most=0)


def _p99(answered: Sequence[AnsweredCheck]) -> float:
    return quantiles([one.seconds for one in answered], n=100, method="inclusive")[98]


@contextmanager
def _seen(at: Site) -> Iterator[Seen]:
    with checking(at.nodes, at.phones(_PHONES)) as phones:
        yield Seen(phones)


def postgresql_hangs(at: Site) -> Sequence[Figure]:
    """Have the record hang for ten seconds."""
    with _seen(at) as seen:
        at.pair[0].freeze()
        try:
            time.sleep(_HANGS_SECONDS)
        finally:
            with seen.mends():
                at.pair[0].go_on()
        return seen.answered(), seen.patience(spared=False), seen.silent(), seen.degraded_for(1)


def valkey_dies(at: Site) -> Sequence[Figure]:
    """Kill a primary; its replica takes over."""
    return _valkey_fails(at, "kill", "start")


def valkey_hangs(at: Site) -> Sequence[Figure]:
    """Freeze a primary; its replica takes over."""
    return _valkey_fails(at, "freeze", "thaw")


def _valkey_fails(at: Site, fail: str, mend: str) -> Sequence[Figure]:
    lost = next(node for node in at.cluster.nodes if "role:master" in node.ask("INFO", "replication"))
    with _seen(at) as seen:
        getattr(lost, fail)()
        wait_for(lambda: any(map(degraded, seen.checks)))
        seen.calm_again()
        figures = [seen.answered(), seen.degraded_for(3)]
        seen.mended = time.monotonic()
        figures.append(seen.patience(spared=True))
    getattr(lost, mend)()
    at.cluster.wait()
    return figures


def all_of_valkey_restarts(at: Site) -> Sequence[Figure]:
    """Kill all six, and start them again."""
    with _seen(at) as seen:
        for node in at.cluster.nodes:
            node.kill()
        time.sleep(_PROMOTED_AFTER)
        with seen.mends():
            for node in at.cluster.nodes:
                node.start()
            at.cluster.wait()
        return seen.answered(), seen.degraded_for(5)


def postgresql_dies(at: Site) -> Sequence[Figure]:
    """Kill the primary under an admin's hands, and promote its standby after a while."""
    primary, standby = at.pair
    admin = Admin(at, 0)
    with _seen(at) as seen, ThreadPoolExecutor(1) as threads:
        working = threads.submit(admin)
        try:
            wait_for(lambda: len(admin.added) > _CHANGES)
            seen.failed = time.monotonic()
            primary.kill()
            time.sleep(_PROMOTED_AFTER)
            with seen.mends():
                standby.promote()
            wait_for(lambda: len(admin.since(seen.mended)) > _CHANGES)
        finally:
            admin.stop()
        working.result()
        first = min(moment for moment, _ in admin.added if moment > seen.mended) - seen.mended
        return (
            seen.answered(),
            seen.silent(),
            seen.degraded_for(1),
            Figure("seconds until an admin's first change", first, most=2),
            Figure("refusals without Retry-After", sum(not again for _, _, again in admin.refused), most=0),
        )


def server_restarts(at: Site) -> Sequence[Figure]:
    """Kill a server and start it again, a few times."""
    taken = []
    for _ in range(_RESTARTS):
        killed = at.nodes[0]
        killed.process.kill()
        stop_server(killed)
        began = time.monotonic()
        at.start(killed.database.parent.name)
        taken.append(time.monotonic() - began)
    return (Figure("seconds until it is ready, median", median(taken), most=2),)


FAILURES: dict[str, Callable[[Site], Sequence[Figure]]] = {
    "PostgreSQL hangs for ten seconds": postgresql_hangs,
    "a primary of Valkey is killed": valkey_dies,
    "a primary of Valkey hangs": valkey_hangs,
    "all of Valkey is killed, and started three seconds later": all_of_valkey_restarts,
    "PostgreSQL's primary is killed, and its standby promoted three seconds later": postgresql_dies,
    "a server is killed, and started again": server_restarts,
}
"""In an order in which each leaves a service that the next one can begin with."""


def main() -> None:
    """Measure, print a table, and write it where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, nargs="?", const=README, help="write the table into the README")
    given = parser.parse_args()
    rows: list[tuple[str, str, Figure]] = []
    with (
        TemporaryDirectory() as folder,
        site(Path(folder), _FAILS_OVER_MILLISECONDS, {"GUARD_STORE_SECONDS": "1"}) as at,
    ):
        for what, fail in FAILURES.items():
            sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {what}\n")
            rows += ((what if n == 0 else "", figure.name, figure) for n, figure in enumerate(fail(at)))
    table = Table("when", "what is seen", "")
    for when, seen, figure in rows:
        table.add_row(when, seen, str(figure))
    Console().print(table)
    if given.write:
        grid: Grid = [("when", "what is seen", ""), *rows]
        replace(given.write, PLACE, "\n\n".join((f"{machine()}.", *in_markdown([grid]))))


if __name__ == "__main__":
    main()
