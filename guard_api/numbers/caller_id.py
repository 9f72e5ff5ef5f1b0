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

from guard_api.numbers.abroad import EVERYWHERE, behind_prefixes, seems_abroad
from guard_api.numbers.directory import Directory, OfficialNumber
from guard_api.numbers.plan import Number, calling_code_of, given_out_at_home, read_international, read_national
from guard_api.numbers.withheld import WITHHELD_CODES, is_withheld
from guard_api.text.plain import MAX_DISPLAYED, plain, without_scheme

_MAX_NUMBER = 64
"""The library takes 1.7 ms for 240 dashes: longer texts are no number."""

_SEPARATORS = re.compile(r"[\s\-./()\[\]]+")
_BARE = re.compile(rf"(?!\+\d{{{_MAX_NUMBER}}})(\+?)(\d{{1,{_MAX_NUMBER}}})\Z", re.ASCII)
_SERVICE_RANGES = {"CN": re.compile(r"1[0-2]|9[56]")}
"""Access codes of any length that E.164 does not know: service lines and their extensions."""
_LONGEST_SHORT_CODE = 6
_LONGEST_NUMBER = 15
"""Digits of an international number (E.164)."""
_HIDDEN = re.compile(r"[^\w+*]|_")
"""What no log shows: all but letters, digits, `+` and `*`."""
_FORMER = "521"
_FORMER_LENGTH = 13
_FORMER_AT_HOME = {"MX": re.compile(r"(?:01|04[45])(?=\d{10}\Z)")}
"""Numbers of Mexico with the digits in front that it gave up in 2019; networks and address books show them still."""


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
        found = _BARE.match(_SEPARATORS.sub("", dialled)) if text not in WITHHELD_CODES else None
        if found is None:
            withheld = not text or is_withheld(text) or is_withheld(dialled)
            return CallerId(raw, CallerKind.WITHHELD if withheld else CallerKind.UNREADABLE)
    plus, digits = found.groups()
    if plus:
        return _read_international(raw, found[0], digits.removeprefix(EVERYWHERE), region, directory)
    if seems_abroad(region).match(digits) is None:
        return _read_national(raw, digits, region, directory)
    return _read_behind_prefix(raw, digits, region, directory)


def _read_behind_prefix(raw: str, digits: str, region: str, directory: Directory) -> CallerId:
    """Read a form that may begin with an international prefix, or with several: the plainest of its meanings.

    A number that somebody at home has is his, whatever it begins with.
    """
    if directory.genuine(digits, region) is not None:
        return _read_national(raw, digits, region, directory)
    home = given_out_at_home(digits, region)
    if home is not None:
        return CallerId(raw, CallerKind.ORDINARY, home.e164)
    behind = behind_prefixes(digits, region)
    found = [_read_international(raw, digits, rest, region, directory) for rest in behind]
    best = min(found, key=_doubt) if len(found) > 1 else found[0] if found else None
    is_certain = digits.startswith((EVERYWHERE, international_prefix_of(region)))
    if best is None or (best.kind is CallerKind.IMPOSSIBLE and not is_certain):
        return _read_national(raw, digits, region, directory)
    return best


def _doubt(caller: CallerId) -> int:
    """Order the meanings of a form: numbers that somebody has, forged hotlines, numbers that could be."""
    if caller.kind in {CallerKind.OFFICIAL, CallerKind.LOOKALIKE}:
        return 1
    number = read_international(caller.key[1:], "") if caller.key is not None and caller.key.startswith("+") else None
    if number is not None and number.is_valid:
        return 0
    return 3 if caller.kind is CallerKind.IMPOSSIBLE else 2


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
    if home is None and region in _FORMER_AT_HOME:
        today = _FORMER_AT_HOME[region].sub("", digits)
        home = _at_home(raw, today, read_national(today, region), region)
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
    number = None if cannot_exist else read_international(_as_today(digits), region)
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


def _as_today(digits: str) -> str:
    """Give an international number as it is dialled since its country has changed its numbers."""
    return "52" + digits[len(_FORMER) :] if digits.startswith(_FORMER) and len(digits) == _FORMER_LENGTH else digits


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
    return _HIDDEN.sub("?", shown)
