"""Real servers on loopback, in processes of their own, and the command line as a person runs it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from guard_api.actions.phones.enrol import make_device
from guard_api.app import utc_now
from guard_api.ports import Scope
from guard_api.store.sql.phones.keys import SqlKeys
from guard_api.store.sqlite.database import Database
from tests.support.commands import run_here
from tests.support.databases import UNLIMITED, shipped_reference, without_lists

_PATIENCE = 120
"""Seconds within which a server starts or does what is awaited of it, on a machine that is busy with other things."""
_BUSY = {"GUARD_STORE_SECONDS": "5"}
"""For servers that shall wait for a file that others write to, rather than answer without: they are others of ours."""
_DISMISSED: "list[Server]" = []
_HELD: list[socket.socket] = []
"""What keeps the ports of these tests from all others who look for one."""


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
            with urlopen(request, timeout=60) as response:
                text = response.read()
                is_json = response.headers.get_content_type() == "application/json"
                return response.status, dict(response.headers), json.loads(text) if is_json else text or None
        except HTTPError as error:
            with error:
                return error.code, dict(error.headers), json.loads(error.read())

    def ask_again(
        self, method: str, path: str, body: object = None, key: str | None = None, **headers: str
    ) -> tuple[int, Mapping[str, str], Any]:
        """Ask as a phone does: again when the connection breaks, as those break that a killed worker had."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                return self.ask(method, path, body, key, **headers)
            except (OSError, HTTPException):
                assert time.monotonic() < deadline, "never an answer"
                time.sleep(0.1)

    def workers(self) -> set[int]:
        """List the workers that live; a dead one may not have been buried yet."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        states = {}
        for pid in children:
            with suppress(OSError):
                states[int(pid)] = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return {pid for pid, state in states.items() if state not in "ZX"}

    def command(self, *arguments: str) -> str:
        """Run `guard-api` on the same database; gives its stdout."""
        return run_here(*arguments, "--database", str(self.database)).stdout

    def new_key(self, scope: str = "device") -> str:
        """Make a key, as the command line does, without the time that starting that takes."""
        database = Database(self.database, 20)
        try:
            device = make_device("CN", (), None, shipped_reference()[1]) if scope == Scope.DEVICE else None
            return SqlKeys(database).create(Scope(scope), "", utc_now(), device)[1]
        finally:
            database.close()


def guard_api(*arguments: str, check: bool = True, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the command line as a person would."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GUARD_")}
    return subprocess.run(
        [sys.executable, "-m", "guard_api", *arguments],
        capture_output=True,
        text=True,
        check=check,
        timeout=_PATIENCE,
        env={**inherited, **environment},
    )


def unmeasured() -> dict[str, str]:
    """Return the environment without that by which coverage follows processes: another user cannot write its files."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_PROCESS")}


def free_port() -> int:
    """Find a TCP port on loopback that nobody uses, and keep it: only who asks for this very port may listen there."""
    probe = socket.socket()
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    probe.bind(("127.0.0.1", 0))
    _HELD.append(probe)
    return int(probe.getsockname()[1])


def start_server(folder: Path, workers: int = 2, under: Sequence[str] = (), **environment: str) -> Server:
    """Start a real server, `under` another program, and wait until it answers."""
    stop_dismissed(folder)
    port, log = free_port(), folder / "server.log"
    database = folder / "guard.db"
    command = [sys.executable, "-m", "guard_api", "serve", "--port", str(port), "--workers", str(workers)]
    if "GUARD_DATABASE" not in environment:
        command += ["--database", str(database)]
        if not database.exists():
            without_lists(database)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*under, *command],
            stdout=output,
            stderr=output,
            env={**(unmeasured() if under else os.environ), **UNLIMITED, **_BUSY, **environment},
        )
    server = Server(f"http://127.0.0.1:{port}", database, process, log)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            server.ask("GET", "/healthz")
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return server
    stop_server(server)
    raise AssertionError(log.read_text())


@contextmanager
def serving(folder: Path, workers: int = 2, **environment: str) -> Iterator[Server]:
    """Start a real server, and stop it in the end."""
    server = start_server(folder, workers, **environment)
    try:
        yield server
    finally:
        dismiss(server)


def wait_for(what: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + _PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.05)


def open_sockets(server: Server) -> int:
    """Count the sockets of the workers: each connection that was accepted is one."""
    count = 0
    for file in (file for worker in server.workers() for file in Path(f"/proc/{worker}/fd").iterdir()):
        with suppress(OSError):
            count += str(file.readlink()).startswith("socket:")
    return count


def stop_server(server: Server) -> int:
    """Ask a server to stop by its own pid, and give its exit code. One that does not stop fails the test."""
    if server.process.poll() is None:
        os.kill(server.process.pid, signal.SIGTERM)
    try:
        return server.process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()
        raise AssertionError(f"it did not stop: {server.log.read_text()}") from None


def dismiss(server: Server) -> None:
    """Tell a server to stop, and leave it to itself: it takes its leave for a second."""
    if server.process.poll() is None:
        os.kill(server.process.pid, signal.SIGTERM)
    _DISMISSED.append(server)


def stop_dismissed(folder: Path | None = None) -> None:
    """Wait until those have stopped that were dismissed: all of them, or those that were at work in a folder."""
    for server in [*_DISMISSED]:
        if folder in {None, server.database.parent}:
            _DISMISSED.remove(server)
            stop_server(server)


def importing(database: Path) -> list[int]:
    """Find the processes that import into a database."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0") if folder.name.isdigit() else []
        except OSError:
            continue
        if b"run-queued" in command and str(database).encode() in command:
            found.append(int(folder.name))
    return found
