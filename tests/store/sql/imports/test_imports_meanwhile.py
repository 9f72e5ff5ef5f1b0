"""What goes on while an import runs in its batches: edits, expiry, phones that ask; each gets what it should."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from threading import Event, Thread

import pytest

from guard_api.actions.imports.run_job import Progress
from guard_api.app import open_services
from guard_api.config import Config
from guard_api.errors import Conflict
from guard_api.lists.change import MODULUS, Author, sum_of
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.lists.files.rows import Row
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportCounts, ImportOrder, ImportState
from guard_api.ports.lists.catalogue import Search
from tests.support.at_once import load_now, tidy
from tests.support.clock import NOON, Clock

BLOCK = ListName.BLOCK
ADMIN = Author("admin", NOON)
SOON = NOON + timedelta(minutes=1)
MANY = [f"+86139{n:08d}" for n in range(1000)]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make many batches of few rows, and hear of each."""
    monkeypatch.setattr("guard_api.store.sql.imports.merging._AT_ONCE", 10)
    monkeypatch.setattr("guard_api.actions.imports.run_job._TELL_SECONDS", 0)


@pytest.fixture
def services(database: Path, clock: Clock) -> Services:
    return open_services(Config(database=database, store_seconds=5), clock)


def key(number: str) -> EntryKey:
    return EntryKey(BLOCK, Match.EXACT, number)


def put(services: Services, entry: Entry) -> None:
    services.lists.add(key(entry.number), entry, ADMIN)


def bring(services: Services, numbers: Iterable[str], progress: Progress) -> Import:
    rows = [Row(line, Entry(number, label="new")) for line, number in enumerate(numbers, 1)]
    return load_now(services, ImportOrder(BLOCK, ADMIN, "CN"), rows, progress=progress)


def listed(services: Services) -> list[str]:
    return [entry.number for entry in services.catalogue.export(BLOCK)]


class Phone:
    """A phone that keeps the block list."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.numbers: set[str] = set()
        self.cursor = services.sync.start(BLOCK)

    def go_on(self, *_: object) -> None:
        """Ask until all is told."""
        while True:
            page = self.services.sync.page(self.cursor, 100)
            self.numbers.update(one.number for one in page.upserts)
            self.numbers.difference_update(one.number for one in page.removals)
            self.cursor = page.next
            if page.complete:
                assert len(self.numbers) == page.standing.count
                return


def test_nothing_is_seen_of_an_import_before_all_of_it_is(services: Services) -> None:
    put(services, Entry(MANY[0], label="old"))
    phone, seen = Phone(services), []

    def look(tally: ImportCounts) -> None:
        phone.go_on()
        there = services.lists.get(key(MANY[0]))
        seen.append((tally.added, there and there.entry.label, services.lists.get(key(MANY[1]))))
        if len(seen) < 4:
            assert listed(services) == [MANY[0]]
            assert [one.entry.label for one in services.catalogue.search(Search(number="+86")).entries] == ["old"]
            assert services.blocklist.find(MANY[1:], NOON) == {}
            assert [change.revision for change in services.changes.list(99, 9)] == [1]
            assert phone.numbers == {MANY[0]}

    done = bring(services, MANY[:30], look)
    assert [one[0] for one in seen] == [9, 19, 29, 29]
    assert seen[:3] == [(added, "old", None) for added in (9, 19, 29)]
    assert done.revision == 2
    assert phone.numbers == set(listed(services)) == set(MANY[:30])


def test_what_has_expired_goes_while_an_import_runs_but_not_from_under_it(services: Services, clock: Clock) -> None:
    few, other = MANY[:30], "+8617012345678"
    for number in (few[0], few[25], other):
        put(services, Entry(number, expires_at=SOON))
    clock.now = SOON
    swept: list[list[str]] = []

    def sweep(tally: ImportCounts) -> None:
        if tally.added == 9:
            tidy(services)
            swept.append(listed(services))

    done = bring(services, few, sweep)
    assert swept == [[few[0]]], "the import has it already"
    assert (done.tally.added, done.tally.updated, done.revision) == (29, 1, 5)
    assert listed(services) == few
    assert [services.changes.get(revision).count for revision in (4, 5)] == [1, 30]


class Meddler(Thread):
    """Takes numbers off the list and puts them on it again, as long as it may."""

    def __init__(self, services: Services, first: int) -> None:
        super().__init__()
        self.services = services
        self.numbers = MANY[first::50]
        self.enough = Event()
        self.done = self.refused = 0

    def run(self) -> None:
        for number in cycle(self.numbers):
            if self.enough.is_set():
                return
            try:
                if self.services.lists.get(key(number)) is None:
                    put(self.services, Entry(number, label="mine"))
                else:
                    self.services.lists.remove(key(number), ADMIN)
                self.done += 1
            except Conflict:
                self.refused += 1


def test_edits_while_an_import_runs_are_kept_or_refused_and_every_count_is_right(services: Services) -> None:
    for number in MANY[::100]:
        put(services, Entry(number))
    phone, meddlers = Phone(services), [Meddler(services, 0), Meddler(services, 7)]
    for meddler in meddlers:
        meddler.start()
    try:
        done = bring(services, MANY, phone.go_on)
    finally:
        for meddler in meddlers:
            meddler.enough.set()
            meddler.join()
    assert done.state is ImportState.DONE
    assert all(meddler.done and meddler.refused for meddler in meddlers)
    meddled = {number for meddler in meddlers for number in meddler.numbers}
    entries = list(services.catalogue.export(BLOCK))
    assert set(MANY) - meddled <= {entry.number for entry in entries} <= set(MANY)
    phone.go_on()
    assert phone.numbers == {entry.number for entry in entries}
    (newest,) = services.changes.list(1 << 62, 1)
    assert (newest.count, newest.checksum) == (len(entries), sum(map(sum_of, entries)) % MODULUS)
