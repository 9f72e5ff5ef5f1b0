"""Admins look for entries: by the beginning of a number or domain in any form, or by what is said of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from guard_api.actions.pages import Paged
from guard_api.errors import Invalid
from guard_api.lists.cursor import Whole
from guard_api.lists.domains import bare, host_of
from guard_api.lists.written import one_number
from guard_api.numbers.caller_id import CallerKind, country_code_of, international_prefix_of, read_caller_id
from guard_api.ports import Services
from guard_api.ports.lists.catalogue import KindCount, Search
from guard_api.ports.lists.lists import ListedEntry
from guard_api.text.plain import plain, without_scheme

_NUMBER = re.compile(r"(?:[A-Z]{2}:|\+)?\d+")
_DOMAIN = re.compile(r"[a-z0-9_\[][a-z0-9_.:\[\]-]*")
_SEPARATORS = re.compile(r"[\s\-./()\[\]]+")
_PAGE = 1000
_OTHERS = frozenset({CallerKind.LOOKALIKE, CallerKind.IMPOSSIBLE})
"""Their keys are what was displayed: no canonical form."""


class Place(NamedTuple):
    """Where a page ended: in which meaning of what was looked for ("": text), and where in it."""

    beginning: str
    found: tuple[Whole, str, Whole, Whole]


def search_lists(services: Services, text: str, wanted: Search, after: Place | None) -> Paged[ListedEntry, Place]:
    """Return a page of entries. Numbers and domains are looked for as what they may mean.

    One meaning comes after the other, the likeliest first. Raises Invalid when `after` is a place in another search.
    """
    meanings = meanings_of(services, text)
    beginnings = [meaning.number if not meaning.text else "" for meaning in meanings]
    if after is not None and after.beginning not in beginnings:
        raise Invalid("This cursor is of another search.", {"cursor": ["Use it with the same q."]})
    entries: list[ListedEntry] = []
    for at in range(beginnings.index(after.beginning) if after is not None else 0, len(meanings)):
        search = replace(wanted, number=meanings[at].number, text=meanings[at].text, limit=wanted.limit - len(entries))
        found = services.catalogue.search(replace(search, after=after.found if after is not None else None))
        entries += found.entries
        if found.next is not None:
            return Paged(entries, Place(beginnings[at], found.next))
        after = None
    return Paged(entries, None)


def count_entries(services: Services) -> Sequence[KindCount]:
    """Count the entries of all lists by kind, however many there are."""
    return services.catalogue.counts()


def search_through(services: Services, text: str, wanted: Search) -> Paged[ListedEntry, Place]:
    """Follow the pages, which may be short, until there are as many entries as wanted, however many those are."""
    entries: list[ListedEntry] = []
    after: Place | None = None
    while len(entries) < wanted.limit:
        page = search_lists(services, text, replace(wanted, limit=min(_PAGE, wanted.limit - len(entries))), after)
        entries += page.items
        after = page.next
        if after is None:
            break
    return Paged(entries, after)


def meanings_of(services: Services, text: str) -> list[Search]:
    """Give all that the text may mean: numbers that begin so or else words that somebody said, and domains."""
    one = one_number(text)
    written = one if isinstance(one, str) else without_scheme(plain(text))
    digits = _SEPARATORS.sub("", written).rstrip("*")
    host = host_of(text)
    domain = host.name if host is not None and not host.is_ip else (bare(text) or "").lower()
    domain = domain if _DOMAIN.fullmatch(domain) else ""
    if _NUMBER.fullmatch(digits):
        numbers = _broadest([*_readings(services, digits)])
        return [Search(number=one) for one in (*numbers, *filter(None, [domain]))]
    return [*([Search(number=domain)] if domain else []), Search(number=domain, text=text)]


def _readings(services: Services, digits: str) -> Iterator[str]:
    """Give the canonical forms with which a number may begin that begins so, the likeliest first."""
    if ":" in digits:
        yield digits
        return
    region = services.default_region
    caller = read_caller_id(digits, region, services.reference.current().directory)
    whole = caller.key if caller.kind not in _OTHERS else None
    if digits.startswith("+"):
        yield digits
        if whole is not None and whole.startswith("+"):
            yield whole
        return
    if whole is not None:
        yield whole
    abroad = international_prefix_of(region)
    if digits.startswith(abroad):
        yield f"+{digits.removeprefix(abroad)}"
    yield f"+{country_code_of(region)}{digits.removeprefix('0')}"
    yield f"+{digits}"
    yield f"{region}:{digits}"


def _broadest(numbers: Sequence[str]) -> list[str]:
    """Leave out what another one finds, too."""
    unlike = dict.fromkeys(numbers)
    return [one for one in unlike if not any(one.startswith(other) for other in unlike if other != one)]
