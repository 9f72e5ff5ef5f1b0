"""Real parts for every test: a real database, the real application, a real server on loopback."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlite_utils import Database as Tables
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.app import open_services
from guard_api.config import Config, from_env
from guard_api.numbers.directory import Directory
from guard_api.ports import Device, Reference, Scope, Services
from guard_api.store.lmdb.environment import opened
from guard_api.store.lmdb.timelines import timelines_beside
from guard_api.store.sqlite.schema import MIGRATIONS
from guard_api.web.app import create_app

settings.register_profile("ci", max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", max_examples=100_000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("ci")

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


UNLIMITED = dict.fromkeys(
    (
        "GUARD_CHECKS_PER_MINUTE",
        "GUARD_LOOKUPS_PER_MINUTE",
        "GUARD_REPORTS_PER_DAY",
        "GUARD_ADMIN_PER_MINUTE",
        "GUARD_STRANGERS_PER_MINUTE",
        "GUARD_ENROLMENTS_PER_HOUR",
        "GUARD_ALL_ENROLMENTS_PER_MINUTE",
    ),
    "0",
)
"""For tests that ask faster than any phone."""


def unlimited(database: Path, **settings: object) -> Config:
    """Give settings without limits, but for those that are set."""
    return replace(from_env(UNLIMITED), database=database, **settings)  # type: ignore[arg-type] # a test knows the types


@dataclass
class Clock:
    """A clock that tests set."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@cache
def _first_start() -> bytes:
    with TemporaryDirectory() as folder:
        database = Path(folder) / "guard.db"
        open_services(Config(database=database))
        connection = sqlite3.connect(database, isolation_level=None)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        connection.close()
        return database.read_bytes()


def as_shipped(database: Path) -> Path:
    """Make a database as after the first start."""
    database.write_bytes(_first_start())
    return database


@cache
def _without_lists() -> bytes:
    with TemporaryDirectory() as folder:
        database = as_shipped(Path(folder) / "guard.db")
        connection = sqlite3.connect(database, isolation_level=None)
        for table in ("import_error", "import", "listed", "change", "sqlite_sequence"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        connection.close()
        return database.read_bytes()


def without_lists(database: Path) -> Path:
    """Make a database as after the first start, but as if nothing that is blocked had been shipped."""
    database.write_bytes(_without_lists())
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("UPDATE meta SET value = ? WHERE name = 'database_id'", (secrets.randbits(62),))
    connection.close()
    return database


@contextmanager
def made_before(migration: Callable[[Tables], None], database: Path) -> Iterator[Tables]:
    """Make a database as it was before a migration, and give it to be written to."""
    before = MIGRATIONS[: MIGRATIONS.index(migration)]
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        tables = Tables(connection, execute_plugins=False)
        for migrate in before:
            migrate(tables)
        yield tables
        connection.execute(f"PRAGMA user_version = {len(before)}")


def timelines_of(database: Path) -> Path:
    """Find the file of timelines that lies beside a database."""
    path, _ = timelines_beside(database)
    return path


def kept_of(database: Path) -> Mapping[str, str]:
    """Read what is kept of every phone, as it is written, without the limits of reading."""
    with opened(timelines_of(database)).begin() as transaction:
        rows = [*transaction.cursor()]
    return {key[1:].decode(): value.decode("utf-8", "replace") for key, value in rows if key.startswith(b"c")}


@contextmanager
def timelines_held(database: Path) -> Iterator[None]:
    """Hold the file of timelines, as a writer does that never comes to an end."""
    with timelines_of(database).open("rb") as file:
        flock(file, LOCK_EX)
        yield


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return without_lists(tmp_path / "guard.db")


@pytest.fixture
def services(database: Path, clock: Clock) -> Services:
    return open_services(unlimited(database), clock)


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Give the shipped lists, as loaded."""
    return open_services(Config(database=tmp_path_factory.mktemp("reference") / "guard.db")).reference.current()


@pytest.fixture(scope="session")
def directory(reference: Reference) -> Directory:
    return reference.directory


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@dataclass
class TestPhone:
    """An enrolled phone that speaks to the application in this process."""

    __test__ = False

    client: FlaskClient
    key: str
    language: str = "en"

    def post(self, body: object, path: str = "/v1/checks") -> Any:
        """Post JSON, and give the whole response."""
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": self.language}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(path, data=data, headers=headers, content_type="application/json")

    def check(self, **seen: object) -> Any:
        """Send a check that must be answered, and give the answer."""
        response = self.post(seen)
        assert response.status_code == 200, response.text
        return response.json

    def get(self, path: str) -> Any:
        """Get a path, and give the whole response."""
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": self.language}
        return self.client.get(path, headers=headers)


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


@dataclass
class Server:
    """A real server, in processes of its own."""

    url: str
    database: Path
    process: "subprocess.Popen[bytes]"
    log: Path
    headers: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: object = None, key: str | None = None, **headers: str
    ) -> tuple[int, Mapping[str, str], Any]:
        """Send a request over HTTP; gives status, headers and the JSON, or else bytes."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **{name.replace("_", "-"): v for name, v in headers.items()}}
        if key is not None:
            sent["Authorization"] = f"Bearer {key}"
        request = Request(f"{self.url}{path}", data, sent, method=method)
        try:
            with urlopen(request, timeout=20) as response:
                text = response.read()
                is_json = response.headers.get_content_type() == "application/json"
                return response.status, dict(response.headers), json.loads(text) if is_json else text or None
        except HTTPError as error:
            with error:
                return error.code, dict(error.headers), json.loads(error.read())

    def command(self, *arguments: str) -> str:
        """Run `guard-api` on the same database; gives its stdout."""
        return guard_api(*arguments, "--database", str(self.database)).stdout

    def new_key(self, scope: str = "device") -> str:
        """Make a key with the command line."""
        return self.command("keys", "create", "--scope", scope).strip()


def guard_api(*arguments: str, check: bool = True, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the command line as a person would."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GUARD_")}
    return subprocess.run(
        [sys.executable, "-m", "guard_api", *arguments],
        capture_output=True,
        text=True,
        check=check,
        timeout=60,
        env={**inherited, **environment},
    )


def free_port() -> int:
    """Find a TCP port on loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(folder: Path, workers: int = 2, under: Sequence[str] = (), **environment: str) -> Server:
    """Start a real server, `under` another program, and wait until it answers."""
    port, log = free_port(), folder / "server.log"
    database = folder / "guard.db"
    if not database.exists():
        without_lists(database)
    command = [sys.executable, "-m", "guard_api", "serve", "--port", str(port), "--workers", str(workers)]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*under, *command, "--database", str(database)],
            stdout=output,
            stderr=output,
            env={**os.environ, **UNLIMITED, **environment},
        )
    server = Server(f"http://127.0.0.1:{port}", database, process, log)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            server.ask("GET", "/healthz")
        except (URLError, OSError):
            time.sleep(0.05)
        else:
            return server
    stop_server(server)
    raise AssertionError(log.read_text())


def stop_server(server: Server) -> int:
    """Ask a server to stop by its own pid, and give its exit code."""
    if server.process.poll() is None:
        os.kill(server.process.pid, signal.SIGTERM)
    try:
        return server.process.wait(30)
    except subprocess.TimeoutExpired:
        server.process.kill()
        return server.process.wait()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server with two workers, for all tests that need no other."""
    running = start_server(tmp_path_factory.mktemp("server"))
    yield running
    stop_server(running)
