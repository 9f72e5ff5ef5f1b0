"""Many entries are edited or removed from the command line as one change."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import invoked

NUMBERS = ("+8613900005678", "+8613900015678", "+8613900025679")
IDS = tuple(f"block:exact:{number}" for number in NUMBERS)


def blocklist(database: Path, *arguments: str, code: int = 0) -> Any:
    done = invoked("blocklist", *arguments, "--database", str(database))
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def listed(database: Path) -> Path:
    blocklist(database, "add", *NUMBERS, "--label", "old", "--why", "police")
    return database


def labels(database: Path) -> dict[str, str]:
    answer = json.loads(blocklist(database, "list", "--list", "block", "--json"))
    return {one["id"]: one["label"] for one in answer["entries"]}


def test_entries_are_edited_by_id_and_taken_back_as_one(listed: Path) -> None:
    made = json.loads(blocklist(listed, "bulk", "edit", *IDS[:2], "--label", "new", "--why", "x", "--json"))
    assert (made["updated"], made["why"]) == (2, "x")
    assert labels(listed) == {IDS[0]: "new", IDS[1]: "new", IDS[2]: "old"}
    blocklist(listed, "undo", str(made["revision"]))
    assert set(labels(listed).values()) == {"old"}


def test_entries_are_removed_by_their_last_digits(listed: Path) -> None:
    output = blocklist(listed, "bulk", "remove", "--find", "", "--ending", "5678")
    assert "2 removed" in output
    assert [*labels(listed)] == [IDS[2]]
    assert NUMBERS[2] in blocklist(listed, "list", "--ending", "5679", "--order", "number")


def test_a_source_is_counted_found_and_removed(listed: Path) -> None:
    blocklist(listed, "add", "13800000001", "--source", "police", "--category", "fraud")
    blocklist(listed, "add", "13800000002", "--source", "police")
    answer = json.loads(blocklist(listed, "facets", "--json"))
    assert answer["sources"] == [{"source": "", "count": 3}, {"source": "police", "count": 2}]
    shown = blocklist(listed, "facets", "--category", "fraud", "--limit", "1")
    assert [line.split() for line in shown.splitlines() if line.lstrip().startswith("source")] == [
        ["source", "police", "1"]
    ]
    assert "Nothing found." in blocklist(listed, "list", "--source", "Police")
    assert "+8613800000002" in blocklist(listed, "list", "--source", "police")
    assert "2 removed" in blocklist(listed, "bulk", "remove", "--find", "", "--of-source", "police")
    assert len(labels(listed)) == 3


def test_mistakes_are_reported_and_nothing_is_done(listed: Path) -> None:
    assert "not both" in blocklist(listed, "bulk", "remove", code=2)
    assert "not both" in blocklist(listed, "bulk", "remove", IDS[0], "--find", "139", code=2)
    assert "Say what" in blocklist(listed, "bulk", "edit", IDS[0], code=2)
    assert "not both" in blocklist(listed, "bulk", "edit", IDS[0], "--expires-at", "2099-01-01", "--for-good", code=2)
    assert "tomorrow" in blocklist(listed, "bulk", "edit", IDS[0], "--expires-at", "tomorrow", code=2)
    blocklist(listed, "bulk", "remove", "--find", "nobody", code=1)
    assert len(labels(listed)) == 3
