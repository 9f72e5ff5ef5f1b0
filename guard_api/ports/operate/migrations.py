"""What actions need of the tables' versions: which migrations there are, and which a database has yet to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Migration:
    """A step from one version of the tables to the next: its number is the version that it leads to."""

    number: int
    name: str
    about: str


class Migrations(Protocol):
    """The way from the tables as they are to those that this program works with."""

    def pending(self) -> Sequence[Migration]:
        """List what a database has yet to see, and touch nothing. Raises StoreUnavailable where it is none of ours."""
        ...

    def apply(self, now: datetime) -> Sequence[Migration]:
        """Bring a database forward, all at once or not at all; not while a server is at work. Raises StoreUnavailable.

        Gives what was done.
        """
        ...
