"""Plots of what was measured, as SVG."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt

from tests.bench.harness.probe import Latencies, at

if TYPE_CHECKING:
    from tests.bench.blocklist import Measured
    from tests.bench.report.findings import Findings

_PERCENTILES = (1, 5, 10, 25, 50, 75, 90, 95, 98, 99, 99.5)
_TAIL = (50, 75, 90, 95, 99, 99.5, 99.9)
_CHECK = "minimal check"
_COLOURS = {"guard_api": "C0", "before": "C3", "ceiling": "C7", "peer": "C1"}
_WHERE = {False: "in one process", True: "through the server"}


def blocklist_plot(file: Path, measured: Sequence["Measured"], busy: Latencies) -> None:
    """Draw what grows with the list, and what an import does to checks."""
    figure, (growth, latency) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    rows, first = [one.rows for one in measured], measured[0]
    look_up = [median(one.look_up) / median(first.look_up) for one in measured]
    growth.plot(rows, look_up, "o-", label="time of a look-up")
    growth.plot(rows, [one.mebibytes / first.mebibytes for one in measured], "s-", label="memory of the import")
    growth.plot(
        rows,
        [one.seconds / one.rows * rows[-1] / measured[-1].seconds for one in measured],
        "^-",
        label="import, time a row",
    )
    growth.set(xscale="log", xlabel="entries", ylabel="ratio", ylim=(0, None), title="As the list grows")
    growth.legend()
    for times, label in ((busy.idle, "idle"), (busy.busy, f"while {busy.rows:,} rows are imported")):
        latency.plot(_PERCENTILES, [at(times, percentile) * 1000 for percentile in _PERCENTILES], "o-", label=label)
    latency.set(xlabel="percentile", ylabel="ms", ylim=(0, None), title="A check")
    latency.legend()
    figure.savefig(file, format="svg", metadata={"Date": None})


def speed_plot(file: Path, found: "Findings") -> None:
    """Draw latencies beside those of others, and what long lists and long timelines cost."""
    figure, (latency, lists, timelines) = plt.subplots(1, 3, figsize=(14, 4), layout="constrained")
    for name, measured in found.workloads.get(_CHECK, {}).items():
        if measured.half:
            times = [measured.percentile(percent) * 1000 for percent in _TAIL]
            label = f"{name}, {measured.rate / 2:,.0f}/s"
            latency.plot(range(len(_TAIL)), times, "o-", color=_COLOURS[name], label=label)
    latency.set_xticks(range(len(_TAIL)), [f"{percent:g}" for percent in _TAIL])
    latency.set(xlabel="percentile", ylabel="ms", yscale="log", title="A check, at half of the highest load")
    for workload, sizes in found.entries.items():
        lists.plot([*sizes], [measured.rate for measured in sizes.values()], "o-", label=workload)
    lists.set(xscale="log", xlabel="entries", ylabel="requests/s", ylim=(0, None), title="As the list grows")
    for (name, line), (served, where) in product(zip(found.states, ("o-", "s--"), strict=False), _WHERE.items()):
        times = [found.dearer(name, earlier, served=served).value for earlier in found.earlier]
        timelines.plot([*found.earlier], times, line, color=f"C{2 * served}", label=f"{name}, {where}")
    timelines.set(xscale="log", xlabel="checks told before", ylabel="time of a check, to ten", title="As a phone tells")
    timelines.set_ylim(0, None)
    for panel in (latency, lists, timelines):
        if panel.has_data():
            panel.legend()
    figure.savefig(file, format="svg", metadata={"Date": None})
