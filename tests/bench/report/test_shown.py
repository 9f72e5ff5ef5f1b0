"""What was measured is shown with its goals, and written into a page in the place of what stood there."""

from pathlib import Path

import pytest

from tests.bench.harness.load import Answered
from tests.bench.harness.measure import Measured
from tests.bench.harness.servers import BEFORE, CEILING, CROWDSEC, GUARD, PEER, Memory
from tests.bench.harness.workloads import CHECK, LOOK_UP
from tests.bench.report.findings import Figure, Findings
from tests.bench.report.shown import write
from tests.bench.report.tables import tables

PAGE = "# Speed\n\n<!-- measured -->\nold\n<!-- end of what was measured -->\n\nand so on\n"


def came_to(rate: int, p99: float = 0.002, mebibytes: float = 50) -> Measured:
    answered = Answered(rate, 1, {50: 0.001, 99: p99})
    return Measured([answered] * 3, [answered] * 3, [[Memory(30, 60)]] * 3, [[Memory(mebibytes, 90)]] * 3)


@pytest.fixture
def found() -> Findings:
    servers = {GUARD: came_to(8_000), BEFORE: came_to(4_000), CEILING: came_to(10_000), PEER: came_to(1_000)}
    return Findings(
        workloads={LOOK_UP.name: {**servers, CROWDSEC: came_to(2_000, 0.02)}, CHECK.name: servers},
        crowdsec="CrowdSec 1.4.6",
        busy_phones="40 phones that have told 500",
        busy={GUARD: came_to(3_000), BEFORE: came_to(400), CEILING: came_to(10_000)},
        quiet={GUARD: came_to(6_000), BEFORE: came_to(4_000)},
        costs={GUARD: {10: 0.001, 5000: 0.0012}, BEFORE: {10: 0.001, 5000: 0.008}},
        earlier={
            10: {GUARD: came_to(6_000), BEFORE: came_to(6_000)},
            5000: {GUARD: came_to(6_000), BEFORE: came_to(600)},
        },
    )


def written(found: Findings, folder: Path) -> str:
    page = folder / "page.md"
    page.write_text(PAGE, "utf-8")
    write(page, found, "3 rounds")
    return page.read_text("utf-8")


@pytest.mark.parametrize(
    "row",
    [
        "| ring look-up | 8,000 | 4,000 | 10,000 | 1,000 | 0.80 (≥ 0.75) | 0.40 | 2.00 | 8.00 (≥ 1) |",
        "| ring look-up | 1.0, 2.0 | 1.0, 2.0 | 1.0, 2.0 | 1.0, 2.0 | 1.00 (≤ 3) |",
        "| guard_api | 3,000 | 6,000 | 10,000 | **0.50** (≥ 0.8) | 0.30 |",
        "| before | 400 | 4,000 | 10,000 | 0.10 | 0.04 |",
        "| guard_api, in one process | 1.00 | 1.20 (≤ 1.3) |",
        "| before, in one process | 1.00 | 8.00 |",
        "| before, through the server | 1.00 | 10.00 |",
        "| look-ups beside CrowdSec's local API | guard_api | CrowdSec 1.4.6 | ratio |",
        "| requests a second | 8,000 | 2,000 | 4.00 (≥ 3) |",
        "| milliseconds at half of its highest load, median and p99 | 1.0, 2.0 | 1.0, 20.0 | 0.10 |",
        "| ring look-up | 30, 50; 90 | 30, 50; 90 | 30, 50; 90 | 30, 50; 90 | 1.00 (≤ 1.05) |",
        "Goals missed: busy phones, of quiet ones.",
    ],
)
def test_ratios_stand_beside_their_goals(found: Findings, tmp_path: Path, row: str) -> None:
    assert row in written(found, tmp_path).splitlines()


def test_only_what_was_measured_is_replaced(found: Findings, tmp_path: Path) -> None:
    text = written(found, tmp_path)

    assert text.startswith("# Speed\n\n<!-- measured -->\n")
    assert text.endswith("\n<!-- end of what was measured -->\n\nand so on\n")
    assert "old" not in text.splitlines()


def test_a_page_without_a_place_is_left_as_it_is(found: Findings, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Speed\n", "utf-8")

    with pytest.raises(SystemExit):
        write(page, found, "3 rounds")
    assert page.read_text("utf-8") == "# Speed\n"


def test_a_peer_that_is_not_there_is_explained(found: Findings) -> None:
    found.crowdsec = "not measured: there is no `crowdsec` on the path"
    found.workloads = {LOOK_UP.name: {GUARD: came_to(8_000), CEILING: came_to(10_000), PEER: came_to(1_000)}}

    assert [row for table in tables(found) for row in table if found.crowdsec in table[0]][1:] == [
        ["requests a second", "8,000", "-", "-"]
    ]
    assert not any("CrowdSec" in figure.name for figure in found.figures())


def test_a_goal_is_missed_on_its_own_side() -> None:
    assert Figure("", 0.7, least=0.75).is_missed
    assert Figure("", 1.4, most=1.3).is_missed
    assert not any(figure.is_missed for figure in (Figure("", 0.8, least=0.75), Figure("", 1.2, most=1.3)))


def test_a_server_of_others_that_failed_is_left_out_of_its_rows(found: Findings) -> None:
    found.workloads[CHECK.name] = {name: one for name, one in found.workloads[CHECK.name].items() if name != PEER}

    throughput, latency, *_, memory = tables(found)

    assert [*throughput[2][:5], throughput[2][-1]] == [CHECK.name, "8,000", "4,000", "10,000", "-", "-"]
    assert latency[2][4] == memory[2][4] == "-"
    assert f"{CHECK.name}, to {PEER}" not in {figure.name for figure in found.figures()}
