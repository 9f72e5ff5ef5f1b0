"""International prefixes: what is dialled, and shown by networks, in front of a number of another country.

Nearly everywhere it is 00, in North America 011. Elsewhere there are several, one for each carrier that sells calls
abroad: 001, 002, 00700 in Korea, 0011 in Australia, 0014 and 0021 in Brazil. One may begin another.
"""

import re
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from phonenumbers import PhoneMetadata

EVERYWHERE = "00"
"""What the world knows (ITU-T E.164), so networks show it also where nobody dials it."""
_LONGEST = 9
"""Digits of the longest prefix that the library knows, of carriers in China: 1795100, and some to spare."""


class _Prefixes(NamedTuple):
    """International prefixes of a region: 00 if it is one, those of digits alone, and patterns by their first digit."""

    first: tuple[str, ...]
    plain: tuple[str, ...]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def seems_abroad(region: str) -> re.Pattern[str]:
    """Give what matches digits that may begin with an international prefix in `region`: hot, so compiled once."""
    return re.compile("|".join([EVERYWHERE, *_alternatives(region)]))


def behind_prefixes(digits: str, region: str) -> list[str]:
    """Give what stands behind each international prefix that digits begin with: 00 first where it is the region's."""
    first, plain, patterns = _prefixes(region)
    ends = [len(prefix) for prefix in (*first, *plain) if digits.startswith(prefix)]
    for begins, pattern in patterns:
        if digits.startswith(begins):
            ends += [end for end in range(1, _LONGEST + 1) if pattern.fullmatch(digits, 0, end)]
    if not first and digits.startswith(EVERYWHERE):
        ends.append(len(EVERYWHERE))
    return [digits[end:] for end in dict.fromkeys(ends) if end < len(digits)]


@cache
def _prefixes(region: str) -> _Prefixes:
    alternatives = _alternatives(region)
    patterns = [re.compile(one) for one in alternatives]
    is_own = any(pattern.fullmatch(EVERYWHERE) for pattern in patterns)
    return _Prefixes(
        (EVERYWHERE,) if is_own else (),
        tuple(one for one in alternatives if one.isdigit() and one != EVERYWHERE),
        tuple((one[:1] if one[0].isdigit() else "", re.compile(one)) for one in alternatives if not one.isdigit()),
    )


def _alternatives(region: str) -> list[str]:
    """Part the library's pattern where it names one prefix or another: not within brackets."""
    metadata = PhoneMetadata.metadata_for_region(region)
    pattern = metadata.international_prefix if metadata is not None else None
    depths = list(accumulate("([".count(one) - ")]".count(one) for one in pattern or ""))
    parts = "".join("\n" if one == "|" and not depth else one for one, depth in zip(pattern or "", depths, strict=True))
    return parts.split()
