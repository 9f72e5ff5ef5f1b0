"""How long the console's screens of lists take while checks go on: medians, on lists of a million or ten.

    .venv/bin/python -m tests.bench.console --rows 10000000

The screens are asked through Flask and drawn whole, each time for something else; two processes check meanwhile, as
fast as they can. Then one checks up to fifty times a second, alone and while somebody at the console asks for a screen
twice a second: how long do its checks take? With --import-only it is measured how long an import takes, to be held
against another state; with --keep the database is left in a folder, and used again from there.
"""

import argparse
import multiprocessing
import secrets
import statistics
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.parse import quote

from flask.testing import FlaskClient
from rich.console import Console

from guard_api.actions.people.log_in import begin
from guard_api.app import open_services, utc_now
from guard_api.config import Config
from guard_api.lists.actor import SERVER, author_of
from guard_api.ports import Device, Scope, Services
from guard_api.ports.people.people import Role
from guard_api.web.app import create_app
from guard_api.web.console.app import console_app
from tests.bench.blocklist import imported, number, write_list

say = Console(highlight=False)
_ROUNDS = 41
_GOAL = 0.2
_SLOWER = 1.1
_PACE, _SECONDS = 0.02, 20
_SCREENS: Mapping[str, Callable[[str], str]] = {
    "a page, newest first": lambda _: "lists",
    "a page, by number": lambda _: "lists?order=number",
    "a page of a kind": lambda _: "lists?category=robocall",
    "a page of a source": lambda _: "lists?source=list+of+2026",
    "a source of nobody": lambda _: "lists?source=nobody",
    "another, short list": lambda _: "lists?list=allow",
    "beginning, 4 digits": lambda of: f"lists?q={quote(of[:7])}",
    "beginning, 7 digits": lambda of: f"lists?q={quote(of[:10])}",
    "last 3 digits": lambda of: f"lists?ending={of[-3:]}",
    "last 4 digits": lambda of: f"lists?ending={of[-4:]}",
    "last 6 digits": lambda of: f"lists?ending={of[-6:]}",
    "text that all have": lambda _: "lists?q=Reported",
    "text that none has": lambda _: "lists?q=nobody+says+so",
    "look-up": lambda of: f"lookup?q={quote(of)}",
}


def check_on(database: Path, done: Event, pause: float = 0, results: "Queue[list[float]] | None" = None) -> None:
    """Check one number after the other until it is enough, and tell how long each took."""
    services = open_services(Config(database=database))
    _, key = services.keys.create(Scope.DEVICE, "bench", utc_now(), Device(f"bench-{secrets.randbits(40)}", "CN"))
    client = create_app(services).test_client()
    taken: list[float] = []
    while not done.is_set():
        body = {"caller_number": number(len(taken)), "call_state": "ringing"}
        began = time.perf_counter()
        client.post("/v1/checks", json=body, headers={"Authorization": f"Bearer {key}"})
        taken.append(time.perf_counter() - began)
        time.sleep(pause)
    if results is not None:
        results.put(taken)


def logged_in(services: Services) -> FlaskClient:
    """Return a client in which a publisher is logged in."""
    person = services.people.create(f"bench-{secrets.randbits(40)}", Role.PUBLISHER, author_of(SERVER, utc_now()))
    services.proofs.set_totp(person, b"of nobody", author_of(SERVER, utc_now()))
    token = begin(services, person, "bench", "password")
    client = console_app(services).test_client()
    client.set_cookie("guard", urlsafe_b64encode(token).decode(), domain="localhost")
    return client


def main(rows: int, *, keep: Path | None, import_only: bool) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = keep or Path(scratch)
        folder.mkdir(exist_ok=True)
        database = folder / "guard.db"
        if not database.exists():
            seconds, held = imported(write_list(Path(scratch) / "list.csv", rows), database)
            size = sum(file.stat().st_size for file in folder.glob("guard.db*"))
            say.print(f"import of {rows:,}: {seconds:.1f} s, {held} MiB held, {size / rows:.0f} bytes an entry on disk")
        if import_only:
            return
        done = multiprocessing.get_context("spawn").Event()
        busy = [multiprocessing.get_context("spawn").Process(target=check_on, args=(database, done)) for _ in range(2)]
        for one in busy:
            one.start()
        try:
            measure(logged_in(open_services(Config(database=database))), rows)
        finally:
            done.set()
            for one in busy:
                one.join()
        compare(database, rows)


def measure(client: FlaskClient, rows: int) -> None:
    """Print the median of each screen."""
    for name, path_of in _SCREENS.items():
        taken = []
        for _ in range(_ROUNDS):
            path = f"/console/{path_of(number(secrets.randbelow(rows)))}"
            began = time.perf_counter()
            answer = client.get(path)
            taken.append(time.perf_counter() - began)
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code}")
        median, worst = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
        missed = "" if median < _GOAL else "  MISSED"
        say.print(f"{name:>22}: median {median * 1000:6.1f} ms, p95 {worst * 1000:6.1f} ms{missed}")


def compare(database: Path, rows: int) -> None:
    """Print how long checks take without anybody at the console, and with somebody."""
    client = logged_in(open_services(Config(database=database)))
    alone, busy = (_checks_take(database, lambda: None), _checks_take(database, lambda: _look_around(client, rows)))
    ratio = busy / alone
    missed = "" if ratio < _SLOWER else "  MISSED"
    say.print(f"a check: {alone * 1000:.2f} ms, {busy * 1000:.2f} ms with somebody at the console: {ratio:.2f}{missed}")


def _checks_take(database: Path, do: Callable[[], object]) -> float:
    """Give the median time of a check while something else is done."""
    context = multiprocessing.get_context("spawn")
    done, results = context.Event(), context.Queue()
    checking = context.Process(target=check_on, args=(database, done, _PACE, results))
    checking.start()
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        do()
        time.sleep(0.5)
    done.set()
    taken: list[float] = results.get()
    checking.join()
    return statistics.median(taken[len(taken) // 10 :])


def _look_around(client: FlaskClient, rows: int) -> None:
    path_of = secrets.choice([*_SCREENS.values()])
    client.get(f"/console/{path_of(number(secrets.randbelow(rows)))}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="folder in which the database is left, and found the next time")
    parser.add_argument("--import-only", action="store_true")
    arguments = parser.parse_args()
    main(arguments.rows, keep=arguments.keep, import_only=arguments.import_only)
