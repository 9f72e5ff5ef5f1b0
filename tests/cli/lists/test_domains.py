"""Lists of domains from the command line: told by the list that is named, or else by their look."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.support.commands import invoked

EVIL = "block_domains:domain:evil.top"


def run(database: Path, command: str, *arguments: str, code: int = 0, stdin: str | None = None) -> Result:
    whole = ["blocklist", command, "--database", str(database), *arguments]
    result = invoked(*whole, stdin=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code == code, result.output
    return result


def answer(database: Path, command: str, *arguments: str, code: int = 0) -> Any:
    return json.loads(run(database, command, "--json", *arguments, code=code).stdout)


def ids(database: Path, *arguments: str) -> list[str]:
    return [entry["id"] for entry in answer(database, "list", *arguments)["entries"]]


@pytest.mark.parametrize(
    ("written", "options", "name"),
    [
        ("evil.top", [], EVIL),
        ("*.EVIL.top", [], EVIL),
        ("https://evil.top/", [], EVIL),
        ("例子.中国", [], "block_domains:domain:xn--fsqu00a.xn--fiqs8s"),
        ("95588.top", [], "block_domains:domain:95588.top"),
        ("8.8.8.8", [], "block_domains:domain:8.8.8.8"),
        ("2606:4700::1111", [], "block_domains:domain:[2606:4700::1111]"),
        ("good.top", ["--list", "allow_domains"], "allow_domains:domain:good.top"),
        ("139.1234.5678", [], "block:exact:+8613912345678"),
        ("13912345678", [], "block:exact:+8613912345678"),
        ("+86170*", [], "block:prefix:+86170"),
    ],
)
def test_what_is_added_is_recognized_by_its_list_or_its_look(
    database: Path, written: str, options: list[str], name: str
) -> None:
    assert f"{name} added" in run(database, "add", written, *options).stdout
    assert ids(database) == [name]
    assert f"{name} removed" in run(database, "remove", written).stdout


def test_a_domain_is_listed_for_fraud_unless_somebody_chooses_else(database: Path) -> None:
    run(database, "add", "evil.top")
    run(database, "add", "spam.top", "--category", "spam", "--expires-at", "2099-01-01")
    categories = {entry["domain"]: entry["category"] for entry in answer(database, "list")["entries"]}
    assert categories == {"evil.top": "fraud", "spam.top": "spam"}


def test_what_cannot_be_listed_is_named(database: Path) -> None:
    done = answer(database, "add", "evil.top", "www.jd.com", "evil.top/page", "--list", "block_domains", code=1)
    assert [entry["id"] for entry in done["entries"]] == [EVIL]
    assert [error["domain"] for error in done["errors"]] == ["www.jd.com", "evil.top/page"]
    assert "official domain" in done["errors"][0]["reason"]
    assert "match is one of domain" in run(database, "add", "b.top", "--match", "exact", code=1).stderr


def test_show_prints_all_that_is_known_of_a_domain(database: Path) -> None:
    run(database, "add", "evil.top", "--label", "fake bank")
    shown = run(database, "show", "www.evil.top").stdout
    assert f"www.evil.top is blocked by {EVIL}: fraud, fake bank" in shown
    assert "A check of it alone" not in shown
    run(database, "add", "www.evil.top", "--list", "allow_domains")
    assert (
        "www.evil.top is allowed by allow_domains:domain:www.evil.top" in run(database, "show", "www.evil.top").stdout
    )
    known = answer(database, "show", "www.evil.top")
    assert (known["domain"], known["decided_by"]) == ("www.evil.top", "allow_domains:domain:www.evil.top")
    assert [entry["domain"] for entry in known["entries"]] == ["www.evil.top", "evil.top"]
    assert known["versions"][0]["domain"] == "www.evil.top"
    assert "passport.jd.com is an official domain of" in run(database, "show", "passport.jd.com").stdout
    assert "other.top is on no list" in run(database, "show", "other.top").stdout
    assert f"evil.top is blocked by {EVIL}" in run(database, "show", EVIL).stdout


def test_what_is_no_domain_is_removed_from_no_list_of_domains(database: Path) -> None:
    run(database, "add", "evil.top")
    assert "no domain" in run(database, "remove", "13912345678*", "--list", "block_domains", code=1).stderr
    assert "not listed" in run(database, "remove", "b.top", code=1).stderr
    run(database, "remove", EVIL)
    assert ids(database) == []


def test_whole_lists_come_in_and_go_out_in_every_form(database: Path) -> None:
    options = ["--list", "block_domains", "--category", "spam", "--source", "a friend"]
    done = run(database, "import", "-", "--format", "hosts", *options, stdin="0.0.0.0 evil.top b.top\n0.0.0.0 jd.com\n")
    assert "2 added" in done.stdout
    assert "line 2: covers jd.com" in done.stderr
    out = {
        form: run(database, "export", "--list", "block_domains", "--format", form).stdout
        for form in ("csv", "jsonl", "plain", "hosts")
    }
    assert out["csv"].splitlines()[1:] == ["b.top,spam,,a friend,,", "evil.top,spam,,a friend,,"]
    assert out["plain"] == "b.top\nevil.top\n"
    assert out["hosts"] == "0.0.0.0 b.top\n0.0.0.0 evil.top\n"
    for form in ("csv", "jsonl"):
        back = run(database, "import", "-", "--list", "block_domains", "--format", form, stdin=out[form])
        assert "2 unchanged" in back.stdout
    history = run(database, "history", "1").stdout
    assert "block_domains +2" in history
    assert "spam, a friend" in history
    assert "2 removed again" in run(database, "undo", "1").stdout


@pytest.mark.parametrize(
    ("command", "target", "form"),
    [
        ("import", "block", "hosts"),
        ("export", "block", "hosts"),
        ("export", "allow_domains", "hosts"),
        ("export", "block_domains", "spamblocker"),
    ],
)
def test_a_list_has_its_forms_and_no_others(database: Path, command: str, target: str, form: str) -> None:
    file = ["-"] if command == "import" else []
    assert form in run(database, command, *file, "--list", target, "--format", form, code=2).stderr
