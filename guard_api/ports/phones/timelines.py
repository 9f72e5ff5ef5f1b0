"""What actions need of timelines: what each phone told lately."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from guard_api.engine.observations import AnyObservation


class CheckRecord(Struct, frozen=True):
    """One check in a timeline. `at` is when it was seen; `received_at` orders and names it.

    `digest` tells requests of one id apart that say different things; None: nobody has noted it.
    """

    received_at: datetime
    at: datetime
    observations: Sequence[AnyObservation] = ()
    request_id: str | None = None
    digest: int | None = None


class Timeline(Struct, frozen=True):
    """What a phone told lately, what came first first, and the newest time that it told of, None: nothing.

    `before` is that time as it was before the last check.
    """

    observations: Sequence[AnyObservation] = ()
    as_of: datetime | None = None
    before: datetime | None = None

    def followed_by(self, entry: CheckRecord) -> "Timeline":
        """Give the same and a check after it."""
        newest = entry.at if self.as_of is None else max(self.as_of, entry.at)
        return Timeline([*self.observations, *entry.observations], newest, self.as_of)


class RecordedCheck(Struct, frozen=True):
    """A check as recorded and all that was known with it, itself included.

    `entry` is an earlier one where the same request id was recorded before. `whole` is False where what was known
    before was lost just now.
    """

    entry: CheckRecord
    timeline: Timeline
    whole: bool = True


class Timelines(Protocol):
    """What phones told lately."""

    def record(self, device_id: str, entry: CheckRecord, life: timedelta) -> RecordedCheck:
        """Append `entry` and give the timeline, in one transaction. Raises StoreUnavailable."""
        ...

    def read(self, device_id: str, now: datetime, life: timedelta) -> Timeline:
        """Give the timeline without touching it. Raises StoreUnavailable."""
        ...

    def forget(self, device_id: str) -> None:
        """Delete all that a phone told, so that nothing of it is left in any file. Raises StoreUnavailable."""
        ...

    def tidy(self, now: datetime, life: timedelta) -> None:
        """Delete what is older than `life`, though no phone asks. Never fails."""
        ...
