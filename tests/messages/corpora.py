"""Messages that somebody else wrote without knowing the reader: what the reader is measured on.

Of `asks.csv` and `harmless.csv` the rows on even lines were looked at while the reader was improved, and those on odd
lines never. `more_asks.csv` and `more_harmless.csv` were written later, and are seen as a whole.
"""

import csv
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from tests.messages.own_cases import Case, read

_HERE = Path(__file__).parent
_FILES = {"asks": ("asks.csv", "more_asks.csv"), "kind": ("harmless.csv", "more_harmless.csv")}
"""Where the rows of each label are, and where more that were all seen."""


class Half(Enum):
    """Whether rows were looked at."""

    SEEN = 0
    HELD_OUT = 1


def scripts(half: Half, language: str = "") -> Sequence[Case]:
    """Give the scripts of the fraud; labels are their asks."""
    return _rows("asks", half, language)


def harmless(half: Half, language: str = "") -> Sequence[Case]:
    """Give what people and companies really write; labels are kinds."""
    return _rows("kind", half, language)


def scripted(cases: Sequence[Case]) -> float:
    """Give the share of messages that are read as scripts."""
    return sum(read(case.text).scripted for case in cases) / len(cases)


def _rows(label: str, half: Half, language: str) -> Sequence[Case]:
    first, more = _FILES[label]
    rows = [row for line, row in enumerate(_read(first), 2) if line % 2 == half.value]
    if half is Half.SEEN:
        rows += _read(more)
    return [Case(row["language"], row[label], row["text"]) for row in rows if language in {"", row["language"]}]


def _read(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
