"""Messages that somebody else wrote without knowing the reader: what the reader is measured on.

Of each file the rows on even lines were looked at while the reader was improved, and those on odd lines never.
"""

import csv
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from own_cases import Case, read

_HERE = Path(__file__).parent


class Half(Enum):
    """Whether rows were looked at."""

    SEEN = 0
    HELD_OUT = 1


def scripts(half: Half, language: str = "") -> Sequence[Case]:
    """Give the scripts of the fraud; labels are their asks."""
    return _rows("asks.csv", "asks", half, language)


def harmless(half: Half, language: str = "") -> Sequence[Case]:
    """Give what people and companies really write; labels are kinds."""
    return _rows("harmless.csv", "kind", half, language)


def scripted(cases: Sequence[Case]) -> float:
    """Give the share of messages that are read as scripts."""
    return sum(read(case.text).scripted for case in cases) / len(cases)


def _rows(name: str, label: str, half: Half, language: str) -> Sequence[Case]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Case(row["language"], row[label], row["text"])
        for line, row in enumerate(rows, 2)
        if line % 2 == half.value and language in {"", row["language"]}
    ]
