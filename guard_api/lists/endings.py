"""The last digits of numbers, as keys in whose order numbers that end alike lie together."""

_DIGITS = 9
"""Of more last digits than these, the rest is compared."""


def ending_key(number: str) -> int:
    """Return the last digits of a number, read backwards: `+8613912345678` gives 876543219."""
    return span_of(number)[0]


def span_of(digits: str) -> tuple[int, int]:
    """Return the first and the last key that a number may have which ends in these digits."""
    written = "".join(filter(str.isdecimal, digits))[: -_DIGITS - 1 : -1]
    scale = 10 ** (_DIGITS - len(written))
    first = int(written or "0") * scale
    return first, first + scale - 1
