"""A phone's times -> the server's: whatever the phone's clock shows, its timeline stays in one piece."""

from datetime import UTC, datetime, timedelta

from msgspec import Struct

_RECENT = timedelta(days=45)
_FRESH = timedelta(days=1)
"""Contacts younger than this count as strangers: scammers ask to be saved."""


def in_utc(moment: datetime) -> datetime:
    """Give a time with an offset in UTC; one that there is not in UTC, at the ends of all times, as it stands."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


class PhoneClock(Struct, frozen=True):
    """When a check arrived, and what the phone's clock showed when it saw and sent it."""

    arrived: datetime
    sent_at: datetime | None
    observed_at: datetime | None
    life: timedelta

    def at(self, observed: datetime | None = None) -> datetime:
        """Give the server's time of something observed, by default of the check itself.

        With `sent_at` the skew is known and corrected. Without it a time is believed unless it lies in the future
        or before the timeline's life: then the check's arrival is the better guess.
        """
        seen = observed or self.observed_at
        if seen is None:
            return self.arrived
        if self.sent_at is not None:
            return self._corrected(seen, self.sent_at)
        return seen if self.arrived - self.life <= seen <= self.arrived else self.arrived

    def _corrected(self, seen: datetime, sent_at: datetime) -> datetime:
        """Shift by the skew. Whatever is older than all timelines need not be older than that."""
        oldest = self.arrived - 10 * self.life
        try:
            return max(oldest, min(seen + (self.arrived - sent_at), self.arrived))
        except OverflowError:
            return self.arrived

    def is_recent(self, added_at: datetime | None) -> bool:
        """Say whether a contact was saved within the last weeks."""
        now = self.observed_at or self.sent_at or self.arrived
        return added_at is not None and timedelta() <= now - added_at < _RECENT

    def is_fresh(self, added_at: datetime | None) -> bool:
        """Say whether a contact was saved less than a day ago, by the clock that noted it.

        One saved in the future was saved nobody knows when: the clock has been set back since.
        """
        now = self.observed_at or self.sent_at or self.arrived
        return added_at is not None and -_FRESH < now - added_at < _FRESH
