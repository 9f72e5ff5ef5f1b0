"""Pasted lines are read one by one at the command line, and listed as one change."""

import json
from pathlib import Path

import pytest

from tests.support.commands import invoked

LINES = "139 1234 5678\n\n+86170*\n13912345678\n95588\n13900000000\nnonsense\n"


def paste(database: Path, *options: str, stdin: str = LINES, code: int = 0) -> str:
    done = invoked("blocklist", "paste", *options, "--database", str(database), stdin=stdin)
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def allowed(database: Path) -> Path:
    done = invoked("blocklist", "add", "+8613900000000", "--list", "allow", "--database", str(database))
    assert done.exit_code == 0
    return database


def test_each_line_is_reported_to_be_new_or_why_it_is_not(allowed: Path) -> None:
    lines = paste(allowed, "--dry-run").splitlines()
    assert [lines[at] for at in (0, 1, 2, 4)] == [
        "1: block:exact:+8613912345678 can be listed",
        "3: block:prefix:+86170 (100,000,000 numbers) can be listed",
        "4: block:exact:+8613912345678 says what a line above says",
        "6: block:exact:+8613900000000 is allowed: allow:exact:+8613900000000",
    ]
    assert lines[3].startswith("5: 95588 cannot be listed: covers ")
    assert lines[5].startswith("7: nonsense cannot be listed: ")


def test_what_is_new_is_listed_as_one_change(database: Path) -> None:
    options = "--label", "fake JD.com", "--source", "police", "--category", "fraud", "--why", "a wave"
    answer = json.loads(paste(database, *options, "--json"))
    assert (answer["change"]["added"], answer["change"]["why"]) == (3, "a wave")
    assert [one["state"] for one in answer["lines"]] == ["new", "new", "repeated", "refused", "new", "refused"]
    shown = json.loads(invoked("blocklist", "list", "139", "--json", "--database", str(database)).output)
    assert {(one["label"], one["source"], one["category"]) for one in shown["entries"]} == {
        ("fake JD.com", "police", "fraud")
    }
    assert "is listed already: block:exact:+8613912345678" in paste(database, "--dry-run")
    assert "None of these" in paste(database, code=1)


def test_they_may_be_in_a_file_and_be_domains(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_text("evil.top\nhttps://jd-kefu.top/\n", encoding="utf-8")
    assert "2 added" in paste(database, str(file), "--list", "block_domains")
    assert "import them as a file" in paste(database, stdin="13912345678\n" * 1001, code=1)
