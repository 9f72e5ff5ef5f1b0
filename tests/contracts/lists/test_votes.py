"""The block list as apps keep it: what they were told since any version adds up to the whole list."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from guard_api.actions.imports.import_lists import import_now
from guard_api.actions.lists.publish import publish
from guard_api.errors import Refused
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.lists.phoneblock.hashes import key_of
from guard_api.lists.phoneblock.votes import published, votes_of
from guard_api.ports import Device, Scope, Services
from guard_api.ports.imports.imports import ImportOrder
from tests.contracts.records import Record, RecordMaker
from tests.support.at_once import tidy
from tests.support.clock import Clock
from tests.support.laws import examples

NUMBERS = [f"+861391234567{digit}" for digit in range(4)] + ["+8613800000000", "CN:10657"]
PREFIXES = ["+86139", "+86139123456", "+86138"]
_Copy = dict[str, tuple[Category, int]]

ENTRIES = st.one_of(
    st.builds(Entry, st.sampled_from(NUMBERS), st.just(Match.EXACT), st.sampled_from([*Category])),
    st.builds(Entry, st.sampled_from(PREFIXES), st.just(Match.PREFIX), st.sampled_from([*Category])),
)
STEP = st.one_of(
    st.tuples(st.just("add"), st.sampled_from([ListName.BLOCK, ListName.ALLOW]), ENTRIES),
    st.tuples(st.just("add"), st.just(ListName.BLOCK), ENTRIES),
    st.tuples(st.just("remove"), st.sampled_from([ListName.BLOCK, ListName.ALLOW]), ENTRIES),
    st.tuples(st.just("bring"), st.lists(ENTRIES, max_size=6), st.none()),
    st.tuples(st.just("revert"), st.integers(1, 20), st.none()),
    st.tuples(st.just("report"), st.sampled_from(NUMBERS), st.sampled_from([1, 9, 10, 30])),
    st.tuples(st.just("withdraw"), st.sampled_from(NUMBERS), st.sampled_from([1, 5, 10])),
    st.tuples(st.just("sync"), st.integers(0, 2), st.none()),
)


class World:
    """Lists that change, and three apps that keep a copy."""

    def __init__(self, new_record: RecordMaker, folder: Path) -> None:
        self.clock = Clock()
        self.record = new_record(folder, self.clock)
        self.services = self.record.services
        self.devices = [f"phone {n}" for n in range(60)]
        for name in self.devices:
            self.services.keys.create(Scope.DEVICE, "", self.clock(), Device(name, "CN"))
        self.copies: list[_Copy] = [{}, {}, {}]
        self.versions = ["", "", ""]
        self.reported: dict[str, list[str]] = {}

    def author(self) -> Author:
        self.clock.pass_(seconds=1)
        return Author("test", self.clock())

    def do(self, what: str, first: object, second: object) -> None:
        with suppress(Refused):
            getattr(self, what)(first, second)

    def add(self, of: ListName, entry: Entry) -> None:
        self.services.lists.add(EntryKey(of, entry.match, entry.number), entry, self.author())

    def remove(self, of: ListName, entry: Entry) -> None:
        self.services.lists.remove(EntryKey(of, entry.match, entry.number), self.author())

    def revert(self, revision: int, _: None) -> None:
        self.services.changes.revert(revision, self.author(), ())

    def bring(self, entries: list[Entry], _: None) -> None:
        lines = [f"{entry.number},{entry.match},{entry.category}\n" for entry in entries]
        order = ImportOrder(ListName.BLOCK, self.author(), "CN")
        import_now(self.services, order, ["".join(["number,match,category\n", *lines]).encode()], lambda _: None)

    def report(self, number: str, devices: int) -> None:
        there = self.reported.setdefault(number, [])
        for name in [name for name in self.devices if name not in there][:devices]:
            self.services.reports.submit(number, name, Category.FRAUD, "", self.clock())
            there.append(name)

    def withdraw(self, number: str, devices: int) -> None:
        for _ in range(min(devices, len(self.reported.get(number, ())))):
            self.services.reports.withdraw(number, self.reported[number].pop())

    def sync(self, nth: int, _: None) -> None:
        version, numbers = publish(self.services, self.versions[nth])
        changes = list(numbers)
        assert len({one.number for one in changes}) == len(changes)
        for one in changes:
            self.copies[nth].pop(one.number, None)
            if one.category is not None:
                self.copies[nth][one.number] = one.category, published(votes_of(one.devices))
        self.versions[nth] = str(version)

    def truth(self) -> _Copy:
        """What ought to be on the list: numbers that are blocked themselves, and not let through."""
        found = self.services.blocklist.find(NUMBERS, self.clock())
        listed = {n: self.services.lists.get(EntryKey(ListName.BLOCK, Match.EXACT, n)) for n in NUMBERS}
        return {
            n: (entry.entry.category, published(votes_of(len(self.reported.get(n, ())))))
            for n, entry in listed.items()
            if entry is not None and n in found and n[0] == "+"
        }


@given(steps=st.lists(STEP, min_size=3, max_size=25))
@settings(max_examples=examples(25))
def test_what_apps_were_sent_adds_up_to_the_whole_list(
    new_record: RecordMaker, steps: list[tuple[str, object, object]]
) -> None:
    with TemporaryDirectory() as folder:
        world = World(new_record, Path(folder))
        world.bring([Entry(number) for number in NUMBERS], None)
        world.sync(0, None)
        for step in steps:
            world.do(*step)
        for nth in range(3):
            world.sync(nth, None)
        assert world.copies == [world.truth()] * 3
        hashes_are_those_of_the_lists(world.record)


def hashes_are_those_of_the_lists(record: Record) -> None:
    listed = {number for (number,) in record.query("SELECT number FROM listed WHERE match = 0")}
    hashed = record.query("SELECT key, number FROM hashed")
    assert {number for _, number in hashed} >= listed
    assert all(key == key_of(number) for key, number in hashed)


def test_hashes_of_what_is_forgotten_are_forgotten(services: Services, record: Record, clock: Clock) -> None:
    for number in NUMBERS[:2]:
        key = EntryKey(ListName.BLOCK, Match.EXACT, number)
        services.lists.add(key, Entry(number), Author("test", clock()))
    services.lists.remove(key, Author("test", clock()))
    clock.pass_(days=500)
    for _ in range(2):  # a clock that leaps ahead is believed when it says the same a day later
        tidy(record.open(history_days=400))
        clock.pass_(days=1)
    assert record.query("SELECT number FROM hashed") == [(NUMBERS[0],)]
    version, numbers = publish(services, "1")
    assert [one.number for one in numbers] == [NUMBERS[0]]
    assert version == 3


def test_a_version_of_another_past_gets_the_whole_list(services: Services, clock: Clock) -> None:
    services.lists.add(EntryKey(ListName.BLOCK, Match.EXACT, NUMBERS[0]), Entry(NUMBERS[0]), Author("test", clock()))
    for since in ("", "0", "2", str(1 << 32), str((1 << 32) + 1), str(10**17)):
        version, numbers = publish(services, since)
        assert (version, [one.number for one in numbers]) == (1, [NUMBERS[0]])
    assert list(publish(services, "1")[1]) == []


def test_a_list_of_many_pages_is_sent_whole(services: Services, clock: Clock) -> None:
    numbers = [f"+861390000{n:04}" for n in range(1100)]
    order = ImportOrder(ListName.BLOCK, Author("test", clock()), "CN")
    services.lists.add(
        EntryKey(ListName.ALLOW, Match.PREFIX, "+8613800"), Entry("+8613800", Match.PREFIX), Author("test", clock())
    )
    import_now(services, order, ["\n".join(["number", *numbers]).encode()], lambda _: None)
    for since in ("", "1"):
        version, changes = publish(services, since)
        assert (version, [one.number for one in changes]) == (2, numbers)
