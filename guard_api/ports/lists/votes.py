"""What actions need of the lists in the words of the PhoneBlock API."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from guard_api.lists.entry import Category
from guard_api.lists.phoneblock.hashes import Span


@dataclass(frozen=True, slots=True)
class PhoneStanding:
    """What a number goes by: an entry of the block list, or `allowed`; `exact` unless a range covers it.

    `devices` are the phones that have reported it.
    """

    category: Category
    allowed: bool
    exact: bool
    devices: int
    added_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PublishedNumber:
    """A number as the list says it: `category` is None for one that is not blocked any more."""

    number: str
    category: Category | None
    devices: int
    updated_at: datetime


class PublishedVersion(NamedTuple):
    """How far an app's copy of the list is: up to which change, and up to which step of the reports."""

    step: int
    revision: int


class Votes(Protocol):
    """The lists by hash, with what phones report."""

    def find(self, number: str, now: datetime) -> PhoneStanding | None:
        """Give what a canonical number goes by, None when that is nothing. Raises StoreUnavailable."""
        ...

    def find_block(self, block: str, now: datetime) -> PhoneStanding | None:
        """Give what all numbers that begin so go by. Raises StoreUnavailable."""
        ...

    def numbers(self, span: Span) -> Sequence[str]:
        """Give numbers whose hashes have a key in the span: those listed, and perhaps some that were."""
        ...

    def blocks(self, span: Span) -> Sequence[str]:
        """Give blocks of numbers whose hashes have a key in the span: those of ranges that are listed."""
        ...

    def version(self) -> PublishedVersion:
        """Give how far the list is."""
        ...

    def published(self, since: PublishedVersion | None) -> Iterator[PublishedNumber]:
        """Give what may have changed since, as it is now: each number once; None, or an unknown past: all of it."""
        ...
