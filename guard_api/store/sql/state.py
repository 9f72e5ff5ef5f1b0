"""What stands in the database, counted by what is kept up to date: no table of ten million rows is walked through."""

from datetime import datetime

from guard_api.lists.entry import ListName
from guard_api.ports.imports.imports import ImportState
from guard_api.ports.operate.state import MOST_COUNTED, Records, Undelivered, UnfinishedJobs
from guard_api.store.clock import from_micros
from guard_api.store.engine import Connection, Database
from guard_api.store.sql.lists.rows import newest_revision, standing

_REPORTS = f"""SELECT count(*) FROM
                 (SELECT 1 FROM reported WHERE decision = '' AND devices >= ? LIMIT {MOST_COUNTED}) AS bounded"""  # noqa: S608 - constants only
_IMPORTS = f"SELECT count(*) FROM (SELECT 1 FROM import WHERE state = ? LIMIT {MOST_COUNTED}) AS bounded"  # noqa: S608 - constants only
_UNFINISHED = f"""SELECT count(*), min(created_at) FROM
                    (SELECT created_at, CASE WHEN reverts IS NULL THEN 'import' ELSE 'revert' END AS kind
                     FROM import WHERE state = ? LIMIT {MOST_COUNTED}) AS bounded
                  WHERE kind = ?"""  # noqa: S608 - constants only
# Up to 10,000 of them in the order in which they are due: those that are tried again for long are among the first.
_ON_THEIR_WAY = f"""SELECT count(*), min(due_at), min(began_at),
                      count(DISTINCT CASE WHEN reason <> '' THEN device_id || ' ' || endpoint END) FROM
                      (SELECT due_at, began_at, reason, device_id, endpoint FROM circle_delivery
                       WHERE due_at IS NOT NULL ORDER BY due_at LIMIT {MOST_COUNTED}) AS bounded"""  # noqa: S608 - constants only
_GIVEN_UP = f"""SELECT count(*) FROM
                  (SELECT 1 FROM circle_delivery WHERE dead_at IS NOT NULL LIMIT {MOST_COUNTED}) AS bounded"""  # noqa: S608 - constants only
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
                undelivered(connection),
            )


def undelivered(connection: Connection) -> Undelivered:
    """Count events that have not arrived."""
    waiting, due, oldest, failing = connection.execute(_ON_THEIR_WAY).fetchone()
    given_up: int = connection.execute(_GIVEN_UP).fetchone()[0]
    return Undelivered(waiting, failing, given_up, _moment(due), _moment(oldest))


def _unfinished(connection: Connection, kind: str, state: ImportState) -> UnfinishedJobs:
    count, created_at = connection.execute(_UNFINISHED, (state, kind)).fetchone()
    return UnfinishedJobs(kind, state, count, _moment(created_at))


def _moment(micros: int | None) -> datetime | None:
    return from_micros(micros) if micros is not None else None
