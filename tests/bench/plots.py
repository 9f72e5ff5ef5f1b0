"""Plots of what was measured, as SVG."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
from probe import Latencies, at

if TYPE_CHECKING:
    from blocklist import Measured

_PERCENTILES = (1, 5, 10, 25, 50, 75, 90, 95, 98, 99, 99.5)


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
