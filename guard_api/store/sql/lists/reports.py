"""What phones report: counted by device, decided by admins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from guard_api.lists import rules
from guard_api.lists.actor import SERVER, author_of
from guard_api.lists.change import ActKind, Author, ChangeKind
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.lists.phoneblock.votes import published, votes_of
from guard_api.ports.phones.reports import Decision, Report, ReportOrder
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Connection, Database, Durability, Topic
from guard_api.store.sql.lists.lists import put_new
from guard_api.store.sql.lists.rows import current
from guard_api.store.sql.lists.trail import note

_COMMENTS = 10
"""Comments that are shown of one number: the latest."""

_IS_REPORTED = "SELECT 1 FROM report WHERE number = ? AND device_id = ?"
_SAY = """INSERT INTO report (number, device_id, category, comment, at) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (number, device_id) DO UPDATE
          SET category = excluded.category, comment = excluded.comment, at = excluded.at"""
_COUNT = """INSERT INTO reported (number, devices, first_at, last_at, decision) VALUES (?, ?, ?, ?, '')
            ON CONFLICT (number) DO UPDATE
            SET devices = reported.devices + excluded.devices, last_at = excluded.last_at
            RETURNING devices, decision"""
_UNSAY = "DELETE FROM report WHERE number = ? AND device_id = ?"
_UNCOUNT = "UPDATE reported SET devices = devices - 1 WHERE number = ? RETURNING devices"
_FORGET = "DELETE FROM reported WHERE number = ? AND devices = 0 AND decision = ''"
_STEP = """INSERT INTO meta (name, value) VALUES ('report_step', 1)
           ON CONFLICT (name) DO UPDATE SET value = meta.value + 1 RETURNING value"""
_STEPPED = "UPDATE reported SET step = ? WHERE number = ?"
_ROW = "SELECT number, devices, first_at, last_at, decision, decided_by, decided_at, why FROM reported"
_DECIDED = "SELECT decision FROM reported WHERE number = ?"
_LISTS = {
    order: f"""{_ROW} WHERE decision = ? AND devices >= ? AND ({column}, number) < (?, ?)
               ORDER BY {column} DESC, number DESC LIMIT ?"""
    for order, column in ((ReportOrder.DEVICES, "devices"), (ReportOrder.LATEST, "last_at"))
}
_CATEGORIES = """SELECT category, CAST(sum(devices) AS bigint)
                 FROM (SELECT category, 1 AS devices FROM report WHERE number = :number
                       UNION ALL SELECT category, devices FROM report_tally WHERE number = :number) AS said
                 GROUP BY category ORDER BY sum(devices) DESC, category"""
_LATEST = f"SELECT comment FROM report WHERE number = ? AND comment <> '' ORDER BY at DESC LIMIT {_COMMENTS}"  # noqa: S608 - constants only
_DECIDE = "UPDATE reported SET decision = ?, decided_at = ?, decided_by = ?, why = ? WHERE number = ?"
_WORDS = {Decision.OPEN: "", Decision.ACCEPTED: "accepted", Decision.DISMISSED: "dismissed"}
"""Decisions as they are kept."""
_DECISIONS = {word: decision for decision, word in _WORDS.items()}
_AGAIN = "reported again, and not listed any more"
_BEHIND_ALL = (1 << 62, "")


class SqlReports:
    """The port `Reports` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def submit(self, number: str, device_id: str, category: Category, comment: str, now: datetime) -> None:
        """Note a report down: one for each device and number, the last one counts."""
        at = to_micros(now)
        with self._database.write(Durability.FULL, Topic.REPORTS) as connection:
            new = connection.execute(_IS_REPORTED, (number, device_id)).fetchone() is None
            connection.execute(_SAY, (number, device_id, category, comment, at))
            devices, decision = connection.execute(_COUNT, (number, int(new), at, at)).fetchone()
            _note_step(connection, number, devices - new, devices)
            if decision == _WORDS[Decision.ACCEPTED] and _listed(connection, number, now) is None:
                _reopen(connection, number, author_of(SERVER, now, _AGAIN))

    def has(self, number: str, device_id: str) -> bool:
        """Say whether the device has reported the number."""
        with self._database.read() as connection:
            return connection.execute(_IS_REPORTED, (number, device_id)).fetchone() is not None

    def withdraw(self, number: str, device_id: str) -> None:
        """Take the report of a device back, if there is one."""
        with self._database.write(Durability.FULL, Topic.REPORTS) as connection:
            if connection.execute(_UNSAY, (number, device_id)).rowcount:
                devices = connection.execute(_UNCOUNT, (number,)).fetchone()[0]
                _note_step(connection, number, devices + 1, devices)
                connection.execute(_FORGET, (number,))

    def list(
        self,
        decision: Decision,
        devices: int,
        after: tuple[int, str] | None,
        limit: int,
        order: ReportOrder = ReportOrder.DEVICES,
    ) -> Sequence[Report]:
        """Give numbers that at least so many devices have reported, in an order."""
        with self._database.read() as connection:
            rows = connection.execute(
                _LISTS[order], (_WORDS[decision], devices, *(after or _BEHIND_ALL), limit)
            ).fetchall()
            return [_report(connection, row) for row in rows]

    def get(self, number: str) -> Report:
        """Give the reports of one number. Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(f"{_ROW} WHERE number = ?", (number,)).fetchone()
            return _report(connection, rules.reported(row))

    def accept(self, key: EntryKey, entry: Entry, author: Author) -> None:
        """Put the number on the block list and remember the decision, or neither. Raises NotFound, Conflict."""
        with self._database.write(Durability.FULL) as connection:
            put_new(connection, key, entry, ChangeKind.ACCEPT, author)
            _decide(connection, Decision.ACCEPTED, key.number, author)

    def dismiss(self, number: str, author: Author) -> None:
        """Remember that the number is not to be listed. Raises NotFound, and Conflict when it was and still is."""
        with self._database.write(Durability.FULL) as connection:
            before = _undecided(connection, number, author)
            _decide(connection, Decision.DISMISSED, number, author)
            _note(connection, author, number, before, Decision.DISMISSED)

    def reopen(self, number: str, author: Author) -> None:
        """Have the number decided again. Raises NotFound, and Conflict when it waits already or is still listed."""
        with self._database.write(Durability.FULL) as connection:
            before = _undecided(connection, number, author)
            rules.check_reopening(number, is_open=before is Decision.OPEN)
            _reopen(connection, number, author)


def follow_entry(connection: Connection, number: str, author: Author) -> None:
    """Have the decision follow when taking back an accept takes the entry off, or taking that back puts it on again."""
    row, listed = connection.execute(_DECIDED, (number,)).fetchone(), _listed(connection, number, author.at)
    if row == (_WORDS[Decision.ACCEPTED],) and listed is None:
        _reopen(connection, number, author)
    elif row == (_WORDS[Decision.OPEN],) and listed is not None:
        _decide(connection, Decision.ACCEPTED, number, author)


def _listed(connection: Connection, number: str, now: datetime) -> EntryKey | None:
    """Give the entry that accepting a number makes, None when it does not stand now."""
    key = EntryKey(ListName.BLOCK, Match.EXACT, number)
    there = current(connection, key)
    return key if there is not None and there[0].counts(now) else None


def _decision(connection: Connection, number: str) -> Decision:
    return _DECISIONS[rules.reported(connection.execute(_DECIDED, (number,)).fetchone())[0]]


def _undecided(connection: Connection, number: str, author: Author) -> Decision:
    """Give what was decided, where that may be undone. Raises NotFound, Conflict."""
    decision = _decision(connection, number)
    rules.check_undecided(_listed(connection, number, author.at) if decision is Decision.ACCEPTED else None)
    return decision


def _reopen(connection: Connection, number: str, author: Author) -> None:
    before = _decision(connection, number)
    connection.execute(_DECIDE, (_WORDS[Decision.OPEN], None, None, None, number))
    connection.execute(_FORGET, (number,))
    _note(connection, author, number, before, Decision.OPEN)


def _note(connection: Connection, author: Author, number: str, before: Decision, after: Decision) -> None:
    what = ActKind.REOPEN if after is Decision.OPEN else ActKind.DISMISS
    note(connection, author, what, f"report:{number}", ({"decision": before}, {"decision": after}))


def _note_step(connection: Connection, number: str, before: int, after: int) -> None:
    """Have apps that keep the list told when the number's votes get to another step."""
    if published(votes_of(before)) != published(votes_of(after)):
        step = connection.execute(_STEP).fetchone()[0]
        connection.execute(_STEPPED, (step, number))


def _decide(connection: Connection, decision: Decision, number: str, author: Author) -> None:
    values = _WORDS[decision], to_micros(author.at), author.who, author.why
    rules.reported(connection.execute(_DECIDE, (*values, number)).rowcount or None)


def _report(connection: Connection, row: tuple[Any, ...]) -> Report:
    number, devices, first_at, last_at, decision, decided_by, decided_at, why = row
    categories = {Category(word): count for word, count in connection.execute(_CATEGORIES, {"number": number})}
    comments = [comment for (comment,) in connection.execute(_LATEST, (number,))]
    times = from_micros(first_at), from_micros(last_at)
    decided = (decided_by, from_micros(decided_at), why or "") if decided_at is not None else (None, None, None)
    return Report(number, devices, categories, comments, *times, _DECISIONS[decision], *decided)
