"""Room in the file that nobody needs: given back a little at a time, or all at once while no server is at work."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from guard_api.errors import StoreUnavailable
from guard_api.store.engine import Connection, Durability
from guard_api.store.sqlite.servers_at_work import while_nobody_serves
from guard_api.store.sqlite.transactions import translated

_INCREMENTAL = 2
"""What `PRAGMA auto_vacuum` says of a file whose pages can be given back; others have to be rebuilt first."""
_PART = 4
"""A quarter of the file may be free: the next import fills it, and need not have the file grow again."""
_FEW = 256
_AT_ONCE = 500
"""Pages in one transaction, 2 MB: a few milliseconds."""
_TWICE = 2.1
"""Times its size that the file needs while it is rebuilt: the new one lies in the log first."""


class File(Protocol):
    """What it needs of a database."""

    path: Path
    failed: Callable[[], None]

    def read(self) -> AbstractContextManager[Connection]:
        """Give a connection for reading."""
        ...

    def write(self, durability: Durability, /) -> AbstractContextManager[Connection]:
        """Give a connection within a transaction."""
        ...

    def connection(self, durability: Durability) -> Connection:
        """Give this thread's connection."""
        ...

    def leave_no_traces(self) -> bool:
        """Bring the log into the file, and cut it off."""
        ...


def reclaim(database: File) -> bool:
    """Give some pages back that are free and not likely to be needed soon; says whether there are more."""
    with database.read() as connection:
        free, pages, mode = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("freelist_count", "page_count", "auto_vacuum")
        )
    spare = free - max(pages // _PART, _FEW)
    if mode != _INCREMENTAL or spare <= 0:
        return False
    with database.write(Durability.NORMAL) as connection:
        connection.execute(f"PRAGMA incremental_vacuum({min(spare, _AT_ONCE)})").fetchall()
    return bool(spare > _AT_ONCE)


def rebuild(database: File) -> None:
    """Write the file anew, which gives all free pages back, and lets `reclaim` do it from then on.

    Raises StoreUnavailable where a server is at work, or the disk has no room for it.
    """
    with translated(database.failed), while_nobody_serves(database.path) as alone:
        if not alone:
            raise StoreUnavailable("a server is at work on it: stop it first")
        needed = _TWICE * database.path.stat().st_size
        if (free := shutil.disk_usage(database.path.parent).free) < needed:
            raise StoreUnavailable(f"the disk has {free >> 20} MiB free; this needs {int(needed) >> 20}")
        connection = database.connection(Durability.FULL)
        connection.execute(f"PRAGMA auto_vacuum = {_INCREMENTAL}")
        connection.execute("VACUUM")
    database.leave_no_traces()
