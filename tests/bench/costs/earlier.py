"""What a check costs by how many the phone has told before: in one process without a network, and through a server."""

from collections.abc import Mapping
from contextlib import ExitStack
from math import inf

from tests.bench.harness.servers import in_process
from tests.bench.harness.workloads import Asking, going_on
from tests.bench.worlds import World

_BATCH = 4
Costs = Mapping[int, float]
"""Seconds of one check, by how many were told before."""


def costs(worlds: Mapping[str, World], phones: Mapping[int, range], rounds: int) -> dict[str, Costs]:
    """Return what a check costs in each world, whose `phones` have told so many: in turns, the least of all rounds.

    What is more than the least is the machine's doing.
    """
    least = {name: dict.fromkeys(phones, inf) for name in worlds}
    with ExitStack() as stack:
        processes = {name: stack.enter_context(in_process(world)) for name, world in worlds.items()}
        askings = {
            (name, earlier): Asking.by(going_on(earlier, some), world, some)
            for name, world in worlds.items()
            for earlier, some in phones.items()
        }
        for _ in range(rounds):
            for (name, earlier), asking in askings.items():
                least[name][earlier] = min(least[name][earlier], processes[name](asking.some(_BATCH)))
    return dict(least)
