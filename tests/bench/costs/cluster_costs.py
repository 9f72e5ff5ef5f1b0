"""What checks and look-ups cost: with files of one server's own, and with what several servers share."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median
from typing import NamedTuple

from msgspec import json

from guard_api.app import made_services, utc_now
from guard_api.ports import Services
from guard_api.settings.postgres_url import PostgresUrl
from guard_api.store.copy.follower import PLANS
from guard_api.store.postgres.connections import connect
from guard_api.store.postgres.database import PostgresDatabase
from guard_api.store.record import record_of_node
from guard_api.store.shared_memory.processes import usage_of
from guard_api.store.sql.lists.lists import SqlLists
from guard_api.store.sqlite.database import Database
from guard_api.store.valkey.keys import timeline_key
from tests.bench.blocklist import number
from tests.bench.nodes import Cost, checks, measured
from tests.support.databases import services_of, shipped_reference, unlimited, without_lists
from tests.support.engines.nodes import new_key, start_node
from tests.support.engines.valkey import ValkeyCluster
from tests.support.servers import Server, start_server, stop_server

_PHONES = 40
_CHECKS = 6
"""Checks that a phone tells within two hours, about."""


class OfChecks(NamedTuple):
    """Microseconds of the processor: `alone` in one process, and of all processes of a server that is asked."""

    alone: float
    server: float


class Checks(NamedTuple):
    """What a check costs."""

    embedded: OfChecks
    clustered: OfChecks
    valkey: float
    """Microseconds of all nodes of Valkey together."""
    phone_bytes: float
    """What a phone that has told `_CHECKS` checks takes in a primary's memory."""


class _Used(NamedTuple):
    """Seconds: by the clock, of the processor for a server, and for all nodes of Valkey."""

    wall: float
    server: float
    valkey: float


class Asking:
    """A phone's connection, which it keeps."""

    def __init__(self, server: Server) -> None:
        """Connect with the first request."""
        self._connection = HTTPConnection(server.url.rpartition("/")[2], timeout=600)

    def ask(self, method: str, path: str, key: str, body: object = None) -> tuple[int, Mapping[str, object]]:
        """Give the status and the JSON of an answer."""
        head = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._connection.request(method, path, json.encode(body) if body is not None else None, head)
        response = self._connection.getresponse()
        answer: Mapping[str, object] = json.decode(response.read())
        return response.status, answer

    def check(self, key: str, n: int) -> tuple[int, bool]:
        """Tell the n-th check of a call while the screen is shared; gives the status and whether it was degraded."""
        app = f"com.example{n % 5}"
        check = {"caller_number": "0095118", "screen_share_active": True, "foreground_app": app}
        status, answer = self.ask("POST", "/v1/checks", key, check)
        return status, bool(answer.get("degraded"))

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def costs_of_checks(folder: Path, url: str, cluster: ValkeyCluster, rounds: int, times: int) -> Checks:
    """Measure both kinds in turn: alone, and through servers that are asked one check after the other."""
    file = unlimited(without_lists(folder / "alone.db"), store_seconds=5)
    (folder / "embedded").mkdir()
    servers = [
        start_server(folder / "embedded", 1),
        start_node(folder / "checked", url, GUARD_TIMELINES=cluster.url),
    ]
    try:
        keys = [[servers[0].new_key() for _ in range(_PHONES)], [new_key(url) for _ in range(_PHONES)]]
        copy = servers[1].database.with_name("guard-copy.db")
        shared = replace(file, database=PostgresUrl(url), copy=copy, timelines=cluster.url)
        alone = measured({"file": checks(services_of(file)), "shared": checks(_of_node(shared))}, rounds, times)
        embedded, clustered, valkey = _served(servers, keys, cluster, rounds, times)
        one = OfChecks(alone["file"].own, embedded), OfChecks(alone["shared"].own, clustered)
        return Checks(*one, valkey, _phone_bytes(servers[1], url, cluster))
    finally:
        for server in servers:
            stop_server(server)


def _of_node(config: object) -> Services:
    """Open what a worker of a node has; its follower is another process."""
    services, begin = made_services(config, known=shipped_reference(), make_record=record_of_node)  # type: ignore[arg-type] # a Config
    begin()
    return services


def _served(
    servers: Sequence[Server], keys: Sequence[Sequence[str]], cluster: ValkeyCluster, rounds: int, times: int
) -> tuple[float, float, float]:
    """Have both servers asked in turn; gives microseconds of each a check, and of Valkey for the second.

    While the first is asked, Valkey is idle: what it takes then is left out of what checks take.
    """
    found: list[tuple[float, float, float]] = []
    numbers = count()
    for _ in range(rounds + 1):
        near, far = (
            _used(server, phones, cluster, numbers, times) for server, phones in zip(servers, keys, strict=True)
        )
        engine = far.valkey - near.valkey / near.wall * far.wall
        found.append((near.server / times * 1e6, far.server / times * 1e6, engine / times * 1e6))
    # The first round warms up.
    embedded, clustered, valkey = map(median, zip(*found[1:], strict=True))
    return embedded, clustered, valkey


def _used(server: Server, phones: Sequence[str], cluster: ValkeyCluster, numbers: "count[int]", times: int) -> _Used:
    with closing(Asking(server)) as asking:
        began = _Used(time.perf_counter(), _seconds(server), _processor(cluster))
        for n in range(times):
            status, _ = asking.check(phones[n % len(phones)], next(numbers))
            assert status == 200
        ended = _Used(time.perf_counter(), _seconds(server), _processor(cluster))
    return _Used(*(after - before for before, after in zip(began, ended, strict=True)))


def _seconds(server: Server) -> float:
    used = usage_of(server.process.pid)
    assert used is not None
    return used.cpu_seconds


def _processor(cluster: ValkeyCluster) -> float:
    """Give the seconds that all nodes of Valkey have used."""
    lines = [line for node in cluster.nodes for line in node.ask("INFO", "cpu").splitlines()]
    return sum(float(line.partition(":")[2]) for line in lines if line.startswith(("used_cpu_sys:", "used_cpu_user:")))


def _phone_bytes(server: Server, url: str, cluster: ValkeyCluster) -> float:
    """Have new phones tell some checks; gives the median of what they take."""
    taken = []
    with closing(Asking(server)) as asking:
        for _ in range(10):
            key = new_key(url)
            for n in range(_CHECKS):
                assert asking.check(key, n)[0] == 200
            with closing(connect(url, 5)) as record:
                row = record.execute("SELECT device_id FROM key WHERE id = %s", (key.split("_")[1],)).fetchone()
            assert row is not None
            replies = [node.ask("MEMORY", "USAGE", timeline_key(row[0])) for node in cluster.primaries]
            taken += [int(reply[1:]) for reply in replies if reply.startswith(":")]
    return median(taken)


def costs_of_reading(copy: Path, url: str, rounds: int, times: int) -> dict[str, Cost]:
    """Measure a look-up in the copy and on the record, and a follower's look for what is new."""
    near, far = Database(copy, 5), PostgresDatabase(url, copy, 5)
    with closing(near), closing(far), closing(connect(url, 5)) as record:
        record.execute(PLANS.replace("SET LOCAL", "SET"))
        reads: Mapping[str, Callable[[], object]] = {
            "copy": _looks_up(SqlLists(near)),
            "PostgreSQL": _looks_up(SqlLists(far)),
            "look for news": lambda: record.execute("SELECT topic, seq, pruned FROM feed").fetchall(),
        }
        return dict(measured(reads, rounds, times))


def _looks_up(lists: SqlLists) -> Callable[[], object]:
    """Give what looks one number after the other up: every second one is listed."""
    places = count()

    def look_up() -> object:
        place = next(places)
        return lists.find([number(place // 2 if place % 2 else 10**7 + place)], utc_now())

    return look_up
