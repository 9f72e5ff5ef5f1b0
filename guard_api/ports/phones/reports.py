"""What actions need of what phones report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from guard_api.lists.change import Author
from guard_api.lists.entry import Category, Entry, EntryKey


class Decision(StrEnum):
    """What admins have made of a reported number."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class ReportOrder(StrEnum):
    """Which reported numbers come first: those of the most phones, or those that were reported last."""

    DEVICES = "devices"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Report:
    """A number that phones have reported, and what for: how many devices said which category.

    Who decided, when and why is None while it is open.
    """

    number: str
    devices: int
    categories: Mapping[Category, int]
    comments: Sequence[str]
    first_at: datetime
    last_at: datetime
    decision: Decision
    decided_by: str | None = None
    decided_at: datetime | None = None
    why: str | None = None


class Reports(Protocol):
    """Numbers that phones have reported."""

    def submit(self, number: str, device_id: str, category: Category, comment: str, now: datetime) -> None:
        """Note a report down: one for each device and number, the last one counts."""
        ...

    def has(self, number: str, device_id: str) -> bool:
        """Say whether the device has reported the number."""
        ...

    def withdraw(self, number: str, device_id: str) -> None:
        """Take the report of a device back, if there is one."""
        ...

    def list(
        self,
        decision: Decision,
        devices: int,
        after: tuple[int, str] | None,
        limit: int,
        order: ReportOrder = ReportOrder.DEVICES,
    ) -> Sequence[Report]:
        """Give numbers that at least so many devices have reported, in an order; `after` is what it goes by."""
        ...

    def get(self, number: str) -> Report:
        """Give the reports of one number. Raises NotFound."""
        ...

    def accept(self, key: EntryKey, entry: Entry, author: Author) -> None:
        """Put the number on the block list and remember the decision, or neither. Raises Conflict."""
        ...

    def dismiss(self, number: str, author: Author) -> None:
        """Remember that the number is not to be listed. Raises NotFound, and Conflict when it was and still is."""
        ...

    def reopen(self, number: str, author: Author) -> None:
        """Have the number decided again. Raises NotFound, and Conflict when it waits already or is still listed."""
        ...
