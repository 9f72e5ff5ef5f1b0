"""A phone that asks at a steady pace, and notes how long each answer takes."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from tests.support.servers import Server, start_server, stop_server

_PAUSE = 0.005
_IDLE_SECONDS = 10.0
_PHONES = 20
"""So that no timeline becomes longer than a real one."""
_CHECK = {"caller_number": "13800138000", "call_state": "active", "screen_share_active": False}


@dataclass
class Latencies:
    """Seconds that checks took, in turn on an idle server and while rows were imported."""

    rows: int
    idle: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    def ratio(self, percentile: float) -> float:
        """Give how many times longer a check takes while rows are imported."""
        return at(self.busy, percentile) / at(self.idle, percentile)


def at(times: list[float], percentile: float) -> float:
    """Give a percentile."""
    return sorted(times)[min(len(times) - 1, int(len(times) * percentile / 100))]


def latencies(folder: Path, lists: list[Path]) -> Latencies:
    """Time checks on a real server, idle and during an import of each list, in turn."""
    place = folder / "server"
    place.mkdir()
    server = start_server(place)
    try:
        phones, admin = [server.new_key() for _ in range(_PHONES)], server.new_key("admin")
        measured = Latencies(sum(1 for _ in lists[0].open("rb")) - 1)
        requested_for(server, phones, 1.0)
        for file in lists:
            measured.idle += requested_for(server, phones, _IDLE_SECONDS)
            measured.busy += requested(server, phones, partial(going_on, server, admin, begun(server, admin, file)))
    finally:
        stop_server(server)
    return measured


def requested_for(server: Server, keys: list[str], seconds: float) -> list[float]:
    """Send checks for a while."""
    end = time.monotonic() + seconds
    return requested(server, keys, lambda: time.monotonic() < end)


def requested(server: Server, keys: list[str], more: Callable[[], bool]) -> list[float]:
    """Send checks one after the other, phone by phone; gives the seconds that each took."""
    connection = HTTPConnection(server.url.removeprefix("http://"), timeout=60)
    times: list[float] = []
    while len(times) % 100 or more():
        headers = {"Authorization": f"Bearer {keys[len(times) % len(keys)]}", "Content-Type": "application/json"}
        began = time.perf_counter()
        connection.request("POST", "/v1/checks", json.dumps(_CHECK), headers)
        answer = json.loads(connection.getresponse().read())
        times.append(time.perf_counter() - began)
        if answer["degraded"]:
            raise SystemExit("a check was answered without the database")
        time.sleep(_PAUSE)
    connection.close()
    return times


def begun(server: Server, key: str, file: Path) -> str:
    """Begin an import; gives its id."""
    connection = HTTPConnection(server.url.removeprefix("http://"), timeout=60)
    headers = {"Authorization": f"Bearer {key}", "Content-Length": str(file.stat().st_size)}
    with file.open("rb") as body:
        connection.request("POST", "/v1/admin/imports", body, headers)
        text = connection.getresponse().read()
        name: str = json.loads(text)["import_id"]
    connection.close()
    return name


def going_on(server: Server, key: str, name: str) -> bool:
    """Say whether an import is not done yet."""
    state: str = server.ask("GET", f"/v1/admin/imports/{name}", key=key)[2]["state"]
    if state == "failed":
        raise SystemExit("the import failed")
    return state != "done"
