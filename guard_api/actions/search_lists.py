"""Admins look for entries: by the beginning of a number in any form, or by what is said of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from guard_api.blocklist.cursor import Whole
from guard_api.errors import Invalid
from guard_api.numbers.caller_id import CallerKind, country_code_of, international_prefix_of, read_caller_id
from guard_api.numbers.plain import plain, without_scheme
from guard_api.ports import Services
from guard_api.ports.lists import ListedEntry, Search

_NUMBER = re.compile(r"(?:[A-Z]{2}:|\+)?\d+")
_SEPARATORS = re.compile(r"[\s\-./()\[\]]+")
_OTHERS = frozenset({CallerKind.LOOKALIKE, CallerKind.IMPOSSIBLE})
"""Their keys are what was displayed: no canonical form."""


class Place(NamedTuple):
    """Where a page ended: in the search for which number ("": for text), and where in it."""

    number: str
    found: tuple[Whole, str, Whole, Whole]


def search_lists(
    services: Services, text: str, wanted: Search, after: Place | None
) -> tuple[Sequence[ListedEntry], Place | None]:
    """Give a page of entries and where the next one begins. A number is looked for as whatever it may mean.

    One meaning comes after the other, the likeliest first. Raises Invalid when `after` is a place in another search.
    """
    digits = _SEPARATORS.sub("", without_scheme(plain(text))).rstrip("*")
    numbers = _broadest([*_readings(services, digits)]) if _NUMBER.fullmatch(digits) else [""]
    if after is not None and after.number not in numbers:
        raise Invalid("This cursor is of another search.", {"cursor": ["Use it with the same q."]})
    entries: list[ListedEntry] = []
    for number in numbers[numbers.index(after.number) if after is not None else 0 :]:
        search = replace(wanted, number=number, text="" if number else text, limit=wanted.limit - len(entries))
        found = services.catalogue.search(replace(search, after=after.found if after is not None else None))
        entries += found.entries
        if found.next is not None:
            return entries, Place(number, found.next)
        after = None
    return entries, None


def _readings(services: Services, digits: str) -> Iterator[str]:
    """Give the canonical forms with which a number may begin that begins so, the likeliest first."""
    region = services.default_region
    if not digits.isdigit():
        yield digits
        return
    caller = read_caller_id(digits, region, services.reference.current().directory)
    if caller.key is not None and caller.kind not in _OTHERS:
        yield caller.key
    code, abroad = str(country_code_of(region)), international_prefix_of(region)
    if digits.startswith(abroad):
        yield f"+{digits.removeprefix(abroad)}"
    yield f"+{code}{digits.removeprefix('0')}"
    if digits.startswith(code):
        yield f"+{digits}"
    yield f"{region}:{digits}"


def _broadest(numbers: Sequence[str]) -> list[str]:
    """Leave out what another one finds, too."""
    unlike = dict.fromkeys(numbers)
    return [one for one in unlike if not any(one.startswith(other) for other in unlike if other != one)]
