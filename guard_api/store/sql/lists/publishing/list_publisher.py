"""The block list for apps that keep a copy: every number as it is now, where it may have changed since.

Nothing depends on what an app was told before: what has changed is told as it is now, and telling it again does no
harm. So a copy may be of any version, and what changes while it is told is told again the next time.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from guard_api.lists.entry import EntryKey, ListName, Match
from guard_api.lists.precedence import deciding, prefixes_of
from guard_api.ports.lists.votes import PublishedNumber, PublishedVersion
from guard_api.store.clock import from_micros
from guard_api.store.engine import Database
from guard_api.store.sql.lists.changes import START, touched
from guard_api.store.sql.lists.coverage import Place
from guard_api.store.sql.lists.expiry import forgotten
from guard_api.store.sql.lists.rows import CATEGORIES, IS_CURRENT, LISTS, MATCHES, code

_EXACT, _PREFIX = code(Match.EXACT, MATCHES), code(Match.PREFIX, MATCHES)
_BLOCK, _ALLOW = code(ListName.BLOCK, LISTS), code(ListName.ALLOW, LISTS)
_PAGE = 500
_BEHIND_ALL = "~"
"""Behind every number; what is behind all that begin with a prefix is `prefix:`."""

_ALL = f"""SELECT DISTINCT number FROM listed
           WHERE number >= ? AND number < ? AND match = {_EXACT} AND list = {_BLOCK} AND {IS_CURRENT}
           ORDER BY number LIMIT {_PAGE}"""  # noqa: S608 - constants only
_CHANGES = f"""SELECT id, revision FROM change WHERE list IN ({_BLOCK}, {_ALLOW}) AND revision > ? AND revision <= ?
               ORDER BY revision"""  # noqa: S608 - constants only
_STEPPED = "SELECT number FROM reported INDEXED BY reported_step WHERE step > ?"
_STEP_FROM = "SELECT coalesce(max(value), 0) FROM meta WHERE name = 'step_from'"
"""The first step since the database was restored: versions from before may be of a past that is lost."""
_VERSIONS = f"""SELECT number, listed.list, category, b.revision, b.at, e.revision, e.at
                FROM listed JOIN change b ON b.id = began LEFT JOIN change e ON e.id = ended
                WHERE number IN ({{marks}}) AND match = {_EXACT} AND listed.list IN ({_BLOCK}, {_ALLOW})
                  AND b.revision IS NOT NULL"""  # noqa: S608 - constants only
_REPORTED = "SELECT number, devices, last_at, step FROM reported WHERE number IN ({marks})"
_ALLOWED = f"""SELECT number FROM listed INDEXED BY listed_allowed
               WHERE list = {_ALLOW} AND match = {_PREFIX} AND {IS_CURRENT}"""  # noqa: S608 - constants only

_ALLOWED_SINCE = f"""SELECT DISTINCT number FROM listed INDEXED BY listed_allowed
                     WHERE list = {_ALLOW} AND match = {_PREFIX}
                       AND (began IN (SELECT id FROM change WHERE revision > ?)
                            OR ended IN (SELECT id FROM change WHERE revision > ?))
                     ORDER BY number"""  # noqa: S608 - constants only


class _State:
    """What is known of one number, put together from its versions and reports."""

    def __init__(self, number: str) -> None:
        self.number = number
        self.category: int | None = None
        self.was_blocked = False
        self.standing: list[EntryKey] = []
        self.touched = self.step = self.devices = self.at = 0

    def add(self, version: Sequence[Any]) -> None:
        target, category, began, began_at, ended, ended_at = version
        stands = ended is None
        self.was_blocked |= target == _BLOCK
        if stands:
            self.standing.append(EntryKey(LISTS[target], Match.EXACT, self.number))
        if target == _BLOCK and stands:
            self.category = category
        self.touched = max(self.touched, began, ended or 0)
        self.at = max(self.at, began_at, ended_at or 0)

    def as_published(self, allowed: Collection[str]) -> PublishedNumber:
        """Give the number as it is now, under the ranges that are allowed."""
        above = (EntryKey(ListName.ALLOW, Match.PREFIX, one) for one in prefixes_of(self.number) if one in allowed)
        decides = deciding((*self.standing, *above), lambda key: key)
        blocked = decides is not None and not decides.list.allows
        category = CATEGORIES[self.category] if blocked and self.category is not None else None
        return PublishedNumber(self.number, category, self.devices, from_micros(self.at))


class ListPublisher:
    """One telling of the list, from `since` up to `until`; a `since` that nobody knows is none."""

    def __init__(self, database: Database, until: PublishedVersion, since: PublishedVersion | None) -> None:
        """See what is allowed by ranges, once."""
        self._database = database
        self._until = until
        with database.read() as connection:
            known = (
                since is not None
                and connection.execute(_STEP_FROM).fetchone()[0] <= since.step <= until.step
                and (forgotten(connection) <= since.revision <= until.revision)
            )
            self._since = since if known else None
            self._allowed = frozenset(number for (number,) in connection.execute(_ALLOWED))

    def numbers(self) -> Iterator[PublishedNumber]:
        """Give each number once."""
        if self._since is None:
            everything = (state.as_published(self._allowed) for state in self._within("", _BEHIND_ALL))
            return (one for one in everything if one.category is not None)
        changed = (self._touched(self._since), self._stepped(self._since), self._let_through(self._since))
        return (state.as_published(self._allowed) for states in changed for state in states if state.was_blocked)

    def _touched(self, since: PublishedVersion) -> Iterator[_State]:
        """Give the numbers that changes have touched, each with the last of those changes."""
        with self._database.read() as connection:
            changes = connection.execute(_CHANGES, (since.revision, self._until.revision)).fetchall()
        for change, revision in changes:
            for places in self._places(change):
                numbers = [number for number, match in places if match == _EXACT]
                yield from (state for state in self._states(numbers) if state.touched == revision)

    def _stepped(self, since: PublishedVersion) -> Iterator[_State]:
        """Give the other numbers whose reports have come to more or fewer votes."""
        with self._database.read() as connection:
            numbers = [number for (number,) in connection.execute(_STEPPED, (since.step,))]
        for start in range(0, len(numbers), _PAGE):
            states = self._states(numbers[start : start + _PAGE])
            yield from (state for state in states if state.touched <= since.revision and state.category is not None)

    def _let_through(self, since: PublishedVersion) -> Iterator[_State]:
        """Give the other numbers of ranges that were allowed, or are not any more."""
        with self._database.read() as connection:
            prefixes = connection.execute(_ALLOWED_SINCE, (since.revision, since.revision)).fetchall()
        last = _BEHIND_ALL
        for (prefix,) in prefixes:
            if prefix.startswith(last):
                continue
            last = prefix
            for state in self._within(prefix, f"{prefix}:"):
                if state.touched <= since.revision and state.step <= since.step:
                    yield state

    def _places(self, change: int) -> Iterator[Sequence[Place]]:
        after = START
        while True:
            with self._database.read() as connection:
                places = touched(connection, [change], after, _PAGE)
            if not places:
                return
            yield places
            after = places[-1]

    def _within(self, first: str, behind: str) -> Iterator[_State]:
        """Give what is blocked from `first` on."""
        while True:
            with self._database.read() as connection:
                numbers = [number for (number,) in connection.execute(_ALL, (first, behind))]
            yield from self._states(numbers)
            if len(numbers) < _PAGE:
                return
            first = f"{numbers[-1]} "

    def _states(self, numbers: Sequence[str]) -> Iterable[_State]:
        states = {number: _State(number) for number in numbers if number[0] == "+"}
        marks = ", ".join("?" * len(states))
        with self._database.read() as connection:
            for number, *version in connection.execute(_VERSIONS.format(marks=marks), [*states]):
                states[number].add(version)
            for number, devices, last_at, step in connection.execute(_REPORTED.format(marks=marks), [*states]):
                state = states[number]
                state.devices, state.step, state.at = devices, step or 0, max(state.at, last_at)
        return states.values()
