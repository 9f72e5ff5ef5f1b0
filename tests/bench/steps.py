"""What one request costs, step by step: microseconds of a look-up and of checks in this process, without a network.

    .venv/bin/python -m tests.bench.steps

Steps are timed where one room of the code calls the next; what a step spends in another counts there only. Every
figure is the mean of a batch of requests, and of many batches the fastest.
"""

import argparse
import importlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from time import perf_counter_ns
from typing import Any

from flask import Flask
from msgspec import json
from rich.console import Console
from rich.table import Table

from guard_api.app import open_services
from guard_api.logs import LogFormat, configure
from guard_api.web.app import create_app
from tests.bench.harness.answering import answer_all, environ_of
from tests.bench.harness.load import written
from tests.bench.harness.stories import past
from tests.bench.harness.workloads import CHECK, LOOK_UP, RICH_CHECK, Asking
from tests.bench.worlds import World, key, made
from tests.support.databases import unlimited

SEAMS: Mapping[str, Sequence[str]] = {
    "key": ["guard_api.store.sql.phones.keys:SqlKeys.authenticate"],
    "limits": ["guard_api.web.contract.route:consume"],
    "JSON in, schema": ["guard_api.web.contract.bodies:BodyReader.read"],
    "language": ["guard_api.web.contract.route:texts_for"],
    "reference data": ["guard_api.store.sql.reference:SqlReference.current"],
    "numbers": ["guard_api.actions.checks.check_call:read_numbers", "guard_api.actions.checks.look_up:read_numbers"],
    "links, messages": [
        "guard_api.actions.checks.check_call:read_content",
        "guard_api.actions.checks.look_up:read_content",
    ],
    "lists": ["guard_api.store.sql.lists.lists:SqlLists.find", "guard_api.store.sql.lists.lists:SqlLists.find_hosts"],
    "check, look-up": ["guard_api.web.api.phones:check_call", "guard_api.web.api.phones:look_up"],
    "observations": ["guard_api.actions.checks.observing.observe:Observer.observe"],
    "timeline": ["guard_api.store.lmdb.timelines:LmdbTimelines.record"],
    "line": ["guard_api.store.lmdb.lines:LmdbLines.read", "guard_api.store.lmdb.lines:LmdbLines.write"],
    "judge": ["guard_api.actions.checks.check_call:judge", "guard_api.actions.checks.look_up:judge"],
    "answer in words": ["guard_api.web.api.phones:check_answer", "guard_api.web.api.phones:number_answer"],
    "JSON out": ["guard_api.web.contract.route:encode"],
    "counts": [
        "guard_api.store.shared_memory.metrics:SharedMetrics.answered",
        "guard_api.store.shared_memory.metrics:SharedMetrics.checked",
    ],
    "log line": ["guard_api.web.edge.access_log:_write_down"],
}
"""Every step, and where it is called from or defined: the names that the callers look up."""
_REST = "Flask, routing, rest"
_ENTRIES, _PHONES = 10_000, 1_000
_BATCHES, _BATCH = 200, 4
_GENEROUS = 1_000_000
"""Limits that are counted and never reached."""


class Stopwatch:
    """Time by step: a step that is called from another stops that one's clock."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.spent: Counter[str] = Counter()
        self._running = [_REST]
        self._since = perf_counter_ns()

    def turn(self) -> dict[str, int]:
        """Give the nanoseconds of each step, and begin anew."""
        self._note()
        spent, self.spent = dict(self.spent), Counter()
        return spent

    def _note(self) -> None:
        now = perf_counter_ns()
        self.spent[self._running[-1]] += now - self._since
        self._since = now

    def timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Have a function timed as a step."""

        @wraps(function)
        def within(*arguments: Any, **named: Any) -> Any:
            self._note()
            self._running.append(step)
            try:
                return function(*arguments, **named)
            finally:
                self._note()
                self._running.pop()

        return within


@contextmanager
def seams(watch: Stopwatch) -> Iterator[None]:
    """Time all steps for a while. Exits when one is not where it was."""
    was = []
    for step, places in SEAMS.items():
        for place in places:
            module, _, path = place.partition(":")
            *owners, name = path.split(".")
            try:
                owner = importlib.import_module(module)
                for one in owners:
                    owner = getattr(owner, one)
                function = getattr(owner, name)
            except (ImportError, AttributeError) as error:
                raise SystemExit(f"SEAMS, {step}: {place} is gone") from error
            was.append((owner, name, function))
            setattr(owner, name, watch.timed(step, function))
    try:
        yield
    finally:
        for owner, name, function in was:
            setattr(owner, name, function)


def batches(app: Flask, asking: Asking, watch: Stopwatch) -> Iterator[Mapping[str, float]]:
    """Give the microseconds of each step for a request, batch by batch; the first one warms up."""
    for _ in range(_BATCHES + 1):
        environs = [environ_of(request) for request in asking.some(_BATCH)]
        watch.turn()
        answer_all(app, environs)
        yield {step: spent / _BATCH / 1000 for step, spent in watch.turn().items()}


def fastest(app: Flask, asking: Asking, watch: Stopwatch) -> Mapping[str, float]:
    """Give each step as it was in the batch in which it took least: what is more is the machine's doing."""
    _, *measured = batches(app, asking, watch)
    return {step: min(steps[step] for steps in measured) for step in measured[0]}


def tell(app: Flask, phones: range, turns: int) -> None:
    """Have phones tell something before."""
    now = datetime.now(UTC)
    for phone in phones:
        checks = [json.encode(past(phone, turn, turns, now)) for turn in range(turns)]
        answer_all(app, (environ_of(written("POST", "/v1/checks", key(phone), check)) for check in checks))


def main() -> None:
    """Measure, and show."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with tempfile.TemporaryDirectory() as name, (Path(name) / "log").open("w") as log:
        world = made(Path(name), _ENTRIES, _PHONES)
        with redirect_stderr(log):
            configure("INFO", LogFormat.JSON)
        config = unlimited(world.database, checks_per_minute=_GENEROUS, lookups_per_minute=_GENEROUS)
        app = create_app(open_services(config))
        show(dict(columns(app, world)))


def columns(app: Flask, world: World) -> Iterator[tuple[str, tuple[Mapping[str, float], float]]]:
    """Measure every workload: its steps, and what a request takes while nobody looks at steps."""
    for workload in (LOOK_UP, CHECK, RICH_CHECK):
        tell(app, world.earlier, workload.earlier)
        watch, asking = Stopwatch(), Asking.by(workload, world, world.earlier)
        whole = sum(fastest(app, asking, watch).values())
        with seams(watch):
            yield workload.name, (fastest(app, asking, watch), whole)


def show(measured: Mapping[str, tuple[Mapping[str, float], float]]) -> None:
    """Print the table."""
    table = Table("microseconds", *measured)
    for step in (_REST, *SEAMS):
        times = [steps.get(step) for steps, _ in measured.values()]
        table.add_row(step, *(f"{time:.1f}" if time is not None else "-" for time in times))
    table.add_section()
    table.add_row("all, with the clocks", *(f"{sum(steps.values()):.0f}" for steps, _ in measured.values()))
    table.add_row("all, without them", *(f"{whole:.0f}" for _, whole in measured.values()))
    Console().print(table)


if __name__ == "__main__":
    main()
