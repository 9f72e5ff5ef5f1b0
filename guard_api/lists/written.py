"""What stands in the place of one number: what spreadsheets make of numbers is undone, and where it cannot be, said.

A spreadsheet shows a column of numbers with a gap as 13912340011.0, a wide one as 1.39E+10, and one that it was to add
up as 13,912,340,011; people write several numbers into one cell, and dots for digits that may be any. Whoever took the
digits alone would list somebody else. So a dot is a separator only where people write it as one.
"""

import re
import unicodedata

from guard_api.lists.entry import Rejected
from guard_api.text.plain import plain, without_scheme

DECIMAL = Rejected("Excel has made a decimal number of it: format the column as text")
SEVERAL = Rejected("several numbers in one place: write each on a line of its own")
_EXTENSION = Rejected("a number with an extension: nobody calls with one, so list the number alone")
_OPEN = Rejected("dots, dashes or letters for digits that may be any: write the beginning and a * behind it")
_GROUPED = Rejected("a number with thousands separators: format the column as text in the spreadsheet")
_FRACTION = Rejected("figures that are no plain digits")

_SHEET_TEXT = re.compile(r'=\s*"([^"]*)"|\'([^\']*)')
"""How people make a spreadsheet leave a number as it is."""
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*(?:[eE]\s*[+-]?\d+|[x*×]\s*10\s*\^?\s*[+-]?\d+)")
_WHOLE = re.compile(r"(\+?\d+)[.,]0+")
"""A number with nothing but noughts behind the point."""
_POINT = re.compile(r"\+?\d*(?:\.\d+|,\d{1,4})")
_CODE_AND_DOT = re.compile(r"\+\d{1,3}\.\d+")
"""As domain registries write numbers (EPP, RFC 5733)."""
_AREA_AND_DOT = re.compile(r"0\d+\.\d{4,}")
"""No spreadsheet begins a number with a nought that is none in front of the point."""
_SPENT = re.compile(r"[^.]*\.0+|\d{1,3}(?:\.\d{3})+\.0{1,3}|.*\.0")
"""Noughts behind the point of what somebody has grouped already."""
_GAPS = re.compile(r"[.\-/](?:\s*[.\-/])+|[(\[]\s*[)\]]|[xX?#_%*…]{2,}|\d[xX?#_%…]+\Z")
_MARKS = re.compile(r"[,;|、&\\\n\t]|\s[oOuU]\w{1,3}\s")
"""What people put between two numbers."""
_EXTENDED = re.compile(r"\d\s*(?:x|ext\.?|extension|доб\.?|#|转|轉|分机|分機|内线|內線)\s*:?\d{1,6}", re.IGNORECASE)
_THOUSANDS = re.compile(r"\+?\d{1,3}(?:[,'’`´]\d{3})+(?:\.\d*)?")
_SPACES = re.compile(r"[\s/]+")
_ANY_SEPARATORS = re.compile(r"[\s/\-.()\[\]]+")
_LONG = 5
"""Digits of the shortest number that a list is likely to hold."""
_LONGER = 6
"""Digits of the shortest one with a nought or a + in front."""


def one_number(text: str) -> str | Rejected:
    """Give the number that `text` holds, in any form that people write; or why it is none, or not just one."""
    if text.isascii() and text.isdigit():
        return text
    if any(unicodedata.category(character) == "No" for character in text):
        return _FRACTION
    shown = plain(text)
    sheet = _SHEET_TEXT.fullmatch(shown)
    if sheet is not None:
        shown = (sheet[1] or sheet[2] or "").strip()
    dialled = without_scheme(shown)
    if dialled != shown and _leaves_digits(shown):
        return _EXTENSION
    return _one(dialled)


def _leaves_digits(uri: str) -> bool:
    """Say whether there is more to a number in a URI than is dialled: an extension, or where it is one."""
    scheme, _, rest = uri.partition(":")
    behind = re.split(r"[;?]" if "sip" in scheme.lower() else r"[;?@]", rest)[1:]
    return any(any(map(str.isdigit, part)) for part in behind)


def _one(text: str) -> str | Rejected:
    whole = _WHOLE.fullmatch(text)
    if whole is not None:
        return whole[1]
    if _SCIENTIFIC.fullmatch(text) or _is_decimal(text):
        return DECIMAL
    if _GAPS.search(text):
        return _OPEN
    if len(_long(_MARKS.split(text))) > 1:
        return SEVERAL
    if _EXTENDED.search(text):
        return _EXTENSION
    return _GROUPED if _THOUSANDS.fullmatch(text) else text


def _is_decimal(text: str) -> bool:
    if _POINT.fullmatch(text):
        return not (_CODE_AND_DOT.fullmatch(text) or _AREA_AND_DOT.fullmatch(text))
    return _SPENT.fullmatch(text) is not None


def _long(parts: list[str], least: int = _LONG) -> list[str]:
    return [part for part in parts if sum(map(str.isdigit, part)) >= least]


def apart(text: str) -> list[str]:
    """Give what stands apart in a number, between blanks or slashes: its parts, or several numbers."""
    return [part for part in _SPACES.split(text) if part]


def are_several(text: str) -> bool:
    """Say whether what may read as one number is rather two behind each other.

    Nobody begins a later part of a number with a nought or a + and half a dozen digits.
    """
    return len([part for part in _long(_ANY_SEPARATORS.split(text), _LONGER) if part[0] in "+0"]) > 1


def are_long(parts: list[str], least: int = _LONG) -> bool:
    """Say whether there are several parts, each of which is as long as a number may be."""
    return len(parts) > 1 and len(_long(parts, least)) == len(parts)
