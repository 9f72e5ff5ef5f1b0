"""What the lists should be: plain dicts, the slow way, with phones that do as told and imports step by step."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from zlib import crc32

from guard_api.actions.imports.run_job import load
from guard_api.lists.delta import Cursor, Page
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.lists.files.rows import Row
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportCounts, ImportOrder, ImportState
from guard_api.store.engine import Database
from guard_api.store.sql.imports.jobs import SqlJobs
from tests.support.at_once import turn
from tests.support.clock import Clock

Made = tuple[Entry | None, Entry | None]
"""What a change makes of an entry: before and after."""
Diff = dict[EntryKey, Made]
End = tuple[str, int]
"""How a job ends, and after how many batches."""
Meanwhile = Mapping[int, list[tuple[Any, ...]]]
"""What happens after which batch."""
PROTECTED = "+8613900000003"
"""A number that must not come back."""


def order(keys: Iterable[EntryKey]) -> list[EntryKey]:
    """Sort as lists are walked."""
    return sorted(keys, key=lambda key: (key.number, list(Match).index(key.match)))


def counts(diff: Diff) -> tuple[int, int, int]:
    """Give how many entries are added, updated and removed."""
    sides = [(before is not None, after is not None) for before, after in diff.values()]
    return sides.count((False, True)), sides.count((True, True)), sides.count((True, False))


def overlap(one: Entry, other: Entry) -> bool:
    """Say whether there is a number that is both."""
    return (
        one.number == other.number
        or (one.match is Match.PREFIX and other.number.startswith(one.number))
        or (other.match is Match.PREFIX and one.number.startswith(other.number))
    )


def expired(entry: Entry, at: datetime) -> bool:
    return entry.expires_at is not None and entry.expires_at <= at


@dataclass
class Model:
    """Both lists, each entry with the revision it began with, and all changes. `busy` is what an import changes now."""

    clock: Clock
    history: timedelta
    listed: dict[EntryKey, tuple[Entry, int]] = field(default_factory=dict)
    changes: dict[int, tuple[ListName, datetime, Diff]] = field(default_factory=dict)
    forgotten: int = 0
    busy: set[EntryKey] = field(default_factory=set)

    def publish(self, target: ListName, diff: Diff, at: datetime) -> None:
        revision = len(self.changes) + 1
        self.changes[revision] = target, at, dict(diff)
        for key, (_, after) in diff.items():
            self.listed.pop(key, None)
            if after is not None:
                self.listed[key] = after, revision

    def entry(self, key: EntryKey) -> Entry | None:
        return self.listed[key][0] if key in self.listed else None

    def entries(self, target: ListName) -> dict[EntryKey, Entry]:
        return {key: self.listed[key][0] for key in order(self.listed) if key.list is target}

    def is_allowed(self, key: EntryKey, entry: Entry, at: datetime) -> bool:
        """Say whether blocking the entry would hit what is allowed."""
        allowed = (one for one in self.entries(ListName.ALLOW).values() if not expired(one, at))
        return key.list is ListName.BLOCK and any(overlap(entry, one) for one in allowed)

    def find(self, number: str) -> Category | None:
        for target in (ListName.ALLOW, ListName.BLOCK):
            keys = [EntryKey(target, Match.EXACT, number)]
            keys += [EntryKey(target, Match.PREFIX, number[:length]) for length in range(len(number), 0, -1)]
            for one in map(self.entry, keys):
                if one is not None and not expired(one, self.clock()):
                    return one.category if target is ListName.BLOCK else None
        return None

    def back(self, revision: int, key: EntryKey, at: datetime) -> Made | None:
        """Say what taking a change back makes of an entry, None when it is left alone."""
        before, after = self.changes[revision][2][key]
        there = self.entry(key)
        refused = before is not None and (before.number == PROTECTED or self.is_allowed(key, before, at))
        if there != after or refused or key in self.busy:
            return None
        comes = before if before is not None and not expired(before, at) else None
        return (there, comes) if (there, comes) != (None, None) else None

    def tidy(self) -> None:
        now = self.clock()
        for target in ListName:
            there = self.entries(target).items()
            gone: Diff = {key: (one, None) for key, one in there if expired(one, now) and key not in self.busy}
            if gone:
                self.publish(target, gone, now)
        old = max((revision for revision, (_, at, _) in self.changes.items() if at < now - self.history), default=0)
        kept = [diff for revision, (_, _, diff) in self.changes.items() if self.forgotten < revision <= old]
        if any(before is not None for diff in kept for before, _ in diff.values()):
            self.forgotten = old


@dataclass
class Phone:
    """A phone: what it was told, and where it is."""

    target: ListName
    limit: int
    cursor: Cursor | None = None
    entries: dict[tuple[str, Match], tuple[Category, datetime | None]] = field(default_factory=dict)

    def ask(self, services: Services, forgotten: int = 0) -> Page:
        """Take one page, from the start when the past it knows is forgotten; check it all when a round is over."""
        if self.cursor is not None:
            too_old = 0 < self.cursor.base < forgotten
            assert (services.sync.newest(self.cursor) is None) is too_old
            self.cursor = None if too_old else self.cursor
        if self.cursor is None:
            self.cursor, self.entries = services.sync.start(self.target), {}
        page = services.sync.page(self.cursor, self.limit)
        assert len(page.upserts) + len(page.removals) <= self.limit
        assert all((gone.number, gone.match) in self.entries for gone in page.removals)
        self.apply(page)
        self.cursor = Cursor.read(page.next.written())
        if page.next.target == 0 and page.standing.revision >= forgotten:
            assert self.is_right(page)
        return page

    def apply(self, page: Page) -> None:
        for gone in page.removals:
            self.entries.pop((gone.number, gone.match), None)
        for one in page.upserts:
            self.entries[one.number, one.match] = one.category, one.until

    def is_right(self, page: Page) -> bool:
        """Compare with what was told of the whole list, as documented."""
        lines = (
            f"{number},{match},{category},{'' if until is None else int(until.timestamp())}"
            for (number, match), (category, until) in self.entries.items()
        )
        checksum = sum(crc32(line.encode()) for line in lines) % 2**64
        return (page.standing.count, page.standing.checksum) == (len(self.entries), checksum)


class Broken(Exception):
    """What goes wrong in the middle of an import."""


class Killed(BaseException):
    """The end of a process in the middle of its work."""


class Mortal(SqlJobs):
    """Jobs of which nothing is cleaned up, as after kill -9."""

    def finish(self, *_: object) -> None:
        """Do nothing."""


def refused(key: EntryKey) -> bool:
    """Say whether an entry may not come back."""
    return key.number == PROTECTED


def refuses(entry: Entry) -> bool:
    return entry.number == PROTECTED


class Watched(Protocol):
    """What does and sees what happens meanwhile."""

    engine: Database
    model: Model

    @property
    def services(self) -> Services: ...

    def everybody_sees_the_same(self) -> None: ...


@dataclass
class Job:
    """An import as it should go, batch by batch, with all that happens meanwhile."""

    lists: Watched
    order: ImportOrder
    keys: list[EntryKey]
    makes: Callable[[EntryKey], Made | None]
    end: End
    meanwhile: Meanwhile
    diff: Diff = field(default_factory=dict)
    name: str = ""
    step: int = 0
    handled: int = 0

    def run(self, entries: Iterable[Entry]) -> Import | None:
        """Do it, and give what it came to, None when it did not come to its end."""
        model, services = self.lists.model, self.lists.services
        killed = self.end[0] == "killed"
        with turn(services, wait=True):
            model.busy, self.name = set(), services.jobs.enqueue(self.order)
            runner = replace(services, jobs=Mortal(self.lists.engine)) if killed else services
            try:
                return load(runner, runner.jobs.begin(self.name), self.rows(entries), refuses, self.progress)
            except (Killed, Broken):
                model.busy = model.busy if killed else set()
                return None

    def rows(self, entries: Iterable[Entry]) -> Iterator[Row]:
        yield from (Row(line, entry) for line, entry in enumerate(entries, 1))
        self.interrupt()

    def progress(self, tally: ImportCounts) -> None:
        """See a batch done, or all of it."""
        model, done = self.lists.model, self.lists.services.jobs.get(self.name).state is ImportState.DONE
        if done:
            if self.diff and not self.order.dry_run:
                model.publish(self.order.list, self.diff, self.order.author.at)
            self.diff = {} if self.order.dry_run else self.diff
        else:
            handled = tally.rows if self.order.reverts else tally.added + tally.updated + tally.unchanged
            made = {key: self.makes(key) for key in self.keys[self.handled : handled]}
            self.diff |= {key: change for key, change in made.items() if change is not None}
            self.handled = handled
        model.busy = set() if done or self.order.dry_run else {*self.diff}
        self.lists.everybody_sees_the_same()
        if not done:
            for name, *arguments in self.meanwhile.get(self.step, []):
                getattr(self.lists, name)(*arguments)
            self.step += 1
            self.interrupt()

    def interrupt(self) -> None:
        how, when = self.end
        if when == self.step and how == "killed":
            raise Killed
        if when == self.step and how == "fails":
            raise Broken
