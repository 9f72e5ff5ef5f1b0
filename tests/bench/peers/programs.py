"""Server programs side by side: the same application, look-ups and checks from `wrk`, in rounds that alternate.

    .venv/bin/pip install '.[dev,bench]'
    .venv/bin/python -m tests.bench.peers.programs

Figures are medians of rounds, and as ratios to the first program within each round: absolute times say more about the
machine and about what else it does. Programs that are not installed are left out:
`pip install gunicorn waitress`. Not here: cheroot, hypercorn and uWSGI, which had no release within a year in November
2026 (nor had waitress, which others are often compared with), and pyruvate, with which checks fail.
"""

import argparse
import importlib.util
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from flask import Flask
from rich.console import Console
from rich.table import Table

from guard_api.app import open_services, utc_now
from guard_api.config import Config
from guard_api.environment import from_env
from guard_api.ports import Device, Scope
from guard_api.web.app import create_app
from tests.support.databases import UNLIMITED, without_lists
from tests.support.servers import free_port

_PHONES = 50
"""So that no timeline becomes longer than a real one."""
_START_SECONDS = 60
_APP = "tests.bench.peers.programs:app"
_GRANIAN = "-m granian --interface wsgi --factory --no-ws --log-level error --port {port} --workers {workers}"
_GUNICORN = "-m gunicorn -b 127.0.0.1:{port} -w {workers}"
PROGRAMS = {
    "guard-api serve": "-m guard_api serve --port {port} --workers {workers}",
    "Granian, 1 thread": f"{_GRANIAN} --blocking-threads 1 {_APP}",
    "Granian, 2 threads": f"{_GRANIAN} --blocking-threads 2 {_APP}",
    "Granian, 4 threads": f"{_GRANIAN} --blocking-threads 4 {_APP}",
    "Granian, 32 threads": f"{_GRANIAN} --blocking-threads 32 {_APP}",
    "Granian, 4 threads, st": f"{_GRANIAN} --blocking-threads 4 --runtime-mode st {_APP}",
    "Granian, 4 threads, 2 runtime threads": f"{_GRANIAN} --blocking-threads 4 --runtime-threads 2 {_APP}",
    "Granian, 4 threads, HTTP/1 only": f"{_GRANIAN} --blocking-threads 4 --http 1 {_APP}",
    "Granian, 32 threads, backpressure 8": f"{_GRANIAN} --blocking-threads 32 --backpressure 8 {_APP}",
    "gunicorn gthread, 4 threads": f"{_GUNICORN} -k gthread --threads 4 {_APP}()",
    "gunicorn sync": f"{_GUNICORN} -k sync {_APP}()",
    "waitress, 1 process": f"-m waitress --port={{port}} --threads=4 --call {_APP}",
}
_SCRIPT = """
local keys, next = {{{keys}}}, 0
local text = "{method} {path} HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\n" ..
  "Content-Length: {length}\\r\\nAuthorization: Bearer %s\\r\\n\\r\\n" .. '{body}'
function request() next = next + 1; return text:format(keys[next % #keys + 1]) end
"""
_CHECK = '{"caller_number": "13800138000"}'
_LOADS = {"look-ups": ("GET", "/v1/numbers/+8613800138000", ""), "checks": ("POST", "/v1/checks", _CHECK)}


def app() -> Flask:
    """Make the application as a worker of `guard-api serve` does."""
    config = from_env(os.environ)
    return create_app(open_services(config))


@dataclass(frozen=True)
class Figures:
    """What one load measured: answers a second, processor time in microseconds an answer, milliseconds to it."""

    rate: float
    work: float
    median: float
    late: float


@dataclass(frozen=True)
class Program:
    """A program that is running, and the scripts with which wrk asks it, by load."""

    port: int
    process: "subprocess.Popen[bytes]"
    scripts: dict[str, Path]


@contextmanager
def started(command: str, workers: int) -> Iterator[Program]:
    """Run a program on a database of its own until the block ends."""
    port = free_port()
    words = command.format(port=port, workers=workers).split()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        scripts = written(folder)
        settings = {**UNLIMITED, "GUARD_DATABASE": str(folder / "guard.db"), "GUARD_LOG_LEVEL": "ERROR"}
        environment = {**os.environ, **settings, "PYTHONPATH": str(Path(__file__).parents[3])}
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([sys.executable, *words], env=environment, stdout=log, stderr=log)
        try:
            await_answer(port, process)
            yield Program(port, process, scripts)
        finally:
            process.terminate()
            process.wait()


def await_answer(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the program answers."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10).close()
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{process.args!r} does not answer")


def measure(program: Program, load: str, connections: int, seconds: int) -> Figures:
    """Ask for so long; gives what wrk says."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", str(program.scripts[load])]
    before = processor_seconds(program.process.pid)
    shown = subprocess.run(
        [*command, f"http://127.0.0.1:{program.port}"], check=True, capture_output=True, text=True
    ).stdout
    worked = processor_seconds(program.process.pid) - before
    if "Non-2xx" in shown:
        raise SystemExit(shown)
    return Figures(
        rate=float(re.findall(r"Requests/sec:\s+([\d.]+)", shown)[0]),
        work=worked * 1e6 / int(re.findall(r"(\d+) requests in", shown)[0]),
        median=milliseconds(shown, "50%"),
        late=milliseconds(shown, "99%"),
    )


def processor_seconds(pid: int) -> float:
    """Give the processor time of a process and of those that it has started, system calls included."""
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[11:13]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK") + sum(processor_seconds(int(child)) for child in children)


def milliseconds(shown: str, percentile: str) -> float:
    """Read one latency of what wrk says."""
    number, unit = re.findall(rf"{percentile}\s+([\d.]+)(us|ms|s|m)\n", shown)[0]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def written(folder: Path) -> dict[str, Path]:
    """Make the database with its phones, and the scripts that wrk runs."""
    services = open_services(Config(database=without_lists(folder / "guard.db")))
    phones = [Device(f"phone-{number}", "CN", ()) for number in range(_PHONES)]
    keys = ",".join(f'"{services.keys.create(Scope.DEVICE, "", utc_now(), phone)[1]}"' for phone in phones)
    scripts = {}
    for load, (method, path, body) in _LOADS.items():
        scripts[load] = folder / f"{load}.lua"
        scripts[load].write_text(_SCRIPT.format(keys=keys, method=method, path=path, length=len(body), body=body))
    return scripts


def is_installed(command: str) -> bool:
    """Say whether a program is there."""
    return importlib.util.find_spec(command.split()[1]) is not None


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--only", default="", help="a regular expression that names of programs match")
    requested = parser.parse_args()
    names = [name for name, command in PROGRAMS.items() if re.search(requested.only, name) and is_installed(command)]
    figures: dict[tuple[str, str], list[Figures]] = {(name, load): [] for name in names for load in _LOADS}
    with ExitStack() as stack:
        up = {name: stack.enter_context(started(PROGRAMS[name], requested.workers)) for name in names}
        for _, name, load in product(range(requested.rounds), names, _LOADS):
            figures[name, load].append(measure(up[name], load, requested.connections, requested.seconds))
    Console(width=140).print(table(names, figures, f"{requested.workers} workers, {requested.connections} connections"))


def table(names: Sequence[str], figures: dict[tuple[str, str], list[Figures]], title: str) -> Table:
    """Make the table."""
    drawn = Table(title=title)
    drawn.add_column("program")
    for load in _LOADS:
        for column in (f"{load}/s", "ratio", "CPU us", "p50 ms", "p99 ms"):
            drawn.add_column(column, justify="right")
    for name in names:
        cells = []
        for load in _LOADS:
            own, first = figures[name, load], figures[names[0], load]
            ratio = statistics.median(one.rate / other.rate for one, other in zip(own, first, strict=True))
            cells += [f"{statistics.median(one.rate for one in own):.0f}", f"{ratio:.2f}"]
            cells.append(f"{statistics.median(one.work for one in own):.0f}")
            cells += [f"{statistics.median(getattr(one, of) for one in own):.1f}" for of in ("median", "late")]
        drawn.add_row(name, *cells)
    return drawn


if __name__ == "__main__":
    main()
