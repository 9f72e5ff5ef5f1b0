"""Admins look for entries: by the beginning of a number in any form, or by what is said of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from guard_api.numbers.caller_id import CallerKind, country_code_of, read_caller_id
from guard_api.numbers.plain import plain
from guard_api.ports import Services
from guard_api.ports.lists import ListedEntry, Search

_NUMBER = re.compile(r"(?:[A-Z]{2}:|\+)?\d+\*?")
_SEPARATORS = re.compile(r"[\s\-./()]+")


class Place(NamedTuple):
    """Where a page ended: in the search for which number, and where in it."""

    number: str
    found: tuple[int, str, int, int]


def search_lists(
    services: Services, text: str, wanted: Search, after: Place | None
) -> tuple[Sequence[ListedEntry], Place | None]:
    """Give a page of entries and where the next one begins. A number is looked for as it may be meant."""
    digits = _SEPARATORS.sub("", plain(text))
    if not _NUMBER.fullmatch(digits):
        numbers, wanted = [""], replace(wanted, text=text)
    else:
        numbers = [after.number] if after is not None else list(dict.fromkeys(_readings(services, digits.rstrip("*"))))
    for number in numbers:
        search = replace(wanted, number=number, after=after.found if after is not None else None)
        found = services.catalogue.search(search)
        if found.entries or found.next is not None:
            break
    return found.entries, Place(number, found.next) if found.next is not None else None


def _readings(services: Services, digits: str) -> Iterator[str]:
    """Give the canonical forms with which a number may begin that begins so."""
    region = services.default_region
    if not digits.isdigit():
        yield digits
        return
    caller = read_caller_id(digits, region, services.reference.current().directory)
    if caller.key is not None and caller.kind is not CallerKind.LOOKALIKE:
        yield caller.key
    yield f"+{country_code_of(region)}{digits.removeprefix('0')}"
    yield f"{region}:{digits}"
