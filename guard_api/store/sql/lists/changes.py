"""The history of the lists, and the way back."""

import heapq
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice

from guard_api.lists import rules
from guard_api.lists.change import Author, Change, ChangeKind
from guard_api.lists.entry import Entry, EntryKey, ListName
from guard_api.lists.rules import WayBack
from guard_api.ports.lists.lists import EntryDiff
from guard_api.store.engine import Connection, Database, Durability
from guard_api.store.sql.lists.coverage import Place
from guard_api.store.sql.lists.expiry import forgotten
from guard_api.store.sql.lists.reports import follow_entry
from guard_api.store.sql.lists.rows import CHANGE_COLUMNS, COLUMNS, LISTS, MATCHES, Draft, change_of, code, entry_of
from guard_api.store.sql.lists.surroundings import surroundings

START: Place = ("", 0)

_CHANGES = f"SELECT {CHANGE_COLUMNS} FROM change WHERE revision < ? ORDER BY revision DESC LIMIT ?"  # noqa: S608 - constants only
_CHANGE = f"SELECT {CHANGE_COLUMNS}, id FROM change WHERE revision = ?"  # noqa: S608 - constants only
_TOUCHED = """SELECT number, match FROM listed WHERE {column} = ? AND (number, match) > (?, ?)
              ORDER BY number, match LIMIT ?"""
_ADDED = f"""UPDATE listed SET ended = :id WHERE (number, match, list, began) IN
               (SELECT number, match, list, began FROM listed INDEXED BY listed_began
                WHERE began = :change AND (number, match) > (:number, :match)
                  AND (number, match) <= (:last_number, :last_match))
             AND ended IS NULL AND NOT EXISTS
               (SELECT 1 FROM listed was INDEXED BY listed_ended
                WHERE was.ended = :change AND was.number = listed.number AND was.match = listed.match)
             RETURNING {COLUMNS}"""  # noqa: S608 - constants only
_SIDE = f"SELECT {COLUMNS} FROM listed WHERE number = ? AND match = ? AND list = ? AND {{column}} = ?"  # noqa: S608 - constants only


def touched(connection: Connection, ids: Sequence[int], after: Place, limit: int) -> list[Place]:
    """Give where changes began or ended something, in order: the first `limit` places behind `after`."""
    scans = (
        connection.execute(_TOUCHED.format(column=column), (change, *after, limit))
        for change in ids
        for column in ("began", "ended")
    )
    return list(islice((place for place, _ in groupby(heapq.merge(*scans))), limit))


_Entries = list[EntryDiff]


class SqlChanges:
    """The port `Changes` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def list(self, before: int, limit: int) -> Sequence[Change]:
        """Give changes older than a revision, newest first."""
        with self._database.read() as connection:
            return [change_of(row) for row in connection.execute(_CHANGES, (before, limit))]

    def get(self, revision: int) -> Change:
        """Give one change. Raises NotFound."""
        with self._database.read() as connection:
            return found(connection, revision)[0]

    def entries(self, change: Change, after: EntryKey | None, limit: int) -> _Entries:
        """Give what a change made of entries, in the order of their numbers; nothing once that is forgotten."""
        start = (after.number, code(after.match, MATCHES)) if after is not None else START
        with self._database.read() as connection:
            _, change_id = found(connection, change.revision)
            if change.revision <= forgotten(connection):
                return []
            places = touched(connection, [change_id], start, limit)
            return [changed_at(connection, change_id, change.list, place) for place in places]

    def ways_back(
        self, change: Change, now: datetime, refused: Collection[EntryKey], limit: int
    ) -> Sequence[tuple[EntryDiff, WayBack]]:
        """Say what taking a change back would make of its first entries. Raises NotFound, Conflict."""
        with self._database.read() as connection:
            _, change_id = revertible(connection, change.revision)
            places = touched(connection, [change_id], START, limit)
            diffs = [changed_at(connection, change_id, change.list, place) for place in places]
            return [(one, _way(connection, one, now, refused)) for one in diffs]

    def revert(self, revision: int, author: Author, refused: Collection[EntryKey]) -> Change:
        """Take a change back at once, as a change of its own; what is not as it was left stays. Raises Conflict."""
        with self._database.write(Durability.FULL) as connection:
            change, change_id = revertible(connection, revision)
            draft = Draft.begin(connection, ChangeKind.REVERT, author, change.list, revision)
            places = touched(connection, [change_id], START, change.touched)
            for place in places:
                take_back(draft, change_id, refused, place)
            rules.check_reverted(revision, draft.changed)
            made = found(connection, draft.publish())[0]
            if _began_as(connection, change) is ChangeKind.ACCEPT:
                for number, _ in places:
                    follow_entry(connection, number, author)
            return made


def _find(connection: Connection, revision: int) -> tuple[Change, int] | None:
    row = connection.execute(_CHANGE, (revision,)).fetchone()
    return (change_of(row[:-1]), row[-1]) if row is not None else None


def found(connection: Connection, revision: int) -> tuple[Change, int]:
    """Give a change and its id. Raises NotFound."""
    return rules.known_change(revision, _find(connection, revision))


def revertible(connection: Connection, revision: int) -> tuple[Change, int]:
    """Give a change that can be taken back, and its id. Raises NotFound, Conflict."""
    return rules.revertible(revision, _find(connection, revision), forgotten(connection))


def _began_as(connection: Connection, change: Change) -> ChangeKind:
    """Give what was done in the first place: taking back what was taken back is to do it again."""
    while change.reverts is not None:
        change, _ = found(connection, change.reverts)
    return change.what


def take_back(draft: Draft, change_id: int, refused: Collection[EntryKey], place: Place) -> None:
    """Make one entry what it was before a change, as far as the rules have it so."""
    one = changed_at(draft.connection, change_id, draft.list, place)
    way = _way(draft.connection, one, draft.at, refused)
    if way is WayBack.RETURNS and one.before is not None:
        draft.put(one.before)
    elif way is WayBack.GOES:
        draft.remove(one.key)
    else:
        draft.skipped += 1


def _way(connection: Connection, one: EntryDiff, now: datetime, refused: Collection[EntryKey]) -> WayBack:
    around = surroundings(connection, one.key, now, arrives=one.before is not None)
    return rules.way_back(around, one.before, one.after, now, refused=one.key in refused)


def take_back_added(draft: Draft, change_id: int, after: Place, last: Place) -> set[Place]:
    """Take what a change has newly listed off again, where it still stands: all at once, since it is the most."""
    span = {"change": change_id, "number": after[0], "match": after[1], "last_number": last[0], "last_match": last[1]}
    rows = draft.connection.execute(_ADDED, {**span, "id": draft.id}).fetchall()
    draft.removed += len(rows)
    draft.note_ended(rows)
    return {(row[0], row[1]) for row in rows}


def changed_at(connection: Connection, change_id: int, target: ListName, place: Place) -> EntryDiff:
    """Give what a change made of one entry."""
    key = EntryKey(target, MATCHES[place[1]], place[0])
    before, after = _sides(connection, change_id, key)
    return EntryDiff(key, before, after)


def _sides(connection: Connection, change_id: int, key: EntryKey) -> Iterator[Entry | None]:
    place = key.number, code(key.match, MATCHES), code(key.list, LISTS)
    for column in ("ended", "began"):
        row = connection.execute(_SIDE.format(column=column), (*place, change_id)).fetchone()
        yield entry_of(row) if row is not None else None
