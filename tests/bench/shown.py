"""Findings as tables."""

import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from os import cpu_count
from pathlib import Path
from statistics import fmean

from rich.console import Console
from rich.table import Table
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from tests.bench.findings import Findings
from tests.bench.load import WRK
from tests.bench.measure import Measured

_SERVERS = ("guard", "ceiling", "peer")


def show(console: Console, found: Findings) -> None:
    """Print all."""
    console.print(_throughput(found))
    if any(servers["guard"].half for servers in found.workloads.values()):
        console.print(_latency(found))
    console.print(_memory(found))
    for figure in (*found.grown(), *found.scaled(), *found.started()):
        console.print(f"{figure.name}: {figure}")
    if found.limits:
        console.print(f"look-ups with limits, to those without: {found.limits['on'].to(found.limits['off']):.2f}")
    for workload, length in found.lengths.items():
        if not length:
            continue
        console.print(f"{workload}: timelines held {length:.1f} observations in the end")
    if found.by_length:
        console.print(_by_length(found.by_length))
    missed = [figure.name for figure in found.figures() if figure.is_missed]
    console.print(f"goals missed: {'; '.join(missed) or 'none'}")
    console.print(_machine())


def _throughput(found: Findings) -> Table:
    table = Table("requests/s", *_SERVERS, "guard/ceiling", "guard/peer")
    for workload, servers in found.workloads.items():
        rates = [f"{servers[name].rate:,.0f}" for name in _SERVERS]
        table.add_row(workload, *rates, str(found.of_ceiling(workload)), str(found.to_peer(workload)))
    return table


def _latency(found: Findings) -> Table:
    table = Table("ms at half load, p50 / p99", *_SERVERS, "p99 guard/ceiling")
    for workload, servers in found.workloads.items():
        times = [" / ".join(f"{servers[name].percentile(p) * 1000:.1f}" for p in (50, 99)) for name in _SERVERS]
        table.add_row(workload, *times, str(found.p99_to_ceiling(workload)))
    return table


def _memory(found: Findings) -> Table:
    table = Table("MiB of all workers (PSS), of one worker (RSS)", *_SERVERS)
    for workload, servers in found.workloads.items():
        table.add_row(workload, *(_weight(servers[name]) for name in _SERVERS))
    return table


def _weight(measured: Measured) -> str:
    workers = measured.memory[-1]
    return f"{sum(one.own for one in workers):.0f}, {fmean(one.resident for one in workers):.0f}"


def _by_length(by_length: Mapping[int, Mapping[str, Measured]]) -> Table:
    table = Table("minimal check, observations told before", "guard/s", "peer/s", "guard/peer")
    for length, servers in by_length.items():
        guard, peer = servers["guard"], servers["peer"]
        table.add_row(str(length), f"{guard.rate:,.0f}", f"{peer.rate:,.0f}", f"{guard.to(peer):.2f}")
    return table


def _machine() -> str:
    cpu = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    wrk = subprocess.run([WRK, "-v"], capture_output=True, text=True, check=False).stdout.split(" [")[0]
    packages = ", ".join(f"{name} {version(name)}" for name in ("flask", "granian", "fastapi", "sqlalchemy", "uvicorn"))
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {cpu_count()} x {cpu[0].partition(': ')[2] if cpu else platform.machine()}, "
        f"Linux {platform.release()}, Python {platform.python_version()}, {packages}, "
        f"SQLite {sqlite3.sqlite_version}, {wrk}"
    )
