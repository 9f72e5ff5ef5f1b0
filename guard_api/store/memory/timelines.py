"""Timelines of phones that nobody remembers: for a single check from the command line."""

from datetime import datetime, timedelta

from guard_api.ports import CheckRecord, RecordedCheck, Timeline


class ForgetfulTimelines:
    """The port `Timelines` without a past."""

    def record(self, device_id: str, entry: CheckRecord, life: timedelta) -> RecordedCheck:  # noqa: ARG002 - the port's form
        """Give the check alone."""
        return RecordedCheck(entry, Timeline().followed_by(entry))

    def read(self, device_id: str, now: datetime, life: timedelta) -> Timeline:  # noqa: ARG002 - the port's form
        """Give nothing."""
        return Timeline()

    def forget(self, device_id: str) -> None:
        """Do nothing: nothing is kept."""

    def tidy(self, now: datetime, life: timedelta) -> None:
        """Do nothing: nothing is kept."""
