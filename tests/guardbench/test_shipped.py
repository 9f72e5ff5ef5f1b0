"""The cases that ship: enough of them, of every kind, as the contract has it, and nobody's numbers in them."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guard_api.guardbench.cases import Case, Label, Sensors, read_folder, shipped_cases
from guard_api.guardbench.sensors import seen_by
from guard_api.service_codes.forwarding import read_forwarding_code
from guard_api.web.contract.schemas.checks.checks import CheckIn

CASES = read_folder(shipped_cases())
NUMBERS = Path(__file__).parents[2] / "blocklists" / "official_numbers.csv"
NOBODYS = re.compile(
    r"""1\d\d0000\d{4} | (?:0|86)\d{2,3}555\d{4,5} | 40060?00\d{3} | 4000000\d{3} | # China: zeros
    (?:0|44)7700900\d{3} | (?:0|44)2079460\d{3} |                             # Ofcom, for films
    1?\d{3}55501\d\d | 55501\d\d | 61491570\d{3} |                            # North America and Australia, for films
    4930231250\d\d | 33639980\d{3} |                                          # Germany and France, for films
    8525\d{7} | (?:65)?8000\d{4} | 91(?:9800000|1400000)\d{3} | 9800000\d{3} | 0100000\d{4} | 15440000 |
    (?:1800|1833|1844)555\d{4} | 03350\d{5} | 34900550\d{3} | 55(?:11)?\d*0000\d* | 525500000\d{3} |
    84900000\d{3} | 66800000\d{3}""",
    re.VERBOSE,
)


def times_left_out(value: Any) -> Any:
    """Give a check without its times, which are minutes here."""
    if isinstance(value, list):
        return [times_left_out(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: times_left_out(one) for name, one in value.items() if name not in {"contact_added_at", "observed_at"}}


def numbers_of(case: Case) -> Iterator[str]:
    """Give every number that a case names."""
    for step in case.steps:
        yield from [step.check["caller_number"]] if step.check.get("caller_number") else ()
        codes = [change["code"] for change in step.check.get("call_forwarding_changes", ()) if "code" in change]
        yield from (code.target for code in map(read_forwarding_code, codes) if code.target)
    yield from case.own_numbers


def test_there_are_enough_of_every_sort() -> None:
    labels = Counter(case.label for case in CASES)

    assert len(CASES) >= 400
    assert labels[Label.FRAUD] >= 100
    assert labels[Label.ADVERSARIAL] >= 30
    assert labels[Label.HARMLESS] >= 150
    assert sum(case.hours for case in CASES if case.label is Label.HARMLESS) >= 1500
    assert {case.kind for case in CASES if case.label is Label.ADVERSARIAL} >= {
        "unseen_caller",
        "slow",
        "handed_over",
        "sideload",
        "exact_spoof",
    }


def test_no_two_frauds_are_the_same_story() -> None:
    kinds = Counter((case.kind, *(tuple(sorted(step.check)) for step in case.steps)) for case in CASES if case.is_fraud)
    titles = Counter(case.title for case in CASES if case.is_fraud)

    assert set(titles.values()) == {1}
    assert max(kinds.values()) <= 2


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_check_is_one_that_the_server_knows_word_by_word(case: Case) -> None:
    schema = CheckIn(unknown="raise")

    for sensors in Sensors:
        for step in seen_by(case, sensors).steps:
            assert schema.load(times_left_out(step.check))


def test_numbers_are_nobodys_or_official() -> None:
    with NUMBERS.open(encoding="utf-8") as lines:
        official = {re.sub(r"\D", "", row["number"]) for row in csv.DictReader(lines)}
    others = {"12345", "12306", "114", "110", "0", "10165", "13010112500"}
    for case in CASES:
        for number in numbers_of(case):
            digits = re.sub(r"\D", "", number)
            known = any(digits.endswith(one) for one in official) or digits in others
            assert known or NOBODYS.search(digits), (case.id, number)
