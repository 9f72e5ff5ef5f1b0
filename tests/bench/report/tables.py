"""Findings as tables: rows of cells, of which the first is the head."""

from collections.abc import Iterator, Sequence
from statistics import fmean

from tests.bench.harness.measure import Measured, proportional
from tests.bench.harness.servers import BEFORE, CEILING, CROWDSEC, GUARD, PEER
from tests.bench.harness.workloads import LOOK_UP
from tests.bench.report.findings import Figure, Findings

Row = Sequence[str | Figure]
Grid = Sequence[Row]


def tables(found: Findings) -> Iterator[Grid]:
    """List all tables that there is something for."""
    yield _throughput(found)
    if any(servers[GUARD].half for servers in found.workloads.values()):
        yield _latency(found)
    if found.busy:
        yield _busy(found)
    if found.earlier:
        yield _earlier(found)
    if LOOK_UP.name in found.workloads:
        yield _crowdsec(found)
    yield _memory(found)
    if rest := [(figure.name, figure) for figure in found.scaled()]:
        yield [("as things grow", ""), *rest]


def _throughput(found: Findings) -> Grid:
    others = [other for other in (BEFORE, PEER) if other in (*found.states, PEER)]
    of_before = [f"{BEFORE}, to the ceiling"] if BEFORE in found.states else []
    head = ["requests a second", *found.states, CEILING, PEER, "to the ceiling", *of_before]
    rows: list[Row] = [[*head, *(f"to {other}" for other in others)]]
    for workload, servers in found.workloads.items():
        rates = [_rate(servers.get(name)) for name in (*found.states, CEILING, PEER)]
        parts = [found.of_ceiling(workload, state) for state in found.states]
        to_others = [found.to_other(workload, other) if other in servers else "-" for other in others]
        rows.append([workload, *rates, *parts, *to_others])
    return rows


def _latency(found: Findings) -> Grid:
    names = (*found.states, CEILING, PEER)
    rows: list[Row] = [["milliseconds at half of its highest load, median and p99", *names, "p99 to the ceiling's"]]
    for workload, servers in found.workloads.items():
        rows.append([workload, *(_times(servers.get(name)) for name in names), found.p99_to(workload, CEILING)])
    return rows


def _busy(found: Findings) -> Grid:
    head = [f"checks a second, the next of {found.busy_phones}", "theirs", "quiet phones'", CEILING]
    rows: list[Row] = [[*head, "theirs to quiet phones'", "to the ceiling"]]
    for state in found.states:
        ceiling = found.busy[CEILING]
        rates = [_rate(measured) for measured in (found.busy[state], found.quiet[state], ceiling)]
        part = Figure("busy phones, of the ceiling", found.busy[state].to(ceiling))
        rows.append([state, *rates, found.of_quiet(state), part])
    return rows


def _earlier(found: Findings) -> Grid:
    rows: list[Row] = [
        ["time of a check, by checks told before, to ten", *(f"{earlier:,}" for earlier in found.earlier)]
    ]
    for state in found.states:
        for served, where in ((False, "in one process"), (True, "through the server")):
            rows.append(
                [f"{state}, {where}", *(found.dearer(state, earlier, served=served) for earlier in found.earlier)]
            )
    return rows


def _crowdsec(found: Findings) -> Grid:
    servers = found.workloads[LOOK_UP.name]
    head = ["look-ups beside CrowdSec's local API", GUARD, found.crowdsec, "ratio"]
    if CROWDSEC not in servers:
        return [head, ["requests a second", _rate(servers[GUARD]), "-", "-"]]
    both = (servers[GUARD], servers[CROWDSEC])
    rows: list[Row] = [head, ["requests a second", *map(_rate, both), found.to_other(LOOK_UP.name, CROWDSEC)]]
    if servers[GUARD].half:
        label = "milliseconds at half of its highest load, median and p99"
        rows.append([label, *map(_times, both), found.p99_to(LOOK_UP.name, CROWDSEC)])
    rows.append(["MiB of a worker, at rest and after the load", *map(_weights, both), "-"])
    return rows


def _memory(found: Findings) -> Grid:
    names = (*found.states, CEILING, PEER)
    to_before = [f"after, to {BEFORE}"] if BEFORE in found.states else []
    rows: list[Row] = [["MiB of a worker at rest and after the load (PSS); then RSS", *names, *to_before]]
    for workload, servers in found.workloads.items():
        ratios = [found.memory_to_before(workload) for _ in to_before]
        rows.append([workload, *(_memory_of(servers.get(name)) for name in names), *ratios])
    return rows


def _rate(measured: Measured | None) -> str:
    return f"{measured.rate:,.0f}" if measured else "-"


def _times(measured: Measured | None) -> str:
    if not measured or not measured.half:
        return "-"
    return ", ".join(f"{measured.percentile(percent) * 1000:.1f}" for percent in (50, 99))


def _memory_of(measured: Measured | None) -> str:
    return f"{_weights(measured)}; {_resident(measured)}" if measured else "-"


def _weights(measured: Measured) -> str:
    return f"{proportional(measured.rested):.0f}, {proportional(measured.memory):.0f}"


def _resident(measured: Measured) -> str:
    return f"{fmean(worker.resident for workers in measured.memory for worker in workers):.0f}"
