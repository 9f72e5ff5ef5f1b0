"""The slots of a cluster: which one a key lies in, and a key for each."""

from binascii import crc_hqx
from collections.abc import Sequence
from functools import cache
from itertools import product
from string import ascii_lowercase, digits

SLOTS = 16384


def slot_of(tag: str) -> int:
    """Return the slot of all keys with `{tag}` in them."""
    return crc_hqx(tag.encode(), 0) % SLOTS


@cache
def tags() -> Sequence[str]:
    """Return for each slot a tag that lies in it."""
    found: dict[int, str] = {}
    for letters in product(ascii_lowercase + digits, repeat=4):
        tag = "".join(letters)
        found.setdefault(slot_of(tag), tag)
        if len(found) == SLOTS:
            break
    return [found[slot] for slot in range(SLOTS)]
