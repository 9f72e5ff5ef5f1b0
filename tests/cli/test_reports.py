"""Reports on the command line: listed, and decided of many at once; and how a table is laid out is said there, too."""

import json
from pathlib import Path

import pytest

from guard_api.lists.entry import Category
from guard_api.ports import Device, Scope, Services
from tests.support.clock import Clock
from tests.support.commands import invoked

A, B = "+8613912345671", "+8613912345672"


@pytest.fixture(autouse=True)
def reported(services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two numbers that a phone has reported."""
    monkeypatch.setenv("GUARD_REPORT_DEVICES", "1")
    services.keys.create(Scope.DEVICE, "", clock(), Device("phone", "CN"))
    for number in (A, B):
        services.reports.submit(number, "phone", Category.FRAUD, "wants a code", clock())
        clock.pass_(minutes=1)


def run(database: Path, *arguments: str) -> tuple[int, str, str]:
    done = invoked(*arguments, "--database", str(database))
    return done.exit_code, done.stdout, done.stderr


def numbers(database: Path, *options: str) -> list[str]:
    code, out, _ = run(database, "reports", "list", "--json", *options)
    assert code == 0
    return [one["number"] for one in json.loads(out)["reports"]]


def test_many_are_decided_at_once_and_reopened(database: Path) -> None:
    assert numbers(database, "--order", "latest") == [B, A]
    assert "wants a code" in run(database, "reports", "list")[1]
    assert run(database, "reports", "dismiss", A, B, "--why", "a hospital")[:2] == (0, "dismissed: 2\n")
    assert numbers(database) == []
    assert {*numbers(database, "--state", "dismissed")} == {A, B}
    assert run(database, "reports", "reopen", A)[0] == 0
    code, out, _ = run(database, "reports", "accept", A, "--category", "spam", "--label", "x", "--json")
    assert (code, json.loads(out)) == (0, {"numbers": [A], "errors": []})


def test_what_cannot_be_decided_is_named_and_the_rest_is_done(database: Path) -> None:
    code, out, err = run(database, "reports", "dismiss", A, "+8613912345999")
    assert (code, out) == (1, "dismissed: 1\n")
    assert "+8613912345999: Nobody has reported this number." in err


def test_columns_are_given(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"who,whose\nJD,{A}\n")
    command = ("blocklist", "import", str(file), "--json")
    code, out, _ = run(database, *command, "--header", "1", "--columns", "label,number")
    assert (code, json.loads(out)["added"]) == (0, 1)
    for wrong in (("--columns", "number"), ("--header", "1", "--columns", "label")):
        assert run(database, *command, *wrong)[0] == 2
