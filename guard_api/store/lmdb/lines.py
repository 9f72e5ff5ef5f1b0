"""How phones' lines stand: remembered for a month, on the disk, whatever befalls the machine. No number is in it.

Timelines begin anew with each boot, so that no check waits for a disk. A line may be diverted for days: it has a file
of its own, and a transaction waits for the disk. Few do, as a line is written only when it changes; threads that do
at a time wait together.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from guard_api.engine.line import REMEMBERED, Line
from guard_api.errors import StoreUnavailable
from guard_api.ports.phones.lines import KeptLine
from guard_api.store.clock import MICROSECOND, to_micros
from guard_api.store.forms.kept_line import DamagedLine, line_value, read_line
from guard_api.store.lmdb.environment import Environment, Renewed, Transaction, opened
from guard_api.store.lmdb.group_commit import GroupCommit
from guard_api.store.sqlite.transactions import reason_of, translated

_log = logging.getLogger(__name__)
_LINES, _WRITTEN = b"l", b"w"
"""How keys begin: a phone's line, by its id; the time at which it was written, and the phone's id, for the purge."""
_TIME_BYTES = 8
_PURGE_SECONDS = 300.0
_PURGE_PHONES = 500
_LIFE = REMEMBERED // MICROSECOND
_AHEAD = timedelta(minutes=30) // MICROSECOND
"""What was written this much later than now was written before a clock was set back."""


class _Write(NamedTuple):
    """A phone's line, and when the check was received that it was made of."""

    phone: bytes
    line: Line | None
    received_at: int


def lines_beside(database: Path) -> Path:
    """Name the file of lines, which outlives boots."""
    return database.with_name(f"{database.name}.lines.lmdb")


class LmdbLines:
    """The port `Lines` on LMDB. Every failure is StoreUnavailable."""

    def __init__(self, path: Path, wait_seconds: float, failed: Callable[[], None] = lambda: None) -> None:
        """Open the file with the first check, after a fork; `failed` is told of every failure."""
        self._path = path
        self._wait = wait_seconds
        self._translated = translated(failed)
        self._file: Environment | None = None
        self._writes = GroupCommit(self._write)
        self._purged = 0.0

    def read(self, device_id: str) -> KeptLine:
        """Give the line as it was written last; a damaged one is unknown."""
        try:
            with self._translated, self._opened.begin(self._wait) as transaction:
                value = transaction.get(_LINES + device_id.encode())
        except Renewed:
            return KeptLine(whole=False)
        if value is None:
            return KeptLine()
        try:
            return KeptLine(read_line(value)[1])
        except DamagedLine as error:
            _log.warning("what was known of a line is lost: %s", error)
            return KeptLine(whole=False)

    def write(self, device_id: str, line: Line | None, received_at: datetime) -> None:
        """Replace the line, unless it was made of a check that was received later; wait for the disk."""
        with self._translated:
            self._writes.write(_Write(device_id.encode(), line, to_micros(received_at)), self._wait)

    def _write(self, writes: Sequence[_Write], wait_seconds: float) -> None:
        try:
            self._put(writes, wait_seconds)
        except Renewed:
            self._put(writes, wait_seconds)

    def _put(self, writes: Sequence[_Write], wait_seconds: float) -> None:
        with self._opened.writing(wait_seconds) as transaction:
            for phone, line, received_at in writes:
                before = _written_at(transaction.get(_LINES + phone))
                if before is not None and received_at < before <= received_at + _AHEAD:
                    continue
                _delete(transaction, phone, before)
                if line is not None:
                    transaction.put(_LINES + phone, line_value(line, received_at))
                    transaction.put(_written(received_at, phone), b"")

    def forget(self, device_id: str) -> None:
        """Forget a phone's line; the file is written anew, since LMDB leaves there what is deleted."""
        if not self._path.exists():
            return
        phone = device_id.encode()
        # A file that was found broken is gone, and all that was in it.
        with suppress(Renewed), self._translated:
            with self._opened.writing(self._wait) as transaction:
                value = transaction.get(_LINES + phone)
                _delete(transaction, phone, _written_at(value))
            if value is not None:
                self._opened.write_anew()

    def tidy(self, now: datetime) -> None:
        """Delete what nobody has told of for too long, a little at a time. Never fails."""
        if not self._path.exists() or time.monotonic() - self._purged < _PURGE_SECONDS:
            return
        try:
            if self._purge(to_micros(now)) < _PURGE_PHONES:
                self._purged = time.monotonic()
        except Exception as error:  # noqa: BLE001 - whatever is in the file, the next check is answered
            _log.warning("expired lines are still there: %s", reason_of(error))

    @property
    def _opened(self) -> Environment:
        if self._file is None:
            self._file = opened(self._path, durable=True)
        return self._file

    def _purge(self, now: int) -> int:
        with self._translated, self._opened.writing(self._wait) as transaction:
            due = [*_due(transaction, now - _LIFE)]
            for key in due:
                _purge_one(transaction, key)
            for key in [*_ahead(transaction, now + _AHEAD)]:
                _bring_back(transaction, key, now)
        with suppress(StoreUnavailable), self._translated:
            self._opened.reap()
            if due:
                self._opened.begin_anew_if(_is_empty)
        return len(due)


def _written_at(value: bytes | None) -> int | None:
    if value is None:
        return None
    try:
        return read_line(value)[0]
    except DamagedLine:
        return None


def _written(received_at: int, phone: bytes) -> bytes:
    return _WRITTEN + max(received_at, 0).to_bytes(_TIME_BYTES, "big") + phone


def _purge_one(transaction: Transaction, key: bytes) -> None:
    """Delete a line, and what is damaged; not one that was written again since."""
    phone = key[len(_WRITTEN) + _TIME_BYTES :]
    written_at = _written_at(transaction.get(_LINES + phone))
    if written_at is None or key == _written(written_at, phone):
        transaction.delete(_LINES + phone)
    transaction.delete(key)


def _delete(transaction: Transaction, phone: bytes, written_at: int | None) -> None:
    transaction.delete(_LINES + phone)
    if written_at is not None:
        transaction.delete(_written(written_at, phone))


def _due(transaction: Transaction, oldest: int) -> Iterator[bytes]:
    """Give the keys of the oldest lines, those that may go."""
    cursor = transaction.cursor()
    end = _written(max(oldest + 1, 0), b"")
    if cursor.set_range(_WRITTEN):
        for count, key in enumerate(cursor.iternext(values=False)):
            if key >= end or count == _PURGE_PHONES:
                return
            yield key


def _ahead(transaction: Transaction, newest: int) -> Iterator[bytes]:
    """Give the keys of lines of a time that is not yet: by the clock they would be kept too long."""
    cursor = transaction.cursor()
    if cursor.set_range(_written(newest, b"")):
        for count, key in enumerate(cursor.iternext(values=False)):
            if not key.startswith(_WRITTEN) or count == _PURGE_PHONES:
                return
            yield key


def _bring_back(transaction: Transaction, key: bytes, now: int) -> None:
    """Have a line count as written now. What it tells is set right when it is read."""
    phone = key[len(_WRITTEN) + _TIME_BYTES :]
    value = transaction.get(_LINES + phone)
    transaction.delete(key)
    if value is not None:
        with suppress(DamagedLine):
            transaction.put(_LINES + phone, line_value(read_line(value)[1], now))
            transaction.put(_written(now, phone), b"")


def _is_empty(transaction: Transaction) -> bool:
    return next(iter(transaction.cursor().iternext(values=False)), None) is None
