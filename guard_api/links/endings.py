"""What a domain's ending says: where a domain costs next to nothing, many are registered for a day of fraud.

Measured on 540,072 fraud, 203,296 popular and 110,373 Chinese domains in 2026.
"""

TELLING = frozenset(["top", "sbs", "cfd", "cyou", "shop", "lol"])
"""Digits and letters under these are almost never innocent."""
ANY_DIGITS = frozenset(["xyz", "vip"])
"""Under these, names of nothing but digits are bought for luck, in bulk, and used for anything."""
CHEAP = TELLING | ANY_DIGITS | frozenset(["cc", "icu", "club", "buzz", "bond"])
