"""Migrations as people ask for them: what there is to do, and doing it while nobody else is at work."""

from collections.abc import Sequence
from datetime import datetime

from guard_api.ports.operate.migrations import Migration
from guard_api.store.sqlite.database import Database
from guard_api.store.sqlite.schema.migrating import look, migrations
from guard_api.store.sqlite.servers_at_work import none_at_work
from guard_api.store.sqlite.transactions import translated


class SqliteMigrations:
    """The port `Migrations` on SQLite."""

    def __init__(self, database: Database) -> None:
        """Look at nothing yet."""
        self._database = database

    def pending(self) -> Sequence[Migration]:
        """Compare versions; a database that is yet to be made has nothing to go through."""
        with translated():
            version = look(self._database.path, self._database.wait_seconds).version
        return migrations()[version:] if version else ()

    def apply(self, now: datetime) -> Sequence[Migration]:
        """Open the database, while no server is at work."""
        with translated(), none_at_work(self._database.path):
            return self._database.open(now)
