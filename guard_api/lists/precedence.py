"""Which entry decides, of several that cover one number or host: written down once.

Allow beats block, an exact number a prefix, what is longer what is shorter. What has expired does not count.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from guard_api.links.hosts import parents
from guard_api.lists.entry import EntryKey, ListName, Match

SHORTEST_PREFIX = 4
"""`+` and three digits, or `CN:1`: no prefix on a list is shorter."""

_Candidate = TypeVar("_Candidate")
Rank = tuple[bool, bool, int]


def rank(key: EntryKey) -> Rank:
    """Return what sorts entries that cover the same number or host, the one that decides first."""
    return not key.list.allows, key.match is Match.PREFIX, -len(key.number)


def deciding(candidates: Iterable[_Candidate], key_of: Callable[[_Candidate], EntryKey]) -> _Candidate | None:
    """Return the one that decides, None when there is none."""
    return min(candidates, key=lambda one: rank(key_of(one)), default=None)


def prefixes_of(number: str) -> list[str]:
    """List all prefixes that may be listed and cover a number, the number itself included, the shortest first."""
    return [number[:length] for length in range(min(SHORTEST_PREFIX, len(number)), len(number) + 1)]


def covering(match: Match, number: str) -> Iterator[EntryKey]:
    """List the keys of all entries that may cover a number, prefix or domain, in the order in which they decide."""
    for target in sorted(match.subject.lists, key=lambda name: not name.allows):
        yield from _covering_on(target, match, number)


def _covering_on(target: ListName, match: Match, number: str) -> Iterator[EntryKey]:
    if match is Match.DOMAIN:
        yield from (EntryKey(target, match, name) for name in parents(number))
        return
    if match is Match.EXACT:
        yield EntryKey(target, match, number)
    yield from (EntryKey(target, Match.PREFIX, prefix) for prefix in reversed(prefixes_of(number)))
