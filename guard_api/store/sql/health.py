"""Whether the database can be written and read now."""

from guard_api.errors import StoreUnavailable
from guard_api.store.copy.health import Probed
from guard_api.store.engine import Database, Durability

_WRITE = """INSERT INTO meta (name, value) VALUES ('probe', 1)
            ON CONFLICT (name) DO UPDATE SET value = meta.value + 1 RETURNING value"""


class SqlHealth:
    """The port `Health` in SQL."""

    def __init__(self, database: Database, timelines: Probed) -> None:
        """Probe on demand only."""
        self._database = database
        self._timelines = timelines

    def probe(self) -> None:
        """Write a row through to the disk and read it back."""
        with self._database.write(Durability.FULL) as connection:
            written = connection.execute(_WRITE).fetchone()
        self._timelines.probe()
        with self._database.read() as connection:
            read = connection.execute("SELECT value FROM meta WHERE name = 'probe'").fetchone()
        if read is None or read[0] < written[0]:
            raise StoreUnavailable("what was written cannot be read back")
