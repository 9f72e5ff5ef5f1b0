"""Real parts for every test: a real database, the real application, a real server on loopback."""

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from coverage import Coverage
from flask import Flask
from flask.testing import FlaskClient

from guard_api.numbers.directory import Directory
from guard_api.ports import Device, Reference, Scope, Services
from guard_api.web.app import create_app
from tests.contracts.records import RECORDS, Record, RecordMaker, file_of, maker_of
from tests.support import laws  # noqa: F401 - sets how long laws are tried
from tests.support.clock import Clock
from tests.support.compiled_once import compile_once
from tests.support.databases import shipped_reference
from tests.support.engines.postgres_databases import dropped_databases, no_statement_is_wrong
from tests.support.phones import TestPhone
from tests.support.servers import Server, dismiss, start_server, stop_dismissed


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run also what is marked as slow, as the gate does")
    parser.addoption(
        "--record",
        choices=[*RECORDS],
        help="try the suites over this record alone, and requests over HTTP over it, too  [default: all, and sqlite]",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Keep what is compiled where the environment forbids it: else each of many processes compiles everything anew.

    It lies with what pytest keeps, and nothing beside the sources.
    """
    compile_once()
    if not sys.dont_write_bytecode or getattr(config, "cache", None) is None:
        return
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(config.cache.mkdir("bytecode"))


def pytest_xdist_auto_num_workers() -> int | None:
    """Run more processes than there are cores, where nobody has said how many: the tests of servers wait a lot."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return None if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else cores + (cores + 1) // 2


def pytest_sessionfinish() -> None:
    """Save what was measured before the end: who hands out the tests kills processes that take long over theirs."""
    measured = Coverage.current()
    if measured is not None:
        measured.save()
    stop_dismissed()


def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """Leave out what is slow, and say why."""
    for item in [] if config.getoption("--slow") else items:
        slow = item.get_closest_marker("slow")
        if slow is not None:
            item.add_marker(pytest.mark.skip(reason=f"{slow.args[0]}: --slow runs it"))


def pytest_collection_finish() -> None:
    """Look for rubbish in what tests make only: what has been loaded by now, and ten thousand tests, never is any."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the engines and programs without which tests were left out."""
    reports = terminalreporter.stats.get("skipped", [])
    reasons = [report.longrepr[2].removeprefix("Skipped: ") for report in reports if isinstance(report.longrepr, tuple)]
    for reason in sorted({reason for reason in reasons if reason.startswith("there is no ")}):
        terminalreporter.write_line(f"left out: {reason}")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def new_record(request: pytest.FixtureRequest) -> RecordMaker:
    """What makes a record, of the kind that `--record` names."""
    return maker_of(request.config.getoption("--record") or "sqlite")


@pytest.fixture
def record(new_record: RecordMaker, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    """A record without any list, which processes find that the test starts."""
    with dropped_databases(), no_statement_is_wrong():
        made = new_record(tmp_path, clock)
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


@pytest.fixture
def database(record: Record) -> Path:
    """The file of a record that is one: for tests of files, of processes that are told which, and of the engine."""
    return file_of(record)


@pytest.fixture
def services(record: Record) -> Services:
    return record.services


@pytest.fixture(scope="session")
def reference() -> Reference:
    """Give the shipped lists, as loaded."""
    return shipped_reference()[1]


@pytest.fixture(scope="session")
def directory(reference: Reference) -> Directory:
    return reference.directory


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def phone(client: FlaskClient, services: Services, clock: Clock) -> TestPhone:
    """A phone in China with a second number of its own."""
    device = Device("phone", "CN", ("+8613700137000",))
    _, key = services.keys.create(Scope.DEVICE, "test", clock(), device)
    return TestPhone(client, key)


@pytest.fixture
def admin(client: FlaskClient, services: Services, clock: Clock) -> TestPhone:
    """An admin."""
    _, key = services.keys.create(Scope.ADMIN, "test", clock())
    return TestPhone(client, key)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, new_record: RecordMaker) -> Iterator[Server]:
    """A real server with two workers and a file, for all tests that need no other."""
    if new_record is not RECORDS["sqlite"]:
        pytest.skip("it is a server with files of its own")
    running = start_server(tmp_path_factory.mktemp("server"))
    yield running
    dismiss(running)
