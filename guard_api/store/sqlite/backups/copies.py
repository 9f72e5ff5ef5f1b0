"""What is done to a copy of a database that nobody else has open."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from guard_api.errors import StoreUnavailable
from guard_api.ports.operate.backups import Proof
from guard_api.store.sqlite.database import Connection
from guard_api.store.sqlite.schema.migrating import columns_in


class Contents(Protocol):
    """What backups need to know of the rows."""

    def proof(self, connection: Connection, *, acts: bool) -> Proof:
        """Read all that is to come back."""
        ...

    def identity(self, connection: Connection) -> str:
        """Give the id that phones know a database by."""
        ...

    def revoked(self, connection: Connection) -> frozenset[str]:
        """List the ids of keys that are revoked."""
        ...

    def set_right(self, connection: Connection, revoked: Iterable[str], now: datetime) -> int:
        """Make a copy a database of its own; gives how many keys were revoked."""
        ...


def leave_log(copy: Connection) -> None:
    """Have a copy be one file, written in place: whoever needs it after a crash makes it anew."""
    for mode in ("DELETE", "OFF"):
        copy.execute(f"PRAGMA journal_mode = {mode}").fetchone()


def check_whole(copy: Connection) -> None:
    """Have SQLite read every page. Raises StoreUnavailable."""
    found = [text for (text,) in copy.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        # What it found may quote what is kept.
        raise StoreUnavailable("SQLite's integrity check finds it damaged")


def has_acts(connection: Connection) -> bool:
    """Whether a database has a table of acts: older ones have none."""
    return ("act", "id") in columns_in(connection)
