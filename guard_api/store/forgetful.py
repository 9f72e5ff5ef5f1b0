"""Timelines of phones that nobody remembers: for a single check from the command line."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from guard_api.ports import Entry, Recorded


class ForgetfulTimelines:
    """The port `Timelines` without a past."""

    def record(self, device_id: str, entry: Entry, life: timedelta) -> Recorded:  # noqa: ARG002 - the port's form
        """Give the check alone."""
        return Recorded(entry, (entry,))

    def read(self, device_id: str, now: datetime, life: timedelta) -> Sequence[Entry]:  # noqa: ARG002 - the port's form
        """Give nothing."""
        return ()
