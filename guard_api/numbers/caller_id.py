"""Displayed text -> CallerId: who the screen says is calling, and what that form gives away.

The displayed string is classified before the library sees it: phonenumbers reads `+8695588`, `0086 95588`
and `95588` as the same object, and so erases the very prefix that unmasks a forged hotline.
"""

import re
from enum import StrEnum
from functools import cache

import phonenumbers
from msgspec import Struct
from phonenumbers import PhoneMetadata

from guard_api.numbers.directory import Directory, OfficialNumber
from guard_api.numbers.plain import MAX_DISPLAYED, plain, without_scheme
from guard_api.numbers.plan import Number, calling_code_of, read_international, read_national

_MAX_NUMBER = 64
"""The library takes 1.7 ms for 240 dashes: longer texts are no number."""

_SEPARATORS = re.compile(r"[\s\-./()\[\]]+")
_BARE = re.compile(rf"(?!\+\d{{{_MAX_NUMBER}}})(\+?)(\d{{1,{_MAX_NUMBER}}})\Z", re.ASCII)
_SERVICE_RANGES = {"CN": re.compile(r"1[0-2]|9[56]")}
"""Access codes of any length that E.164 does not know: service lines and their extensions."""
_LONGEST_SHORT_CODE = 6
_LONGEST_NUMBER = 15
"""Digits of an international number (E.164)."""

_WITHHELD = frozenset(
    """anonymous|private|private number|unknown|unknown number|unknown caller|restricted|blocked|unavailable
    |withheld|withheld number|no caller id|no number|number withheld|hidden|<unknown>|anonyme|unbekannt
    |-1|-2|-3|未知|未知号码|未知號碼|발신자표시제한|未知来电|私人号码|私密号码|匿名|匿名来电|无号码|无来电显示|无法显示|无法显示号码|隐藏号码
    |号码隐藏|保密|保密号码|非通知|発信番号非通知""".replace("\n    ", "").split("|"),
)
"""What handsets print in place of a number; -1, -2 and -3 are Android's own for unknown, private and payphone."""


class CallerKind(StrEnum):
    """What kind of number the screen shows."""

    OFFICIAL = "official"
    LOOKALIKE = "lookalike"
    ORDINARY = "ordinary"
    FOREIGN = "foreign"
    IMPOSSIBLE = "impossible"
    SHORT = "short"
    WITHHELD = "withheld"
    UNREADABLE = "unreadable"


class CallerReason(StrEnum):
    """Why a number is a look-alike or impossible."""

    HOTLINE_WITH_COUNTRY_CODE = "hotline_with_country_code"
    HOTLINE_WITH_INTERNATIONAL_PREFIX = "hotline_with_international_prefix"
    IMPOSSIBLE_INTERNATIONAL = "impossible_international"
    IMPOSSIBLE_NATIONAL = "impossible_national"


class CallerId(Struct, frozen=True):
    """A displayed number, read. `key` is canonical: E.164, or `CN:95588` where E.164 has no form, else None.

    `official` is the directory's number that this is (kind official) or that it imitates (kind lookalike).
    """

    displayed: str
    kind: CallerKind
    key: str | None = None
    reasons: tuple[CallerReason, ...] = ()
    official: OfficialNumber | None = None


def read_caller_id(displayed: object, region: str, directory: Directory) -> CallerId:
    """Read a caller number exactly as the phone displayed it. Never raises; junk is `unreadable`.

    `region` is the phone's, ISO 3166-1 alpha-2: it decides what is national. About 4 microseconds.
    """
    raw = displayed[:MAX_DISPLAYED] if isinstance(displayed, str) else ""
    found = _BARE.match(raw)  # nothing is there to undo: so are almost all, and it saves a third of their time
    if found is None:
        text = plain(displayed)
        dialled = without_scheme(text)
        if not text or text.casefold() in _WITHHELD or dialled.casefold() in _WITHHELD:
            return CallerId(raw, CallerKind.WITHHELD)
        found = _BARE.match(_SEPARATORS.sub("", dialled))
        if found is None:
            return CallerId(raw, CallerKind.UNREADABLE)
    plus, digits = found.groups()
    abroad = _behind_international_prefix(plus, digits, region)
    if abroad is None:
        return _read_national(raw, digits, region, directory)
    return _read_international(raw, found[0], abroad, region, directory)


def _behind_international_prefix(plus: str, digits: str, region: str) -> str | None:
    """Give the digits behind `+`, `00` or the region's own prefix (011), None for a national form."""
    if plus:
        return digits.removeprefix("00")
    for prefix in (international_prefix_of(region), "00"):
        if digits.startswith(prefix) and digits != prefix:
            return digits[len(prefix) :]
    return None


def _read_national(raw: str, digits: str, region: str, directory: Directory) -> CallerId:
    """Read a form without international prefix; networks may leave out the `+` of the own country code."""
    official = directory.genuine(digits, region)
    if official is not None:
        return _official(raw, official)
    country_code = str(country_code_of(region))
    if digits.startswith(country_code):
        official = directory.international("+" + digits)
        if official is not None:
            return _official(raw, official)
        rest = digits[len(country_code) :]
        imitated = directory.genuine(rest, region) or directory.genuine("0" + rest, region)
        if imitated is not None:
            return _lookalike(raw, digits, CallerReason.HOTLINE_WITH_COUNTRY_CODE, imitated)
    home = _at_home(raw, digits, read_national(digits, region), region)
    return home or CallerId(raw, CallerKind.IMPOSSIBLE, digits, (CallerReason.IMPOSSIBLE_NATIONAL,))


def _read_international(raw: str, compact: str, digits: str, region: str, directory: Directory) -> CallerId:
    """Read the digits behind an international prefix: a dressed-up hotline first, then the library."""
    imitated = directory.genuine(digits, region)
    if imitated is not None:
        return _lookalike(raw, compact, CallerReason.HOTLINE_WITH_INTERNATIONAL_PREFIX, imitated)
    official = directory.international("+" + digits)
    if official is not None:
        return _official(raw, official)
    cannot_exist = compact.startswith("+0") or digits.startswith("0") or len(digits) > _LONGEST_NUMBER
    number = None if cannot_exist else read_international(digits, region)
    dressed = _dressed_up(digits, number, region, directory)
    if dressed is not None:
        return _lookalike(raw, compact, *dressed)
    if number is not None and number.code == str(country_code_of(region)):
        home = _at_home(raw, digits[len(number.code) :], number, region)
        if home is not None:
            return home
    elif number is not None and number.is_possible:
        return CallerId(raw, CallerKind.FOREIGN, number.e164)
    return CallerId(raw, CallerKind.IMPOSSIBLE, compact, (CallerReason.IMPOSSIBLE_INTERNATIONAL,))


def _dressed_up(
    digits: str, number: Number | None, region: str, directory: Directory
) -> tuple[CallerReason, OfficialNumber] | None:
    """Find a hotline behind a country code: weak behind its own (handsets add it), strong behind any other."""
    code = calling_code_of(digits)
    if code is None:
        return None
    rest = digits[len(code) :]
    hotline = directory.behind_code(rest, code)
    if hotline is not None:
        return CallerReason.HOTLINE_WITH_COUNTRY_CODE, hotline
    imitated = directory.genuine(rest, region)
    if imitated is None or (number is not None and number.is_valid):
        return None
    return CallerReason.HOTLINE_WITH_INTERNATIONAL_PREFIX, imitated


def _at_home(raw: str, digits: str, number: Number | None, region: str) -> CallerId | None:
    """Read a number of the phone's own region; None when no such number can exist.

    Validity decides only between an ordinary number and a service line, never that a number is bad.
    """
    if number is not None and number.is_valid:
        return CallerId(raw, CallerKind.ORDINARY, number.e164)
    possible = number is not None and number.is_possible
    if is_service(digits, region) or (not possible and len(digits) <= _LONGEST_SHORT_CODE):
        return CallerId(raw, CallerKind.SHORT, f"{region}:{digits}")
    if number is None or not (possible or number.is_possible_nearby):
        return None
    return CallerId(raw, CallerKind.ORDINARY, number.e164)


def is_service(digits: str, region: str) -> bool:
    """Say whether what begins so, as displayed at home, is a service line: those are of any length."""
    services = _SERVICE_RANGES.get(region)
    return services is not None and services.match(digits) is not None


def _official(raw: str, official: OfficialNumber) -> CallerId:
    return CallerId(raw, CallerKind.OFFICIAL, f"{official.region}:{official.number}", official=official)


def _lookalike(raw: str, compact: str, reason: CallerReason, imitated: OfficialNumber) -> CallerId:
    return CallerId(raw, CallerKind.LOOKALIKE, compact, (reason,), imitated)


@cache
def country_code_of(region: str) -> int:
    """Give the country calling code of a region (ITU-T E.164)."""
    return phonenumbers.country_code_for_region(region)


@cache
def international_prefix_of(region: str) -> str:
    """Give the region's prefix where it is plain digits (011 in North America), else the usual 00."""
    metadata = PhoneMetadata.metadata_for_region(region)
    prefix = metadata.international_prefix if metadata is not None else None
    return prefix if prefix is not None and prefix.isdigit() else "00"


def masked(displayed: str) -> str:
    """Give a number as logs may hold it: its first two and last two characters, if it has more than six."""
    text = plain(displayed)[:_MAX_NUMBER]
    shown = f"{text[:2]}***{text[-2:]}" if len(text) > len("******") else "***"
    return "".join(character if character.isalnum() or character in "+*" else "?" for character in shown)
