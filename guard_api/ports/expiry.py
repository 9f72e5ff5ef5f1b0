"""What time does to the lists, as jobs need it."""

from datetime import datetime
from typing import Protocol


class Expiry(Protocol):
    """Entries that expire, and a past that is long enough ago to be forgotten."""

    def expire(self, now: datetime) -> int:
        """Take some of what has expired off the lists, so that phones hear of it; gives how many, 0: all is done."""
        ...

    def forget(self, now: datetime) -> int:
        """Forget some of what is long past; gives how many versions, 0: all is done. No leaping clock is believed."""
        ...
