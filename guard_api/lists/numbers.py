"""How a number that somebody wrote down becomes its one canonical form, and which must not be listed."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from guard_api.lists.entry import Entry, ListName, Match, Rejected
from guard_api.lists.written import SEVERAL, apart, are_long, are_several, one_number
from guard_api.numbers.caller_id import CallerKind, country_code_of, international_prefix_of, is_service, read_caller_id
from guard_api.numbers.directory import Directory, OfficialNumber
from guard_api.numbers.prefixes import behind_trunk, covered_by, readings

_SEPARATORS = re.compile(r"[\s\-./()\[\]]+")
_PREFIX = re.compile(r"(\+?)(\d{1,15})\Z")
_SHORT_CODE = re.compile(r"([A-Z]{2}):(\d+\*?)\Z")
_CANONICAL = re.compile(r"\+[1-9][0-9]{10,14}\Z")
_MOST_COVERED = 100_000_000
"""Numbers that a prefix may cover: all of 139 in China, of 021 in Shanghai, or of 07 7 in the United Kingdom."""
_SHORTEST_OF_SHORT_CODES = 3
_LONG = 7
"""Digits of whole numbers, as a rule."""
_LONGEST = 15
"""Digits of an entry at most: E.164 has no more, and longer ones have no key in a snapshot."""


class Protected:
    """Official numbers in every spelling in which an entry could cover them."""

    def __init__(self, numbers: Iterable[OfficialNumber]) -> None:
        """Sort once, so that a prefix is a binary search."""
        self._owners = {spelling: number for number in numbers for spelling in _spellings(number)}
        self._sorted = sorted(self._owners)

    def __contains__(self, number: object) -> bool:
        """Say whether a number is official."""
        return number in self._owners

    @property
    def phones(self) -> Sequence[str]:
        """List those spellings that begin with a `+`."""
        return [spelling for spelling in self._sorted if spelling[0] == "+"]

    def covered_by(self, number: str, match: Match) -> OfficialNumber | None:
        """Find an official number that the entry would cover, None when it covers none."""
        if match is Match.EXACT:
            return self._owners.get(number)
        at = bisect_left(self._sorted, number)
        if at < len(self._sorted) and self._sorted[at].startswith(number):
            return self._owners[self._sorted[at]]
        return None


def _spellings(number: OfficialNumber) -> Iterable[str]:
    code = country_code_of(number.region)
    yield f"{number.region}:{number.number}"
    yield f"+{code}{number.number}"
    yield f"+{code}{number.number.removeprefix('0')}"


class NumberReader:
    """Reads numbers of rows, for one list, one region and one state of the directory."""

    def __init__(self, region: str, directory: Directory, target: ListName = ListName.BLOCK) -> None:
        """Remember what was already asked of the library: lengths of numbers repeat by the million."""
        self._region = region
        self._may_cover = target is ListName.ALLOW
        self._directory = directory
        self.protected = Protected(directory.numbers)
        self._possible: dict[tuple[str, int], bool] = {}

    def read(self, entry: Entry) -> Entry | Rejected:
        """Give `entry` with its number in canonical form, or why it cannot stand on a list."""
        if entry.match is Match.EXACT and self._stands(entry.number):
            return entry
        if entry.match is Match.DOMAIN:
            return Rejected("a number is listed by itself or as a prefix: its match is exact or prefix")
        number = self._prefix(entry.number) if entry.match is Match.PREFIX else self._exact(entry.number)
        if isinstance(number, Rejected):
            return number
        covered = self.covers(number, entry.match)
        if covered is not None:
            return covered
        return entry if number == entry.number else replace(entry, number=number)

    def _stands(self, number: str) -> bool:
        """Say whether a number is canonical and nobody's: so are almost all, and this is the short way for them."""
        return bool(_CANONICAL.match(number)) and self._is_possible(number) and number not in self.protected

    def covers(self, number: str, match: Match) -> Rejected | None:
        """Say why a canonical number or prefix may not stand on the list, None when it may.

        What is allowed may include official lines, as 021 includes those of Shanghai.
        """
        if match is Match.PREFIX and self._may_cover:
            return None
        covered = self.protected.covered_by(number, match)
        return self._covers(covered) if covered is not None else None

    def _exact(self, text: str) -> str | Rejected:
        short = _SHORT_CODE.match(text)
        one = one_number(short[2] if short else text)
        if isinstance(one, Rejected):
            return one
        caller = read_caller_id(one, short[1] if short else self._region, self._directory)
        if caller.official is not None:
            return self._covers(caller.official)
        parts = apart(one)
        if caller.key is None or caller.kind is CallerKind.IMPOSSIBLE:
            if are_long(parts, _LONG):
                return SEVERAL
            return Rejected(f"{caller.kind}: not a number that anybody can have")
        if are_several(one) or (are_long(parts) and self._are_short(caller.kind, parts)):
            return SEVERAL
        return _unless_impossible(caller.key)

    def _are_short(self, kind: CallerKind, parts: list[str]) -> bool:
        """Say whether parts of a number are short codes, one by one: nobody groups the digits of one so."""
        return kind is CallerKind.SHORT or all(is_service(part, self._region) for part in parts)

    def _is_possible(self, number: str) -> bool:
        """Say whether a number of this beginning and length exists, and is written so: it depends on nothing else."""
        shape = number[:5], len(number)
        known = self._possible.get(shape)
        if known is None:
            caller = read_caller_id(number, self._region, self._directory)
            exists = caller.kind in {CallerKind.ORDINARY, CallerKind.FOREIGN}
            known = self._possible[shape] = exists and caller.key == number
        return known

    def _covers(self, official: OfficialNumber) -> Rejected:
        name = self._directory.organizations[official.organization].names["en"]
        why = "blocking what fraudsters imitate would cut off the real line"
        if self._may_cover:
            why = "no list can block it, so it needs no entry"
        return Rejected(f"covers {official.number}, an official number of {name}: {why}", official.number)

    def _prefix(self, text: str) -> str | Rejected:
        prefix = self.prefix(text)
        return prefix if isinstance(prefix, Rejected) else _unless_too_many(prefix)

    def prefix(self, text: str) -> str | Rejected:
        """Give a prefix in canonical form, however much it would cover."""
        short = _SHORT_CODE.match(text)
        one = one_number((short[2] if short else text).rstrip("* "))
        if isinstance(one, Rejected):
            return one
        found = _PREFIX.match(_SEPARATORS.sub("", one))
        if found is None:
            return Rejected("unreadable: a prefix is digits, with or without + in front")
        plus, digits = found.groups()
        if short is not None or plus:
            return _unless_impossible(f"{short[1]}:{digits}" if short is not None else f"+{digits}")
        return self._dialled(digits)

    def _dialled(self, digits: str) -> str | Rejected:
        """Read a prefix as it is dialled at home."""
        abroad = international_prefix_of(self._region)
        if digits.startswith(abroad):
            return _unless_impossible(f"+{digits.removeprefix(abroad)}")
        if digits.startswith("0"):
            return _unless_impossible(behind_trunk(digits, self._region))
        return self._only(digits)

    def _only(self, digits: str) -> str | Rejected:
        """Give the one thing that a prefix can mean without a + and a nought in front."""
        found = readings(digits, self._region)
        if len(found) == 1:
            return _unless_impossible(found[0])
        written = " or ".join(f"{one}*" for one in found or (f"+{digits}", f"{self._region}:{digits}"))
        if found:
            return Rejected(f"ambiguous: write {written}, whichever is meant")
        return Rejected(f"no number in {self._region} begins so: write {written}, if that is meant")


def _unless_too_many(prefix: str) -> str | Rejected:
    """Refuse what covers more than a range of numbers; of short codes nobody knows how long they are."""
    place, _, digits = prefix.rpartition(":")
    if place and len(digits) < _SHORTEST_OF_SHORT_CODES:
        return Rejected(f"too short: a prefix of short codes has at least {_SHORTEST_OF_SHORT_CODES} digits")
    if not place and (count := covered_by(prefix)) > _MOST_COVERED:
        return Rejected(f"too short: this prefix would cover {count:,} numbers, and may cover {_MOST_COVERED:,}")
    return prefix


def _unless_impossible(number: str) -> str | Rejected:
    if sum(map(str.isdigit, number)) > _LONGEST:
        return Rejected(f"too long: list a prefix of at most {_LONGEST} digits")
    if number.startswith("+0"):
        return Rejected("unreadable: no country code begins with 0")
    return number
