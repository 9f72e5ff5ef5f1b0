"""What stands in the database, counted by what is kept up to date: no table of ten million rows is walked through."""

from datetime import datetime

from guard_api.lists.entry import ListName
from guard_api.ports.imports.imports import ImportState
from guard_api.ports.operate.state import MOST_COUNTED, Records, UnfinishedJobs
from guard_api.store.clock import from_micros
from guard_api.store.engine import Connection, Database
from guard_api.store.sql.lists.rows import newest_revision, standing

_REPORTS = f"""SELECT count(*) FROM
                 (SELECT 1 FROM reported WHERE decision = '' AND devices >= ? LIMIT {MOST_COUNTED}) AS waiting"""  # noqa: S608 - constants only
_IMPORTS = f"SELECT count(*) FROM (SELECT 1 FROM import WHERE state = ? LIMIT {MOST_COUNTED}) AS waiting"  # noqa: S608 - constants only
_UNFINISHED = f"""SELECT count(*), min(created_at) FROM
                    (SELECT created_at, CASE WHEN reverts IS NULL THEN 'import' ELSE 'revert' END AS kind
                     FROM import WHERE state = ? LIMIT {MOST_COUNTED}) AS waiting
                  WHERE kind = ?"""  # noqa: S608 - constants only
_KINDS = ("import", "revert")
_STATES = (ImportState.QUEUED, ImportState.RUNNING)


class SqlRecords:
    """Counts on demand."""

    def __init__(self, database: Database, report_devices: int) -> None:
        """Admins are asked about numbers that at least so many phones have reported."""
        self._database = database
        self._report_devices = report_devices

    def count(self) -> Records:
        """Count, with one connection. Raises StoreUnavailable."""
        with self._database.read() as connection:
            newest = newest_revision(connection)
            return Records(
                newest,
                {target: standing(connection, target, newest).count for target in ListName},
                connection.execute(_REPORTS, (self._report_devices,)).fetchone()[0],
                {state: connection.execute(_IMPORTS, (state,)).fetchone()[0] for state in ImportState},
                [_unfinished(connection, kind, state) for kind in _KINDS for state in _STATES],
            )


def _unfinished(connection: Connection, kind: str, state: ImportState) -> UnfinishedJobs:
    count, created_at = connection.execute(_UNFINISHED, (state, kind)).fetchone()
    oldest: datetime | None = from_micros(created_at) if created_at is not None else None
    return UnfinishedJobs(kind, state, count, oldest)
