"""What time does to the lists: entries expire, and a past that is long enough ago is forgotten."""

from datetime import datetime, timedelta

from guard_api.lists.actor import SERVER, author_of
from guard_api.lists.change import ChangeKind
from guard_api.lists.entry import EntryKey
from guard_api.ports.phones.retention import Due
from guard_api.store.clock import MICROSECOND, from_micros, to_micros
from guard_api.store.engine import Connection, Database, Durability
from guard_api.store.sql.lists.number_keys import forget_unlisted
from guard_api.store.sql.lists.rows import DRAFTS, LISTS, MATCHES, Draft

_AT_ONCE = 1000
"""Entries in one transaction: nobody waits for a big clean-up."""
_HISTORY_FROM = "SELECT coalesce(max(value), 0) FROM meta WHERE name = 'history_from'"

_EXPIRED = f"""SELECT number, match, list FROM listed INDEXED BY listed_expiring
               WHERE expires_at <= ? AND ended IS NULL AND began NOT IN {DRAFTS} LIMIT {_AT_ONCE}"""  # noqa: S608 - constants only
# All changes before the first young one: a clock that was wrong once must not make the young ones old.
_OLD = (
    """SELECT coalesce((SELECT min(revision) - 1 FROM change WHERE at >= ?), (SELECT max(revision) FROM change), 0)"""
)
_DUE = """SELECT count(*), (SELECT min(at) FROM change WHERE revision <= :old)
          FROM listed WHERE ended IN (SELECT id FROM change WHERE revision <= :old)"""
_SEEN = """SELECT coalesce((SELECT value FROM meta WHERE name = 'clock_seen'), (SELECT min(at) FROM change)),
                  (SELECT value FROM meta WHERE name = 'clock_leapt')"""
_NOTE = """INSERT INTO meta (name, value) VALUES (?, ?)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value"""
_DAY = timedelta(days=1) // MICROSECOND
_LEAP = timedelta(days=30) // MICROSECOND
"""Longer than servers are off, and so short that it matters little of a history of a year."""
_MARK = """INSERT INTO meta (name, value) VALUES ('history_from', ?)
           ON CONFLICT (name) DO UPDATE SET value =
             CASE WHEN meta.value > excluded.value THEN meta.value ELSE excluded.value END"""
_FORGOTTEN = f"""SELECT number, match, list, began FROM listed INDEXED BY listed_ended
                 WHERE ended IN (SELECT id FROM change WHERE revision <= ?) LIMIT {_AT_ONCE}"""  # noqa: S608 - constants only
_FORGET = f"""DELETE FROM listed WHERE (number, match, list, began) IN ({_FORGOTTEN})
              RETURNING number, match"""  # noqa: S608 - constants only


def forgotten(connection: Connection) -> int:
    """Give the newest revision whose details may be gone."""
    revision: int = connection.execute(_HISTORY_FROM).fetchone()[0]
    return revision


def expire(database: Database, now: datetime) -> int:
    """Take some of what has expired off the lists, so that phones hear of it; gives how many."""
    with database.read() as connection:
        if connection.execute(_EXPIRED, (to_micros(now),)).fetchone() is None:
            return 0
    author = author_of(SERVER, now, "expired")
    with database.write(Durability.FULL) as connection:
        rows = connection.execute(_EXPIRED, (to_micros(now),)).fetchall()
        for target in {row[2] for row in rows}:
            draft = Draft.begin(connection, ChangeKind.EXPIRE, author, LISTS[target])
            for number, match, _ in (row for row in rows if row[2] == target):
                draft.remove(EntryKey(LISTS[target], MATCHES[match], number))
            draft.publish()
    return len(rows)


def believes(database: Database, now: datetime) -> bool:
    """Say whether so much time may have passed as the clock says: what is forgotten does not come back.

    A clock that has leapt ahead is believed when it says the same a day later.
    """
    with database.read() as connection:
        seen, leapt = connection.execute(_SEEN).fetchone()
    at = to_micros(now)
    if seen is None:
        _note(database, "clock_seen", at)
        return True
    if at - seen <= _LEAP:
        if leapt is not None:
            _forget_leap(database)
        if abs(at - seen) > _DAY:
            _note(database, "clock_seen", at)
        return True
    if leapt is None or not 0 <= at - leapt <= _LEAP:
        _note(database, "clock_leapt", at)
        return False
    if at - leapt < _DAY:
        return False
    _note(database, "clock_seen", at)
    # Where it was the server that was off, no phone could ask meanwhile: each has its time again.
    _note(database, "uses_since", at)
    return True


def _forget_leap(database: Database) -> None:
    with database.write(Durability.NORMAL) as connection:
        connection.execute("DELETE FROM meta WHERE name = 'clock_leapt'")


def _note(database: Database, name: str, at: int) -> None:
    with database.write(Durability.NORMAL) as connection:
        connection.execute(_NOTE, (name, at))


def forget(database: Database, before: datetime) -> int:
    """Delete some versions that ended before a moment; gives how many. Changes stay on record, without details."""
    with database.read() as connection:
        old = connection.execute(_OLD, (to_micros(before),)).fetchone()[0]
        if connection.execute(_FORGOTTEN, (old,)).fetchone() is None:
            return 0
    with database.write(Durability.FULL) as connection:
        connection.execute(_MARK, (old,))
        return _forget(connection, old)


def forget_ended(database: Database, revision: int) -> int:
    """Delete some versions that ended with a revision or before; gives how many."""
    with database.write(Durability.NORMAL) as connection:
        return _forget(connection, revision)


def _forget(connection: Connection, revision: int) -> int:
    places = connection.execute(_FORGET, (revision,)).fetchall()
    forget_unlisted(connection, places)
    return len(places)


def long_past(database: Database, before: datetime) -> Due:
    """Count the versions that `forget` would delete, and say when the oldest change of them was."""
    with database.read() as connection:
        old = connection.execute(_OLD, (to_micros(before),)).fetchone()[0]
        count, at = connection.execute(_DUE, {"old": old}).fetchone()
    return Due(count, from_micros(at) if count else None)


class SqlExpiry:
    """The port `Expiry` on SQLite."""

    def __init__(self, database: Database, history: timedelta) -> None:
        """Keep what changed for as long as `history`: phones that were away longer start anew."""
        self._database = database
        self._history = history

    def expire(self, now: datetime) -> int:
        """Take some of what has expired off the lists."""
        return expire(self._database, now)

    def due(self, now: datetime) -> Due:
        """Count what is older than the history."""
        return long_past(self._database, now - self._history)

    def believes(self, now: datetime) -> bool:
        """Say whether the clock can be believed."""
        return believes(self._database, now)

    def forget(self, now: datetime) -> int:
        """Forget some of what is older than the history, where the clock can be believed."""
        return forget(self._database, now - self._history) if believes(self._database, now) else 0
