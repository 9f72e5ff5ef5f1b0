"""The port `State`: the records of a database, and its files."""

from datetime import datetime
from pathlib import Path

from guard_api.ports.operate.state import Files, Records
from guard_api.store.installation.files import files_of
from guard_api.store.sql.state import SqlRecords


class InstallationState:
    """The port `State`."""

    def __init__(self, records: SqlRecords, database: Path, backup_to: Path | None) -> None:
        """Measure on demand."""
        self._records = records
        self._database = database
        self._backup_to = backup_to

    def records(self) -> Records:
        """Count what stands in the database. Raises StoreUnavailable."""
        return self._records.count()

    def files(self, now: datetime) -> Files:
        """Measure the files."""
        return files_of(self._database, self._backup_to, now)
