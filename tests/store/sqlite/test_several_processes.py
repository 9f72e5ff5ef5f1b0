"""Several worker processes on one file: nothing lost, nobody locked out, not even by kill -9."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from guard_api.app import open_services
from guard_api.config import Config
from guard_api.engine.noted import EvidenceDropped
from guard_api.engine.observations import AppInstalled
from guard_api.ports import Services
from tests.support.clock import NOON
from tests.support.databases import kept_of
from tests.support.laws import cases

pytestmark = pytest.mark.slow("many programs at once")

WRITER = """
import os, sys, threading
from pathlib import Path
from datetime import datetime, timedelta
from guard_api.app import open_services
from guard_api.config import Config
from guard_api.engine.observations import AppInstalled
from guard_api.ports import CheckRecord

database, name, checks, threads, now, phone = sys.argv[1:]
at = datetime.fromisoformat(now)
timelines = open_services(Config(database=Path(database), store_seconds=5)).timelines

def write(thread):
    for n in range(int(checks)):
        package = f"{name}-{thread}-{n}"
        record = CheckRecord(at, at, (AppInstalled(at=at, package=package),), package if phone else None)
        timelines.record(phone or package, record, timedelta(hours=2))
        os.write(1, (package + "\\n").encode())  # at once: threads that print mix their lines

running = [threading.Thread(target=write, args=(n,)) for n in range(int(threads))]
for one in running: one.start()
for one in running: one.join()
"""


def start(database: Path, name: str, checks: int, phone: str = "") -> "subprocess.Popen[str]":
    """Start a process that records checks and prints each that it was told is recorded; of many phones or of one."""
    command = [sys.executable, "-c", WRITER, str(database), name, str(checks), "2", NOON.isoformat(), phone]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def services(database: Path) -> Services:
    return open_services(Config(database=database))


def recorded(database: Path) -> list[str]:
    """Find all checks that are kept, a line each."""
    return "".join(kept_of(database).values()).splitlines()


def test_processes_and_threads_that_write_at_once_lose_nothing_and_are_never_locked_out(
    services: Services, database: Path
) -> None:
    writers = [start(database, f"w{n}", 40, "phone") for n in range(4)]
    outputs = [writer.communicate(timeout=120) for writer in writers]
    assert [(writer.returncode, errors) for writer, (_, errors) in zip(writers, outputs, strict=True)] == [(0, "")] * 4
    promised = {line for out, _ in outputs for line in out.split()}
    folded, *checks = recorded(database)
    assert len(promised) == len(checks) == 4 * 40 * 2
    assert {name for name in promised for check in checks if f'"{name}"' in check} == promised
    timeline = services.timelines.read("phone", NOON + timedelta(hours=1), timedelta(hours=2))
    packages = {o.package for o in timeline.observations if isinstance(o, AppInstalled)}
    assert packages < promised
    assert EvidenceDropped(at=NOON) in timeline.observations
    assert all(package in folded for package in packages)


def test_kill_9_of_writers_loses_no_check_that_was_acknowledged(services: Services, database: Path) -> None:
    promised: list[str] = []
    rounds = cases(range(2), 2)
    for round_ in rounds:
        writers = [start(database, f"r{round_}-w{n}", 100_000) for n in range(2)]
        for writer in writers:
            assert writer.stdout is not None
            promised += [writer.stdout.readline().strip() for _ in range(40)]
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
        for writer in writers:
            assert writer.stdout is not None
            # Not communicate(): it leaves out what readline() has read ahead.
            promised += writer.stdout.read().split("\n")[:-1]
            writer.communicate(timeout=120)
    kept = "".join(recorded(database))
    assert len(promised) >= len(rounds) * 2 * 40
    assert not [package for package in promised if f'"{package}"' not in kept]
    services.health.probe()
