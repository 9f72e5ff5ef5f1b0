"""Timelines in Valkey: one value a phone, in the form in which LMDB keeps it, that goes by itself when it has expired.

A node reads a value, makes the new one of it, and has it swapped for the old one, unless another node was quicker: then
it makes it of that. To append in one call, and fold what is read, would take a sixth off a check (tests/bench/nodes).
It would be a second way in which timelines come about, to be kept equal to the first for ever: which request was told
before, what is dropped of too much, clocks that are set back.

Beside the phones of each slot stands since when it has been filled. A Valkey that was lost knows nothing of what phones
told before: until all of that would have expired, its answers are not whole.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from msgspec.structs import replace

from guard_api.engine.timelines.timeline import forgotten_at
from guard_api.errors import StoreUnavailable
from guard_api.ports import CheckRecord, RecordedCheck, Timeline
from guard_api.store.clock import MICROSECOND, from_micros, to_micros
from guard_api.store.forms.recording import Recording, is_ahead, recording, timeline_at
from guard_api.store.forms.timeline_lines import DAMAGE, Unreadable, last_reported, unreadable
from guard_api.store.forms.timeline_record import NOTHING, StoredTimeline
from guard_api.store.valkey.cluster import Cluster, Script
from guard_api.store.valkey.keys import born_key, line_key, timeline_key, versioned, without_version
from guard_api.store.valkey.lines import ValkeyLines
from guard_api.store.valkey.slots import slot_of

_log = logging.getLogger(__name__)
_HEAD_BYTES = 29
"""The version and the head, with the checksum of all that follows: two values that have the same are the same."""
_MILLISECOND = timedelta(milliseconds=1)
_MARKED_AT_ONCE = 1000
_SWAP = Script("""
if redis.call('GETRANGE', KEYS[1], 0, tonumber(ARGV[1]) - 1) ~= ARGV[2] then
  return redis.call('GET', KEYS[1]) or ''
end
if ARGV[5] ~= '' then redis.call('SET', KEYS[2], ARGV[5], 'NX') end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return 1
""")


class ValkeyTimelines:
    """The port `Timelines` on Valkey: two calls a check. Every failure is StoreUnavailable."""

    def __init__(
        self, cluster: Cluster, lines: ValkeyLines, wait_seconds: float, has_phones: Callable[[], bool] = lambda: True
    ) -> None:
        """Read a phone's line along for `lines`. A Valkey that is empty has lost something where it `has_phones`."""
        self._cluster = cluster
        self._lines = lines
        self._wait = wait_seconds
        self._has_phones = has_phones
        self._marking = Lock()

    def record(self, device_id: str, entry: CheckRecord, life: timedelta) -> RecordedCheck:
        """Append `entry`, unless its request id stands already, and give the timeline up to it."""
        slot, arrived = slot_of(device_id), to_micros(entry.received_at)
        self._lines.know(device_id, None)
        keys = timeline_key(device_id), born_key(slot)
        [[value, line, born]] = self._cluster.ask(slot, ("MGET", keys[0], line_key(device_id), keys[1]))
        self._lines.know(device_id, (line,))
        mark = self._birth(arrived) if born is None else None
        made, whole = self._swapped(slot, keys, value or b"", entry, life, mark)
        if mark is not None:
            self._mark(slot, mark)
        recorded = made.recorded
        if not whole or not _filled_by(born or mark, arrived - life // MICROSECOND):
            return replace(recorded, whole=False)
        return recorded

    def _swapped(  # noqa: PLR0913, PLR0917 - what one check is about
        self, slot: int, keys: tuple[str, str], value: bytes, entry: CheckRecord, life: timedelta, mark: bytes | None
    ) -> tuple[Recording, bool]:
        """Write down what a check makes of what is kept; says whether that could be read."""
        deadline = time.monotonic() + self._wait
        while True:
            made, whole = _made(value, entry, life)
            if made.kept is None:
                return made, whole
            new = versioned(made.kept.value())
            span = max(_kept_for(made, life) // _MILLISECOND, 1)
            held = _SWAP.call(self._cluster, slot, keys, _HEAD_BYTES, value[:_HEAD_BYTES], new, span, mark or b"")
            # A reply that was lost, and the command sent again, must not make two checks of one.
            if held in {1, new}:
                return made, whole
            if time.monotonic() > deadline:
                raise StoreUnavailable("others write to this timeline")
            value = held

    def read(self, device_id: str, now: datetime, life: timedelta) -> Timeline:
        """Give the timeline as it stands, or as a replica knows it."""
        value = self._cluster.ask_anybody(slot_of(device_id), ("GET", timeline_key(device_id)))
        try:
            return timeline_at(StoredTimeline.of(without_version(value or None)), now, life)
        except DAMAGE as error:
            raise unreadable(error) from error

    def forget(self, device_id: str) -> None:
        """Delete what a phone told, on a replica, too."""
        self._lines.know(device_id, None)
        self._cluster.ask(slot_of(device_id), ("DEL", timeline_key(device_id)), confirmed=True)

    def tidy(self, now: datetime, life: timedelta) -> None:
        """Do nothing: what has expired goes by itself."""

    def begin(self, now: datetime) -> None:
        """Write down for all slots that they are filled from now on. Never fails."""
        try:
            birth = self._birth(to_micros(now))
            if birth is not None:
                for slots in self._cluster.primaries().values():
                    self._mark(slots[0], birth)
        except StoreUnavailable as error:
            _log.warning("timelines: %s", error)

    def _birth(self, now: int) -> bytes | None:
        """Give since when what is empty has been so: for ever, where there is no phone yet. None: nobody knows."""
        try:
            return b"%d" % (now if self._has_phones() else 0)
        except StoreUnavailable:
            return None

    def _mark(self, slot: int, birth: bytes) -> None:
        """Write down for all slots of a shard, where it is not, that they are filled from then on."""
        if not self._marking.acquire(blocking=False):
            return
        try:
            slots = next(slots for slots in self._cluster.primaries().values() if slot in slots)
            for begin in range(0, len(slots), _MARKED_AT_ONCE):
                batch = slots[begin : begin + _MARKED_AT_ONCE]
                self._cluster.ask(slot, *[("SET", born_key(one), birth, "NX") for one in batch])
        except (StoreUnavailable, StopIteration) as error:
            _log.warning("timelines: not all slots could be marked: %s", error)
        finally:
            self._marking.release()


def _made(value: bytes, entry: CheckRecord, life: timedelta) -> tuple[Recording, bool]:
    """Return what a check makes of a value; what is damaged must not hide what is told from now on."""
    try:
        kept, arrived = StoredTimeline.of(without_version(value or None)), to_micros(entry.received_at)
        return recording(kept.set_back(arrived) if is_ahead(kept, arrived) else kept, entry, life), True
    except (Unreadable, *DAMAGE) as error:
        _log.warning("a timeline begins anew: %s", type(error).__name__)
        return recording(NOTHING, entry, life), False


def _kept_for(made: Recording, life: timedelta) -> timedelta:
    """Return after how long all of it has expired."""
    now = made.entry.received_at
    moments = [forgotten_at(one, life) for one in made.known.observations]
    moments += [from_micros(last_reported(one)) + life for one in made.known.unknown]
    return max([now + life, *moments]) - now


def _filled_by(born: Any, oldest: int) -> bool:  # noqa: ANN401 - bytes, as long as nobody else writes there
    """Return whether a slot has been filled since then, or longer."""
    return born is not None and bytes(born).isdigit() and int(born) <= oldest
