"""What actions need to know of the lists that they look up in: whether they may be older than the record."""

from typing import Protocol


class Freshness(Protocol):
    """How old the lists and keys of this node may be."""

    def current(self) -> bool:
        """Say whether nothing that an admin was told longer ago than the bound can be missing here."""
        ...

    def age(self) -> float | None:
        """Give how many seconds ago they were last known to be the newest; None: they are the record itself."""
        ...

    def catch_up(self) -> bool:
        """Wait, no longer than the bound, until all is here that is on the record now; False: some may be missing."""
        ...


class AlwaysFresh:
    """The freshness of a server that looks up in the record itself."""

    def current(self) -> bool:
        """Say yes."""
        return True

    def age(self) -> float | None:
        """Have no age."""
        return None

    def catch_up(self) -> bool:
        """Wait for nothing."""
        return True
