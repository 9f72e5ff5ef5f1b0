"""What a search can be narrowed down to: each match, category and source, and how many entries it would leave."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from guard_api.actions.lists.search import meanings_of
from guard_api.lists.entry import Category, Match
from guard_api.ports import Services
from guard_api.ports.lists.catalogue import FoundCount, Search

_WORDS = ("match", "category", "source")


SHOWN = 20
"""Sources that are named where nobody says how many; there may be a thousand."""


@dataclass(frozen=True, slots=True)
class Facets:
    """How many entries there are of each word, the most frequent first, of what the others that were chosen leave.

    `others` are of sources that are not named. Where it is not `counted`, too much was found: these are the words of
    the whole list, without counts.
    """

    matches: Mapping[Match, int | None]
    categories: Mapping[Category, int | None]
    sources: Mapping[str, int | None]
    others: int | None
    counted: bool


def count_facets(services: Services, text: str, wanted: Search, most: int = SHOWN) -> Facets:
    """Count what a search of one list finds, by match, category and `most` sources; at once, however long the list."""
    found = _found(services, text, wanted)
    if found is not None and (wanted.source in {"", *(one.source for one in found)} or not _some_left_out(found)):
        return _facets(found, wanted, most)
    words = _facets(services.catalogue.count(Search(wanted.list)) or (), Search(), most)
    uncounted = dict.fromkeys(words.matches), dict.fromkeys(words.categories), dict.fromkeys(words.sources)
    return Facets(*uncounted, None, counted=False)


def _found(services: Services, text: str, wanted: Search) -> Sequence[FoundCount] | None:
    found: list[FoundCount] = []
    for meaning in meanings_of(services, text):
        counts = services.catalogue.count(replace(wanted, number=meaning.number, text=meaning.text))
        if counts is None:
            return None
        found += counts
    return found


def _some_left_out(found: Sequence[FoundCount]) -> bool:
    return any(one.source is None for one in found)


def _facets(found: Sequence[FoundCount], wanted: Search, most: int) -> Facets:
    sources = _by("source", found, wanted)
    others = sources.pop(None, 0)
    named = dict(islice(sources.items(), most))
    others += sum(sources.values()) - sum(named.values())
    return Facets(_by("match", found, wanted), _by("category", found, wanted), named, others, counted=True)


def _by(name: str, found: Sequence[FoundCount], wanted: Search) -> dict[Any, int]:
    """Count by a word, the most frequent first, what fits the other words that are chosen."""
    chosen = {other: getattr(wanted, other) for other in _WORDS if other != name and getattr(wanted, other)}
    counts: Counter[Any] = Counter()
    for one in found:
        if all(getattr(one, other) == word for other, word in chosen.items()):
            counts[getattr(one, name)] += one.count
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0] or "")))
