"""What actions need to find entries, count them, and give whole lists out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from guard_api.lists.entry import Category, Entry, ListName, Match
from guard_api.ports.lists.lists import ListedEntry


class Order(StrEnum):
    """In which order entries are listed."""

    NEWEST = "newest"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Search:
    """What an admin looks for: `number` is how a canonical number or domain begins, `text` stands in any other column.

    With `text`, what begins with `number` is left out. `ending` are the last digits of a number by itself. `source` is
    who says so, word for word.
    """

    list: ListName | None = None
    number: str = ""
    text: str = ""
    match: Match | None = None
    category: Category | None = None
    source: str = ""
    ending: str = ""
    order: Order = Order.NEWEST
    after: tuple[int, str, int, int] | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of entries, which may be short; there is more to look at unless `next` is None."""

    entries: Sequence[ListedEntry]
    next: tuple[int, str, int, int] | None


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many entries of a match and a category a list has."""

    list: ListName
    match: Match
    category: Category
    count: int


@dataclass(frozen=True, slots=True)
class FoundCount:
    """How many of the entries that were found are of a match, a category and a source; None: of sources not counted."""

    match: Match
    category: Category
    source: str | None
    count: int


class Catalogue(Protocol):
    """Entries as admins look for them, and whole lists."""

    def search(self, search: Search) -> SearchPage:
        """Give a page of entries, those of the change that was begun last first, or in the order of their numbers."""
        ...

    def counts(self) -> Sequence[KindCount]:
        """Count the entries of all lists by kind, without a look at them; kinds of which there are none are left out.

        Those that have expired and are still to be taken off are counted.
        """
        ...

    def count(self, search: Search) -> Sequence[FoundCount] | None:
        """Count what is found on one list, whatever the match, category and source that are looked for.

        None: there is too much to be counted.
        """
        ...

    def export(self, target: ListName) -> Iterator[Entry]:
        """Give a whole list as of now, in the order of its numbers."""
        ...
