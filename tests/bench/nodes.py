"""What several servers cost one of them: microseconds of a check with a file, and with a Valkey that others share.

    .venv/bin/python -m tests.bench.nodes

In one process, without HTTP, on real engines on loopback: `own` is the processor's time of this process, steadier than
what a clock shows. Beside them stands what was not built: to append a check to a phone's value in one call, and to fold
what is read, which every `PENDING` checks is written back.
"""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from guard_api.actions.checks.check_call import check_call
from guard_api.actions.checks.observing.check_request import CheckRequest
from guard_api.app import utc_now
from guard_api.engine.observations import AnyObservation, AppInFront
from guard_api.engine.timelines.timeline import grown
from guard_api.ports import CheckRecord, Device, Services
from guard_api.settings.valkey_url import read_valkey_url
from guard_api.store.clock import to_micros
from guard_api.store.forms.recording import recording
from guard_api.store.forms.timeline_lines import Line, encode
from guard_api.store.forms.timeline_lines import read as read_lines
from guard_api.store.forms.timeline_record import NOTHING, StoredTimeline
from guard_api.store.valkey.cluster import Cluster, Script
from guard_api.store.valkey.slots import slot_of
from tests.support.databases import services_of, unlimited, without_lists
from tests.support.engines.valkey import valkey_cluster

LIFE = timedelta(hours=2)
PENDING = 8
"""Checks that wait to be folded, at most, in what was not built."""
_PHONES = 200
_EPOCH = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
_APPEND = Script("""
local kept = redis.call('GET', KEYS[1]) or ''
redis.call('SET', KEYS[1], kept .. ARGV[1], 'PX', ARGV[2])
return kept
""")


class Cost(NamedTuple):
    """Microseconds of one, by the clock, and of the processor's time of this process."""

    wall: float
    own: float


def measured(does: Mapping[str, Callable[[], object]], rounds: int, times: int) -> Mapping[str, Cost]:
    """Do each so many times in every round, in turn; gives medians of the rounds."""
    found: dict[str, list[Cost]] = {name: [] for name in does}
    for _ in range(rounds):
        for name, do in does.items():
            wall, own = time.perf_counter(), time.process_time()
            for _ in range(times):
                do()
            spent = Cost(time.perf_counter() - wall, time.process_time() - own)
            found[name].append(Cost(*(seconds / times * 1e6 for seconds in spent)))
    return {name: Cost(*map(median, zip(*costs, strict=True))) for name, costs in found.items()}


def checks(services: Services) -> Callable[[], object]:
    """Give what has one phone after the other tell a caller, a shared screen and another app."""
    numbers = count()
    devices = [Device(f"{n:016x}", "CN") for n in range(_PHONES)]

    def check() -> object:
        n = next(numbers)
        request = CheckRequest(
            caller_number="0095118", screen_share_active=True, foreground_app=f"com.example{n // _PHONES % 5}"
        )
        return check_call(services, devices[n % _PHONES], request)

    return check


def records(services: Services) -> Callable[[], object]:
    """Give what records one check after the other, and reads the phone's line."""
    numbers = count()

    def record() -> None:
        phone, entry = _check(next(numbers))
        services.timelines.record(phone, entry, LIFE)
        services.lines.read(phone)

    return record


def appends(cluster: Cluster) -> Callable[[], object]:
    """Give what appends in one call, folds what it read, and writes that back now and then."""
    numbers = count()

    def append() -> None:
        phone, entry = _check(next(numbers))
        received, slot, key = to_micros(entry.received_at), slot_of(phone), f"appended:{{{phone}}}"
        line = encode(Line(received, received, None, tuple(entry.observations))) + b"\n"
        value: bytes = _APPEND.call(cluster, slot, [key], line, 7_200_000) + line
        folded: Sequence[AnyObservation] = ()
        lines, _ = read_lines(value)
        for one in lines:
            folded = grown(folded, one.observations, entry.at, LIFE)
        if len(lines) > PENDING:
            base = encode(Line(received, received, None, tuple(folded))) + b"\n"
            cluster.ask(slot, ("SET", key, base, "PX", 7_200_000))

    return append


def folds() -> Callable[[], object]:
    """Give what makes a new value of an old one, without keeping it anywhere."""
    kept: dict[str, StoredTimeline] = {}
    numbers = count()

    def fold() -> None:
        phone, entry = _check(next(numbers))
        value = kept.get(phone, NOTHING)
        made = recording(StoredTimeline.of(value.value()) if value.checks else value, entry, LIFE)
        kept[phone] = made.kept or value

    return fold


def _check(n: int) -> tuple[str, CheckRecord]:
    at = _EPOCH + n * timedelta(milliseconds=300)
    return f"{n % _PHONES:016x}", CheckRecord(at, at, (AppInFront(at=at, package=f"com.example{n // _PHONES % 5}"),))


def compare(folder: Path, url: str, rounds: int, times: int) -> Mapping[str, Mapping[str, Cost]]:
    """Measure whole checks, and what is kept of them alone."""
    file = unlimited(without_lists(folder / "guard.db"))
    cluster = Cluster(read_valkey_url(url), 2)
    embedded, clustered = services_of(file, utc_now), services_of(replace(file, timelines=url), utc_now)
    return {
        "a check": measured({"file": checks(embedded), "Valkey": checks(clustered)}, rounds, times),
        "what is kept of it": measured(
            {
                "folded alone": folds(),
                "file": records(embedded),
                "Valkey, read and swap": records(clustered),
                "Valkey, append in one call (not built)": appends(cluster),
            },
            rounds,
            times,
        ),
    }


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--times", type=int, default=400)
    given = parser.parse_args()
    with TemporaryDirectory() as folder, valkey_cluster(Path(folder) / "valkey", 3) as cluster:
        found = compare(Path(folder), cluster.url, given.rounds, given.times)
    table = Table("microseconds", "", "own", "wall", "own, to a file")
    for what, costs in found.items():
        for name, cost in costs.items():
            ratio = cost.own / costs["file"].own
            table.add_row(what, name, f"{cost.own:.0f}", f"{cost.wall:.0f}", f"{ratio:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
