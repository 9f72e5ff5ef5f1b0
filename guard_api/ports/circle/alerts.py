"""Alarms: one an episode, told to guardians, who say what they do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from guard_api.engine.policy import Level


class Reply(StrEnum):
    """What a guardian does, the least first."""

    SEEN = "seen"
    CALLING_OTHER_WAY = "calling_other_way"
    ON_MY_WAY = "on_my_way"
    POLICE_CALLED = "police_called"


class Notified(Struct, frozen=True):
    """A guardian who was told, as the protected person calls him or her, and the answer; None: none yet."""

    label: str
    reply: Reply | None = None


class Alarm(Struct, frozen=True):
    """An alarm as the protected phone has it. `over_at` None: it is open."""

    id: str
    level: Level
    since: datetime
    diverted: bool = False
    over_at: datetime | None = None
    notified: tuple[Notified, ...] = ()


class Alert(Struct, frozen=True):
    """The same as a guardian has it: `who` is what the protected person has chosen to be called.

    `leaving_at`: somebody has asked for a link to end, which it does then. `position` is its place in the stream.
    """

    id: str
    who: str
    region: str
    level: Level
    since: datetime
    updated_at: datetime
    diverted: bool
    over: bool
    leaving_at: datetime | None
    position: int


class Standing(Struct, frozen=True):
    """What a change of an alarm goes by: the open one, or else the last; and until when alarms are muted."""

    alarm: Alarm | None = None
    muted_until: datetime | None = None


class Guarded(Struct, frozen=True):
    """A phone that somebody has helped since then; `circle` are the bits that checks go by."""

    device_id: str
    region: str
    circle: int
    since: datetime


_DIGITS, _LETTERS = "0123456789abcdef", "ghijklmnopqrstuv"
_WRITTEN, _READ = str.maketrans(_DIGITS, _LETTERS), str.maketrans(_LETTERS, _DIGITS)
_LONGEST_PLACE = 12


def written_place(position: int) -> str:
    """Write a place in the stream, in letters: digits might be taken for a number."""
    return f"{position:x}".translate(_WRITTEN)


def read_place(written: str) -> int:
    """Read a place in the stream; whatever is none is its beginning."""
    if not 0 < len(written) <= _LONGEST_PLACE or not set(written) <= set(_LETTERS):
        return 0
    return int(written.translate(_READ), 16)


Change = Callable[[Standing], Alarm | None]
"""Gives the alarm as it is to be, the same where nothing changes, None where there is none."""


class Alerts(Protocol):
    """Alarms. All raise StoreUnavailable."""

    def standing(self, device_id: str) -> Standing:
        """Return how a phone's alarm stands."""
        ...

    def change(self, device_id: str, region: str, change: Change, at: datetime) -> Alarm | None:
        """Change a phone's alarm, and tell guardians, all in one transaction; gives it as it is then.

        Where there is nobody to be told, nothing is written.
        """
        ...

    def open_phones(self) -> Sequence[tuple[str, str]]:
        """List the phones, with their regions, whose alarm is open."""
        ...

    def guarded(self, after: str, most: int) -> Sequence[Guarded]:
        """List phones that have guardians, by id behind `after`."""
        ...

    def stream(self, device_id: str, after: str, most: int) -> Sequence[Alert]:
        """List what a guardian was told since `after`, a place in the stream or an alert's id, the oldest first."""
        ...

    def reply(self, device_id: str, alert_id: str, reply: Reply) -> None:
        """Note what a guardian does. Raises NotFound."""
        ...

    def news(self, position: int) -> tuple[int, frozenset[str]]:
        """Give the newest place in the stream, and who was told anything behind `position`."""
        ...
