"""Beginnings of numbers as people write them at home: 139 in China, 415 in the United States."""

from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat

from guard_api.numbers.plan import read_international

_FILLINGS = "2580"
"""What stands for the digits that a prefix leaves open: some number of the range is valid with one of them."""
_TELLING = 8
"""Characters of a number that decide how long it is: country code, and operator or area."""
_LONGEST = 16
"""Characters of an E.164 number at most, the `+` among them."""


@lru_cache(maxsize=10_000)
def national_prefix(digits: str, region: str) -> str | None:
    """Give the beginning of an E.164 number that `digits` are the beginning of when displayed in `region`.

    None when no number is displayed so, as with 10657 in China: the numbers of Beijing have a 0 in front of their 10.
    """
    metadata = PhoneMetadata.metadata_for_region(region)
    lengths = metadata.general_desc.possible_length if metadata is not None and metadata.general_desc else ()
    for length in lengths:
        for filling in _FILLINGS:
            number = phonenumbers.PhoneNumber(
                country_code=phonenumbers.country_code_for_region(region),
                national_number=int(digits + filling * (length - len(digits))),
            )
            if len(digits) < length and _displayed(number).startswith(digits):
                return f"+{number.country_code}{digits}"
    return None


def _displayed(number: phonenumbers.PhoneNumber) -> str:
    """Give the digits of a number as they are displayed at home, "" for one that is nobody's."""
    if not phonenumbers.is_valid_number(number):
        return ""
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return "".join(character for character in national if character.isdigit())


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
