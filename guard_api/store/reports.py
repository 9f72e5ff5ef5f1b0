"""What phones report: counted by device, decided by admins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from guard_api.blocklist.change import Author, ChangeKind
from guard_api.blocklist.entry import Category, Entry, EntryKey
from guard_api.blocklist.votes import published, votes_of
from guard_api.errors import NotFound
from guard_api.ports.lists import Report
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.database import Connection, Database, Durability
from guard_api.store.lists import put_new

_COMMENTS = 10
"""Comments that are shown of one number: the latest."""

_SAID = "SELECT 1 FROM report WHERE number = ? AND device_id = ?"
_SAY = "INSERT OR REPLACE INTO report (number, device_id, category, comment, at) VALUES (?, ?, ?, ?, ?)"
_COUNT = """INSERT INTO reported (number, devices, first_at, last_at, decision) VALUES (?, ?, ?, ?, '')
            ON CONFLICT (number) DO UPDATE SET devices = devices + excluded.devices, last_at = excluded.last_at
            RETURNING devices"""
_UNSAY = "DELETE FROM report WHERE number = ? AND device_id = ?"
_UNCOUNT = "UPDATE reported SET devices = devices - 1 WHERE number = ? RETURNING devices"
_FORGET = "DELETE FROM reported WHERE number = ? AND devices = 0 AND decision = ''"
_STEP = """INSERT INTO meta (name, value) VALUES ('report_step', 1)
           ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"""
_STEPPED = "UPDATE reported SET step = ? WHERE number = ?"
_ROW = "SELECT number, devices, first_at, last_at, decision FROM reported"
_LIST = f"""{_ROW} WHERE decision = ? AND devices >= ? AND (devices, number) < (?, ?)
            ORDER BY devices DESC, number DESC LIMIT ?"""
_CATEGORIES = (
    "SELECT category, count(*) FROM report WHERE number = ? GROUP BY category ORDER BY count(*) DESC, category"
)
_LATEST = f"SELECT comment FROM report WHERE number = ? AND comment <> '' ORDER BY at DESC LIMIT {_COMMENTS}"  # noqa: S608 - constants only
_DECIDE = "UPDATE reported SET decision = ?, decided_at = ?, decided_by = ? WHERE number = ?"
_BEHIND_ALL = (1 << 62, "")


class SqliteReports:
    """The port `Reports` on SQLite."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def submit(self, number: str, device_id: str, category: Category, comment: str, now: datetime) -> None:
        """Note a report down: one for each device and number, the last one counts."""
        at = to_micros(now)
        with self._database.write(Durability.FULL) as connection:
            new = connection.execute(_SAID, (number, device_id)).fetchone() is None
            connection.execute(_SAY, (number, device_id, category, comment, at))
            devices = connection.execute(_COUNT, (number, int(new), at, at)).fetchone()[0]
            _tell(connection, number, devices - new, devices)

    def has(self, number: str, device_id: str) -> bool:
        """Say whether the device has reported the number."""
        with self._database.read() as connection:
            return connection.execute(_SAID, (number, device_id)).fetchone() is not None

    def withdraw(self, number: str, device_id: str) -> None:
        """Take the report of a device back, if there is one."""
        with self._database.write(Durability.FULL) as connection:
            if connection.execute(_UNSAY, (number, device_id)).rowcount:
                devices = connection.execute(_UNCOUNT, (number,)).fetchone()[0]
                _tell(connection, number, devices + 1, devices)
                connection.execute(_FORGET, (number,))

    def list(self, decision: str, devices: int, after: tuple[int, str] | None, limit: int) -> Sequence[Report]:
        """Give numbers that at least so many devices have reported, those of the most devices first."""
        with self._database.read() as connection:
            rows = connection.execute(_LIST, (decision, devices, *(after or _BEHIND_ALL), limit)).fetchall()
            return [_report(connection, row) for row in rows]

    def get(self, number: str) -> Report:
        """Give the reports of one number. Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(f"{_ROW} WHERE number = ?", (number,)).fetchone()
            if row is None:
                raise NotFound("Nobody has reported this number.")
            return _report(connection, row)

    def accept(self, key: EntryKey, entry: Entry, author: Author) -> None:
        """Put the number on the block list and remember the decision, or neither. Raises NotFound, Conflict."""
        with self._database.write(Durability.FULL) as connection:
            put_new(connection, key, entry, ChangeKind.ACCEPT, author)
            _decide(connection, "accepted", key.number, author)

    def dismiss(self, number: str, author: Author) -> None:
        """Remember that the number is not to be listed. Raises NotFound."""
        with self._database.write(Durability.FULL) as connection:
            _decide(connection, "dismissed", number, author)


def _tell(connection: Connection, number: str, before: int, after: int) -> None:
    """Have apps that keep the list told when the number's votes get to another step."""
    if published(votes_of(before)) != published(votes_of(after)):
        step = connection.execute(_STEP).fetchone()[0]
        connection.execute(_STEPPED, (step, number))


def _decide(connection: Connection, decision: str, number: str, author: Author) -> None:
    if not connection.execute(_DECIDE, (decision, to_micros(author.at), author.who, number)).rowcount:
        raise NotFound("Nobody has reported this number.")


def _report(connection: Connection, row: tuple[Any, ...]) -> Report:
    number, devices, first_at, last_at, decision = row
    categories = {Category(word): count for word, count in connection.execute(_CATEGORIES, (number,))}
    comments = [comment for (comment,) in connection.execute(_LATEST, (number,))]
    return Report(number, devices, categories, comments, from_micros(first_at), from_micros(last_at), decision)
