"""What a domain's ending says: endings that cost next to nothing are where domains for a day are registered."""

STRONG_CHEAP = frozenset(["top", "sbs", "cfd", "cyou", "shop", "lol"])
"""Digits under these are almost never innocent."""
CHEAP = STRONG_CHEAP | frozenset(["xyz", "vip", "cc", "icu", "club", "buzz", "bond"])
