"""Digits -> Number: how phonenumbers reads them, to the letter, at a tenth of its cost.

The library reads any text and compiles, copies and classifies what is asked of it each time: 12 to 30 microseconds
for each number. What comes here is digits, and nearly all of them need none of its special cases. So its metadata is
compiled once for each region, and whatever that does not decide for certain is left to the library.
"""

import re
from collections.abc import Sequence
from functools import cache

import phonenumbers
from msgspec import Struct
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumberDesc

_KINDS = (
    "mobile",
    "fixed_line",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)
"""Kinds of numbers, those first that call most often: whoever has one of them is somebody."""
_LENGTHS = range(2, 18)
"""Digits of a national number that the library reads at all."""
_LONGEST_DIALLED = 40
"""Digits that may be dialled at most: the longest prefixes are shorter than what is left for them here."""
_NEVER = "(?!)"
REGIONS = tuple(sorted(phonenumbers.SUPPORTED_REGIONS))
"""Every region that has numbers, by ISO 3166-1."""
REGIONS_OF = {str(code): regions for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()}
"""Regions by calling code as dialled, the main one first; 001 where it is no region's."""
_CODES = {
    (code + more)[:3]: code for code in REGIONS_OF for more in ("", *"0123456789", *map("{:02}".format, range(100)))
}
"""Calling codes by the first three digits of a number, or by all that there are."""


_OFFICES = frozenset(
    {
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }
)


class Number(Struct, frozen=True):
    """A calling code, and the digits behind it (E.164's national significant number)."""

    code: str
    national: str

    @property
    def e164(self) -> str:
        """The number as the whole world dials it."""
        return f"+{self.code}{self.national}"

    @property
    def is_valid(self) -> bool:
        """Whether it is in a range that some region of its code has given out."""
        for region in REGIONS_OF[self.code]:
            plan = _plan(self.code, region)
            if plan.begins is None:
                if plan.has(self.national):
                    return True
            elif plan.begins.match(self.national):
                return plan.has(self.national)
        return False

    @property
    def is_possible(self) -> bool:
        """Whether numbers of its code are that long."""
        return len(self.national) in _main_plan(self.code).lengths

    @property
    def is_possible_nearby(self) -> bool:
        """Whether numbers of its code are that long when dialled without their area code."""
        return len(self.national) in _main_plan(self.code).local_lengths


class _Plan:
    """The numbering plan of one region, compiled."""

    def __init__(self, metadata: PhoneMetadata, *, alone: bool) -> None:
        """Compile once: up to 2 milliseconds. A region that is `alone` has its whole calling code to itself."""
        general = metadata.general_desc or PhoneNumberDesc()
        kinds = [getattr(metadata, kind) for kind in _KINDS]
        self.code = str(metadata.country_code)
        self.begins = re.compile(metadata.leading_digits) if metadata.leading_digits and not alone else None
        self.local_lengths = frozenset(general.possible_length_local_only)
        self.lengths = frozenset(general.possible_length) - self.local_lengths
        self._abroad = re.compile(metadata.international_prefix or _NEVER)
        self._trunk = re.compile(metadata.national_prefix_for_parsing or _NEVER)
        self._rewrites = bool(metadata.national_prefix_transform_rule)
        self._general = re.compile(general.national_number_pattern or _NEVER)
        self._kinds = {length: _patterns(kinds, length) for length in general.possible_length}

    def has(self, national: str) -> bool:
        """Say whether the region has given out the number's range."""
        kinds = self._kinds.get(len(national))
        if kinds is None or not self._general.fullmatch(national):
            return False
        for kind in kinds:  # noqa: SIM110 - `any` and its generator take as long as two of these matches
            if kind.fullmatch(national):
                return True
        return False

    def bare(self, dialled: str) -> str | None:
        """Give a national number without trunk prefix (the 0 of 0171); None when it is uncertain."""
        trunk = self._trunk.match(dialled)
        if trunk is None:
            return dialled
        bare = dialled[trunk.end() :]
        if self._rewrites and trunk.lastindex is not None:
            return None
        return bare if bare == dialled or self._is_plausible(bare) else None

    def national(self, dialled: str) -> str | None:
        """Give the national number of what was dialled at home; None when it is uncertain."""
        if len(dialled) not in _LENGTHS or self._abroad.match(dialled):
            return None
        if dialled.startswith(self.code) and not self._is_plausible(dialled):
            rest = dialled[len(self.code) :]
            behind_code = self._is_plausible(rest) and not self._general.fullmatch(dialled)
            return rest if behind_code and self.bare(rest) == rest == _main_plan(self.code).bare(rest) else None
        return self.bare(dialled)

    def _is_plausible(self, national: str) -> bool:
        return len(national) in self.lengths and self._general.fullmatch(national) is not None


def _patterns(kinds: Sequence[PhoneNumberDesc | None], length: int) -> Sequence[re.Pattern[str]]:
    found = [kind.national_number_pattern for kind in kinds if kind is not None and length in kind.possible_length]
    return [re.compile(pattern) for pattern in dict.fromkeys(found) if pattern]


def calling_code_of(digits: str) -> str | None:
    """Give the country calling code that `digits` begin with (E.164: no code is a prefix of another)."""
    return _CODES.get(digits[:3])


def read_international(digits: str, region: str) -> Number | None:
    """Read the digits behind a `+`, at most 15; None when the library finds no number in them."""
    code = calling_code_of(digits)
    rest = digits[len(code) :] if code is not None else ""
    national = _main_plan(code).bare(rest) if code is not None and len(rest) in _LENGTHS else None
    return Number(code, national) if code is not None and national is not None else _left("+" + digits, region)


def read_national(digits: str, region: str) -> Number | None:
    """Read digits as dialled in `region`; None when the library finds no number in them."""
    if len(digits) > _LONGEST_DIALLED:
        return None  # as the library finds, in 60 microseconds
    plan = _home_plan(region)
    national = plan.national(digits) if plan is not None else None
    return Number(plan.code, national) if plan is not None and national is not None else _left(digits, region)


def may_be_an_office(e164: str, region: str) -> bool:
    """Whether a number is one of `region` that offices have: a fixed line, or one of a service.

    Where fixed lines and mobiles share their ranges, it may be.
    """
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return False
    at_home = number.country_code == phonenumbers.country_code_for_region(region)
    return at_home and phonenumbers.number_type(number) in _OFFICES


def given_out_at_home(digits: str, region: str) -> Number | None:
    """Read digits as dialled in `region` if somebody there has that number, whatever prefix it seems to begin with."""
    plan = _home_plan(region)
    for national in () if plan is None else (digits, plan.bare(digits)):
        if plan is not None and national is not None and plan.has(national):
            return Number(plan.code, national)
    return None


def _left(text: str, region: str) -> Number | None:
    """Leave a text to the library."""
    try:
        read = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return Number(str(read.country_code), phonenumbers.national_significant_number(read))


@cache
def _plan(code: str, region: str) -> _Plan:
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(int(code), region)
    return _Plan(metadata, alone=len(REGIONS_OF[code]) == 1)  # type: ignore[arg-type] # there is some for all its codes


@cache
def _main_plan(code: str) -> _Plan:
    return _plan(code, REGIONS_OF[code][0])


@cache
def _home_plan(region: str) -> _Plan | None:
    metadata = PhoneMetadata.metadata_for_region(region)
    return _plan(str(metadata.country_code), region) if metadata is not None else None
