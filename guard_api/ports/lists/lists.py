"""What actions need of the block and allow lists."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from guard_api.links.hosts import Host
from guard_api.lists.change import Author, Change
from guard_api.lists.delta import Cursor, Page
from guard_api.lists.entry import Category, Entry, EntryKey, ListName
from guard_api.lists.rules import Amendment, WayBack

Clock = Callable[[], datetime]
"""Gives the present moment in UTC."""
EntryGuard = Callable[[Entry], object]
"""Says why an entry may not stand on a list, None when it may."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Why a number stands on a list."""

    category: Category
    label: str


@dataclass(frozen=True, slots=True)
class DomainListing:
    """The entry that a host goes by, and what it says; `since` is when it came onto its list, as far as is known."""

    entry: str
    allowed: bool
    category: Category
    label: str
    source: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry as it stands, and the change that made it so."""

    key: EntryKey
    entry: Entry
    revision: int
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """What an entry was for a time; `ended_at` is None for what still stands."""

    entry: Entry
    revision: int
    began_at: datetime
    began_by: str
    ended_at: datetime | None
    ended_by: str | None
    ended_revision: int | None = None


@dataclass(frozen=True, slots=True)
class EntryDiff:
    """What one change made of one entry: None where it was or is not listed."""

    key: EntryKey
    before: Entry | None
    after: Entry | None


class Blocklist(Protocol):
    """What is blocked."""

    def find(self, keys: Iterable[str], now: datetime) -> Mapping[str, Listing]:
        """Give the listings of those of `keys` that are listed. Raises StoreUnavailable."""
        ...

    def find_hosts(self, hosts: Iterable[Host], now: datetime) -> Mapping[str, DomainListing]:
        """Give by its name what each host goes by, allowed before blocked, then the longest domain that it is or has.

        Official hosts are nobody's to list: do not ask for them. Raises StoreUnavailable.
        """
        ...


class Lists(Protocol):
    """Entries of the lists, one by one."""

    def get(self, key: EntryKey) -> ListedEntry | None:
        """Give an entry as it stands, None when it does not."""
        ...

    def versions(self, key: EntryKey) -> Sequence[EntryVersion]:
        """Give all that the entry ever was, newest first."""
        ...

    def add(self, key: EntryKey, entry: Entry, author: Author) -> None:
        """Put a new entry on a list. Raises Conflict."""
        ...

    def add_all(self, entries: Mapping[EntryKey, Entry], author: Author) -> int:
        """Put new entries on one list as one change; gives its revision. Raises Conflict."""
        ...

    def edit(self, key: EntryKey, amendment: Amendment, author: Author, seen: int | None = None) -> None:
        """Change an entry, which is to be as revision `seen` has made it. Raises NotFound, Conflict."""
        ...

    def remove(self, key: EntryKey, author: Author, seen: int | None = None) -> None:
        """Take an entry off its list, which is to be as revision `seen` has made it. Raises NotFound, Conflict."""
        ...

    def edit_all(self, keys: Sequence[EntryKey], amendment: Amendment, author: Author) -> int:
        """Change entries of one list as one change; gives its revision. Raises NotFound, Conflict."""
        ...

    def remove_all(self, keys: Sequence[EntryKey], author: Author) -> int:
        """Take entries off their list as one change; gives its revision. Raises NotFound, Conflict."""
        ...


class Changes(Protocol):
    """The history of the lists."""

    def list(self, before: int, limit: int) -> Sequence[Change]:
        """Give changes older than a revision, newest first."""
        ...

    def get(self, revision: int) -> Change:
        """Give one change. Raises NotFound."""
        ...

    def entries(self, change: Change, after: EntryKey | None, limit: int) -> Sequence[EntryDiff]:
        """Give what a change made of entries, in the order of their numbers."""
        ...

    def ways_back(
        self, change: Change, now: datetime, refused: Collection[EntryKey], limit: int
    ) -> Sequence[tuple[EntryDiff, WayBack]]:
        """Say what taking a change back would make of its first entries. Raises NotFound, Conflict."""
        ...

    def revert(self, revision: int, author: Author, refused: Collection[EntryKey]) -> Change:
        """Take back a small change at once, but for entries that are `refused`. Raises NotFound, Conflict."""
        ...


class Sync(Protocol):
    """What phones are told."""

    def start(self, target: ListName) -> Cursor:
        """Give the cursor of a phone that has nothing."""
        ...

    def newest(self, cursor: Cursor) -> int | None:
        """Give the newest revision, None when the cursor is of another database or of a past that is forgotten."""
        ...

    def page(self, cursor: Cursor, limit: int) -> Page:
        """Give the next page."""
        ...


class Snapshots(Protocol):
    """The lists in one file (`blocklist.snapshot`)."""

    def current(self) -> tuple[str, BinaryIO]:
        """Give the version of the file, which changes with every change of a list, and the file."""
        ...

    def version(self) -> str:
        """Give the version that `current` would have."""
        ...
