"""Beginnings of numbers as people write them at home: 139 in China, 415 in the United States."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from statistics import median_low

import phonenumbers
from phonenumbers import NumberFormat, PhoneMetadata, PhoneNumber, PhoneNumberFormat
from phonenumbers.shortnumberinfo import is_valid_short_number_for_region

from guard_api.numbers.caller_id import country_code_of, is_service
from guard_api.numbers.plan import read_international

_FILLINGS = "2580"
"""What stands for the digits that a prefix leaves open: some number of the range is valid with one of them."""
_TELLING = 8
"""Characters of a number that decide how long it is: country code, and operator or area."""
_LONGEST = 16
"""Characters of an E.164 number at most, the `+` among them."""
_USUAL = 13
"""Characters of a number of which nobody knows the range."""
_LONGEST_SHORT_CODE = 6


@lru_cache(maxsize=10_000)
def national_prefix(digits: str, region: str) -> str | None:
    """Give the beginning of an E.164 number that `digits` are the beginning of when displayed in `region`.

    None when no number is displayed so, as with 10657 in China: the numbers of Beijing have a 0 in front of their 10.
    """
    for bare in dict.fromkeys((digits.removeprefix(_trunk(region)), digits)):
        if any(_displayed(number).startswith(digits) for number in _numbers(bare, region)):
            return f"+{country_code_of(region)}{bare}"
    return None


def behind_trunk(digits: str, region: str) -> str:
    """Give the beginning of an E.164 number that begins with a nought at home: it belongs to the number in Italy."""
    return national_prefix(digits, region) or f"+{country_code_of(region)}{digits.removeprefix(_trunk(region))}"


def _trunk(region: str) -> str:
    metadata = PhoneMetadata.metadata_for_region(region)
    return (metadata.national_prefix if metadata is not None else None) or ""


def _numbers(bare: str, region: str) -> Iterator[PhoneNumber]:
    """Give some numbers of somebody that begin so, without what is dialled in front at home."""
    metadata = PhoneMetadata.metadata_for_region(region)
    lengths = metadata.general_desc.possible_length if metadata is not None and metadata.general_desc else ()
    for length in lengths:
        for filling in _FILLINGS if len(bare) < length else "":
            text = f"+{country_code_of(region)}{bare.ljust(length, filling)}"
            number = phonenumbers.parse(text)
            if phonenumbers.is_valid_number(number):
                yield number


def _displayed(number: PhoneNumber) -> str:
    """Give the digits of a number as they are displayed at home."""
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return "".join(character for character in national if character.isdigit())


def _goes_without_trunk(number: PhoneNumber, region: str) -> bool:
    """Say whether people at home leave out the digit in front of a number, as the 0 in India and the 8 in Russia."""
    metadata, bare = PhoneMetadata.metadata_for_region(region), phonenumbers.national_significant_number(number)
    forms = metadata.number_format if metadata is not None else ()
    fitting = (form for form in forms if re.fullmatch(form.pattern or "", bare) and _leads(form, bare))
    return any(form.national_prefix_optional_when_formatting for form in islice(fitting, 1))


def _leads(form: NumberFormat, bare: str) -> bool:
    """Say whether a form is for numbers that begin so."""
    return not form.leading_digits_pattern or bool(re.match(form.leading_digits_pattern[-1], bare))


@lru_cache(maxsize=10_000)
def readings(digits: str, region: str) -> Sequence[str]:
    """Give all that the beginning of a number may mean that has no + and no nought in front, canonical.

    It may be as numbers are displayed at home, or have the country code in front, or begin a short code. What lacks the
    nought that all such numbers have at home, as 162 does in France, was written so by a spreadsheet.
    """
    if is_service(digits, region):
        return (f"{region}:{digits}",)
    code = str(country_code_of(region))
    untrunked = f"+{code}{digits}"
    at_home = national_prefix(digits, region)
    if at_home is None and any(_goes_without_trunk(number, region) for number in _numbers(digits, region)):
        at_home = untrunked
    abroad = f"+{digits}" if digits.startswith(code) and full_lengths(f"+{digits}") else None
    found = [one for one in (at_home, abroad) if one is not None]
    if not found:
        found += [untrunked] if full_lengths(untrunked) else []
        found += [f"{region}:{digits}"] if _begins_short_code(digits, region) else []
    return tuple(dict.fromkeys(found))


def _begins_short_code(digits: str, region: str) -> bool:
    longer = range(len(digits), _LONGEST_SHORT_CODE + 1)
    numbers = (digits.ljust(length, filling) for length in longer for filling in "0123456789")
    code = phonenumbers.country_code_for_region(region)
    return any(
        is_valid_short_number_for_region(PhoneNumber(country_code=code, national_number=int(one)), region)
        for one in numbers
    )


def covered_by(prefix: str) -> int:
    """Say how many numbers begin with a prefix, a `+` and digits, about: lengths differ in Germany, for one."""
    lengths = full_lengths(prefix) or [max(_USUAL, len(prefix))]
    return int(10 ** (median_low(lengths) - len(prefix)))


def full_lengths(prefix: str) -> tuple[int, ...]:
    """Give how many characters whole numbers have that begin with `prefix`, a `+` and digits: longer ones than it."""
    return tuple(length for length in _lengths(prefix[:_TELLING]) if length > len(prefix))


@lru_cache(maxsize=10_000)
def _lengths(beginning: str) -> tuple[int, ...]:
    lengths = range(len(beginning) + 1, _LONGEST + 1)
    return tuple(length for length in lengths if any(_is_somebodys(beginning.ljust(length, f)) for f in _FILLINGS))


def _is_somebodys(text: str) -> bool:
    number = read_international(text.removeprefix("+"), "")
    return number is not None and number.is_valid
