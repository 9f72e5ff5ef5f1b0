"""Rate limits that all workers count together, in a table of fixed size.

A budget is one number: when it will be full again (the generic cell rate algorithm). It takes 16 bytes, is found
without a search, and needs no tidying: a full budget is a free place. Where there is none, the fullest budget goes.
"""

import mmap
import secrets
import sys
import threading
import time
from collections.abc import Callable, Mapping
from struct import Struct

from guard_api.ports.operate.limits import Limit, Per, Quota, RateLimitResult

_WAYS = 4
"""Budgets that share a place in the table; each is two words: whose it is, and when it is full."""
_SETS = 1 << 15
_SHIFT = 64 - 15
_HALF = 1 << 63
_REGION = _SETS * _WAYS * 2
_REGIONS = {Per.KEY: (1, _SHIFT), Per.ADDRESS: (1 + _REGION, _SHIFT), Per.ALL: (1 + 2 * _REGION, 64)}
"""Where budgets begin, and by how many bits a name is cut to the number of a place in the region.

Addresses have a region of their own: who has millions of them must not push keys out. What counts everybody is one
budget a limit, in a place that nobody else is given.
"""
_NAMED = 1 + 2 * _REGION + _WAYS * 2
"""Where the addresses stand that were named."""
_MOST_NAMED = 16
_BYTES = 8 * (_NAMED + _MOST_NAMED)
_WORD = (1 << 64) - 1
_NANO = 1_000_000_000
_LIMITS = tuple(Limit)


def shared_memory() -> memoryview:
    """Make an empty table, for this process and all that it will fork. Raises OSError where there is no memory.

    It is written to here, so that it is there: memory that is only promised may be missing when it is used.
    """
    memory = mmap.mmap(-1, _BYTES)
    memory[:] = _scramble().ljust(_BYTES, b"\0")
    return memoryview(memory).cast("q")


def _memory_of_ones_own() -> memoryview:
    """Make an empty table for this process alone, which takes the memory that it comes to use, and no time."""
    memory = mmap.mmap(-1, _BYTES)
    scramble = _scramble()
    memory[: len(scramble)] = scramble
    return memoryview(memory).cast("q")


def _scramble() -> bytes:
    """Give an odd random number, by which places are found: else addresses could be chosen that crowd one place."""
    return (secrets.randbits(62) | 1).to_bytes(8, sys.byteorder)


class SharedRateLimiter:
    """The port `RateLimiter` on shared memory.

    Workers do not wait for each other: two that count for one budget in the same microsecond may count once. A limit
    bounds load; it is no bookkeeping.
    """

    def __init__(
        self, memory: memoryview | None, quotas: Mapping[Limit, Quota], now: Callable[[], int] = time.monotonic_ns
    ) -> None:
        """Count in `memory`, or alone; `now` gives nanoseconds of a clock that all workers have in common."""
        self._memory = memory = memory if memory is not None else _memory_of_ones_own()
        self._now = now
        self._read = Struct(f"{_WAYS * 2}q").unpack_from
        self._lock = threading.Lock()
        self._scramble = memory[0]
        self._quotas = {
            limit: (_LIMITS.index(limit), _REGIONS[limit.per], quota, quota.seconds * _NANO)
            for limit, quota in quotas.items()
            if quota.units
        }

    def spend(self, limit: Limit, whose: int) -> RateLimitResult | None:
        """Count a request against a budget; None where the quota is zero, which means none."""
        known = self._quotas.get(limit)
        if known is None:
            return None
        number, region, quota, window = known
        each = window // quota.units
        now = self._now()
        with self._lock:
            place, full_at = self._find(region, whose * 8 + number, now, window)
            spare = now + window - each - max(now, full_at)
            if spare >= 0:
                self._memory[place + 1] = now + window - spare
        # Without names: a tuple that is made with them takes twice as long. Seconds are rounded up.
        if spare < 0:
            return RateLimitResult(limit, quota, False, 0, -(spare // _NANO))  # noqa: FBT003
        left, part = divmod(spare, each)
        return RateLimitResult(limit, quota, True, left, -((part - each) // _NANO))  # noqa: FBT003

    def wait(self, limit: Limit, whose: int) -> int:
        """Look at a budget, and leave it as it is."""
        known = self._quotas.get(limit)
        if known is None:
            return 0
        number, region, quota, window = known
        now = self._now()
        with self._lock:
            _, full_at = self._find(region, whose * 8 + number, now, window)
        spare = now + window - window // quota.units - max(now, full_at)
        return max(0, -(spare // _NANO))

    def is_news(self, address: int) -> bool:
        """Say whether an address is named for the first time; when there is no place left, none is."""
        mark = (address * self._scramble & _WORD) - _HALF or 1
        with self._lock:
            for place in range(_NAMED, _NAMED + _MOST_NAMED):
                if self._memory[place] == 0:
                    self._memory[place] = mark
                    return True
                if self._memory[place] == mark:
                    return False
        return False

    def _find(self, region: tuple[int, int], name: int, now: int, window: int) -> tuple[int, int]:
        """Find a budget's place and when it is full; takes a place where it has none."""
        begin, shift = region
        scrambled = name * self._scramble & _WORD
        start = begin + (scrambled >> shift) * _WAYS * 2
        mark = scrambled - _HALF
        words = self._read(self._memory, start * 8)
        marks = words[::2]
        if mark in marks:
            at = marks.index(mark) * 2
            # A time that cannot be is another boot's, or was written while another worker took the place.
            return start + at, words[at + 1] if words[at + 1] <= now + window else now
        times = words[1::2]
        place = start + times.index(min(times)) * 2
        self._memory[place] = mark
        self._memory[place + 1] = now
        return place, now
