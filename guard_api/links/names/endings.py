"""What a domain's ending says: where a domain costs next to nothing, many are registered for a day of fraud.

Measured on 540,072 fraud, 203,296 popular and 110,373 Chinese domains in 2026.
"""

import re

RUN_ON = re.compile(r"\.(?<=[a-z]\.)(?=[A-Z][a-z]+[ ,] ?[A-Za-z])(?!(?:Com|Cn|Net|Org|Io|Co|Uk|Hk|Tw|De|Gov|Edu)[ ,])")
"""The end of a sentence behind which the next begins without a space: "they responded.Today we go" names no site."""
TELLING = frozenset(["top", "sbs", "cfd", "cyou", "shop", "lol"])
"""Digits and letters under these are almost never innocent."""
ANY_DIGITS = frozenset(["xyz", "vip"])
"""Under these, names of nothing but digits are bought for luck, in bulk, and used for anything."""
CHEAP = TELLING | ANY_DIGITS | frozenset(["cc", "icu", "club", "buzz", "bond"])
