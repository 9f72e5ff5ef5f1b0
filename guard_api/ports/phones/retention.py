"""What is not kept for ever, though nobody deletes it: it is forgotten by its age."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from guard_api.lists.change import Author


class Kept(StrEnum):
    """Kinds of what is forgotten by its age."""

    DEVICES = "devices"
    KEYS = "keys"
    CODES = "codes"
    REPORTS = "reports"
    IMPORTS = "imports"
    COUNTS = "counts"
    FEEDBACK = "feedback"
    BACKTESTS = "backtests"
    UPLOADS = "uploads"
    VERSIONS = "versions"


@dataclass(frozen=True, slots=True)
class Ages:
    """How old each may become. Reports of fewer than `waiting_devices` phones wait for no admin."""

    devices: timedelta
    reports: timedelta
    imports: timedelta
    waiting_devices: int


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be forgotten of a kind: how many, and the time of the oldest; None: there is none."""

    count: int = 0
    oldest: datetime | None = None


class Retention(Protocol):
    """What becomes too old, and the room that it leaves."""

    def due(self, now: datetime) -> Mapping[Kept, Due]:
        """Say what `purge` would forget by now, by kind."""
        ...

    def purge(self, by: Author) -> Mapping[Kept, int]:
        """Forget some of what is too old at the time of `by`; gives how many by kind, none: all is done.

        The audit trail says so: one line for what goes at one go, with counts and nothing else.
        """
        ...

    def overwrite(self) -> bool:
        """Overwrite what was forgotten where it may still lie; False while somebody reads there: try again."""
        ...

    def rebuild(self) -> None:
        """Give back all room at once. Raises StoreUnavailable where a server is at work, or there is no room for it."""
        ...

    def reclaim(self) -> bool:
        """Give some of the room back that nobody needs; says whether there is more of it."""
        ...
