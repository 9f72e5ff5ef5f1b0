"""Links between phones: who is protected has invited, who helps has accepted."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

NOBODY, GUARDED, FROM_WARNINGS, ALARM = 0, 1, 2, 4
"""What a check has to know of a circle, as bits that come with the key: nobody helps, somebody does, somebody is told
of warnings, too, and an alarm is open."""
MOST_GUARDIANS = 5


class WarnAt(StrEnum):
    """From which level on a guardian is told."""

    CRITICAL = "critical"
    WARNING = "warning"


class Link(Struct, frozen=True):
    """A link as one side sees it: `label` is what the other side is called. `ends_at`: it was ended, and runs out."""

    id: str
    label: str
    warn_at: WarnAt
    since: datetime
    ends_at: datetime | None = None
    muted_until: datetime | None = None


class Circle(Struct, frozen=True):
    """All links of a phone: who helps it, and whom it helps."""

    guardians: Sequence[Link] = ()
    protects: Sequence[Link] = ()
    muted_until: datetime | None = None


class Links(Protocol):
    """Links, and invitations to them. All raise StoreUnavailable."""

    def invite(self, device_id: str, label: str, warn_at: WarnAt, now: datetime, expires_at: datetime) -> str:
        """Make an invitation; gives its code, which is not kept."""
        ...

    def accept(self, device_id: str, code: str, label: str, now: datetime) -> Link:
        """Use an invitation up; gives the link as the guardian sees it.

        Raises WrongCode, and Conflict where the phones are one, are linked already, or five guardians are enough.
        """
        ...

    def circle_of(self, device_id: str, now: datetime) -> Circle:
        """List the links of a phone."""
        ...

    def end(self, device_id: str, link_id: str, now: datetime, *, guards: bool) -> datetime | None:
        """End a link, as its guardian (`guards`) or as who is protected; None: at once.

        While an alarm is open it ends later, and the guardians are told; gives when. Raises NotFound.
        """
        ...

    def mute(self, device_id: str, until: datetime | None) -> None:
        """Have no alarm be told until then; None: from now on they are. Raises Conflict while an alarm is open."""
        ...

    def tidy(self, now: datetime) -> bool:
        """Forget what is over: links that run out, invitations, mutes, alarms of yesterday; says whether more is."""
        ...
