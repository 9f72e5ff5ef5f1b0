"""Keys and codes on the command line: who made them, that many are found quickly, and whose files they lie in."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from rich.table import Table

from guard_api.cli.printed import narrow_table, print_table
from guard_api.cli.users import logged_in, user_name
from guard_api.ports import Scope, Services
from tests.support.clock import NOON
from tests.support.commands import run_here
from tests.support.laws import cases
from tests.support.servers import unmeasured

NOBODY = 65534
AS_NOBODY = f"""
import os, sys
# What is loaded late lies where nobody may read, on some machines.
import encodings.ascii, encodings.idna, encodings.utf_8_sig, rich.table, rich.cells, guard_api.serving
from guard_api.cli import main
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
main(sys.argv[1:], "guard-api")
"""
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may act as others")


@pytest.mark.parametrize(
    ("environment", "user", "who"),
    [
        ({}, "alice", "alice"),
        ({}, "root", "root"),
        ({"SUDO_USER": "alice"}, "root", "alice (sudo)"),
        ({"DOAS_USER": "alice"}, "root", "alice (doas)"),
        ({"SUDO_USER": "alice", "SUDO_UID": "1000"}, "guard", "alice (sudo as guard)"),
        ({"SUDO_USER": "root"}, "root", "root"),
        ({"SUDO_USER": "alice"}, "alice", "alice"),
        ({"SUDO_USER": ""}, "root", "root"),
        ({"SUDO_USER": "CORP\\alice.b-c"}, "root", "CORP\\alice.b-c (sudo)"),
        ({"SUDO_USER": "alice@corp.example"}, "root", "alice@corp.example (sudo)"),
        ({"SUDO_USER": "al\x1b[31mice\n\x00"}, "root", "al31mice (sudo)"),
        ({"SUDO_USER": "bob (sudo)"}, "root", "bobsudo (sudo)"),
        ({"SUDO_USER": "\u202eecila\udcff"}, "root", "ecila (sudo)"),
        ({"SUDO_USER": "\u202e \u200b"}, "root", "root"),
        ({"SUDO_USER": "x" * 9999}, "root", f"{'x' * 64} (sudo)"),
    ],
)
def test_whoever_is_behind_sudo_is_named_and_nothing_else_gets_through(
    environment: dict[str, str], user: str, who: str
) -> None:
    assert logged_in(environment, user) == who


def history(database: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(
        run_here("blocklist", "history", "--json", "--database", str(database)).stdout
    )["changes"]
    return found


def test_keys_and_codes_are_in_the_history_with_who_and_why_and_without_secrets(
    database: Path, services: Services
) -> None:
    here = ("--database", str(database))
    secret = run_here(
        *("keys", "create", "--scope", "admin", "--label", "Ann", "--why", "new here"), *here, SUDO_USER="alice"
    ).stdout.strip()
    code = run_here("enrolment-codes", "create", "--why", "family", *here, SUDO_USER="").stdout.strip()
    [key] = services.keys.list()
    run_here("keys", "revoke", key.id, "--why", "left", *here, SUDO_USER="")
    run_here("blocklist", "add", "13912345678", "--why", "police", *here, SUDO_USER="")
    me = user_name(os.getuid())
    by_sudo = logged_in({"SUDO_USER": "alice"}, me)
    assert [(one["what"], one["who"], one["why"]) for one in history(database)] == [
        ("add", f"cli:{me}", "police"),
        ("revoke_key", f"cli:{me}", "left"),
        ("create_enrolment_code", f"cli:{me}", "family"),
        ("create_key", f"cli:{by_sudo}", "new here"),
    ]
    shown = run_here("blocklist", "history", *here).stdout
    assert all(text in shown for text in (f"key:{key.id}", "revoke_key", "create_enrolment_code", f"cli:{by_sudo}"))
    assert code not in shown
    assert secret.split("_", 2)[2] not in shown


def test_keys_are_found_by_scope_and_text(database: Path, services: Services) -> None:
    for scope, label in ((Scope.ADMIN, "Ann"), (Scope.METRICS, "Prometheus"), (Scope.METRICS, "other")):
        services.keys.create(scope, label, NOON)
    listed = run_here("keys", "list", "--scope", "metrics", "--search", "prom", "--database", str(database)).stdout
    assert "Prometheus" in listed
    assert "Ann" not in listed
    assert "other" not in listed


@pytest.mark.parametrize("arguments", [["create", "--scope", "admin", "--label", "\x1b[31m"], ["revoke", "\x1b[31m"]])
def test_what_would_upset_a_terminal_is_no_label(database: Path, services: Services, arguments: Sequence[str]) -> None:
    run = run_here("keys", *arguments, "--database", str(database), check=False)
    assert run.returncode == 2
    assert "\x1b" not in run.stderr.replace("\\x1b", "")
    assert services.keys.list() == []


def keys_table(rows: int) -> Table:
    table = narrow_table("id", "scope", "label")
    for n in range(rows):
        table.add_row(f"{n:012x}", "device", f"王 {n}")
    return table


def printing(rows: int) -> float:
    """Return the least CPU seconds of printing so many rows three times."""
    costs = []
    for table in [keys_table(rows) for _ in range(3)]:
        began = time.process_time()
        print_table(table)
        costs.append(time.process_time() - began)
    return min(costs)


@pytest.mark.slow("compares speeds")
def test_twenty_times_the_rows_cost_about_twenty_times_as_much(capsys: pytest.CaptureFixture[str]) -> None:
    few, many = printing(1_000), printing(20_000)
    assert many < 150 * few  # each row against each other would be 400
    capsys.readouterr()
    print_table(keys_table(20_000))
    header, rule, first, *_ = lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 20_002
    assert header.split() == ["id", "scope", "label"]
    assert set(rule) == {" ", "─"}
    assert first.split() == ["000000000000", "device", "王", "0"]


def as_nobody(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", AS_NOBODY, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=unmeasured(),
    )


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder of nobody's; those of pytest are for the one who runs it."""
    with TemporaryDirectory() as folder:
        os.chown(folder, NOBODY, NOBODY)
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.slow("starts a server of its own")
@needs_root
def test_a_key_that_root_makes_for_another_users_service_is_reported_to_stop_it_and_does_with_the_remedy_named(
    home: Path,
) -> None:
    database, nobody = home / "guard.db", user_name(NOBODY)
    made = run_here("keys", "create", "--scope", "admin", "--database", str(database))
    assert made.stdout.startswith("guard_")
    assert f"chown -R {nobody} {database}" in made.stderr
    assert run_here("keys", "list", "--database", str(database)).stderr == ""
    for command in cases([("serve", "--port", "1"), ("keys", "list"), ("blocklist", "add", "13912345678")], 3):
        refused = as_nobody(*command, "--database", str(database))
        assert refused.returncode == 1
        assert f"{nobody} cannot write what belongs to root" in refused.stderr
        assert f"chown -R {nobody} {database}" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert refused.stderr.count("\n") == 1
    remedy = refused.stderr.rpartition("as root: ")[2].split()
    subprocess.run(remedy, check=True)
    assert "admin" in as_nobody("keys", "list", "--database", str(database)).stdout


@pytest.mark.slow("many programs, one after the other")
@needs_root
def test_files_that_are_no_part_of_the_database_are_no_matter_and_a_folder_is_named(home: Path) -> None:
    database, nobody = home / "guard.db", user_name(NOBODY)
    run_here("keys", "create", "--scope", "admin", "--database", str(database))
    for file in home.rglob("*"):
        os.chown(file, NOBODY, NOBODY)
    (home / "guard.db.bak").write_bytes(b"")
    (home / "guard.db.bak").chmod(0o600)
    assert as_nobody("keys", "list", "--database", str(database)).returncode == 0
    os.chown(home, 0, 0)
    assert f"no files in the folder {home}" in as_nobody("keys", "list", "--database", str(database)).stderr
    home.chmod(0o700)
    refused = as_nobody("keys", "list", "--database", str(database))
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    assert f"{nobody} may not look into the folder {home}" in refused.stderr
    os.chown(home, NOBODY, NOBODY)
    database.chmod(0o400)
    assert f"chmod u+rw {database}" in as_nobody("keys", "list", "--database", str(database)).stderr
