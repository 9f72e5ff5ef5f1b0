"""Whether a node can answer phones: with the lists that it has, however old they are."""

from collections.abc import Sequence

from guard_api.errors import StoreUnavailable
from guard_api.ports import Health
from guard_api.store.copy.troubles import Troubles
from guard_api.store.engine import Database

_HAS_LISTS = "SELECT 1 FROM meta WHERE name = 'copied_lists'"


class CopyHealth:
    """The port `Health` of a node. A record that is down is no reason to send phones away: all nodes would be red."""

    def __init__(self, copy: Database, timelines: Health, troubles: Troubles) -> None:
        """Probe on demand only."""
        self._copy = copy
        self._troubles = troubles
        self._timelines = timelines

    def probe(self) -> None:
        """See that the lists have come, and that timelines can be written."""
        with self._copy.read() as connection:
            if connection.execute(_HAS_LISTS).fetchone() is None:
                raise StoreUnavailable("the lists have not been copied yet")
        self._timelines.probe()

    def impairments(self) -> Sequence[str]:
        """Name what is wrong with the copy, the record and the timelines."""
        return [*self._troubles.all(), *self._timelines.impairments()]
