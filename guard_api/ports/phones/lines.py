"""How phones' lines stand, beyond their timelines."""

from datetime import datetime
from typing import Protocol

from msgspec import Struct

from guard_api.engine.line import Line


class KeptLine(Struct, frozen=True):
    """What is remembered of a phone's line; None: nothing. `whole` is False where something was, and is lost."""

    line: Line | None = None
    whole: bool = True


class Lines(Protocol):
    """How lines stand, for as long as they are believed to, through kills and boots."""

    def read(self, device_id: str) -> KeptLine:
        """Give what is remembered of a phone's line. Raises StoreUnavailable."""
        ...

    def write(self, device_id: str, line: Line | None, received_at: datetime) -> None:
        """Remember it as of the check that was received then; one of an earlier check changes nothing any more.

        Raises StoreUnavailable.
        """
        ...

    def forget(self, device_id: str) -> None:
        """Forget a phone's line. Raises StoreUnavailable."""
        ...

    def tidy(self, now: datetime) -> None:
        """Delete what is older than lines are believed, though no phone asks. Never fails."""
        ...
