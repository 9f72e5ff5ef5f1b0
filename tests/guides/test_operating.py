"""What the operator's guide has people type works, word for word, and its tables say what comes of it."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.cli import main
from guard_api.ports.phones.retention import Kept
from tests.support.commands import invoked
from tests.support.databases import as_shipped, without_lists
from tests.support.servers import Server, dismiss, start_server, stop_server, wait_for

GUIDE = files("guard_api").joinpath("guides", "operate.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^##+ (.+)\n((?:(?!^##).*\n)*)", GUIDE, re.MULTILINE))
ADDRESS = "http://127.0.0.1:8000"


def blocks(section: str) -> str:
    """Give all that a section has people type."""
    typed = "".join(re.findall(r"^```sh\n(.*?)^```", SECTIONS[section], re.MULTILINE | re.DOTALL))
    assert typed, section
    return typed


class Operator:
    """Somebody at a terminal. `guard-api` is run in this process: to start it takes a second each time."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._environment = {"GUARD_DATABASE": str(server.database)}

    def type(self, section: str, **names: str) -> str:
        """Type a section's lines, each of which must work; gives what is printed."""
        typed = blocks(section).replace(ADDRESS, self.server.url)
        for name, value in names.items():
            typed = re.sub(rf"\b{name}\b", value, typed)
        assert not re.findall(r"\b[A-Z_]+_ID\b|\bREVISION\b|\bLABEL\b", typed), typed
        return "".join(self._line(line) for line in typed.splitlines())

    def _line(self, line: str) -> str:
        ours = re.match(r"((?:GUARD_\w+=\S+ )*)guard-api (.*)", line)
        if ours is not None:
            environment = dict(one.split("=", 1) for one in ours[1].split())
            done = invoked(*shlex.split(ours[2]), settings={**self._environment, **environment})
            assert done.exit_code == 0, done.output
            return done.stdout
        run = subprocess.run(
            ["/bin/bash", "-euc", line],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **self._environment},
            timeout=60,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    server = start_server(tmp_path_factory.mktemp("operating"), 1)
    yield Operator(server)
    dismiss(server)


def listed(server: Server, label: str) -> Mapping[str, str]:
    admin = server.new_key("admin")
    [key] = server.ask("GET", f"/v1/admin/keys?q={label}", key=admin)[2]["keys"]
    return {name: value or "" for name, value in key.items()}


def test_every_link_leads_to_a_section_and_the_incidents_are_there() -> None:
    places = {heading.lower().replace(" ", "-").replace(",", "") for heading in SECTIONS}
    linked = set(re.findall(r"\]\(#([\w-]+)\)", GUIDE))
    assert linked <= places
    for incident in ("Everything is degraded", "The disk is full", "A key has leaked", "A phone was lost"):
        assert incident in SECTIONS


def test_keys_are_made_listed_and_replaced_when_they_leak(operator: Operator) -> None:
    made = operator.type("Keys and phones").splitlines()
    assert [line.startswith("guard_") for line in made[:2]] == [True, True]
    assert any("ann" in line for line in made)
    leaked, ann = made[0], listed(operator.server, "ann")
    assert operator.server.ask("GET", "/v1/admin/keys", key=leaked)[0] == 200
    shown = operator.type("A key has leaked", KEY_ID=ann["id"], LABEL="ann")
    assert "revoke_key" in shown
    assert operator.server.ask("GET", "/v1/admin/keys", key=leaked)[0] == 401
    assert operator.server.ask("GET", "/v1/admin/keys", key=shown.splitlines()[-1])[0] == 200


def test_a_phone_that_was_lost_is_found_and_its_key_opens_nothing(operator: Operator) -> None:
    server = operator.server
    made = {"scope": "device", "label": "Li Lei"}
    secret = server.ask("POST", "/v1/admin/keys", made, server.new_key("admin"))[2]["key"]
    phone = listed(server, "Li%20Lei")
    names = {"PHONE_KEY_ID": phone["id"], "DEVICE_ID": phone["device_id"], "LABEL": "Lei"}
    assert phone["device_id"] in operator.type("A phone was lost", **names)
    assert server.ask("POST", "/v1/checks", {}, secret)[0] == 401


def test_a_wrong_list_is_found_and_taken_back(operator: Operator) -> None:
    server, admin = operator.server, operator.server.new_key("admin")
    for number in ("13912345678", "13912345679"):
        assert server.ask("POST", "/v1/admin/entries", {"number": number}, admin)[0] == 201
    revision = server.ask("GET", "/v1/admin/changes?limit=1", key=admin)[2]["changes"][0]["revision"]
    shown = operator.type("A wrong list was imported", REVISION=str(revision - 1))
    assert "+8613912345678" in shown
    left = server.ask("GET", "/v1/admin/entries?list=block", key=admin)[2]["entries"]
    assert [entry["number"] for entry in left] == ["+8613912345679"]


def test_what_is_queried_first_when_all_is_degraded_can_be_queried_from_a_server_that_is_well(
    operator: Operator,
) -> None:
    shown = operator.type("Everything is degraded")
    assert '"ready"' in shown
    assert "guard.db-wal" in shown


def test_what_is_forgotten_has_a_row_for_every_kind_and_is_shown_so(operator: Operator) -> None:
    rows = re.findall(r"^\| `(\w+)` \|", SECTIONS["What is forgotten"], re.MULTILINE)
    assert sorted(rows) == sorted(Kept)
    shown = operator.type("What is forgotten")
    assert [line.split()[0] for line in shown.splitlines()[2:]] == list(Kept)


def test_the_table_of_sizes_is_what_the_bound_comes_to() -> None:
    bound = re.search(r"`(\d+) MB \+ .* × (\d+) bytes`", SECTIONS["Disk"])
    rows = re.findall(r"^\| ([\d,]+) \|(.*)\|$", SECTIONS["Disk"], re.MULTILINE)
    assert bound is not None
    assert len(rows) == 3
    for name, cells in rows:
        changed = int(name.replace(",", ""))
        for days, cell in zip((30, 90, 400), cells.split(" | "), strict=True):
            size = int(bound[1]) * 10**6 + changed * (days + 3) * int(bound[2])
            number, unit = cell.split()
            assert float(number.replace(",", "")) * {"MB": 10**6, "GB": 10**9}[unit] == pytest.approx(size, rel=0.06)


def test_a_file_is_rebuilt_as_the_section_on_disks_states(tmp_path: Path) -> None:
    database = without_lists(tmp_path / "guard.db")
    typed = blocks("Disk").split()
    done = invoked(*typed[1:], "--database", str(database))
    assert done.exit_code == 0, done.output


def faults_of(row: str) -> Sequence[str]:
    """Give the faults of a row of the table of what is wrong."""
    [found] = [line for line in SECTIONS["Everything is degraded"].splitlines() if f"| {row}" in line or row in line]
    return [fault.strip() for fault in found.split("|")[1].split(",")]


def test_a_broken_file_is_reported_to_be_broken_as_the_table_has_it(tmp_path: Path) -> None:
    faults = faults_of("file is not a database")
    database = as_shipped(tmp_path / "guard.db")
    database.write_bytes(b"garbage!" * (database.stat().st_size // 8))
    run = invoked("keys", "list", "--database", str(database))
    assert run.exit_code == 1
    assert any(fault in run.stderr for fault in faults)


@pytest.mark.slow("waits for who holds a database")
def test_a_held_database_is_reported_to_be_held_as_the_table_has_it(operator: Operator) -> None:
    server = operator.server
    other = sqlite3.connect(server.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        wait_for(lambda: server.ask("GET", "/readyz")[0] == 503)
        log = server.log.read_text()
        assert any(fault in log for fault in faults_of("another writer holds"))
    finally:
        other.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no small disk can be had here")
    yield folder
    subprocess.run(["/bin/umount", "--lazy", str(folder)], check=True)


@pytest.mark.slow("starts a server of its own")
def test_on_a_full_disk_checks_are_answered_and_the_steps_make_room(small_disk: Path, tmp_path: Path) -> None:
    server = start_server(small_disk, 1, TMPDIR=str(tmp_path))
    try:
        operator, key, admin = Operator(server), server.new_key(), server.new_key("admin")
        rows = "".join(f"+86139{n:08d}\n" for n in range(20_000))
        (tmp_path / "list.csv").write_text(f"number\n{rows}")
        brought = ("blocklist", "import", str(tmp_path / "list.csv"), "--database", str(server.database))
        assert invoked(*brought).exit_code == 0
        assert server.ask("GET", "/v1/blocklist/snapshot", key=key)[0] == 200
        with (small_disk / "full").open("wb", buffering=0) as full:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while True:
                        full.write(bytes(size))
                except OSError:
                    continue
        refused = server.ask("POST", "/v1/admin/entries", {"number": "13912345678", "note": "x" * 200}, admin)
        answers = [server.ask("POST", "/v1/checks", {"caller_number": "0095118"}, key) for _ in range(4)]
        assert {status for status, _, _ in answers} == {200}
        operator.type("The disk is full")
        (small_disk / "full").unlink()
        assert refused[0] in {201, 503}
        assert server.ask("POST", "/v1/admin/entries", {"number": "13912345679"}, admin)[0] == 201
        assert server.ask("GET", "/v1/blocklist/snapshot", key=key)[0] == 200
    finally:
        assert stop_server(server) == 0


@pytest.mark.slow("some twenty programs, one after the other")
def test_backups_are_made_and_brought_back_and_versions_changed_line_by_line(tmp_path: Path) -> None:
    """The machine elsewhere is a folder, and the new version this one; all else is what it is."""
    for folder in ("home", "elsewhere", "bin"):
        (tmp_path / folder).mkdir()
    programs = {
        "guard-api": f'exec {sys.executable} -m guard_api "$@"',
        "ssh": f'shift; cd {tmp_path}/elsewhere; exec sh -c "$*"',
        "pip": 'test "$*" = "install --upgrade guard-api"',
    }
    for name, does in programs.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    server = start_server(tmp_path / "home", 1)
    environment = {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "GUARD_DATABASE": str(server.database)}
    output = ""
    for line in (blocks("Backup and restore") + blocks("Upgrade")).replace("/var/backups", str(tmp_path)).splitlines():
        if line == "systemctl stop guard-api":
            assert stop_server(server) == 0
        elif line.startswith("systemctl start guard-api"):
            server = start_server(tmp_path / "home", 1)
        else:
            typed = ["/bin/bash", "-euc", f"set -o pipefail; {line}"]
            run = subprocess.run(typed, capture_output=True, text=True, check=False, env={**os.environ, **environment})
            assert run.returncode == 0, line + run.stderr
            output += run.stdout
    assert stop_server(server) == 0
    assert "Restored: guard_api" in output
    assert "Nothing to do." in output
    assert (tmp_path / "elsewhere" / "guard.backup").stat().st_size
    assert len([*(tmp_path / "guard").glob("guard.db-*.backup")]) >= 1


def test_installing_is_what_the_readme_does_somewhere_else() -> None:
    typed = blocks("Install")
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert "pip install --quiet ." in typed
    assert "pip install --quiet ." in readme
    for command in re.findall(r"guard-api (\w[\w-]*)", " ".join(typed.split("bin/")[-1:])):
        assert command in main.commands
