"""Two policies, played over recorded cases, on all cores."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path

import click
from msgspec import msgpack

from guard_api.actions.tuning import backtest as action
from guard_api.actions.tuning.policies import policy_with
from guard_api.app import made_services
from guard_api.cli.printed import print_json
from guard_api.cli.shared import configured, opened, with_database, with_json
from guard_api.cli.tuning.policy_files import edits_named
from guard_api.cli.tuning.recorded import Written, recording_of, written_in
from guard_api.cli.tuning.reports import print_report
from guard_api.config import Config
from guard_api.engine.backtests.backtest import Compared, report_of
from guard_api.engine.backtests.replay import Recording
from guard_api.engine.edits import PolicyEdits
from guard_api.engine.policy import Policy
from guard_api.guardbench.cases import read_folder, shipped_cases
from guard_api.ports import Services
from guard_api.presenters.tuning import report_answer, report_written

_AT_ONCE = 250
"""Cases that a process is given at once."""
_FEW = 500
"""So many are played here sooner than other processes are at it."""
_SELDOM = 200_000
"""So many new objects are looked through for cycles at once: cases make many, and none that lasts."""
_KEPT = "kept"
_Edits = tuple[PolicyEdits, PolicyEdits]
_Policies = tuple[Policy, Policy]


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@click.command()
@click.argument("before")
@click.argument("after")
@click.argument("cases", nargs=-1, required=True)
@with_json
@with_database
@_seldom_collecting()
def backtest(before: str, after: str, cases: Sequence[str], database: Path | None, *, as_json: bool) -> None:
    """Say what policy AFTER would change over policy BEFORE, by recorded CASES.

    A policy is `shipped`, `current`, or a file: {"patterns": {ID: {"mode", "weight", "within"}}, "thresholds": {}}.
    Cases are files and folders of GuardBench's format, files of recorded timelines (.jsonl), and `kept`: those that
    people have let this server keep.
    """
    services = opened(database)
    written = written_in([Path(name) for name in cases if name != _KEPT])
    kept = action.kept_cases(services) if _KEPT in cases else ()
    edits = edits_named(services, before), edits_named(services, after)
    played = _compared(configured(database=database), services, edits, written)
    report = report_of(chain(action.compared(_policies(services, edits), kept), played))
    answer = report_answer(report, most=report.cases)
    if as_json:
        print_json(answer)
    else:
        print_report(answer)


def _compared(config: Config, services: Services, edits: _Edits, cases: Iterator[Written]) -> Iterator[Compared]:
    """Play a few cases here, and many in processes of their own."""
    few = [*islice(cases, _FEW)]
    if len(few) < _FEW:
        yield from _played(services, _policies(services, edits), few)
        return
    with ProcessPoolExecutor(config.worker_count, initializer=_begin, initargs=(config, edits)) as pool:
        for compared in pool.map(_play, _chunks(chain(few, cases))):
            yield from compared


def _chunks(cases: Iterator[Written]) -> Iterator[bytes]:
    """Give them as they are handed over: read again several times as fast as what pickle writes."""
    while chunk := [*islice(cases, _AT_ONCE)]:
        yield msgpack.encode(chunk)


_chunk = msgpack.Decoder(list[Written])
_begun: list[tuple[Services, _Policies]] = []
"""What a process of its own plays by: policies remember what they have worked out."""


def _begin(config: Config, edits: _Edits) -> None:
    services = made_services(config)[0]
    _begun[:] = [(services, _policies(services, edits))]
    gc.freeze()
    gc.set_threshold(_SELDOM)


def _policies(services: Services, edits: _Edits) -> _Policies:
    return policy_with(services, edits[0]), policy_with(services, edits[1])


def _play(cases: bytes) -> Sequence[Compared]:
    return [*_played(*_begun[0], _chunk.decode(cases))]


def _played(services: Services, policies: _Policies, cases: Iterable[Written]) -> Iterator[Compared]:
    return action.compared(policies, (recording_of(services, one) for one in cases))


@click.group(hidden=True)
def backtests() -> None:
    """Do what servers have queued."""


@backtests.command("run-queued")
@with_database
def run_queued(database: Path | None) -> None:
    """Do all back-tests that wait."""
    services = opened(database)

    def shipped() -> Iterator[Recording]:
        for case in read_folder(shipped_cases()):
            yield recording_of(services, Written(case.id, case))

    action.run_queued(services, shipped, report_written)
