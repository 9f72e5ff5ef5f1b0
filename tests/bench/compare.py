"""What a request costs in several states of this project: processor time, in turns, so that all meet the same machine.

    .venv/bin/python -m tests.bench.compare /path/to/another/checkout .

Each checkout runs in a process of its own, which answers a few requests at a time without a network. What is shown is
the median of the ratios of neighbours to the first: a machine that others use is slow for both of them.
"""

import argparse
import io
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console

_PHONES, _BATCH, _WARM = 400, 20, 400
_LOOK_UP, _CHECK = "look-up", "check"
_BODY = (
    b'{"caller_number": "0095118", "screen_share_active": true,'
    b' "call_forwarding_changes": [{"code": "**21*13800138000#"}]}'
)


def environ_of(key: str, body: bytes) -> dict[str, Any]:
    """Give a check, or a look-up where there is no body, as a server hands it to an application."""
    path = "/v1/checks" if body else f"/v1/numbers/139{random.randrange(10**8):08}"  # noqa: S311 - any number will do
    return {
        "REQUEST_METHOD": "POST" if body else "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Bearer {key}",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
    }


def answer_in_turns(folder: Path) -> None:
    """Answer as many requests as are asked for, line by line, and say how many nanoseconds each took."""
    # Of the checkout that this process is to measure, which need not be the one that this file is from.
    from guard_api.app import open_services  # noqa: PLC0415
    from guard_api.config import Config  # noqa: PLC0415
    from guard_api.ports import Device, Scope  # noqa: PLC0415
    from guard_api.web.app import create_app  # noqa: PLC0415

    many = dict.fromkeys(("checks_per_minute", "lookups_per_minute"), 1_000_000)
    services = open_services(Config(database=folder / "guard.db", **many))  # type: ignore[arg-type] # both are int
    app = create_app(services)
    made = [services.keys.create(Scope.DEVICE, "", services.clock(), Device(f"{n}", "CN")) for n in range(_PHONES)]
    keys = [key for _, key in made]

    def start(status: str, headers: object, *_: object) -> Callable[[bytes], object]:
        if not status.startswith("2"):
            raise SystemExit(status)
        return lambda _: None

    for line in sys.stdin:
        what, count = line.split()
        environs = [environ_of(random.choice(keys), _BODY if what == _CHECK else b"") for _ in range(int(count))]  # noqa: S311
        began = time.thread_time_ns()
        for environ in environs:
            b"".join(app(environ, start))
        sys.stdout.write(f"{(time.thread_time_ns() - began) / int(count)}\n")
        sys.stdout.flush()


def seconds_of(process: "subprocess.Popen[str]", what: str, count: int) -> float:
    """Have a process answer requests, and give the nanoseconds of one."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{what} {count}\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def compare(checkouts: Sequence[Path], rounds: int, folder: Path) -> dict[str, list[float]]:
    """Give for each kind of request the ratio of every checkout to the first."""
    processes = []
    for number, checkout in enumerate(checkouts):
        place = folder / str(number)
        place.mkdir()
        command = [sys.executable, "-P", __file__, "--answer", str(place)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        environment = {"PYTHONPATH": str(checkout.resolve())}
        processes.append(subprocess.Popen(command, env=environment, text=True, **pipes))  # type: ignore[call-overload]
    ratios: dict[str, list[float]] = {}
    try:
        for what in (_LOOK_UP, _CHECK):
            spent: list[list[float]] = [[] for _ in processes]
            for process in processes:
                seconds_of(process, what, _WARM)
            for _ in range(rounds):
                for one in random.sample(range(len(processes)), len(processes)):
                    spent[one].append(seconds_of(processes[one], what, _BATCH))
            ratios[what] = [median(map(float.__truediv__, times, spent[0])) for times in spent]
    finally:
        for process in processes:
            process.communicate()
    return ratios


def main() -> None:
    """Compare, and show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.answer is not None:
        answer_in_turns(arguments.answer)
        return
    with tempfile.TemporaryDirectory() as folder:
        for what, ratios in compare(arguments.checkouts, arguments.rounds, Path(folder)).items():
            Console().print(f"{what:8}", *(f"{ratio:.2f}" for ratio in ratios))


if __name__ == "__main__":
    main()
