"""How many machines a hundred million phones take, on paper: measured costs of each part, multiplied.

    .venv/bin/python -m tests.bench.fleet --checks 100000 --check-us 600

Left out is what is not the program's: what a real network adds, and machines that are slower than the measured one.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from math import ceil

from rich.console import Console
from rich.table import Table

_MILLION, _GIB = 1_000_000, 2**30
_LOOKS_A_SECOND = 4
"""How often a node looks for news on the record."""


@dataclass(frozen=True)
class Costs:
    """What was measured, on one core. The defaults are what the README of this folder shows."""

    check_us: float = 983.0
    embedded_us: float = 1283.0
    valkey_us: float = 157.0
    phone_bytes: float = 944.0
    look_us: float = 364.0
    entry_bytes: float = 126.0
    key_bytes: float = 208.0
    rows_a_second: float = 4_075.0


@dataclass(frozen=True)
class Demand:
    """What is asked at the peak, of how many, and how machines are cut."""

    checks: int = 100_000
    """Checks a second."""
    active: int = 63_000_000
    """Phones that have told something within two hours."""
    phones: int = 100_000_000
    entries: int = 10_000_000
    busy: float = 0.6
    """Of a node's cores at the peak: what is left is for the failure of others."""
    engine_busy: float = 0.5
    """Of the one core that a primary of Valkey has: its replica must take it over."""
    cores: int = 8
    spare: int = 2
    """Nodes more than are needed, for an upgrade and a failure at the same time."""
    resident: float = 1.4
    """What an engine needs in memory for a byte that it keeps."""
    shard_gib: int = 32


def sized(costs: Costs, demand: Demand) -> Iterator[Sequence[str]]:
    """Yield a row for each part: what it is, from what, and what it comes to."""
    nodes = nodes_for(costs, demand)
    yield (
        f"nodes of {demand.cores} cores",
        f"{demand.checks:,} x {costs.check_us:.0f} us, {demand.busy:.0%} busy; {demand.spare} to spare",
        f"{nodes}",
    )
    left = demand.checks * costs.check_us / _MILLION / demand.cores / (nodes - 1 - demand.spare)
    yield "- busy with none to spare and one dead", "", f"{left:.0%}"
    alone = ceil(demand.checks * costs.embedded_us / _MILLION / demand.busy / demand.cores)
    yield "- were each on its own, with files", f"{costs.embedded_us:.0f} us", f"{alone}, and nothing is shared"
    primaries, by = primaries_for(costs, demand)
    yield (
        "primaries of Valkey, each with a replica",
        f"{costs.valkey_us:.0f} us on two; {demand.active / _MILLION:.0f} M phones x {costs.phone_bytes:.0f} B",
        f"{primaries}, for {by}",
    )
    looks = (nodes * _LOOKS_A_SECOND) * costs.look_us / _MILLION
    yield (
        "followers, of a core of PostgreSQL",
        f"{nodes} x {_LOOKS_A_SECOND} a second x {costs.look_us:.0f} us",
        f"{looks:.2%}",
    )
    key = f"{costs.key_bytes:.0f} B"
    disk = (demand.entries * costs.entry_bytes + demand.phones * costs.key_bytes) / _GIB
    yield (
        "a node's copy, GiB",
        f"{demand.entries / _MILLION:.0f} M x {costs.entry_bytes:.0f} B, {demand.phones / _MILLION:.0f} M keys x {key}",
        f"{disk:.0f}",
    )
    cold = demand.entries / costs.rows_a_second
    yield "a node without a copy is ready after, seconds", f"{costs.rows_a_second:,.0f} entries a second", f"{cold:.0f}"


def nodes_for(costs: Costs, demand: Demand) -> int:
    """Return the nodes that carry it, and those to spare."""
    return ceil(demand.checks * costs.check_us / _MILLION / demand.busy / demand.cores) + demand.spare


def primaries_for(costs: Costs, demand: Demand) -> tuple[int, str]:
    """Return the primaries that carry it, three at the least, and what decides: processor, or memory."""
    # What a primary does its replica does once more: half of what was measured is the primary's, or less.
    processor = ceil(demand.checks * costs.valkey_us / 2 / _MILLION / demand.engine_busy)
    memory = ceil(demand.active * costs.phone_bytes * demand.resident / _GIB / demand.shard_gib)
    return max(processor, memory, 3), "memory" if memory >= processor else "its processor"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for of in (Costs, Demand):
        for one in fields(of):
            parser.add_argument(f"--{one.name.replace('_', '-')}", type=type(one.default), default=one.default)
    given = vars(parser.parse_args())
    costs, demand = (of(**{one.name: given[one.name] for one in fields(of)}) for of in (Costs, Demand))
    table = Table("on paper", "from", "comes to")
    for row in sized(costs, demand):  # type: ignore[arg-type] # each is of its own class
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
