"""What actions need of subscriptions: lists that others keep on the web, fetched again and again."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from guard_api.lists.change import Author
from guard_api.lists.entry import Category, ListName
from guard_api.lists.files.formats import Format


class SubscriptionState(StrEnum):
    """What came of the last fetch."""

    NEW = "new"
    GOOD = "good"
    FAILED = "failed"
    WAITING = "waiting"
    PAUSED = "paused"


class Validators(NamedTuple):
    """What a server said of a file, for asking whether it has another one (RFC 9110, 13.1)."""

    etag: str | None = None
    modified: str | None = None


UNKNOWN = Validators()


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be fetched, how often, and whose entries it replaces."""

    list: ListName
    url: str
    format: Format
    source: str
    region: str
    category: Category | None
    every: timedelta


@dataclass(frozen=True, slots=True)
class Subscription:
    """A list that is fetched. `import_id` is of what was imported last, or of the dry run that waits for a person."""

    id: str
    order: Order
    author: Author
    state: SubscriptionState
    reason: str
    next_at: datetime
    tried_at: datetime | None = None
    done_at: datetime | None = None
    validators: Validators = UNKNOWN
    import_id: str | None = None


class Fetched(NamedTuple):
    """A file on its way. `chunks` is None where the server has none but the one that was fetched before."""

    chunks: Iterator[bytes] | None
    validators: Validators


class Fetcher(Protocol):
    """The web, for lists that are public."""

    def fetch(self, url: str, known: Validators) -> AbstractContextManager[Fetched]:
        """Ask for a file. Raises FetchFailed, here or while it is read."""
        ...


class Subscriptions(Protocol):
    """Subscriptions, kept."""

    def create(self, order: Order, by: Author) -> Subscription:
        """Make one, due now. Raises Conflict where the source of that list has one."""
        ...

    def list(self) -> Sequence[Subscription]:
        """Give all of them, by source and list."""
        ...

    def get(self, name: str) -> Subscription:
        """Give one. Raises NotFound."""
        ...

    def edit(self, name: str, order: Order, by: Author, *, paused: bool) -> Subscription:
        """Change what is fetched and how often, and whether it is; due now. Raises NotFound, Conflict."""
        ...

    def remove(self, name: str, by: Author) -> None:
        """Fetch it no more; what it has brought stays listed. Raises NotFound."""
        ...

    def note(self, subscription: Subscription) -> None:
        """Write down what came of a fetch."""
        ...

    def due(self, now: datetime) -> Sequence[Subscription]:
        """Give those to be fetched by now, the longest due first."""
        ...

    def standing(self, target: ListName, source: str) -> int:
        """Count the entries of a source."""
        ...
