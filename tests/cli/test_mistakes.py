"""What people get wrong at the command line is said in words."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.store.sql.reference import shipped_lists
from tests.support.commands import run_here
from tests.support.servers import free_port, guard_api


@pytest.mark.parametrize("region", ["cn", "XX", ""])
def test_a_region_that_is_none_is_refused_or_understood(database: Path, region: str) -> None:
    args = ("keys", "create", "--scope", "device", "--region", region, "--database", str(database))
    run = run_here(*args, check=False)
    if run.returncode == 0:
        listed = run_here("keys", "list", "--database", str(database)).stdout
        assert " CN " in listed
    else:
        assert "Traceback" not in run.stderr


@pytest.mark.parametrize("broken", ["no file", "calls_out", "organization", "short row"])
def test_bad_lists_are_refused_with_a_clear_message_and_checks_go_on(
    database: Path, tmp_path: Path, broken: str
) -> None:
    lists = tmp_path / "lists"
    shutil.copytree(str(shipped_lists()), lists)
    numbers = lists / "official_numbers.csv"
    match broken:
        case "no file":
            numbers.unlink()
        case "calls_out":
            numbers.write_text(numbers.read_text("utf-8").replace(",unknown,", ",maybe,", 1), "utf-8")
        case "organization":
            numbers.write_text(numbers.read_text("utf-8") + "99999,CN,nobody,yes,,,x,2026-01-01\n", "utf-8")
        case _:
            numbers.write_text(numbers.read_text("utf-8") + "99999,CN\n", "utf-8")
    run = run_here("load-lists", str(lists), "--database", str(database), check=False)
    assert run.returncode != 0
    assert "Traceback" not in run.stderr
    assert run_here("check", "{}", "--database", str(database), check=False).returncode == 0


@pytest.mark.slow("starts a program of its own")
def test_a_port_that_is_taken_is_reported_in_words(database: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = guard_api("serve", "--port", port, "--database", str(database), check=False)
    assert run.returncode != 0
    assert "panicked" not in run.stderr
    assert port in run.stderr


@pytest.mark.parametrize(
    "command", [("keys", "create", "--scope", "admin"), ("keys", "revoke", "x"), ("enrolment-codes", "create")]
)
def test_a_locked_database_is_reported_in_words(database: Path, command: tuple[str, ...]) -> None:
    run_here("keys", "list", "--database", str(database))
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    run = run_here(*command, "--database", str(database), check=False)
    other.close()
    assert run.returncode != 0
    assert "Traceback" not in run.stderr


def answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), 2).close()
    except OSError:
        return False
    return True


@pytest.mark.slow("starts a server of its own")
def test_it_serves_on_an_ipv6_address(database: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "guard_api", "serve", "--host", "::1", "--port", str(port)]
    process = subprocess.Popen([*command, "--workers", "1", "--database", str(database)])
    try:
        deadline = time.monotonic() + 120
        while not answers("::1", port):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        process.terminate()
        process.wait(60)
