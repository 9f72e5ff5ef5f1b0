"""SHA-1 of numbers: how a phone asks about a number without saying which.

As in the PhoneBlock API (github.com/haumacher/phoneblock, `phoneblock.json`, `PhoneHash.java`): the digest of the
number in its `+` form, in upper-case hexadecimal digits. Of each digest the first 48 bits are kept: with ten million
numbers, one look-up in 28 million meets a stranger, and the digest is made again anyway.
"""

from hashlib import sha1

from guard_api.numbers.caller_id import country_code_of

_KEPT_BYTES = 6
_KEPT = 2 * _KEPT_BYTES
"""Hexadecimal digits of a key."""
Span = tuple[int, int]
"""The first and the last key of those that begin alike."""


def phone_of(number: str) -> str:
    """Give a canonical number as apps write and hash it, who know no other form: `CN:10657` as `+8610657`."""
    if number[0] == "+":
        return number
    region, _, digits = number.rpartition(":")
    return f"+{country_code_of(region)}{digits}" if region else number


def digest_of(phone: str) -> str:
    """Give what apps send for a number, or for its beginning."""
    return sha1(phone.encode(), usedforsecurity=False).hexdigest().upper()


def key_of(number: str) -> int:
    """Give the key of a canonical number."""
    phone = number if number[0] == "+" else phone_of(number)
    return int.from_bytes(sha1(phone.encode(), usedforsecurity=False).digest()[:_KEPT_BYTES])


def span_of(beginning: str) -> Span:
    """Give the keys of all digests that begin with these hexadecimal digits; 40 of them are one digest."""
    kept = beginning[:_KEPT]
    return int(kept.ljust(_KEPT, "0"), 16), int(kept.ljust(_KEPT, "F"), 16)
