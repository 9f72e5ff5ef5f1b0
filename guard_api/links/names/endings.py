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
_SELDOM = (
    "agency|asia|autos|bar|beauty|bid|biz|boats|cam|cards|care|cash|casa|center|cf|chat|ci|click|cm|college|cool|credit|"
    "date|degree|delivery|desk|digital|direct|download|eu.org|exchange|express|faith|fans|finance|fit|fun|fund|ga|gay|gd|"
    "gdn|gives|gq|group|guru|hair|help|homes|host|how|ink|international|kg|kim|lat|lgbt|life|link|live|loan|loans|ltd|"
    "makeup|men|ml|mobi|mom|monster|name|network|ninja|ong|onl|one|online|ooo|party|partners|pics|pm|pro|press|pub|pw|"
    "quest|racing|red|ren|rent|repair|rest|review|rocks|run|services|site|skin|solutions|space|store|stream|study|support|"
    "surf|systems|tech|tel|tk|today|tokyo|trade|uno|wang|website|wiki|win|work|works|world|wtf|yachts|zip|zone"
)
"""Endings that fraud likes too, and that nobody would take for one where a sentence ends without a space."""
LIKED = CHEAP.union(_SELDOM.split("|"))
