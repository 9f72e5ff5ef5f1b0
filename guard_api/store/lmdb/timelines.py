"""Timelines: what each phone told within the last hours, and no longer.

They have a file of their own beside the database, which LMDB keeps: pages that all processes share, one value a phone,
changed in 10 us. In SQLite, where each worker's write empties the page caches of the others, that took 110 us of a
check's 310. And no check waits for a disk, nor for an admin's change or an import that waits for one.
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import structs

from guard_api.errors import StoreUnavailable
from guard_api.ports import CheckRecord, RecordedCheck, Timeline
from guard_api.store.clock import MICROSECOND, to_micros
from guard_api.store.forms.recording import is_ahead, recording, timeline_at
from guard_api.store.forms.timeline_lines import DAMAGE, Unreadable, unreadable
from guard_api.store.forms.timeline_record import StoredTimeline
from guard_api.store.lmdb.environment import Environment, Renewed, opened
from guard_api.store.lmdb.timeline_keys import (
    CHECKS,
    FAR_AHEAD,
    PROBE,
    PURGED_AT_ONCE,
    begun_at,
    due_after,
    due_before,
    forget,
    is_empty,
    purge_one,
    set_back,
)
from guard_api.store.sqlite.transactions import reason_of, translated

_log = logging.getLogger(__name__)
_BOOT = Path("/proc/sys/kernel/random/boot_id")
"""A random name that Linux gives itself when it starts."""
_TELLING = 8
_PURGE_SECONDS = 30.0


def timelines_beside(database: Path, boot: Path = _BOOT) -> tuple[Path, bool]:
    """Name the file of timelines, for the machine's boot, and say whether it has to survive a power cut.

    Nothing waits until it is on the disk, so a power cut may leave it broken: each boot begins anew. Where nobody can
    tell the boot, every check has to wait.
    """
    known = boot.read_text("ascii")[:_TELLING] if boot.exists() else ""
    return database.with_name(f"{database.name}.timelines-{known or 'here'}.lmdb"), not known


def remove_others(database: Path, kept: Path) -> None:
    """Delete what another boot has left. Only for a server that starts where no other server is at work.

    Who cannot see the machine's boot, in a container or a hardened unit, takes the file of a server that can for one of
    another boot.
    """
    for left in database.parent.glob(f"{database.name}.timelines-*"):
        if not left.name.startswith(kept.name):
            left.unlink(missing_ok=True)


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
        self._file: Environment | None = None
        self._purged = 0.0
        self._used = True
        """Whether there may be traces of a phone in the file."""

    def record(self, device_id: str, entry: CheckRecord, life: timedelta) -> RecordedCheck:
        """Append `entry`, unless its request id stands already, and give the timeline up to it."""
        self._used = True
        try:
            recorded = self._record(device_id, entry, life)
        except Renewed:
            recorded = structs.replace(self._record(device_id, entry, life), whole=False)
        except (Unreadable, *DAMAGE) as error:
            recorded = self._recorded_anew(device_id, entry, life, error)
        self._purge(to_micros(entry.received_at), life)
        return recorded

    def _recorded_anew(self, device_id: str, entry: CheckRecord, life: timedelta, error: Exception) -> RecordedCheck:
        """Forget what is damaged: it must not hide what is told from now on."""
        _log.warning("a timeline begins anew: %s", reason_of(error))
        with self._translated, self._opened.writing(self._wait) as transaction:
            transaction.delete(CHECKS + device_id.encode())
        try:
            return self._record(device_id, entry, life)
        except DAMAGE as worse:
            raise unreadable(worse) from worse

    def _record(self, device_id: str, entry: CheckRecord, life: timedelta) -> RecordedCheck:
        phone, arrived = device_id.encode(), to_micros(entry.received_at)
        with self._translated, self._opened.writing(self._wait) as transaction:
            kept = StoredTimeline.of(transaction.get(CHECKS + phone))
            if is_ahead(kept, arrived):
                kept = set_back(transaction, phone, kept, arrived)
            made = recording(kept, entry, life)
            if made.kept is not None:
                transaction.put(CHECKS + phone, made.kept.value())
                if not kept.checks:
                    transaction.put(begun_at(made.kept.last, phone), b"")
        return made.recorded

    def read(self, device_id: str, now: datetime, life: timedelta) -> Timeline:
        """Give the timeline as it stands."""
        with self._translated, self._opened.begin(self._wait) as transaction:
            value = transaction.get(CHECKS + device_id.encode())
        try:
            return timeline_at(StoredTimeline.of(value), now, life)
        except DAMAGE as error:
            raise unreadable(error) from error

    @property
    def _opened(self) -> Environment:
        if self._file is None:
            self._file = opened(self._path, durable=self._durable)
        return self._file

    def probe(self) -> None:
        """Write. Raises StoreUnavailable."""
        with self._translated, self._opened.writing(self._wait) as transaction:
            transaction.put(PROBE, b"")

    def impairments(self) -> Sequence[str]:
        """Name nothing: whoever cannot write to a file of ours is not ready."""
        return ()

    def forget(self, device_id: str) -> None:
        """Delete what a phone told; the file is written anew, since LMDB leaves there what is deleted."""
        if not self._path.exists():
            return
        # A file that was found broken is gone, and all that was in it.
        with suppress(Renewed), self._translated:
            with self._opened.writing(self._wait) as transaction:
                found = forget(transaction, device_id.encode())
            if found:
                self._opened.write_anew()

    def tidy(self, now: datetime, life: timedelta) -> None:
        """Purge even where no phone asks, and leave nothing of what is deleted once there is nothing else."""
        if not self._path.exists():
            return
        self._purge(to_micros(now), life)
        if self._used:
            with suppress(StoreUnavailable), self._translated:
                self._used = not self._opened.begin_anew_if(is_empty)

    def _purge(self, now: int, life: timedelta) -> None:
        """Delete what has expired, a little at a time: a check never waits for a big clean-up, nor fails for one."""
        if time.monotonic() - self._purged < _PURGE_SECONDS:
            return
        try:
            with self._translated, self._opened.writing(self._wait) as transaction:
                due = due_before(transaction, now - life // MICROSECOND) or due_after(transaction, now + FAR_AHEAD)
                for key in due:
                    purge_one(transaction, key, now, life)
            with self._translated:
                self._opened.reap()
        except Exception as error:  # noqa: BLE001 - whatever is in the file, the check is recorded
            _log.warning("expired timelines are still there: %s", reason_of(error))
        else:
            if len(due) < PURGED_AT_ONCE:
                self._purged = time.monotonic()
