"""The servers that are compared, each in processes of its own: started, asked, weighed, stopped."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from msgspec import json

from tests.bench.harness.checkouts import HERE, environment_of
from tests.bench.worlds import ADMIN, World, key
from tests.support.servers import Server, free_port, start_server, stop_server

_ANSWERING = Path(__file__).with_name("answering.py")
GUARD, BEFORE, CEILING, PEER, CROWDSEC = "guard_api", "before", "ceiling", "peer", "CrowdSec"
"""What servers are called: guard_api as it is here, as it is elsewhere, and others."""
WORKERS = 2
_START_SECONDS = 30
_POLL_SECONDS = 0.002
_DEGRADED = 0.01
"""The share of checks that may be answered without the database."""


@dataclass(frozen=True)
class Memory:
    """MiB of one worker. `own` counts what workers share once in all, `resident` in each of them."""

    own: float
    resident: float


@contextmanager
def guard(world: World, workers: int, **environment: str) -> Iterator[Server]:
    """Run guard_api, without limits where the environment does not say otherwise."""
    server = start_server(world.folder, workers, **environment_of(world.code), **environment)
    try:
        yield server
        refuse_degraded(server)
    finally:
        stop_server(server)


def refuse_degraded(server: Server, most: float = _DEGRADED) -> None:
    """Tell when the server has spared itself work, as it does where it waits too long for the database; or exit."""
    _, _, counts = server.ask("GET", "/metrics", key=key(ADMIN))
    lines = [line.split(" ") for line in counts.decode().splitlines() if line.startswith("guard_checks_total{")]
    checks = sum(float(count) for _, count in lines)
    degraded = sum(float(count) for name, count in lines if 'degraded="true"' in name)
    if degraded:
        sys.stderr.write(f"{degraded:,.0f} of {checks:,.0f} checks were answered without the database\n")
    if degraded > most * checks:
        raise SystemExit("too many")


@contextmanager
def ceiling(folder: Path, checked: bytes, requested: bytes, workers: int) -> Iterator[Server]:
    """Run the ceiling with its two answers."""
    files = [folder / "checked.json", folder / "asked.json"]
    for file, answer in zip(files, (checked, requested), strict=True):
        file.write_bytes(answer)
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.peers.ceiling", str(port), str(workers), *map(str, files)]
    with running(command, port, folder) as server:
        yield server


@contextmanager
def peer(database: Path, workers: int) -> Iterator[Server]:
    """Run the peer on its own database."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "tests.bench.peers.peer:app",
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    with running(command, port, database.parent, PEER_DATABASE=str(database)) as server:
        yield server


@contextmanager
def running(
    command: Sequence[str], port: int, folder: Path, alive: str = "/healthz", **environment: str
) -> Iterator[Server]:
    """Run a server, from when it answers that it is `alive`."""
    log = folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=HERE, env={**os.environ, **environment})
    server = Server(f"http://127.0.0.1:{port}", folder, process, log)
    try:
        _await(server, alive)
        yield server
    finally:
        stop_server(server)


def _await(server: Server, alive: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            server.ask("GET", alive)
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"the server did not start:\n{server.log.read_text()}")


@contextmanager
def in_process(world: World) -> Iterator[Callable[[Sequence[bytes]], float]]:
    """Run guard_api in one process without a network: what it gives answers requests and returns the seconds of one."""
    command = [sys.executable, str(_ANSWERING), str(world.database)]
    log = world.folder / "server.log"
    with (
        log.open("ab") as output,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=output,
            env={**os.environ, **environment_of(world.code)},
        ) as process,
    ):

        def seconds(requests: Sequence[bytes]) -> float:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.encode([request.decode() for request in requests]) + b"\n")
            process.stdin.flush()
            if not (line := process.stdout.readline()):
                raise SystemExit(f"requests were not answered:\n{log.read_text()}")
            return float(line) / 1e9

        yield seconds


def answer(server: Server, request: bytes) -> bytes:
    """Send one request as wrk does, and give the JSON that it is answered with."""
    host, _, port = server.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request)
        response = HTTPResponse(connection)
        response.begin()
        body = response.read()
    if response.status >= HTTPStatus.BAD_REQUEST:
        raise SystemExit(f"{request.decode()}\n{response.status} {body.decode()}")
    return body


def seconds_to_answer(world: World, request: bytes) -> float:
    """Start `guard-api serve`, and give the seconds until a first check is answered."""
    port, log = free_port(), world.folder / "server.log"
    command = [sys.executable, "-m", "guard_api", "serve", "--port", str(port), "--workers", f"{WORKERS}"]
    began = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen([*command, "--database", str(world.database)], stdout=output, stderr=output)
    server = Server(f"http://127.0.0.1:{port}", world.database, process, log)
    try:
        while process.poll() is None:
            try:
                answer(server, request)
            except (OSError, HTTPException):
                time.sleep(_POLL_SECONDS)
            else:
                return time.perf_counter() - began
    finally:
        stop_server(server)
    raise SystemExit(f"the server did not start:\n{log.read_text()}")


def weighed(server: Server) -> list[Memory]:
    """Weigh every worker, or the one process that does all of the work."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    workers = [pid for pid in children if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()]
    weighed_pids = workers or [str(server.process.pid)]
    return [_memory(Path(f"/proc/{pid}/smaps_rollup").read_text()) for pid in weighed_pids]


def _memory(rollup: str) -> Memory:
    kibibytes = {line.split()[0]: int(line.split()[1]) for line in rollup.splitlines()[1:]}
    return Memory(kibibytes["Pss:"] / 1024, kibibytes["Rss:"] / 1024)
