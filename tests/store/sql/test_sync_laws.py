"""The law of the lists: whatever happens to them, everybody sees the same, and what a plain dict would hold."""

from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import asdict, replace

from guard_api.app import open_services
from guard_api.config import Config
from guard_api.errors import Conflict, NotFound
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.lists.snapshot import Snapshot
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportCounts, ImportOrder, ImportState
from guard_api.ports.lists.catalogue import Search
from guard_api.ports.lists.lists import EntryDiff
from guard_api.store.engine import Database as Engine
from guard_api.store.sql.lists.expiry import SqlExpiry
from guard_api.store.sqlite.database import Database
from tests.support.clock import NOON, Clock
from tests.support.databases import without_lists
from tests.support.laws import examples
from tests.support.list_model import Diff, End, Job, Made, Meanwhile, Model, Phone, counts, expired, order, refused

HISTORY = timedelta(minutes=30)
MOST_COUNTED = 2
"""Sources of a list that are counted: fewer than there are."""
PLACES = [
    *((f"+861390000000{n}", Match.EXACT) for n in range(4)),
    ("+8613900000001", Match.PREFIX),
    ("+861390", Match.PREFIX),
    ("CN:10657", Match.EXACT),
    ("CN:106", Match.PREFIX),
]
ENTRIES = st.builds(
    lambda place, category, label, source, minutes: Entry(
        number=place[0],
        match=place[1],
        category=category,
        label=label,
        source=source,
        expires_at=None if minutes is None else NOON + timedelta(minutes=minutes),
    ),
    st.sampled_from(PLACES),
    st.sampled_from([Category.FRAUD, Category.SPAM]),
    st.sampled_from(["", "x"]),
    st.sampled_from(["", "police", "bank", "telecom"]),
    st.sampled_from([None, None, 0, 1, 10]),
)
"""As of noon: `now` makes them of the present."""
LISTS = st.sampled_from([ListName.BLOCK, ListName.BLOCK, ListName.ALLOW])
KEYS = st.builds(lambda of, place: EntryKey(of, place[1], place[0]), LISTS, st.sampled_from(PLACES))
NTHS = st.integers(0, 9)
ENDS = st.tuples(st.sampled_from(["well", "well", "dry run", "fails", "killed"]), st.integers(0, 3))
EDITS = st.one_of(
    st.tuples(st.just("add"), LISTS, ENTRIES),
    st.tuples(st.just("edit"), LISTS, ENTRIES),
    st.tuples(st.just("remove"), KEYS),
    st.tuples(st.just("revert_at_once"), NTHS),
    st.tuples(st.just("tidy")),
    st.tuples(st.just("snapshot")),
)
MEANWHILE: st.SearchStrategy[Meanwhile] = st.dictionaries(st.integers(0, 2), st.lists(EDITS, max_size=3), max_size=2)


class Lists(RuleBasedStateMachine):
    """A real database, and what it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("guard_api.store.sql.imports.merging._AT_ONCE", 3)
        self.patch.setattr("guard_api.store.sql.imports.bulk._TAKEN_BACK", 3)
        self.patch.setattr("guard_api.actions.imports.run_job._TELL_SECONDS", 0)
        self.patch.setattr("guard_api.store.sql.lists.publishing.snapshots._DEARER", 0)
        self.patch.setattr("guard_api.store.sql.lists.publishing.sync._CHANGES_A_ROUND", 4)
        self.patch.setattr("guard_api.store.sql.lists.tally.MOST_SOURCES", MOST_COUNTED)
        self.folder = TemporaryDirectory()
        self.clock = Clock()
        self.engine, self.nodes = self.opened(Path(self.folder.name))
        self.turn = 0
        self.model = Model(self.clock, HISTORY)
        self.phones: list[Phone] = []

    def opened(self, folder: Path) -> tuple[Engine, Sequence[Services]]:
        """Give what keeps the lists, and what servers have opened on it."""
        database = without_lists(folder / "guard.db")
        config = Config(database=database, history_days=HISTORY / timedelta(days=1))
        return Database(database, 1), [open_services(config, self.clock)]

    @property
    def services(self) -> Services:
        """Ask one server after the other."""
        self.turn += 1
        return self.nodes[self.turn % len(self.nodes)]

    def teardown(self) -> None:
        self.patch.undo()
        self.folder.cleanup()

    def author(self) -> Author:
        return Author("admin", self.clock())

    def now(self, entry: Entry) -> Entry:
        return replace(entry, expires_at=entry.expires_at and entry.expires_at + (self.clock() - NOON))

    def changes(self, of: ListName, diff: Diff, change: Callable[[], object]) -> None:
        """Do what should come to `diff`, and to an error when that is nothing."""
        if diff:
            change()
            self.model.publish(of, diff, self.clock())
        else:
            with pytest.raises((Conflict, NotFound)):
                change()

    @rule(of=LISTS, entry=ENTRIES)
    def add(self, of: ListName, entry: Entry) -> None:
        entry, key, now = self.now(entry), EntryKey(of, entry.match, entry.number), self.clock()
        there = self.model.entry(key)
        free = there is None or expired(there, now)
        may = free and key not in self.model.busy and not self.model.is_allowed(key, entry, now)
        self.changes(
            of, {key: (there, entry)} if may else {}, lambda: self.services.lists.add(key, entry, self.author())
        )

    @rule(of=LISTS, entry=ENTRIES)
    def edit(self, of: ListName, entry: Entry) -> None:
        entry, key = self.now(entry), EntryKey(of, entry.match, entry.number)
        there = self.model.entry(key)
        may = there is not None and key not in self.model.busy
        if not may or entry != there:
            made: Diff = {key: (there, entry)} if may else {}
            self.changes(of, made, lambda: self.services.lists.edit(key, asdict(entry), self.author()))

    @rule(key=KEYS)
    def remove(self, key: EntryKey) -> None:
        there = self.model.entry(key)
        may = there is not None and key not in self.model.busy
        self.changes(
            key.list, {key: (there, None)} if may else {}, lambda: self.services.lists.remove(key, self.author())
        )

    @rule(minutes=st.sampled_from([0, 1, 9, 40]))
    def time_passes(self, minutes: int) -> None:
        """Let time pass, with 0 to the very second in which something expires."""
        self.clock.pass_(minutes=minutes)
        ends = [e.expires_at for e, _ in self.model.listed.values() if e.expires_at and e.expires_at > self.clock()]
        self.clock.now = min([*ends, self.clock() + HISTORY]) if minutes == 0 else self.clock()

    @rule()
    def tidy(self) -> None:
        expiry = SqlExpiry(self.engine, HISTORY)
        expiry.expire(self.clock())
        expiry.forget(self.clock())
        self.model.tidy()

    @initialize(entries=st.lists(ENTRIES, min_size=5, max_size=9))
    def first(self, entries: list[Entry]) -> None:
        self.bring(ListName.BLOCK, entries, again=False, end=("well", 0), meanwhile={})

    @rule(of=LISTS, entries=st.lists(ENTRIES, max_size=9), again=st.booleans(), end=ENDS, meanwhile=MEANWHILE)
    def bring(self, of: ListName, entries: list[Entry], *, again: bool, end: End, meanwhile: Meanwhile) -> None:
        model, now = self.model, self.clock()
        entries = [*(model.entries(of).values() if again else ()), *map(self.now, entries)]
        last = {EntryKey(of, entry.match, entry.number): entry for entry in entries}
        kept = {key: entry for key, entry in last.items() if not model.is_allowed(key, entry, now)}

        def makes(key: EntryKey) -> Made | None:
            return (model.entry(key), kept[key]) if model.entry(key) != kept[key] else None

        how = ImportOrder(of, self.author(), "CN", dry_run=end[0] == "dry run")
        done = Job(self, how, order(kept), makes, end, meanwhile).run(entries)
        if done is not None:
            tally = done.tally
            assert (tally.rows, tally.rejected) == (len(entries), len(last) - len(kept))
            assert tally.rows == tally.added + tally.updated + tally.unchanged + tally.rejected
            change = self.services.changes.get(done.revision) if done.revision is not None else ImportCounts()
            assert how.dry_run or (tally.added, tally.updated) == (change.added, change.updated)

    def nth_change(self, nth: int) -> int:
        """Choose a change, the newest first."""
        return len(self.model.changes) - nth % len(self.model.changes)

    @precondition(lambda self: self.model.changes)
    @rule(nth=NTHS)
    def revert_at_once(self, nth: int) -> None:
        revision = self.nth_change(nth)
        of, _, touched = self.model.changes[revision]
        made = {key: self.model.back(revision, key, self.clock()) for key in touched}
        diff = {key: change for key, change in made.items() if change is not None and revision > self.model.forgotten}
        not_back = [*filter(refused, touched)]
        self.changes(of, diff, lambda: self.services.changes.revert(revision, self.author(), not_back))

    @precondition(lambda self: self.model.changes)
    @rule(nth=NTHS, end=ENDS, meanwhile=MEANWHILE)
    def revert_in_batches(self, nth: int, end: End, meanwhile: Meanwhile) -> None:
        revision = self.nth_change(nth)
        of, _, touched = self.model.changes[revision]
        # What is forgotten while it is taken back is another story: tests/contracts/lists/test_changes.py.
        calm = {step: [one for one in edits if one[0] != "tidy"] for step, edits in meanwhile.items()}
        makes = partial(self.model.back, revision, at=self.clock())
        how = ImportOrder(of, self.author(), "CN", reverts=revision)
        done = Job(self, how, order(touched), makes, end, calm).run(())
        if done is not None and revision <= self.model.forgotten:
            assert (done.state is ImportState.DONE, done.revision) == (False, None)
        elif done is not None:
            tally = done.tally
            assert tally.rows == len(touched) == tally.added + tally.updated + tally.removed + tally.unchanged

    @rule(of=LISTS, limit=st.integers(1, 7))
    def phone(self, of: ListName, limit: int) -> None:
        self.phones = [*self.phones[-3:], Phone(of, limit)]

    @precondition(lambda self: self.phones)
    @rule(nth=NTHS, pages=st.integers(1, 4))
    def phone_asks(self, nth: int, pages: int) -> None:
        for _ in range(pages):
            self.phones[nth % len(self.phones)].ask(self.services, self.model.forgotten)

    @invariant()
    def everybody_sees_the_same(self) -> None:
        for target in ListName:
            there = self.model.entries(target)
            assert list(self.services.catalogue.export(target)) == list(there.values())
            for phone in [Phone(target, 5), *deepcopy([one for one in self.phones if one.target is target])]:
                while not phone.ask(self.services, self.model.forgotten).complete:
                    pass
                assert phone.entries == {(e.number, e.match): (e.category, e.expires_at) for e in there.values()}
        for number, match in PLACES:
            for key in (EntryKey(target, match, number) for target in ListName):
                one = self.services.lists.get(key)
                assert (one and (one.entry, one.revision)) == self.model.listed.get(key)
        numbers = [*(number for number, _ in PLACES), "+8613999999999", "CN:10", "CN:1065"]
        found = self.services.blocklist.find(numbers, self.clock())
        assert [found[n].category if n in found else None for n in numbers] == [self.model.find(n) for n in numbers]

    @invariant()
    def a_search_gives_each_entry_once(self) -> None:
        for beginning in ("", "+86139"):
            seen, search = [], Search(number=beginning, limit=4)
            while True:
                found = self.services.catalogue.search(search)
                seen += [(one.key, (one.entry, one.revision)) for one in found.entries]
                if found.next is None:
                    break
                search = Search(number=beginning, limit=4, after=found.next)
            wanted = {key: one for key, one in self.model.listed.items() if key.number.startswith(beginning)}
            assert len(seen) == len(wanted)
            assert dict(seen) == wanted

    @invariant()
    def what_is_counted_is_there(self) -> None:
        for target in ListName:
            there = Counter((e.match, e.category, e.source) for e in self.model.entries(target).values())
            found = self.services.catalogue.count(Search(target)) or ()
            counted = {(one.match, one.category, one.source): one.count for one in found if one.source is not None}
            sources = {source for *_, source in counted}
            assert len(sources) <= MOST_COUNTED
            assert counted == {kind: count for kind, count in there.items() if kind[2] in sources}
            assert sum(one.count for one in found) == there.total()

    @invariant()
    def the_history_is_what_happened(self) -> None:
        known = self.services.changes.list(1 << 62, 3)
        assert [one.revision for one in known] == sorted(self.model.changes, reverse=True)[:3]
        for one in known:
            of, at, diff = self.model.changes[one.revision]
            assert (one.list, one.at) == (of, at)
            assert (one.added, one.updated, one.removed) == counts(diff)
            if one.revision > self.model.forgotten:
                entries = self.services.changes.entries(one, None, 99)
                assert entries == [EntryDiff(key, *diff[key]) for key in order(diff)]

    @rule()
    def snapshot(self) -> None:
        with self.services.snapshots.current()[1] as file:
            snapshot = Snapshot.read(file)
        keys: dict[tuple[ListName, Match, Category], set[int]] = {}
        for key, (entry, _) in self.model.listed.items():
            place = 0 if key.number[0] == "+" else (2 * 26 + 14) * 2**51
            kind = key.list, key.match, entry.category
            keys.setdefault(kind, set()).add(place + int(f"1{key.number.lstrip('CN:+')}"))
        assert {kind: set(bitmap) for kind, bitmap in snapshot.bitmaps.items() if bitmap} == keys
        expiring = {key: e.expires_at for key, (e, _) in self.model.listed.items() if e.expires_at is not None}
        assert snapshot.until == {key: int(at.timestamp()) for key, at in expiring.items()}
        now = int(self.clock().timestamp())
        assert all(snapshot.find(number, now) == self.model.find(number) for number, _ in PLACES)


TestLists = Lists.TestCase
TestLists.settings = settings(max_examples=examples(8), stateful_step_count=30)
