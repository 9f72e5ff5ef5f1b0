"""What phones are told of a list: pages of changes from the revision that they have to a newer one.

A cursor is all state there is, and the phone keeps it: which list of which database, the revision that the phone has,
and, between two pages, the revision that it is being brought to and how far it has come.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from guard_api.lists.change import Standing
from guard_api.lists.cursor import Whole, read_cursor, write_cursor
from guard_api.lists.entry import Category, ListName, Match, Subject, named_fields


class Cursor(Struct, frozen=True, array_like=True):
    """Where a phone stands. `after` is a number and the code of its match; `target` is 0 between two rounds."""

    database: Whole
    list: ListName
    base: Whole = 0
    target: Whole = 0
    after: tuple[str, Whole] = ("", 0)

    def written(self) -> str:
        """Give the cursor as phones keep it."""
        return write_cursor(self)

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """Read a cursor, None when it is none."""
        return read_cursor(text, cls)


class Removal(Struct, frozen=True):
    """An entry that is gone."""

    number: str
    match: Match

    def fields(self) -> "Mapping[str, Any] | Removal":
        """Give what phones are told: a domain is called `domain`; what is of numbers is so as it is."""
        return self if self.match.subject is Subject.NUMBER else named_fields(self)


class Upsert(Removal, frozen=True):
    """An entry that is new to the phone, or not what it was: in any case, what it was is gone."""

    category: Category
    until: datetime | None


class Page(Struct, frozen=True):
    """Some of the changes to the list at `standing`. All is told when `complete`."""

    standing: Standing
    next: Cursor
    complete: bool
    upserts: list[Upsert]
    removals: list[Removal]
