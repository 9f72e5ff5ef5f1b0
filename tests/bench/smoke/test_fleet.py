"""The simulation multiplies what was measured: twice the cost is twice the machines."""

from dataclasses import replace

import pytest

from tests.bench.fleet import Costs, Demand, nodes_for, primaries_for, sized

COSTS = Costs(check_us=480, valkey_us=60, phone_bytes=1000, rows_a_second=100_000)
DEMAND = Demand()


def test_nodes_carry_the_peak_with_some_to_spare() -> None:
    # 48 cores of work at 60 % of eight cores each.
    assert nodes_for(COSTS, DEMAND) == 10 + 2
    assert nodes_for(replace(COSTS, check_us=960), DEMAND) == 20 + 2
    assert nodes_for(COSTS, replace(DEMAND, checks=0, spare=1)) == 1


@pytest.mark.parametrize(
    ("costs", "demand", "primaries"),
    [
        (COSTS, DEMAND, (6, "its processor")),
        (replace(COSTS, phone_bytes=4000), DEMAND, (11, "memory")),
        (COSTS, replace(DEMAND, checks=100, active=100), (3, "memory")),
    ],
)
def test_primaries_carry_the_processor_or_the_memory_and_are_three_at_least(
    costs: Costs, demand: Demand, primaries: tuple[int, str]
) -> None:
    assert primaries_for(costs, demand) == primaries


def test_each_part_stands_in_the_table_with_what_it_comes_to() -> None:
    rows = {part: (source, found) for part, source, found in sized(COSTS, DEMAND)}
    assert rows["nodes of 8 cores"] == ("100,000 x 480 us, 60% busy; 2 to spare", "12")
    assert rows["- busy with none to spare and one dead"][1] == "67%"
    assert rows["a node without a copy is ready after, seconds"][1] == "100"
    assert all(found for _, found in rows.values())
