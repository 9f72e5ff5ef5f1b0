"""The lists from the command line: what admins type, what they read, and what programs get."""

import json
import os
import pty
import re
import resource
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.actions.imports.import_lists import import_now
from guard_api.actions.lists.edit import AT_ONCE, add_entry
from guard_api.app import open_services
from guard_api.cli import main
from guard_api.lists.change import Author
from guard_api.lists.entry import Entry, ListName
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportOrder
from tests.support.at_once import tidy, turn
from tests.support.clock import Clock
from tests.support.commands import invoked
from tests.support.databases import unlimited, without_lists
from tests.support.laws import cases
from tests.support.phones import TestPhone

ROOT = Path(__file__).parents[3]
ROWS = "number,category,label\n+86 139 1234 5678,fraud,fake JD.com\n+86170*,spam,[/b]\n96110,fraud,\nnobody,,\n"
BLOCKED, PREFIX = "block:exact:+8613912345678", "block:prefix:+86170"


def run(database: Path, command: str, *arguments: str, code: int = 0, stdin: str | None = None) -> Result:
    """Run a command in this process; no failure of a person may be one of the program."""
    settings = {name: None for name in os.environ if name.startswith("GUARD_")}
    whole = ["blocklist", command, "--database", str(database), *arguments]
    result = invoked(*whole, stdin=stdin, settings=settings)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code == code, result.output
    return result


def answer(database: Path, command: str, *arguments: str, code: int = 0, stdin: str | None = None) -> Any:
    """Give the one JSON document that a program gets."""
    text = run(database, command, "--json", *arguments, code=code, stdin=stdin).stdout
    assert text.count("\n") == 1
    return json.loads(text)


def ids(database: Path, *arguments: str) -> list[str]:
    return [entry["id"] for entry in answer(database, "list", *arguments)["entries"]]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = without_lists(tmp_path_factory.mktemp("template") / "guard.db")
    run(database, "import", "-", "--why", "a list", stdin=ROWS)
    return database


@pytest.fixture
def listed(template: Path, database: Path) -> Path:
    """A database into which `ROWS` were imported, as revision 1."""
    source, copy = sqlite3.connect(template), sqlite3.connect(database)
    source.backup(copy)
    source.close()
    copy.close()
    return database


@pytest.fixture
def many(database: Path) -> Path:
    """A database with so many numbers that an export fills any pipe."""
    run(database, "import", "-", stdin="".join(f"+86139{i:08}\n" for i in range(5000)))
    return database


# import


def test_an_import_keeps_the_good_rows_and_names_the_bad_ones(database: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(ROWS)
    done = run(database, "import", str(tmp_path / "list.csv"))
    assert "4 rows: 2 added, 0 updated, 0 unchanged, 2 rejected" in done.stdout
    assert "undo 1" in done.stdout
    warning, official, junk = done.stderr.splitlines()
    assert "2 of 4" in warning
    assert "line 4: covers 96110" in official
    assert "line 5: unreadable" in junk
    assert set(ids(database)) == {BLOCKED, PREFIX}


def test_only_the_first_bad_rows_are_named_and_the_rest_is_counted(database: Path) -> None:
    done = run(database, "import", "-", stdin="number\n" + "nobody\n" * 25)
    assert "The list is as it was" in done.stdout
    assert done.stderr.count("unreadable") == 10
    assert "15 more" in done.stderr
    assert len(answer(database, "import", "-", stdin="number\n" + "nobody\n" * 25)["errors"]) == 25


def test_a_dry_run_changes_nothing(database: Path) -> None:
    assert "2 added" in (done := run(database, "import", "-", "--dry-run", stdin=ROWS)).stdout
    assert "nothing was changed" in done.stdout
    assert ids(database) == []


@pytest.mark.parametrize(
    ("name", "options"),
    [("a.jsonl", ()), ("a.NDJSON", ()), ("a.txt", ("--format", "jsonl")), ("-", ("--format", "jsonl"))],
)
def test_json_lines_are_known_by_the_name_or_by_the_option(
    database: Path, tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    lines = '{"number": "13912345678", "category": "fraud"}\n'
    file = tmp_path / name
    file.write_text(lines)
    run(database, "import", "-" if name == "-" else str(file), *options, stdin=lines)
    assert ids(database) == [BLOCKED]


def test_numbers_belong_to_the_region_that_is_named_and_to_the_list(database: Path) -> None:
    run(database, "import", "-", "--region", "fr", "--list", "allow", stdin="01 62 34 56 78\n")
    assert ids(database) == ["allow:exact:+33162345678"]


def test_an_import_and_its_change_are_the_same_documents_as_over_http(listed: Path, admin: TestPhone) -> None:
    done = answer(listed, "import", "-", "--list", "allow", stdin=ROWS)
    assert done == admin.get(f"/v1/admin/imports/{done['import_id']}").json
    assert answer(listed, "history") == admin.get("/v1/admin/changes").json
    assert answer(listed, "history", "1") == admin.get("/v1/admin/changes/1").json
    assert answer(listed, "list") == admin.get("/v1/admin/entries").json
    assert answer(listed, "list", "--limit", "1") == admin.get("/v1/admin/entries?limit=1").json


def test_an_import_that_fails_explains_why_and_changes_nothing(database: Path) -> None:
    failed = run(database, "import", "/proc/self/mem", code=1)
    assert "nothing was changed" in failed.stderr
    assert "Input/output error" in failed.stderr
    result = run(database, "import", "/proc/self/mem", "--json", code=1)
    assert json.loads(result.stdout)["state"] == "failed"


def test_a_file_that_is_not_there_is_reported_in_words(database: Path, tmp_path: Path) -> None:
    assert "nowhere.csv" in run(database, "import", str(tmp_path / "nowhere.csv"), code=2).stderr


def begin(database: Path, *arguments: str, **streams: int) -> "subprocess.Popen[str]":
    """Start a command in a process of its own."""
    command = [sys.executable, "-m", "guard_api", "blocklist", *arguments, "--database", str(database)]
    return subprocess.Popen(command, text=True, **streams)  # type: ignore[call-overload, no-any-return] # streams only


@pytest.mark.slow("starts a program of its own")
def test_an_import_waits_for_another_one_and_reports_it(database: Path, services: Services, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(ROWS)
    with turn(services, wait=False):
        process = begin(database, "import", str(tmp_path / "list.csv"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stderr is not None
        assert "Another import is running" in process.stderr.readline()
        assert process.poll() is None
    output, _ = process.communicate(timeout=120)
    assert "2 added" in output


@pytest.mark.slow("starts a program of its own")
def test_an_import_that_is_interrupted_changes_nothing(database: Path, services: Services) -> None:
    # A shell starts what runs in its background with SIGINT ignored, and children inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = begin(database, "import", "-", **dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE))
    signal.signal(signal.SIGINT, before)
    waits = True
    while waits and process.poll() is None:
        time.sleep(0.05)
        with turn(services, wait=False) as waits:
            pass
    process.send_signal(signal.SIGINT)
    _, output = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "Traceback" not in output
    assert ids(database) == []


@pytest.mark.slow("starts a program of its own")
@pytest.mark.parametrize("command", cases(["import", "undo"], 2))
def test_a_bar_moves_in_a_terminal_and_nowhere_else(database: Path, tmp_path: Path, command: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text("".join(f"+86139{i:08}\n" for i in range(AT_ONCE + 1)))
    if command == "undo":
        assert run(database, "import", str(file)).stderr == ""
    terminal, stderr = pty.openpty()
    done = begin(database, command, str(file) if command == "import" else "1", stdout=subprocess.PIPE, stderr=stderr)
    os.close(stderr)
    shown = read_all(terminal)
    output, _ = done.communicate(timeout=120)
    assert {"import": "Reading", "undo": "Taking back"}[command] in shown
    assert f"{AT_ONCE + 1:,}" in output
    assert shown.endswith("\x1b[2K"), "the bar is gone at the end"


def in_terminal(database: Path, *arguments: str) -> str:
    """Give what a person sees."""
    terminal, screen = pty.openpty()
    process = begin(database, *arguments, stdout=screen, stderr=screen)
    os.close(screen)
    shown = read_all(terminal)
    assert process.wait(120) == 0
    return shown


def read_all(terminal: int) -> str:
    """Read what a process prints to a terminal until it ends."""
    pieces = []
    with os.fdopen(terminal, "rb", 0) as screen:
        try:
            while piece := screen.read(4096):
                pieces.append(piece)
        except OSError:  # Linux's way to say that nobody has it open any more
            pass
    return b"".join(pieces).decode()


# export


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_is_exported_can_be_imported(listed: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"list.{form}"
    run(listed, "export", "--format", form, "--output", str(file))
    assert run(listed, "export", "--format", form).stdout == file.read_text()
    assert "0 added, 0 updated, 2 unchanged, 0 rejected" in run(listed, "import", str(file)).stdout
    assert "2 added" in run(tmp_path / "other.db", "import", str(file)).stdout


def test_an_export_for_spamblocker_is_of_the_block_list_and_knows_where_the_phones_are(listed: Path) -> None:
    assert "\n13912345678," in run(listed, "export", "--format", "spamblocker").stdout
    assert "\n13912345678," not in run(listed, "export", "--format", "spamblocker", "--region", "FR").stdout
    assert "block" in run(listed, "export", "--format", "spamblocker", "--list", "allow", code=2).stderr


def test_a_file_is_replaced_when_all_is_written_or_stays_as_it_was(listed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    file, link = folder / "list.csv", folder / "link.csv"
    file.write_text("old")
    link.symlink_to(file)
    assert "none/list.csv" in run(listed, "export", "--output", str(folder / "none" / "list.csv"), code=1).stderr
    run(listed, "export", "--output", "/dev/null")
    assert Path("/dev/null").is_char_device()
    assert file.read_text() == "old"
    run(listed, "export", "--output", str(link))
    assert file.read_text().startswith("number,")
    assert link.is_symlink()
    assert len(list(folder.iterdir())) == 2


def test_an_export_that_fails_leaves_the_old_file(many: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, limits[1]))
    try:
        failed = run(many, "export", "--output", str(file), code=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert failed.stderr == f"Error: {file}: File too large\n"
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if "list.csv" in path.name] == ["list.csv"]


@pytest.mark.slow("starts a program of its own")
def test_a_pipe_that_closes_early_is_no_error(many: Path) -> None:
    pipe = f'"$0" -m guard_api blocklist export --database {many} | head -1'
    cut = subprocess.run(["/bin/bash", "-c", pipe, sys.executable], capture_output=True, text=True, check=False)
    assert cut.stdout.startswith("number,")
    assert cut.stderr == ""


# add, remove


def test_numbers_are_added_in_any_form_each_as_its_own_change(database: Path) -> None:
    done = run(
        database, "add", "139 1234 5678", "+86170*", "0033 1 62 34 56 78", "--category", "fraud", "--why", "seen"
    )
    assert done.stdout == f"{BLOCKED} added\n{PREFIX} added\nblock:exact:+33162345678 added\n"
    changes = answer(database, "history")["changes"]
    assert [(change["what"], change["why"], change["after"]["category"]) for change in changes] == [
        ("add", "seen", "fraud")
    ] * 3
    assert all(change["who"].startswith("cli:") for change in changes)


def test_what_is_noted_of_a_number_is_kept(database: Path, admin: TestPhone) -> None:
    fields = {"category": "robocall", "label": "a [label]", "source": "police", "note": "twice"}
    options = [text for name, value in fields.items() for text in (f"--{name}", value)]
    place = ("--list", "allow", "--match", "prefix", "--region", "FR", "--expires-at", "2099-12-31")
    done = answer(database, "add", "0162", *options, *place)
    assert done == {"entries": [admin.get("/v1/admin/entries/allow:prefix:+33162").json], "errors": []}
    assert done["entries"][0] | fields == done["entries"][0]
    assert done["entries"][0]["expires_at"] == "2099-12-31T23:59:59Z"


@pytest.mark.parametrize("time_", ["soon", "2020-01-01", "2099-12-31T12:00:00"])
def test_an_expiry_that_cannot_be_is_refused_before_anything_is_done(database: Path, time_: str) -> None:
    assert "--expires-at" in run(database, "add", "13912345678", "--expires-at", time_, code=2).stderr
    assert ids(database) == []


def test_what_cannot_be_added_is_named_in_a_line_each_and_the_rest_is_done(listed: Path) -> None:
    numbers = ["96110", "+86 139 1234 5678", "nobody", "+8695*", "--", "-", "13700000000"]
    done = run(listed, "add", *numbers, code=1)
    assert done.stdout == "block:exact:+8613700000000 added\n"
    official, again, junk, covering, dash = done.stderr.splitlines()
    assert "96110" in official
    assert BLOCKED in again
    assert junk.startswith("nobody: Unreadable")
    assert "official number" in covering
    assert dash.startswith("-: ")
    errors = answer(listed, "add", "nobody", code=1)["errors"]
    assert [error["number"] for error in errors] == ["nobody"]


def test_an_allowed_number_is_not_blocked(database: Path) -> None:
    run(database, "add", "13912345678", "--list", "allow")
    assert "allow:exact:+8613912345678" in run(database, "add", "+86139*", code=1).stderr


@pytest.mark.parametrize("named", ["13912345678", "+86 139-1234-5678", "0086 13912345678", BLOCKED])
def test_an_entry_is_removed_by_its_number_in_any_form_or_its_id(listed: Path, named: str) -> None:
    assert run(listed, "remove", named, "--why", "wrong").stdout == f"{BLOCKED} removed\n"
    assert ids(listed) == [PREFIX]
    [newest, _] = answer(listed, "history")["changes"]
    assert (newest["what"], newest["why"], newest["before"]["label"]) == ("remove", "wrong", "fake JD.com")


@pytest.mark.parametrize("named", ["+86170", "+86170*", "0086170", PREFIX])
def test_a_prefix_is_removed_with_or_without_its_star(listed: Path, named: str) -> None:
    assert answer(listed, "remove", named)["entries"][0]["id"] == PREFIX
    assert ids(listed) == [BLOCKED]


def test_a_short_code_is_removed_as_it_is_listed(database: Path) -> None:
    run(database, "add", "10657", "106575*")
    run(database, "remove", "CN:10657", "CN:106575*", "--region", "FR")
    assert ids(database) == []


def test_of_several_entries_the_one_that_is_meant_must_be_named(listed: Path) -> None:
    run(listed, "add", "13912345678", "--list", "allow")
    unclear = run(listed, "remove", "13912345678", "17000000000", "no number", code=1).stderr.splitlines()
    assert BLOCKED in unclear[0]
    assert "--list" in unclear[0]
    assert unclear[1] == "17000000000: This is not listed."
    assert unclear[2].startswith("no number: ")
    run(listed, "remove", "13912345678", "--list", "block")
    assert "not listed" in run(listed, "remove", "13912345678", "--match", "prefix", code=1).stderr
    assert set(ids(listed)) == {"allow:exact:+8613912345678", PREFIX}


# list, show


def test_entries_are_found_by_the_beginning_of_a_number_or_by_text_newest_first(listed: Path) -> None:
    run(listed, "add", "13700000000", "--list", "allow", "--source", "the police")
    newest = "allow:exact:+8613700000000"
    assert ids(listed)[0] == newest
    assert ids(listed, "139") == [BLOCKED]
    assert ids(listed, "JD.COM") == [BLOCKED]
    assert ids(listed, "--list", "block", "--match", "prefix") == [PREFIX]
    assert ids(listed, "--category", "fraud") == [BLOCKED]
    assert ids(listed, "police", "--limit", "1") == [newest]
    assert "Nothing found" in run(listed, "list", "nobody").stderr


def test_pages_are_followed_until_there_is_enough(many: Path) -> None:
    assert len(set(ids(many, "--limit", "2050"))) == 2050
    assert len(set(ids(many, "--limit", "9999"))) == 5000
    assert "--limit 100" in run(many, "list").stderr


def test_a_table_has_a_line_for_each_entry_and_shows_what_was_written_as_it_is(listed: Path) -> None:
    long = "a long label " * 9
    run(listed, "add", "13700000000", "--label", long, "--expires-at", "2099-12-31")
    table = run(listed, "list").stdout
    [line] = [line for line in table.splitlines() if "13700000000" in line]
    assert long.strip() in line
    assert "2099-12-31 23:59" in line
    assert re.search(r" \d{4}-\d\d-\d\d \d\d:\d\d +cli:", line)
    assert "[/b]" in table


@pytest.mark.slow("starts a program of its own")
def test_a_terminal_of_80_columns_cuts_nothing_off(listed: Path) -> None:
    run(listed, "import", "-", stdin="number,label,source\n13912345678,fake JD.com customer service,police\n")
    for arguments in cases([["show", "13912345678"], ["history", "2"]], 2):
        shown = in_terminal(listed, *arguments)
        assert "…" not in shown
        assert {BLOCKED, "police", "2"} & set(shown.split())


def test_keys_are_listed_whatever_their_label(database: Path) -> None:
    place = ["--database", str(database)]
    invoked("keys", "create", "--scope", "admin", "--label", "[/b] [red]", *place)
    assert "[/b] [red]" in invoked("keys", "list", *place).stdout


def test_what_is_shown_of_a_number_is_what_a_check_answers(listed: Path, phone: TestPhone) -> None:
    for number in ("13912345678", "17012345678", "13700000000", "96110", "0095588", "+8695588", "+999"):
        shown = answer(listed, "show", number)
        checked = phone.get(f"/v1/numbers/{number.replace('+', '%2B')}").json
        assert {name: shown[name] for name in ("caller", "level", "actions")} == {
            name: checked[name] for name in ("caller", "level", "actions")
        }
        assert (shown["decided_by"] is not None) == (checked["caller"]["listed"] is not None)


def test_allow_beats_block_and_a_number_beats_a_prefix(listed: Path) -> None:
    run(listed, "add", "17012345678", "+861701*")
    assert answer(listed, "show", "17012345678")["decided_by"] == "block:exact:+8617012345678"
    assert answer(listed, "show", "17012345679")["decided_by"] == "block:prefix:+861701"
    assert answer(listed, "show", "17099999999")["decided_by"] == PREFIX
    run(listed, "remove", "+86170")
    run(listed, "add", "+861701234*", "--list", "allow")
    shown = answer(listed, "show", "+86 170 1234 5678")
    assert [entry["id"] for entry in shown["entries"]] == [
        "allow:prefix:+861701234",
        "block:exact:+8617012345678",
        "block:prefix:+861701",
    ]
    assert (shown["decided_by"], shown["caller"]["listed"]) == ("allow:prefix:+861701234", None)
    lines = run(listed, "show", "17012345678").stdout.splitlines()
    assert "is allowed by allow:prefix:+861701234" in lines[0]
    assert lines[1].endswith("none")


def test_what_has_expired_decides_nothing_and_is_marked(database: Path, services: Services, clock: Clock) -> None:
    run(database, "add", "+86139*")
    clock.now = datetime(2020, 1, 1, tzinfo=UTC)
    old = Entry("13912345678", expires_at=datetime(2020, 1, 2, tzinfo=UTC))
    add_entry(services, ListName.BLOCK, old, "CN", Author("test", clock.now))
    assert answer(database, "show", "13912345678")["decided_by"] == "block:prefix:+86139"
    assert "EXPIRED: other, until 2020-01-02 00:00" in run(database, "show", "13912345678").stdout


def test_the_past_of_an_entry_is_shown_newest_first(listed: Path) -> None:
    run(listed, "import", "-", stdin="number,label\n13912345678,fake bank\n")
    run(listed, "remove", "13912345678")
    for name in (BLOCKED, "13912345678"):
        past = answer(listed, "show", name)["versions"]
        assert [(version["label"], version["revision"]) for version in past] == [("fake bank", 2), ("fake JD.com", 1)]
        assert past[0]["began_at"] == past[1]["ended_at"] < past[0]["ended_at"]
    output = run(listed, "show", BLOCKED).stdout
    assert "is on no list" in output
    assert output.index("fake bank") < output.index("fake JD.com")


def test_a_prefix_is_shown_with_what_covers_it(listed: Path) -> None:
    run(listed, "add", "+861701*")
    for name in ("+861701*", "block:prefix:+861701"):
        shown = answer(listed, "show", name)
        assert [entry["id"] for entry in shown["entries"]] == ["block:prefix:+861701", PREFIX]
        assert (shown["number"], shown["caller"], shown["warnings"]) == ("+861701", None, [])
    assert run(listed, "show", "+861701*").stdout.startswith("+861701* is blocked by block:prefix:+861701: other")


def test_an_official_number_is_named_and_what_is_none_is_refused(listed: Path) -> None:
    assert "official number of Industrial and Commercial Bank of China" in run(listed, "show", "95588").stdout
    assert "no number" in run(listed, "show", "withheld", code=1).stderr
    assert "never listed" in run(listed, "show", "block:exact:+8613700000000", code=1).stderr


# undo, history


def test_a_change_is_taken_back_and_so_is_taking_it_back(listed: Path) -> None:
    assert "2 removed again, 0 brought back" in run(listed, "undo", "1", "--why", "wrong region").stdout
    assert ids(listed) == []
    newest = answer(listed, "undo", "2")
    assert (newest["revision"], newest["reverts"], newest["added"], newest["skipped"]) == (3, 2, 2, 0)
    assert set(ids(listed)) == {BLOCKED, PREFIX}
    changes = answer(listed, "history")["changes"]
    assert [(change["what"], change["why"]) for change in changes[:2]] == [("revert", ""), ("revert", "wrong region")]


def test_what_was_changed_since_is_left_alone_and_named(listed: Path) -> None:
    run(listed, "import", "-", stdin="number,label\n+86170*,changed\n13700000000\n13800000000\n")
    run(listed, "remove", "13700000000")
    undone = run(listed, "undo", "1").stderr.splitlines()
    assert undone == [
        "Left alone: 1 that were changed since, or may not be listed any more.",
        f"  {PREFIX}: changed since, by revision 2",
    ]
    [_, removed] = run(listed, "undo", "2").stderr.splitlines()
    assert removed.startswith("  block:exact:+8613700000000: removed since, by cli:")
    assert "Nothing of change 3" not in run(listed, "undo", "3").stderr
    assert PREFIX in ids(listed)
    run(listed, "undo", "1")
    assert PREFIX not in ids(listed)
    assert "changed since" in run(listed, "undo", "1", code=1).stderr


def test_what_may_not_be_listed_any_more_is_not_brought_back(listed: Path) -> None:
    run(listed, "import", "-", stdin="13700000000\n13800000000\n")
    run(listed, "undo", "2")
    run(listed, "add", "13700000000", "--list", "allow")
    [_, reason] = run(listed, "undo", "3").stderr.splitlines()
    assert reason == "  block:exact:+8613700000000: what it covers is allowed by now, or an import is changing it"


def test_what_would_have_expired_meanwhile_is_named(listed: Path, services: Services, clock: Clock) -> None:
    clock.now = datetime(2020, 1, 1, tzinfo=UTC)
    author = Author("test", clock.now)
    rows = b"number,expires_at\n13700000000,2020-01-02\n13800000000,\n13900000000,\n"
    import_now(services, ImportOrder(ListName.BLOCK, author, "CN"), [rows], lambda _: None)
    services.changes.revert(2, author, ())
    run(listed, "add", "13800000000", "--list", "allow")
    count, expired, allowed = run(listed, "undo", "3").stderr.splitlines()
    assert "Left alone: 2 " in count
    assert expired == "  block:exact:+8613700000000: would have expired by now"
    assert "13800000000" in allowed


def test_a_large_import_is_taken_back_here_and_now(database: Path) -> None:
    numbers = [f"+86139{i:08}" for i in range(AT_ONCE + 1)]
    run(database, "import", "-", stdin="\n".join(numbers))
    run(database, "remove", *numbers[:12])
    undone = run(database, "undo", "1")
    assert f"Revision 1 is taken back by revision 14: {AT_ONCE - 11:,} removed again" in undone.stdout
    assert len(undone.stderr.splitlines()) == 12
    assert undone.stderr.endswith("...\n")
    assert ids(database) == []
    assert "Nothing of change 1" in run(database, "undo", "1", code=1).stderr
    restored = answer(database, "undo", "14")
    assert (restored["added"], restored["entries"][0]["id"]) == (AT_ONCE - 11, f"block:exact:{numbers[12]}")


@pytest.mark.parametrize("command", ["undo", "history"])
@pytest.mark.parametrize(("revision", "code"), [("99", 1), (str((1 << 63) - 1), 1), (str(1 << 63), 2), ("x", 2)])
def test_a_revision_that_is_none_is_reported_in_words(listed: Path, command: str, revision: str, code: int) -> None:
    message = run(listed, command, revision, code=code).stderr.splitlines()[-1]
    assert message.startswith("Error: There is no" if code == 1 else "Error: Invalid value for ")


def test_the_history_shows_who_did_what_when_and_why(listed: Path) -> None:
    run(listed, "remove", "13912345678", "--why", "[a mistake]")
    newest, first = [line for line in run(listed, "history").stdout.splitlines() if "cli:" in line]
    columns = r"2 +\d{4}-\d\d-\d\d \d\d:\d\d +cli:\w+ +remove +block \+0 ~0 -1 +\[a mistake\]"
    assert re.search(columns, newest)
    assert "+2 ~0 -0" in first
    assert "--limit 2" in run(listed, "history", "--limit", "1").stderr


def test_one_change_is_shown_with_what_was_before_and_after(listed: Path) -> None:
    run(listed, "import", "-", stdin="number,label,expires_at\n13912345678,fake bank,2099-12-31\n")
    [line] = [line for line in run(listed, "history", "2").stdout.splitlines() if BLOCKED in line]
    assert re.search("fraud, fake JD.com  +fraud, fake bank, until 2099-12-31 23:59", line)
    assert "not listed" in run(listed, "history", "1").stdout


def test_what_is_not_kept_any_more_is_reported_so(listed: Path, clock: Clock) -> None:
    run(listed, "remove", "13912345678")
    for day in (1, 3):  # a clock that leaps ahead is believed when it says the same a day later
        clock.now = datetime(2099, 1, day, tzinfo=UTC)
        tidy(open_services(unlimited(listed), clock))
    assert "not kept any more" in run(listed, "history", "2").stderr
    assert "too long ago" in run(listed, "undo", "2", code=1).stderr


# the rest


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_given_its_completion(shell: str) -> None:
    environment = {"_GUARD_API_COMPLETE": f"{shell}_source"}
    assert "_GUARD_API_COMPLETE" in CliRunner(env=environment).invoke(main, [], prog_name="guard-api").stdout


def test_commands_and_words_are_completed() -> None:
    def completed(words: str) -> set[str]:
        environment = {"_GUARD_API_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        given = CliRunner(env=environment).invoke(main, [], prog_name="guard-api").stdout.split()
        return {word.partition(",")[2] for word in given}

    shown = {
        "import",
        "imports",
        "bulk",
        "export",
        "add",
        "paste",
        "remove",
        "list",
        "facets",
        "show",
        "undo",
        "history",
    }
    assert completed("guard-api blocklist ") == shown
    assert completed("guard-api blocklist list --category ro") == {"robocall"}


def test_a_locked_database_is_reported_in_words_for_each_number(listed: Path) -> None:
    other = sqlite3.connect(listed, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    message = run(listed, "add", "13700000000", code=1).stderr
    other.close()
    assert message.startswith("13700000000: ")


@pytest.mark.slow("many programs, one after the other")
def test_the_example_of_the_guide_can_be_pasted(tmp_path: Path) -> None:
    section = (
        (ROOT / "guard_api" / "guides" / "lists.md")
        .read_text("utf-8")
        .split("\n## Lists from the command line\n", 1)[1]
    )
    (tmp_path / ".venv").symlink_to(sys.prefix)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GUARD_")}
    done = subprocess.run(
        ["/bin/bash", "-euc", section.split("```sh\n", 1)[1].split("```", 1)[0]],
        cwd=tmp_path,
        env=environment | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("2 added") == 2
    assert f"is blocked by {BLOCKED}: fraud, fake JD.com" in done.stdout
    assert "Revision 2 is taken back by revision 3: 2 removed" in done.stdout
    assert "block_domains:domain:evil.top added" in done.stdout
    assert done.stderr.count("line 4: covers 96110") == 2
