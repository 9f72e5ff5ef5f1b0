"""Whether a file says that a server is using it: a copy says so, too, and without its log it lacks what came last."""

from guard_api.store.sqlite.database import CHECKPOINT, Database, Durability
from guard_api.store.sqlite.schema.migrating import look, note_in_use
from guard_api.store.sqlite.servers_at_work import is_served
from guard_api.store.sqlite.transactions import translated


def say_in_use(database: Database, *, in_use: bool) -> None:
    """Write it into the first page, and have that be in the file, not in its log. Raises StoreUnavailable."""
    with database.write(Durability.FULL) as connection:
        note_in_use(connection, in_use=in_use)
    with translated(database.failed):
        database.connection(Durability.FULL).execute(CHECKPOINT).close()


def recover(database: Database) -> bool:
    """Have a file say no more that it is in use where no server is; returns whether it lacks its log.

    Where servers were killed, what they wrote is in the log. Whoever closes the file last takes that away, and the file
    must not look then like a copy. Raises StoreUnavailable.
    """
    with translated(database.failed):
        found = look(database.path, database.wait_seconds)
        left = found.in_use and not is_served(database.path)
    if left:
        say_in_use(database, in_use=False)
    return found.lacks_log
