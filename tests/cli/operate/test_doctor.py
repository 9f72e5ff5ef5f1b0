"""`guard-api doctor` on real installations: it finds what is there, says it to people and programs, changes nothing."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from fcntl import LOCK_SH, flock
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.app import utc_now
from guard_api.cli import main
from guard_api.store.installation.machine import machine_of
from guard_api.store.sqlite.backups.names import backup_name
from guard_api.store.sqlite.forwarders import ForwardersFile
from tests.support.databases import as_shipped
from tests.support.servers import Server


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A database as the first start leaves it, in a folder of its own, after a day."""
    folder = tmp_path / "state"
    folder.mkdir(mode=0o700)
    database = as_shipped(folder / "guard.db")
    database.chmod(0o600)
    return database


def doctor(database: Path, *arguments: str, **environment: str) -> Result:
    runner = CliRunner(env=environment)
    return runner.invoke(main, ["doctor", "--database", str(database), *arguments], prog_name="guard-api")


def findings(database: Path, **environment: str) -> tuple[int, Mapping[str, dict[str, Any]]]:
    """Give the exit code, and what each check has found; of several findings the last."""
    run = doctor(database, "--json", **environment)
    answer = json.loads(run.stdout)
    assert {"verdict", "version", "findings"} == set(answer)
    return run.exit_code, {one["check"]: one for one in answer["findings"]}


def listing(folder: Path) -> Mapping[str, tuple[int, int, int]]:
    states = {path.name: path.stat() for path in folder.iterdir()}
    return {name: (state.st_size, state.st_mode, state.st_mtime_ns) for name, state in states.items()}


def test_a_sound_installation_is_well_and_stays_as_it_was(installed: Path) -> None:
    before = listing(installed.parent)
    code, found = findings(installed)
    assert {one["verdict"] for one in found.values()} <= {"ok", "unknown"}
    assert code == 0
    assert "quick_check finds nothing" in found["integrity"]["text"]
    assert listing(installed.parent) == before


def test_people_get_a_line_for_each_finding_and_the_remedy_under_it(installed: Path) -> None:
    installed.chmod(0o644)
    report = doctor(installed)
    assert report.exit_code == 1
    assert f"-> Do, as root: chmod o-rwx {installed}" in report.output
    assert "\nok        disk         " in report.output
    assert doctor(installed, "--help").output.count(
        "Exit codes: 0 all is well, 1 there are warnings, 2 there are errors"
    )


def test_where_nothing_is_there_nothing_is_made(tmp_path: Path) -> None:
    code, found = findings(tmp_path / "none" / "guard.db")
    assert (code, found["database"]["verdict"]) == (2, "error")
    assert [*tmp_path.iterdir()] == []


def copied_from_a_running_server(database: Path, to: Path) -> None:
    """Copy the file alone while everything still stands in the log."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode = WAL").close()
        connection.execute("CREATE TABLE meta (name, value)")
        connection.commit()
        shutil.copy(database, to)
    connection.close()


@pytest.mark.parametrize("kind", ["empty", "without its log", "cut off", "garbage", "another program's", "newer"])
def test_a_database_that_cannot_be_used_is_an_error_and_is_left_alone(
    kind: str, installed: Path, tmp_path: Path
) -> None:
    if kind == "empty":
        installed.write_bytes(b"")
    elif kind == "without its log":
        copied_from_a_running_server(tmp_path / "live.db", installed)
    elif kind == "cut off":
        installed.write_bytes(installed.read_bytes()[: 9 * 4096])
    elif kind == "garbage":
        installed.write_bytes(os.urandom(10_000))
    else:
        if kind != "newer":
            installed.unlink()
        with sqlite3.connect(installed) as connection:
            connection.execute(
                "PRAGMA user_version = 99" if kind == "newer" else "CREATE TABLE bookmarks (url)"
            ).close()
        connection.close()
    before = listing(installed.parent)
    code, found = findings(installed)
    assert code == 2
    assert "error" in {found[check]["verdict"] for check in ("database", "integrity") if check in found}
    assert listing(installed.parent) == before


def test_a_damaged_page_is_found_and_nothing_of_what_is_kept_is_printed(installed: Path) -> None:
    with sqlite3.connect(installed) as connection:
        [root] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'organization'").fetchone()
    connection.close()
    with installed.open("r+b") as file:
        file.seek((root - 1) * 4096 + 8)
        file.write(b"\xff" * 64)
    code, found = findings(installed)
    assert (code, found["integrity"]["verdict"]) == (2, "error")
    assert "JD" not in found["integrity"]["text"]


def test_a_log_that_was_left_when_another_database_was_put_here_is_not_mixed_into_it(installed: Path) -> None:
    log = Path(f"{installed}-wal")
    log.write_bytes(os.urandom(8192))
    log.chmod(0o600)
    at = time.time() - 3600
    os.utime(log, (at, at))
    before = installed.read_bytes()
    code, found = findings(installed)
    assert (code, found["files"]["verdict"]) == (2, "error")
    assert "move the -wal and -shm away" in found["files"]["remedy"]
    assert installed.read_bytes() == before
    assert log.stat().st_size == 8192


def test_bad_settings_are_errors_and_misspelt_ones_are_warnings(installed: Path) -> None:
    code, found = findings(installed, GUARD_PROT="81")
    assert (code, found["settings"]["verdict"], found["settings"]["remedy"]) == (
        1,
        "warning",
        "Set GUARD_PORT instead.",
    )
    report = doctor(installed, "--json", GUARD_PORT="no", GUARD_THREADS="0")
    assert report.exit_code == 2
    assert [one["text"].partition(":")[0] for one in json.loads(report.stdout)["findings"]] == [
        "GUARD_PORT",
        "GUARD_THREADS",
    ]


def test_the_newest_backup_counts_by_its_age(installed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    settings = {"GUARD_BACKUP_TO": str(folder)}
    assert findings(installed, **settings)[1]["backup"]["verdict"] == "error"
    folder.mkdir()
    assert findings(installed, **settings)[1]["backup"]["verdict"] == "warning"
    old, new, later = (folder / backup_name(installed, utc_now() - timedelta(days=n, minutes=1)) for n in (30, 1, -9))
    for file in (old, new, later, folder / f"{new.name}.part", folder / "other.db-20261122T113000Z.backup"):
        file.touch()
    assert findings(installed, **settings)[1]["backup"]["verdict"] == "ok"
    hourly = findings(installed, **settings, GUARD_BACKUP_EVERY="1h")[1]["backup"]
    assert (hourly["verdict"], "24 hours old, and one is due every 60 minutes" in hourly["text"]) == ("error", True)
    new.unlink()
    assert "30 days old" in findings(installed, **settings)[1]["backup"]["text"]


def test_whoever_forwards_and_is_not_trusted_is_named_until_he_is(installed: Path) -> None:
    file = ForwardersFile(installed)
    for address in ("10.0.0.1", "10.0.0.1", "2001:db8::1"):
        file.note(address)
    with Path(f"{installed}.proxies").open("ab") as more:
        more.write(b"\x1b[31mnonsense\n" + b"\xff" * 9999)
    assert file.addresses() == ["10.0.0.1", "2001:db8::1"]
    code, found = findings(installed)
    assert (code, found["proxies"]["verdict"]) == (1, "warning")
    assert "X-Forwarded-For comes from 10.0.0.1" in found["proxies"]["text"]
    trusted = {"GUARD_TRUSTED_PROXIES": "10.0.0.1,2001:db8::/32"}
    assert findings(installed, **trusted)[0] == 0
    file.clear()
    assert findings(installed)[0] == 0


def test_a_server_at_work_is_found_with_its_limits_and_queried_whether_it_is_ready(server: Server) -> None:
    port = server.url.rpartition(":")[2]
    server.ask("GET", "/nothing", X_Forwarded_For="203.0.113.9")
    code, found = findings(server.database, GUARD_PORT=port)
    assert f"process {server.process.pid}) and ready" in found["server"]["text"]
    assert found["limits"]["text"].startswith("the server may open ")
    assert "X-Forwarded-For comes from 127.0.0.1" in found["proxies"]["text"]
    assert code == 1
    assert findings(server.database, GUARD_PORT="1")[1]["server"]["verdict"] == "unknown"


def test_a_server_that_cannot_be_seen_is_still_known_to_be_at_work(installed: Path) -> None:
    with Path(f"{installed}.serving").open("w") as lock:
        flock(lock, LOCK_SH)
        assert "one is at work" in findings(installed, GUARD_PORT="1")[1]["server"]["text"]
    assert "none is at work" in findings(installed, GUARD_PORT="1")[1]["server"]["text"]


def test_limits_of_another_process_are_read_and_else_our_own(tmp_path: Path) -> None:
    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 33, 1 << 33))
        resource.setrlimit(resource.RLIMIT_NOFILE, (100, 900))

    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, preexec_fn=bounded)  # noqa: PLW1509 - no threads here
    try:
        seen = machine_of(process.pid)
        assert (seen.limits_of, seen.address_space, seen.open_files) == ("the server", 1 << 33, 900)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert machine_of(1, tmp_path).limits_of == "this shell"
    assert machine_of(None).open_files == resource.getrlimit(resource.RLIMIT_NOFILE)[1]
