"""Ranges of numbers by the hashes that phones send of them: a number without its last digit, or its last two.

From the hash of `+861701234567` nobody can tell that it begins with +86170. So the blocks of ten and of a hundred
numbers that make up a range are hashed beforehand, the smallest ranges first, as many as `_MOST_BLOCKS`.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha1

from guard_api.lists.phoneblock.hashes import Span
from guard_api.numbers.prefixes import full_lengths

_MOST_BLOCKS = 500_000
"""8 MiB, and a second to hash. A range of a million numbers has ten thousand blocks of a hundred."""
_MOST_TENS = 1000
"""Blocks of ten of one range: of a larger one, phones find the blocks of a hundred."""
_DIGITS = 52
"""Bits that hold the digits of any number."""
_KEPT_BYTES = 6


class Ranges:
    """Blocks of numbers by the beginnings of their hashes."""

    def __init__(self, prefixes: Iterable[str], most: int = _MOST_BLOCKS) -> None:
        """Hash the blocks that `prefixes` are made of; those of short codes are nobody's whole number."""
        found = sorted({key << _DIGITS | digits for key, digits in _hashed(_chosen(prefixes, most))})
        self._keys = array("Q", (both >> _DIGITS for both in found))
        self._blocks = array("Q", (both & ((1 << _DIGITS) - 1) for both in found))

    def __len__(self) -> int:
        """Count the blocks."""
        return len(self._keys)

    def blocks(self, span: Span) -> Sequence[str]:
        """Give the blocks whose hashes have keys in a span (`hashes.span_of`)."""
        first, last = bisect_left(self._keys, span[0]), bisect_right(self._keys, span[1])
        return [f"+{digits}" for digits in self._blocks[first:last]]


_Job = tuple[int, str]
"""How many digits are to be put behind a prefix."""


def _chosen(prefixes: Iterable[str], most: int) -> Iterator[_Job]:
    jobs = sorted({job for prefix in prefixes if prefix[0] == "+" for job in _jobs(prefix)})
    for more, prefix in jobs:
        most -= 10**more
        if most < 0:
            return
        yield more, prefix


def _jobs(prefix: str) -> Iterator[_Job]:
    """Give a prefix itself, for who knows how long its numbers are, and the blocks that it is made of."""
    yield 0, prefix
    for length in full_lengths(prefix):
        tens, hundreds = length - 1 - len(prefix), length - 2 - len(prefix)
        if tens >= 0 and 10**tens <= _MOST_TENS:
            yield tens, prefix
        if hundreds >= 0:
            yield hundreds, prefix


def _hashed(jobs: Iterable[_Job]) -> Iterator[tuple[int, int]]:
    for more, prefix in jobs:
        begun, digits, count = sha1(prefix.encode(), usedforsecurity=False), int(prefix[1:]), 10**more
        for rest in range(count):
            block = begun.copy()
            block.update(b"%0*d" % (more, rest) if more else b"")
            yield int.from_bytes(block.digest()[:_KEPT_BYTES]), digits * count + rest
