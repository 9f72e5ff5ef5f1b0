"""Single entries: what may stand beside what, what an edit leaves behind, and what a running import holds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import asdict, replace

from guard_api.actions.imports.run_job import load
from guard_api.errors import Conflict, NotFound
from guard_api.lists.change import Author, ChangeKind
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.lists.files.rows import Row
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportCounts, ImportOrder, ImportState
from guard_api.ports.lists.lists import EntryDiff
from tests.support.at_once import tidy, turn
from tests.support.clock import NOON, Clock

BLOCK, ALLOW = ListName.BLOCK, ListName.ALLOW
EXACT, PREFIX = Match.EXACT, Match.PREFIX
A, B, C, D = (f"+861390000000{n}" for n in range(4))
ADMIN = Author("admin", NOON, "because")
SOON = NOON + timedelta(minutes=1)


def put(services: Services, entry: Entry, target: ListName = BLOCK) -> EntryKey:
    key = EntryKey(target, entry.match, entry.number)
    services.lists.add(key, entry, Author(ADMIN.who, services.clock(), ADMIN.why))
    return key


def blocked(services: Services, *numbers: str) -> dict[str, Category]:
    return {key: one.category for key, one in services.blocklist.find(numbers, services.clock()).items()}


def listed(services: Services, target: ListName = BLOCK) -> list[Entry]:
    return list(services.catalogue.export(target))


def test_an_entry_that_is_added_names_who_and_when_and_counts_at_once(services: Services) -> None:
    entry = Entry(A, EXACT, Category.FRAUD, "bank", "police", "note")
    key = put(services, entry)
    there = services.lists.get(key)
    assert there is not None
    assert (there.key, there.entry) == (key, entry)
    assert (there.revision, there.changed_at, there.changed_by) == (1, NOON, "admin")
    found = services.blocklist.find([A, B], NOON)
    assert {number: (one.category, one.label) for number, one in found.items()} == {A: (Category.FRAUD, "bank")}
    change = services.changes.get(1)
    assert (change.who, change.at, change.why, change.what) == ("admin", NOON, "because", ChangeKind.ADD)
    assert (change.list, change.added, change.touched, change.count) == (BLOCK, 1, 1, 1)
    assert services.changes.entries(change, None, 9) == [EntryDiff(key, None, entry)]


def test_what_is_listed_is_not_added_again_and_the_conflict_names_it(services: Services) -> None:
    put(services, Entry(A))
    with pytest.raises(Conflict) as refused:
        put(services, Entry(A, category=Category.FRAUD))
    assert refused.value.errors == {"number": [f"block:exact:{A}"]}
    assert listed(services) == [Entry(A)]
    assert [change.revision for change in services.changes.list(99, 9)] == [1]


@pytest.mark.parametrize("swept", [False, True])
def test_what_has_expired_is_no_conflict_from_the_very_second_on(services: Services, clock: Clock, swept: bool) -> None:  # noqa: FBT001 - a case
    key = put(services, Entry(A, expires_at=SOON))
    clock.now = SOON - timedelta(microseconds=1)
    assert blocked(services, A)
    with pytest.raises(Conflict):
        put(services, Entry(A))
    clock.now = SOON
    assert not blocked(services, A)
    if swept:
        tidy(services)
        assert services.lists.get(key) is None
    put(services, Entry(A, category=Category.SPAM))
    assert blocked(services, A) == {A: Category.SPAM}
    newest = services.changes.list(99, 1)[0]
    assert (newest.added, newest.updated, newest.count) == ((1, 0, 1) if swept else (0, 1, 1))
    assert [version.entry for version in services.lists.versions(key)] == [
        Entry(A, category=Category.SPAM),
        Entry(A, expires_at=SOON),
    ]


CONFLICTS = [
    (Entry(A), Entry(A), True),
    (Entry(A), Entry(A, PREFIX), True),
    (Entry(A), Entry("+861", PREFIX), True),
    (Entry(A, PREFIX), Entry(A), True),
    (Entry("+86139", PREFIX), Entry(A), True),
    (Entry("+86139", PREFIX), Entry("+861390", PREFIX), True),
    (Entry("+861390", PREFIX), Entry("+86139", PREFIX), True),
    (Entry("CN:10657"), Entry("CN:106", PREFIX), True),
    (Entry("CN:1", PREFIX), Entry("CN:10657"), True),
    (Entry("CN:1", PREFIX), Entry("CN:1", PREFIX), True),
    (Entry("CN:106", PREFIX), Entry("CN:1", PREFIX), True),
    (Entry(A), Entry(B), False),
    (Entry(A), Entry(f"{A}0"), False),
    (Entry(f"{A}0"), Entry(A), False),
    (Entry(A), Entry(f"{A}0", PREFIX), False),
    (Entry(f"{A}0", PREFIX), Entry(A), False),
    (Entry("+8613900000000", PREFIX), Entry("+8613900000001", PREFIX), False),
    (Entry("CN:10657"), Entry("CO:10657"), False),
    (Entry("+106", PREFIX), Entry("CN:106", PREFIX), False),
]


@pytest.mark.parametrize(("entry", "allowed", "conflict"), CONFLICTS)
def test_no_block_entry_covers_or_contradicts_an_allowed_number(
    services: Services, clock: Clock, entry: Entry, allowed: Entry, *, conflict: bool
) -> None:
    key = put(services, replace(allowed, expires_at=SOON), ALLOW)
    if conflict:
        with pytest.raises(Conflict) as refused:
            put(services, entry)
        assert refused.value.errors == {"number": [key.id]}
        assert listed(services) == []
        clock.now = SOON
    put(services, entry)
    assert listed(services) == [entry]


@pytest.mark.parametrize(("entry", "allowed", "conflict"), CONFLICTS)
def test_an_allowed_number_may_always_be_added_and_wins(
    services: Services, entry: Entry, allowed: Entry, *, conflict: bool
) -> None:
    put(services, entry)
    put(services, allowed, ALLOW)
    assert (listed(services), listed(services, ALLOW)) == ([entry], [allowed])
    if entry.match is EXACT:
        assert bool(blocked(services, entry.number)) is not conflict
    assert not blocked(services, allowed.number if allowed.match is EXACT else f"{allowed.number}0")


def test_the_exact_entry_counts_before_the_longest_prefix(services: Services) -> None:
    put(services, Entry(A, PREFIX, Category.SPAM))
    put(services, Entry("+86139", PREFIX, Category.ROBOCALL))
    put(services, Entry("CN:106", PREFIX, Category.FRAUD))
    put(services, Entry(A, EXACT, Category.FRAUD, expires_at=SOON))
    assert blocked(services, A, f"{A}1", B, "CN:106", "CN:10657", "CN:10", "") == {
        A: Category.FRAUD,
        f"{A}1": Category.SPAM,
        B: Category.ROBOCALL,
        "CN:106": Category.FRAUD,
        "CN:10657": Category.FRAUD,
    }
    assert {key: one.category for key, one in services.blocklist.find([A], SOON).items()} == {A: Category.SPAM}


def test_an_edit_shows_before_and_after_and_one_that_changes_nothing_is_none(services: Services) -> None:
    key = put(services, Entry(A))
    edited = Entry(A, EXACT, Category.FRAUD, "l", "s", "n", SOON)
    services.lists.edit(key, {**asdict(edited)}, ADMIN)
    services.lists.edit(key, {"label": "l"}, ADMIN)
    changes = services.changes.list(99, 9)
    assert [(one.what, one.updated) for one in changes] == [(ChangeKind.EDIT, 1), (ChangeKind.ADD, 0)]
    assert services.changes.entries(changes[0], None, 9) == [EntryDiff(key, Entry(A), edited)]
    services.lists.remove(key, ADMIN)
    removed = services.changes.get(3)
    assert (removed.what, removed.removed, removed.count, removed.checksum) == (ChangeKind.REMOVE, 1, 0, 0)
    assert services.changes.entries(removed, None, 9) == [EntryDiff(key, edited, None)]
    assert services.lists.get(key) is None
    with pytest.raises(NotFound):
        services.lists.remove(key, ADMIN)
    with pytest.raises(NotFound):
        services.lists.edit(key, {}, ADMIN)
    assert len(services.changes.list(99, 9)) == 3


def test_all_that_an_entry_ever_was_is_kept_newest_first_and_by_itself(services: Services, clock: Clock) -> None:
    key = put(services, Entry(A))
    others = put(services, Entry(A, PREFIX)), put(services, Entry(C), ALLOW), put(services, Entry(B))
    clock.pass_(minutes=1)
    services.lists.edit(key, {"label": "2"}, Author("other", clock()))
    clock.pass_(minutes=1)
    services.lists.remove(key, Author("third", clock()))
    put(services, Entry(A, label="3"))
    versions = services.lists.versions(key)
    assert [(v.entry.label, v.revision, v.began_by, v.ended_by) for v in versions] == [
        ("3", 7, "admin", None),
        ("2", 5, "other", "third"),
        ("", 1, "admin", "other"),
    ]
    assert [(v.began_at, v.ended_at) for v in versions] == [
        (clock(), None),
        (NOON + timedelta(minutes=1), clock()),
        (NOON, NOON + timedelta(minutes=1)),
    ]
    assert [len(services.lists.versions(one)) for one in others] == [1, 1, 1]


def test_what_a_running_import_changes_is_not_to_be_touched_before_it_is_done_or_undone(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard_api.store.sql.imports.merging._AT_ONCE", 1)
    monkeypatch.setattr("guard_api.actions.imports.run_job._TELL_SECONDS", 0)
    key_a, key_b, key_c, key_d = (EntryKey(BLOCK, EXACT, number) for number in (A, B, C, D))
    for number in (B, C, D):
        put(services, Entry(number))
    before = listed(services)

    def meddle(tally: ImportCounts) -> None:
        if (tally.added, tally.updated, tally.unchanged) != (1, 1, 1):
            return
        attempts: tuple[Callable[[], None], ...] = (
            lambda: services.lists.add(key_a, Entry(A), ADMIN),
            lambda: services.lists.edit(key_b, {"note": "mine"}, ADMIN),
            lambda: services.lists.remove(key_b, ADMIN),
        )
        for attempt in attempts:
            with pytest.raises(Conflict, match="import"):
                attempt()
        assert services.lists.get(key_a) is None
        assert [(v.entry, v.ended_at) for v in services.lists.versions(key_b)] == [(Entry(B), None)]
        services.lists.edit(key_c, {"note": "mine"}, ADMIN)
        services.lists.edit(key_d, {"note": "mine"}, ADMIN)
        raise ArithmeticError

    rows = [Row(n, Entry(number, label="" if number == C else "file")) for n, number in enumerate((A, B, C, D), 1)]
    with turn(services, wait=True):
        name = services.jobs.enqueue(ImportOrder(BLOCK, ADMIN, "CN"))
        with pytest.raises(ArithmeticError):
            load(services, services.jobs.begin(name), rows, lambda _: None, meddle)
    assert services.jobs.get(name).state is ImportState.FAILED
    assert listed(services) == [before[0], *(Entry(number, note="mine") for number in (C, D))]
    services.lists.add(key_a, Entry(A), ADMIN)
    services.lists.edit(key_b, {"note": "mine"}, ADMIN)
    services.lists.remove(key_b, ADMIN)
    assert [entry.number for entry in listed(services)] == [A, C, D]
