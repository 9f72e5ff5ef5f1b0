"""How long things take over several servers: until a change is seen, until a node is ready, until a failure is over."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from threading import Thread
from typing import NamedTuple

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.app import utc_now
from guard_api.store.clock import to_micros
from tests.bench.blocklist import write_list
from tests.bench.costs.cluster_costs import Asking
from tests.support.engines.nodes import has_key, new_key, start_node
from tests.support.engines.postgres import Postgres
from tests.support.engines.valkey import ValkeyCluster
from tests.support.servers import Server, stop_server, wait_for

_THREADS, _PHONES = 6, 24
_CALM_SECONDS = 2.0
_PAUSE_SECONDS = 0.01
_WHOLE_AGAIN_SECONDS = 2.0
"""A failure is over once nothing was degraded for so long."""
_FILL = """INSERT INTO device (id, region, own_numbers, label, enrolled_at)
             SELECT 'd' || n, 'CN', '[]', '', {at} FROM generate_series(1, {n}) n;
           INSERT INTO key (id, digest, scope, label, device_id, created_at)
             SELECT 'k' || n, decode(repeat('00', 32), 'hex'), 'device', '', 'd' || n, {at}
             FROM generate_series(1, {n}) n"""


class ColdStart(NamedTuple):
    """How long a node takes until it is ready, with lists of so many entries: without a copy, and again with it."""

    entries: int
    cold: float
    again: float
    copy: Path
    bytes_each: float
    """What an entry more takes in the copy."""

    @property
    def shown_bytes(self) -> str:
        """Return that for a table; the smallest list has none to be compared to."""
        return f"{self.bytes_each:.0f}" if self.bytes_each else "-"


class Failover(NamedTuple):
    """What phones saw of a primary that was killed. `calm` and `others`: median and p99, in seconds."""

    checks: int
    answered: int
    degraded: int
    phones: int
    phones_degraded: int
    degraded_seconds: float
    calm: tuple[float, float]
    others: tuple[float, float]


class _Seen(NamedTuple):
    phone: int
    began: float
    ended: float
    status: int
    degraded: bool


def times_until_seen(folder: Path, url: str, changes: int) -> tuple[Sequence[float], Sequence[float]]:
    """Change lists on one node, ask another; gives the seconds until it knows, and until the admin was told."""
    nodes = [start_node(folder / name, url) for name in ("changed", "asked")]
    phone, admin = new_key(url), new_key(url, "admin")
    seen, taken = [], []
    try:
        with closing(Asking(nodes[0])) as here, closing(Asking(nodes[1])) as there:
            for n in range(changes):
                listed = f"+86177{n:08d}"
                began = time.perf_counter()
                status, _ = here.ask("POST", "/v1/admin/entries", admin, {"number": listed, "category": "fraud"})
                assert status == 201
                answered = time.perf_counter()
                while not there.ask("GET", f"/v1/numbers/{listed}", phone)[1]["caller"]["listed"]:  # type: ignore[index] # as it is answered
                    pass
                seen.append(time.perf_counter() - answered)
                taken.append(answered - began)
    finally:
        _stop(nodes)
    return seen, taken


def cold_starts(folder: Path, url: str, sizes: Sequence[int], keys: int) -> tuple[Sequence[ColdStart], float]:
    """Start nodes on growing lists; gives what that took, and the bytes that a key takes in a copy."""
    found: list[ColdStart] = []
    node, before, held = None, 0, 0
    for size in sizes:
        _import(folder, url, before, size)
        node = folder / f"cold-{size}"
        copy = node / "guard-copy.db"
        cold, again = _started(node, url), _started(node, url)
        grown = _bytes_of(copy)
        found.append(ColdStart(size, cold, again, copy, (grown - held) / (size - before) if before else 0.0))
        before, held = size, grown
    assert node is not None
    return found, _key_bytes(node, url, keys)


def _import(folder: Path, url: str, before: int, size: int) -> None:
    """Have the record grow to so many entries, by an import of those that it does not have."""
    file = write_list(folder / "list.csv", size)
    head, *rows = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join((head, *rows[before:])), "utf-8")
    environment = {**os.environ, "GUARD_DATABASE": url, "GUARD_COPY": str(folder / "unused.db")}
    command = [sys.executable, "-m", "guard_api", "blocklist", "import", str(file), "--list", "block"]
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)


def _started(folder: Path, url: str) -> float:
    began = time.perf_counter()
    node = start_node(folder, url)
    taken = time.perf_counter() - began
    _stop([node])
    return taken


def _key_bytes(folder: Path, url: str, keys: int) -> float:
    """Have a node follow so many phones; gives what one takes in its copy."""
    server = Postgres(folder, int(url.rpartition(":")[2].partition("/")[0]), {})
    before = _bytes_of(folder / "guard-copy.db")
    server.execute(_FILL.format(n=keys, at=to_micros(utc_now())), url.rpartition("/")[2])
    node = start_node(folder, url)
    try:
        wait_for(lambda: has_key(node, f"guard_k{keys}_"))
    finally:
        _stop([node])
    return (_bytes_of(folder / "guard-copy.db") - before) / keys


def _bytes_of(copy: Path) -> int:
    """Return the size of a copy with what stands in its log."""
    with closing(sqlite3.connect(copy)) as connection:
        pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages * size)


def failover(folder: Path, url: str, cluster: ValkeyCluster, seconds: float) -> Failover:
    """Have phones ask all the time, and kill a primary; gives what they saw of it."""
    node = start_node(folder / "failing", url, GUARD_TIMELINES=cluster.url, GUARD_STORE_SECONDS="0.5")
    phones = [new_key(url) for _ in range(_PHONES)]
    seen: list[_Seen] = []
    deadline = [float("inf")]
    threads = [Thread(target=_ask, args=(node, phones, part, seen, deadline)) for part in range(_THREADS)]
    try:
        for thread in threads:
            thread.start()
        time.sleep(_CALM_SECONDS)
        killed = time.perf_counter()
        cluster.primaries[0].kill()
        while (last := _last_degraded(seen, killed)) is None or time.perf_counter() - last < _WHOLE_AGAIN_SECONDS:
            time.sleep(_PAUSE_SECONDS)
            if time.perf_counter() - killed > seconds:
                break
        deadline[0] = 0
    finally:
        deadline[0] = 0
        for thread in threads:
            thread.join()
        _stop([node])
    return _failover(seen, killed)


def _ask(node: Server, phones: Sequence[str], part: int, seen: list[_Seen], deadline: list[float]) -> None:
    with closing(Asking(node)) as asking:
        n = 0
        while time.perf_counter() < deadline[0]:
            phone = part + _THREADS * (n % (len(phones) // _THREADS))
            began = time.perf_counter()
            status, degraded = asking.check(phones[phone], n)
            seen.append(_Seen(phone, began, time.perf_counter(), status, degraded))
            time.sleep(_PAUSE_SECONDS)
            n += 1


def _last_degraded(seen: Sequence[_Seen], since: float) -> float | None:
    return max((one.ended for one in [*seen] if one.degraded and one.began > since), default=None)


def _failover(seen: Sequence[_Seen], killed: float) -> Failover:
    after = [one for one in seen if one.ended > killed]
    degraded = [one for one in after if one.degraded]
    phones = {one.phone for one in degraded}
    span = max(one.ended for one in degraded) - min(one.ended for one in degraded) if degraded else 0.0
    return Failover(
        checks=len(seen),
        answered=sum(one.status == 200 for one in seen),
        degraded=len(degraded),
        phones=_PHONES,
        phones_degraded=len(phones),
        degraded_seconds=span,
        calm=_of([one for one in seen if one.ended <= killed]),
        others=_of([one for one in after if one.phone not in phones]),
    )


def _of(seen: Sequence[_Seen]) -> tuple[float, float]:
    """Return the median and the 99th percentile of how long answers took."""
    taken = [one.ended - one.began for one in seen]
    return median(taken), quantiles(taken, n=100, method="inclusive")[98]


def _stop(nodes: Sequence[Server]) -> None:
    for node in nodes:
        stop_server(node)
