"""Migrations of a record on PostgreSQL: nodes stay at work, for steps only add."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime

from guard_api.errors import StoreUnavailable
from guard_api.ports.operate.migrations import Migration
from guard_api.store.postgres import schema
from guard_api.store.postgres.connections import connect, translated
from guard_api.store.postgres.database import PostgresDatabase


class PostgresMigrations:
    """The port `Migrations` on PostgreSQL."""

    def __init__(self, database: PostgresDatabase) -> None:
        """Look at nothing yet."""
        self._database = database

    def pending(self) -> Sequence[Migration]:
        """Compare versions; a database that is yet to be filled has nothing to go through."""
        with translated(), closing(connect(self._database.url, self._database.wait_seconds)) as raw:
            return schema.pending(raw)

    def apply(self, now: datetime) -> Sequence[Migration]:
        """Bring the tables forward, while nodes are at work. Raises StoreUnavailable."""
        with translated(), closing(connect(self._database.url, self._database.wait_seconds)) as raw:
            return schema.migrate(raw, now)

    def begin(self, now: datetime) -> None:
        """Make the tables where there are none. Raises StoreUnavailable where they are not those of this program."""
        with translated(), closing(connect(self._database.url, self._database.wait_seconds)) as raw:
            version = schema.check(raw)
            if version == 0:
                if not schema.may_create(raw):
                    raise StoreUnavailable("its user may not make tables: see guides/record.md")
                schema.migrate(raw, now)
            elif left := schema.pending(raw):
                raise StoreUnavailable(
                    f"its tables are {len(left)} versions behind {version + len(left)}: run guard-api migrate"
                )
