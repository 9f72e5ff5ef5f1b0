"""Recorded cases in files: as GuardBench has them, or timelines that were judged before, one JSON document a line."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder

from guard_api.actions.tuning.backtest import replayed_check
from guard_api.cli.check import request_of
from guard_api.engine.backtests.replay import Recording
from guard_api.errors import GuardError
from guard_api.guardbench.cases import BadCase, Case, read_cases, read_folder
from guard_api.ports import Device, Services

_BEGIN = datetime(2000, 1, 1, 12, tzinfo=UTC)
_TIMES = ("contact_added_at", "observed_at", "sent_at")
_recordings = Decoder(Recording)


class Written(Struct, frozen=True):
    """A case as it stands in a file, and where."""

    where: str
    case: Case | bytes


def written_in(paths: Sequence[Path]) -> Iterator[Written]:
    """Give all cases of files and folders. Raises BadCase."""
    for path in paths:
        if path.suffix == ".jsonl":
            yield from _lines(path)
            continue
        cases = read_folder(path) if path.is_dir() else read_cases(_read(path), path.name)
        yield from (Written(f"{path.name}: {case.id}", case) for case in cases)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadCase(f"{path}: {error.strerror}") from error


def _lines(path: Path) -> Iterator[Written]:
    try:
        with path.open("rb") as lines:
            yield from (Written(f"{path.name}, line {number}", line) for number, line in enumerate(lines, 1))
    except OSError as error:
        raise BadCase(f"{path}: {error.strerror}") from error


def recording_of(services: Services, written: Written) -> Recording:
    """Read a case as a server would. Raises BadCase with where it stands and why it cannot be."""
    case = written.case
    try:
        return _recordings.decode(case) if isinstance(case, bytes) else _played(services, case)
    except (GuardError, MsgspecError, UnicodeDecodeError) as error:
        raise BadCase(f"{written.where}: {error}") from error


def _played(services: Services, case: Case) -> Recording:
    device = Device(case.id, case.region, case.own_numbers)
    checks = []
    for step in case.steps:
        arrived = _BEGIN + timedelta(minutes=step.minute)
        request = request_of({**dated(step.check), "told_by": step.check.get("told_by", step.by)})
        checks.append(replayed_check(services, device, request, arrived))
    money_at = _BEGIN + timedelta(minutes=case.money_at) if case.money_at is not None else None
    return Recording(case.id, case.is_fraud, tuple(checks), money_at=money_at)


def dated(value: Any) -> Any:  # noqa: ANN401 - JSON is anything
    """Give a body in which minutes from the beginning have become times."""
    if isinstance(value, Mapping):
        return {name: _moment(one) if name in _TIMES else dated(one) for name, one in value.items()}
    return [dated(one) for one in value] if isinstance(value, list) else value


def _moment(minutes: Any) -> Any:  # noqa: ANN401 - whatever stands there; what is no number is refused later
    is_number = isinstance(minutes, int | float) and not isinstance(minutes, bool) and abs(minutes) < 1e7  # noqa: PLR2004 - twenty years
    return (_BEGIN + timedelta(minutes=minutes)).isoformat() if is_number else minutes
