"""How fresh the copy is, in a file that all processes of a node have in memory.

`confirmed` is when the last look at the record *began* that found, or left, nothing newer. So a clock is never compared
with that of another machine, and a node that cannot look grows old by itself.
"""

import mmap
import os
import struct
import time
from collections.abc import Sequence
from pathlib import Path

from guard_api.store.engine import Topic
from guard_api.store.sqlite.private_files import private

_CELL = struct.Struct("q")
_TOPICS: Sequence[Topic] = (Topic.LISTS, Topic.KEYS, Topic.REPORTS)
_SIZE = _CELL.size * (1 + len(_TOPICS))
_LOOK_SECONDS = 0.001
_NANOSECONDS = 1e9
NEVER = float("inf")


class CopyFreshness:
    """The port `Freshness` of a node, and what its follower notes down."""

    def __init__(self, copy: Path, bound_seconds: float) -> None:
        """Be fresh no longer than so many seconds without a look at the record. Raises OSError."""
        self._bound = bound_seconds
        descriptor = private(f"{copy}.fresh", os.O_RDWR | os.O_CREAT)
        try:
            # What is mapped must have its room: on a full disk, to write where there is none ends the process.
            os.posix_fallocate(descriptor, 0, _SIZE)
            self._cells = mmap.mmap(descriptor, _SIZE)
        finally:
            os.close(descriptor)

    def current(self) -> bool:
        """Say whether the last look is not too long ago."""
        return self.age() <= self._bound

    def age(self) -> float:
        """Give the seconds since the last look began, `NEVER`: nobody has looked since the machine was started."""
        confirmed = self._confirmed()
        since = time.monotonic_ns() - confirmed
        return since / _NANOSECONDS if confirmed and since >= 0 else NEVER

    def catch_up(self) -> bool:
        """Wait for a look that begins after this moment."""
        now = time.monotonic_ns()
        while self._confirmed() <= now:
            if time.monotonic_ns() - now > self._bound * _NANOSECONDS:
                return False
            time.sleep(_LOOK_SECONDS)
        return True

    def confirm(self, began_ns: int) -> None:
        """Note when a look began that has left nothing newer, by `time.monotonic_ns`; 0: nothing is known any more."""
        _CELL.pack_into(self._cells, 0, began_ns)

    def note(self, topic: Topic, position: int) -> None:
        """Note how far the copy is."""
        _CELL.pack_into(self._cells, self._place(topic), position)

    def wait_for(self, positions: Sequence[int | None]) -> None:
        """Wait, no longer than the bound, until the copy has what was told of lists and of keys.

        So whoever changes a list here finds it changed here.
        """
        deadline = time.monotonic() + self._bound
        for topic, position in zip((Topic.LISTS, Topic.KEYS), positions, strict=True):
            while position is not None and self._position(topic) < position and time.monotonic() < deadline:
                time.sleep(_LOOK_SECONDS)

    def _confirmed(self) -> int:
        confirmed: int = _CELL.unpack_from(self._cells, 0)[0]
        return confirmed

    def _position(self, topic: Topic) -> int:
        position: int = _CELL.unpack_from(self._cells, self._place(topic))[0]
        return position

    def _place(self, topic: Topic) -> int:
        return _CELL.size * (1 + _TOPICS.index(topic))
