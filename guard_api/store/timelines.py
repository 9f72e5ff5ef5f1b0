"""Timelines: what each phone told within the last hours, and no longer.

They have a file of their own beside the database, which LMDB keeps: pages that all processes share, one value a phone,
changed in 10 us. In SQLite, where each worker's write empties the page caches of the others, that took 110 us of a
check's 310. And no check waits for a disk, nor for an admin's change or an import that waits for one.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from guard_api.errors import StoreUnavailable
from guard_api.ports import Entry, Recorded, Timeline
from guard_api.store.clock import MICROSECOND, from_micros, to_micros
from guard_api.store.kept import MOST, NOTHING, Check, Kept, Unreadable, timeline_of
from guard_api.store.shared_file import SharedFile, Transaction, opened
from guard_api.store.transactions import translated

_log = logging.getLogger(__name__)
_BOOT = Path("/proc/sys/kernel/random/boot_id")
"""A random name that Linux gives itself when it starts."""
_TELLING = 8
_PURGE_SECONDS = 30.0
_PURGE_PHONES = 500

_CHECKS, _BEGUN = b"c", b"b"
"""How keys begin: the checks of a phone, by its id; the time of a phone's oldest check, or an older one, and its id.

By the latter the purge finds what has expired.
"""
_PROBE = _CHECKS
"""The key of no phone."""
_TIME_BYTES = 8


def timelines_beside(database: Path, boot: Path = _BOOT) -> tuple[Path, bool]:
    """Name the file of timelines, for the machine's boot, and say whether it has to survive a power cut.

    Nothing waits until it is on the disk, so a power cut may leave it broken: what another boot has left is deleted.
    Where nobody can tell the boot, every check has to wait.
    """
    known = boot.read_text("ascii")[:_TELLING] if boot.exists() else ""
    path = database.with_name(f"{database.name}.timelines-{known or 'here'}.lmdb")
    for left in database.parent.glob(f"{database.name}.timelines-*"):
        if not left.name.startswith(path.name):
            left.unlink(missing_ok=True)
    return path, not known


class LmdbTimelines:
    """The port `Timelines` on LMDB: one write transaction a check. Every failure is StoreUnavailable."""

    def __init__(
        self, path: Path, wait_seconds: float, failed: Callable[[], None] = lambda: None, *, durable: bool = False
    ) -> None:
        """Open the file with the first check, after a fork, and purge with it; `failed` is told of every failure.

        `wait_seconds` is how long a transaction waits for others, `durable` whether it waits for the disk.
        """
        self._path = path
        self._wait = wait_seconds
        self._translated = translated(failed)
        self._durable = durable
        self._file: SharedFile | None = None
        self._purged = 0.0

    def record(self, device_id: str, entry: Entry, life: timedelta) -> Recorded:
        """Append `entry`, unless its request id stands already, and give the timeline up to it.

        What another version has left and nobody can read is forgotten: it must not hide what is told from now on.
        """
        try:
            return self._record(device_id, entry, life)
        except Unreadable as error:
            _log.warning("a timeline begins anew: %s", error)
            with self._translated, self._opened.writing(self._wait) as transaction:
                transaction.delete(_CHECKS + device_id.encode())
            return self._record(device_id, entry, life)

    def _record(self, device_id: str, entry: Entry, life: timedelta) -> Recorded:
        key, name = _CHECKS + device_id.encode(), entry.request_id
        arrived = to_micros(entry.received_at)
        oldest = arrived - life // MICROSECOND
        with self._translated, self._opened.writing(self._wait) as transaction:
            kept = Kept.of(transaction.get(key)).since(oldest, MOST - 1)
            same = kept.read_up_to(name) if name is not None else None
            if same is None:
                # A received_at of its own, even for two checks in one microsecond or a clock set back.
                received = max(arrived, kept.last + 1)
                transaction.put(key, kept.followed_by(Check.of(entry, received)).value())
                if not kept.checks:
                    transaction.put(_begun(received, device_id.encode()), b"")
        self._purge(oldest)
        if same is not None:
            return Recorded(same[-1].entry, timeline_of(same))
        recorded = entry if received == arrived else replace(entry, received_at=from_micros(received))
        return Recorded(recorded, timeline_of(kept.read()).followed_by(recorded))

    def read(self, device_id: str, now: datetime, life: timedelta) -> Timeline:
        """Give the timeline as it stands."""
        oldest, newest = to_micros(now - life), to_micros(now)
        with self._translated, self._opened.begin() as transaction:
            kept = Kept.of(transaction.get(_CHECKS + device_id.encode()))
        checks = [check for check in kept.read() if oldest < check.received_at <= newest]
        return timeline_of(checks)

    @property
    def _opened(self) -> SharedFile:
        if self._file is None:
            self._file = opened(self._path, durable=self._durable)
        return self._file

    def probe(self) -> None:
        """Write. Raises StoreUnavailable."""
        with self._translated, self._opened.writing(self._wait) as transaction:
            transaction.put(_PROBE, b"")

    def _purge(self, oldest: int) -> None:
        """Delete what has expired, a little at a time: a check never waits for a big clean-up, nor fails for one."""
        if time.monotonic() - self._purged < _PURGE_SECONDS:
            return
        try:
            with self._translated, self._opened.writing(self._wait) as transaction:
                due = _due(transaction, oldest)
                for key in due:
                    _purge_one(transaction, key, oldest)
            with self._translated:
                self._opened.reap()
        except StoreUnavailable as error:
            _log.warning("expired timelines are still there: %s", error)
        else:
            if len(due) < _PURGE_PHONES:
                self._purged = time.monotonic()


def _due(transaction: Transaction, oldest: int) -> Sequence[bytes]:
    """Give the keys of phones some of whose checks may have expired, the oldest first."""
    due: list[bytes] = []
    end = _begun(oldest + 1, b"")
    for key in transaction.cursor().iternext(values=False):
        if key >= end or len(due) == _PURGE_PHONES:
            break
        due.append(key)
    return due


def _purge_one(transaction: Transaction, begun: bytes, oldest: int) -> None:
    phone = begun[len(_BEGUN) + _TIME_BYTES :]
    try:
        kept = Kept.of(transaction.get(_CHECKS + phone)).since(oldest)
    except Unreadable:
        kept = NOTHING
    transaction.delete(begun)
    if kept.checks:
        transaction.put(_CHECKS + phone, kept.value())
        transaction.put(_begun(kept.first, phone), b"")
    else:
        transaction.delete(_CHECKS + phone)


def _begun(received_at: int, phone: bytes) -> bytes:
    return _BEGUN + received_at.to_bytes(_TIME_BYTES, "big") + phone
