"""Entries as versions: what an entry was, from which change until which.

Nothing is ever overwritten, so one table is the lists, their history, what phones have to be told and the way back. A
change counts once it has a revision: what an unfinished import has written is invisible, however much it is, and
publishing it is one small transaction.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from guard_api.lists.change import MODULUS, Author, Change, ChangeKind, Standing, sum_of
from guard_api.lists.endings import ending_key
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.lists.phoneblock.hashes import key_of
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Connection
from guard_api.store.sql.lists.tally import Tally

_Word = TypeVar("_Word", bound=StrEnum)


class Codes(Mapping[int, _Word]):
    """The numbers that stand for words in the tables. They are the database's format: a new word gets a new number."""

    def __init__(self, words: Mapping[int, _Word]) -> None:
        """Keep the words by their codes."""
        self._words = words
        self._codes: Mapping[StrEnum, int] = {word: code for code, word in words.items()}

    def __getitem__(self, code: int) -> _Word:
        """Return the word of a code."""
        return self._words[code]

    def __iter__(self) -> Iterator[int]:
        """List the codes."""
        return iter(self._words)

    def __len__(self) -> int:
        """Count the words."""
        return len(self._words)

    def code(self, word: StrEnum) -> int:
        """Return the code of a word."""
        return self._codes[word]


LISTS = Codes({0: ListName.BLOCK, 1: ListName.ALLOW, 2: ListName.BLOCK_DOMAINS, 3: ListName.ALLOW_DOMAINS})
MATCHES = Codes({0: Match.EXACT, 1: Match.PREFIX, 2: Match.DOMAIN})
CATEGORIES = Codes(
    {
        0: Category.FRAUD,
        1: Category.SPAM,
        2: Category.TELEMARKETING,
        3: Category.ROBOCALL,
        4: Category.OTHER,
    }
)

DRAFTS = "(SELECT id FROM change WHERE revision IS NULL)"
IS_CURRENT = f"began NOT IN {DRAFTS} AND (ended IS NULL OR ended IN {DRAFTS})"
"""The condition under which a version counts now."""
_LATER = "(SELECT id FROM change WHERE revision IS NULL OR revision > :revision)"
VISIBLE_AT = f"began NOT IN {_LATER} AND (ended IS NULL OR ended IN {_LATER})"
"""The condition under which a version counted at `:revision`."""
NOT_EXPIRED = "(expires_at IS NULL OR expires_at > ?)"
"""The condition under which an entry has not expired."""
COLUMNS = "number, match, category, label, source, note, expires_at"
"""What `entry_of` reads."""

_CURRENT = f"SELECT {COLUMNS}, began FROM listed WHERE number = ? AND match = ? AND list = ? AND {IS_CURRENT}"  # noqa: S608 - constants only
_BEGIN = f"INSERT INTO listed (list, began, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants only
_HASH = "INSERT INTO hashed (key, number) VALUES (?, ?) ON CONFLICT DO NOTHING"
_ENDING = "INSERT INTO ending (key, number) VALUES (?, ?) ON CONFLICT DO NOTHING"
_END = "UPDATE listed SET ended = ? WHERE number = ? AND match = ? AND list = ? AND began = ?"
_DRAFT = "INSERT INTO change (at, who, what, why, list, reverts) VALUES (?, ?, ?, ?, ?, ?) RETURNING id"
_PUBLISH = """UPDATE change SET revision = ?, added = ?, updated = ?, removed = ?, skipped = ?, count = ?, checksum = ?
              WHERE id = ?"""
_NEWEST = "SELECT coalesce(max(revision), 0) FROM change"
_STANDING = """SELECT count, checksum FROM change
               WHERE list = ? AND revision <= ? ORDER BY revision DESC LIMIT 1"""
CHANGE_COLUMNS = "revision, at, who, what, why, list, reverts, added, updated, removed, skipped, count, checksum"
"""What `change_of` reads."""


@cache
def placeholders(pairs: int) -> str:
    """Give the place holders of so many pairs of values."""
    return ", ".join(["(?, ?)"] * pairs)


def code(word: _Word, words: Codes[_Word]) -> int:
    """Return the number that stands for a word."""
    return words.code(word)


def entry_of(row: Sequence[Any]) -> Entry:
    """Make an entry of `COLUMNS`."""
    number, match, category, label, source, note, expires_at = row[:7]
    expiry = from_micros(expires_at) if expires_at is not None else None
    return Entry(number, MATCHES[match], CATEGORIES[category], label, source, note, expiry)


def values_of(entry: Entry) -> tuple[str | int | None, ...]:
    """Give an entry as `COLUMNS`."""
    expires = to_micros(entry.expires_at) if entry.expires_at is not None else None
    return entry.number, *_kind_of(entry), entry.label, entry.source, entry.note, expires


def change_of(row: Sequence[Any]) -> Change:
    """Make a change of `CHANGE_COLUMNS`."""
    revision, at, who, what, why, target, reverts, added, updated, removed, skipped, count, checksum = row
    made = from_micros(at), who, ChangeKind(what), why, LISTS[target]
    return Change(revision, *made, reverts, added, updated, removed, skipped, count, checksum % MODULUS)


def newest_revision(connection: Connection) -> int:
    """Give the newest revision of all lists, 0 before any change."""
    revision: int = connection.execute(_NEWEST).fetchone()[0]
    return revision


def standing(connection: Connection, target: ListName, revision: int) -> Standing:
    """Give a list as of a revision."""
    row = connection.execute(_STANDING, (code(target, LISTS), revision)).fetchone()
    return Standing(revision, row[0], row[1] % MODULUS) if row is not None else Standing(revision, 0, 0)


def current(connection: Connection, key: EntryKey) -> tuple[Entry, int] | None:
    """Give an entry as it stands, and the change that it began with."""
    row = connection.execute(_CURRENT, (key.number, code(key.match, MATCHES), code(key.list, LISTS))).fetchone()
    return (entry_of(row), row[7]) if row is not None else None


@dataclass(slots=True)
class Draft:
    """A change that is being written, and what it adds up to so far."""

    connection: Connection
    id: int
    list: ListName
    at: datetime
    tally: Tally
    added: int = 0
    updated: int = 0
    removed: int = 0
    skipped: int = 0
    checksum: int = 0
    """What the change adds to the list's."""

    @classmethod
    def begin(
        cls, connection: Connection, what: ChangeKind, author: Author, target: ListName, reverts: int | None = None
    ) -> "Draft":
        """Begin a change, which nobody sees before it is published."""
        values = to_micros(author.at), author.who, what, author.why, code(target, LISTS), reverts
        change = connection.execute(_DRAFT, values).fetchone()[0]
        return cls(connection, change, target, author.at, Tally(connection, code(target, LISTS)))

    @property
    def changed(self) -> int:
        """How many entries it changes."""
        return self.added + self.updated + self.removed

    def put(self, entry: Entry) -> None:
        """Put an entry on the list, in the place of what stands there."""
        key = EntryKey(self.list, entry.match, entry.number)
        standing_now = current(self.connection, key)
        if standing_now is not None:
            self._end(key, *standing_now)
        self.connection.execute(_BEGIN, (code(self.list, LISTS), self.id, *values_of(entry)))
        if entry.match is Match.EXACT:
            self.connection.execute(_HASH, (key_of(entry.number), entry.number))
            self.connection.execute(_ENDING, (ending_key(entry.number), entry.number))
        self.updated += standing_now is not None
        self.added += standing_now is None
        self.checksum += sum_of(entry)
        self.tally.add(*_kind_of(entry), entry.source, 1)

    def remove(self, key: EntryKey) -> Entry | None:
        """Take what stands there off the list; gives what it was."""
        standing_now = current(self.connection, key)
        if standing_now is None:
            return None
        self._end(key, *standing_now)
        self.removed += 1
        return standing_now[0]

    def _end(self, key: EntryKey, entry: Entry, began: int) -> None:
        place = key.number, code(key.match, MATCHES), code(key.list, LISTS)
        self.connection.execute(_END, (self.id, *place, began))
        self._leave(entry)

    def note_ended(self, rows: Iterable[Sequence[Any]]) -> None:
        """Count what was ended by other means: rows of `COLUMNS`."""
        for row in rows:
            self._leave(entry_of(row))

    def _leave(self, entry: Entry) -> None:
        self.checksum -= sum_of(entry)
        self.tally.add(*_kind_of(entry), entry.source, -1)

    def publish(self) -> int:
        """Give the change its revision: from here on it counts."""
        newest = newest_revision(self.connection)
        before = standing(self.connection, self.list, newest)
        count = before.count + self.added - self.removed
        checksum = (before.checksum + self.checksum + MODULUS // 2) % MODULUS - MODULUS // 2
        tallies = self.added, self.updated, self.removed, self.skipped, count, checksum
        self.connection.execute(_PUBLISH, (newest + 1, *tallies, self.id))
        self.tally.publish(self.connection, self.id)
        return newest + 1


def _kind_of(entry: Entry) -> tuple[int, int]:
    return code(entry.match, MATCHES), code(entry.category, CATEGORIES)
