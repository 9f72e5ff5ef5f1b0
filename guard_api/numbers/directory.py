"""The directory of official numbers, looked up under every form in which one is genuinely displayed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from guard_api.numbers.never_asks import Topic
from guard_api.numbers.plan import REGIONS_OF, read_national

_AREA_CODES: Mapping[str, re.Pattern[str]] = {"CN": re.compile(r"0(?:10|2[0-57-9]|[3-9]\d\d)")}
"""Trunk prefix and area code by region: in front of a hotline it is a genuine form (0571 96110)."""

_LONGEST_HOTLINE = 6
"""Hotlines up to this many digits are displayed with an area code in front."""


class CallsOut(StrEnum):
    """Whether the line ever phones anybody."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a person may need the number for."""

    NONE = ""
    REPORT = "report"
    EMERGENCY = "emergency"
    VOICEMAIL = "voicemail"


class CallsFrom(StrEnum):
    """From which numbers an organisation phones: its listed ones, any (couriers do), or nobody knows.

    `lines`: from lines of its own of which not all are listed; a mobile is none of them.
    """

    LISTED = "listed"
    LINES = "lines"
    ANY = "any"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Organization:
    """One that callers and sites pretend to be.

    Organisations of one `group` speak for each other: the anti-fraud centre is the police. `never` is what it asks of
    nobody on the phone.
    """

    id: str
    names: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    category: str = ""
    region: str = "CN"
    calls_from: CallsFrom = CallsFrom.LISTED
    group: str = ""
    never: frozenset[Topic] = frozenset()


@dataclass(frozen=True, slots=True)
class OfficialNumber:
    """A number of an organisation: national digits as printed, region as ISO 3166-1 alpha-2."""

    number: str
    region: str
    organization: str
    calls_out: CallsOut = CallsOut.UNKNOWN
    role: Role = Role.NONE


@dataclass(frozen=True, slots=True)
class Directory:
    """Official numbers and the organisations behind them. Immutable; loading anew makes a new one."""

    organizations: Mapping[str, Organization]
    numbers: tuple[OfficialNumber, ...]
    _national: dict[str, dict[str, OfficialNumber]] = field(init=False, repr=False)
    _e164: dict[str, OfficialNumber] = field(init=False, repr=False)
    _of: dict[str, tuple[OfficialNumber, ...]] = field(init=False, repr=False)
    _roles: dict[tuple[Role, str], OfficialNumber] = field(init=False, repr=False)
    _homes: dict[str, tuple[str, ...]] = field(init=False, repr=False)
    _grouped: tuple[Organization, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index once, so that a look-up is a hash."""
        national: dict[str, dict[str, OfficialNumber]] = {}
        of: dict[str, list[OfficialNumber]] = {}
        for number in self.numbers:
            national.setdefault(number.region, {})[number.number] = number
            of.setdefault(number.organization, []).append(number)
        object.__setattr__(self, "_national", national)
        roles = {(number.role, number.region): number for number in reversed(self.numbers)}
        object.__setattr__(self, "_roles", roles)
        object.__setattr__(self, "_of", {name: tuple(numbers) for name, numbers in of.items()})
        codes = {code: tuple(home for home in homes if home in national) for code, homes in REGIONS_OF.items()}
        object.__setattr__(self, "_homes", {code: homes for code, homes in codes.items() if homes})
        object.__setattr__(self, "_grouped", tuple(one for one in self.organizations.values() if one.group))
        object.__setattr__(self, "_e164", dict(self._dialled_from_abroad()))

    def _dialled_from_abroad(self) -> Iterable[tuple[str, OfficialNumber]]:
        for number in self.numbers:
            area = self._behind_area_code(number.number, number.region)
            if area is not None:
                continue
            read = read_national(number.number, number.region)
            if read is not None and read.is_valid:
                yield read.e164, number

    def _behind_area_code(self, digits: str, region: str) -> OfficialNumber | None:
        area = _AREA_CODES.get(region)
        found = area.match(digits) if area else None
        if found is None:
            return None
        hotline = digits[found.end() :]
        if hotline.startswith("0") or len(hotline) > _LONGEST_HOTLINE:
            return None
        return self._national[region].get(hotline)

    def genuine(self, digits: str, region: str) -> OfficialNumber | None:
        """Find `digits`, as displayed at home in `region`: the number itself, or a hotline behind an area code."""
        numbers = self._national.get(region)
        if numbers is None:
            return None
        return self._behind_area_code(digits, region) or numbers.get(digits)

    def behind_code(self, digits: str, code: str) -> OfficialNumber | None:
        """Find what calls itself `digits` behind a calling code: with or without the trunk 0 that they lack there."""
        homes = self._homes.get(code)
        if homes is None:
            return None
        forms = (digits, "0" + digits, digits[1:]) if digits.startswith("0") else (digits, "0" + digits)
        for home in homes:
            for form in forms:
                found = self.genuine(form, home)
                if found is not None:
                    return found
        return None

    def international(self, e164: str) -> OfficialNumber | None:
        """Find a fixed line or 400/800 number by its E.164 form; hotlines have none."""
        return self._e164.get(e164)

    def numbers_of(self, organization: str) -> tuple[OfficialNumber, ...]:
        """List an organisation's numbers as they were loaded; () when there are none."""
        return self._of.get(organization, ())

    def related(self, organizations: Sequence[str]) -> tuple[str, ...]:
        """List organisations and all that speak for them, those asked for first."""
        groups = {group for name in organizations if (group := self.organizations[name].group)}
        same = [one.id for one in self._grouped if one.group in groups] if groups else []
        return tuple(dict.fromkeys([*organizations, *same]))

    def with_role(self, role: Role, region: str) -> OfficialNumber | None:
        """Find the number that serves `role` in `region`, e.g. where to report fraud."""
        return self._roles.get((role, region))
