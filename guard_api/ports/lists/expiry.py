"""What time does to the lists, as jobs need it."""

from datetime import datetime
from typing import Protocol

from guard_api.ports.phones.retention import Due


class Expiry(Protocol):
    """Entries that expire, and a past that is long enough ago to be forgotten."""

    def expire(self, now: datetime) -> int:
        """Take some of what has expired off the lists, so that phones hear of it; gives how many, 0: all is done."""
        ...

    def believes(self, now: datetime) -> bool:
        """Say whether so much time may have passed as the clock says: what is forgotten does not come back."""
        ...

    def due(self, now: datetime) -> Due:
        """Say how many versions are long past."""
        ...

    def forget(self, now: datetime) -> int:
        """Forget some of what is long past; gives how many versions, 0: all is done. No leaping clock is believed."""
        ...
