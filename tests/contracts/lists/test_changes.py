"""The way back: every change can be undone, at once or in batches, and what was changed since stays as it is."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

import pytest

from guard_api.actions.imports.run_job import Progress
from guard_api.errors import Conflict, NotFound
from guard_api.lists.change import Author, Change, ChangeKind
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.lists.files.rows import Row
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportOrder, ImportState
from guard_api.ports.lists.lists import EntryDiff, EntryGuard
from tests.contracts.records import Record
from tests.support.at_once import load_now, tidy
from tests.support.clock import NOON, Clock

BLOCK, ALLOW = ListName.BLOCK, ListName.ALLOW
EXACT, PREFIX = Match.EXACT, Match.PREFIX
A, B, C, D = (f"+861390000000{n}" for n in range(4))
SOON = NOON + timedelta(minutes=1)
Revert = Callable[..., Change]


def admin(services: Services) -> Author:
    return Author("admin", services.clock())


def key(number: str, match: Match = EXACT, target: ListName = BLOCK) -> EntryKey:
    return EntryKey(target, match, number)


def put(services: Services, entry: Entry, target: ListName = BLOCK) -> None:
    services.lists.add(key(entry.number, entry.match, target), entry, admin(services))


def note(services: Services, number: str, text: str) -> None:
    services.lists.edit(key(number), {"note": text}, admin(services))


def bring(services: Services, *entries: Entry) -> Import:
    order = ImportOrder(BLOCK, admin(services), "CN")
    return run(services, order, [Row(line, entry) for line, entry in enumerate(entries, 1)])


def allowed(_: Entry) -> None:
    return None


def nothing(_: object) -> None:
    return None


def run(
    services: Services,
    order: ImportOrder,
    rows: Sequence[Row] = (),
    refuses: EntryGuard = allowed,
    progress: Progress = nothing,
) -> Import:
    return load_now(services, order, rows, refuses, progress)


def listed(services: Services, target: ListName = BLOCK) -> list[Entry]:
    return list(services.catalogue.export(target))


def newest(services: Services) -> Change:
    return services.changes.list(1 << 62, 1)[0]


@pytest.fixture(params=["at once", "in batches"])
def revert(request: pytest.FixtureRequest, services: Services, monkeypatch: pytest.MonkeyPatch) -> Revert:
    """Take a change back: as small ones are, or as large ones are."""
    monkeypatch.setattr("guard_api.store.sql.imports.bulk._TAKEN_BACK", 2)

    def at_once(revision: int, refused: Collection[EntryKey] = ()) -> Change:
        return services.changes.revert(revision, admin(services), refused)

    def in_batches(revision: int, refused: Collection[EntryKey] = ()) -> Change:
        target = services.changes.get(revision).list
        order = ImportOrder(target, admin(services), "CN", reverts=revision)
        done = run(services, order, refuses=lambda one: EntryKey(target, one.match, one.number) in refused)
        if done.state is ImportState.FAILED or done.revision is None:
            raise Conflict(done.reason or "Nothing of it can be taken back")
        change, tally = services.changes.get(done.revision), done.tally
        assert (tally.added, tally.updated, tally.removed) == (change.added, change.updated, change.removed)
        assert tally.unchanged == change.skipped
        return change

    return at_once if request.param == "at once" else in_batches


CHANGES: dict[str, Callable[[Services], object]] = {
    "add": lambda services: put(services, Entry(D)),
    "edit": lambda services: note(services, A, "edited"),
    "remove": lambda services: services.lists.remove(key(A), admin(services)),
    "import": lambda services: bring(
        services, Entry(A, label="new"), Entry(B), Entry(C, label="new"), Entry(D), Entry(D, PREFIX), Entry("CN:10657")
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_taken_back_whole_and_so_is_taking_it_back(services: Services, revert: Revert, kind: str) -> None:
    for entry in (Entry(A, EXACT, Category.FRAUD, "l", "s", "n", SOON), Entry(B), Entry(C, label="old")):
        put(services, entry)
    before, was = listed(services), newest(services)
    CHANGES[kind](services)
    after, change = listed(services), newest(services)
    assert (change.what, before != after) == (ChangeKind(kind), True)

    back = revert(change.revision)

    assert listed(services) == before
    assert (back.what, back.reverts, back.list) == (ChangeKind.REVERT, change.revision, BLOCK)
    assert (back.count, back.checksum) == (was.count, was.checksum)
    assert (back.added, back.updated, back.removed) == (change.removed, change.updated, change.added)
    swapped = [EntryDiff(one.key, one.after, one.before) for one in services.changes.entries(change, None, 99)]
    assert services.changes.entries(back, None, 99) == swapped
    again = revert(back.revision)
    assert listed(services) == after
    assert (again.count, again.checksum) == (change.count, change.checksum)


def test_what_was_changed_since_is_left_alone_and_counted(services: Services, revert: Revert) -> None:
    put(services, Entry(B, label="old"))
    bring(services, Entry(A), Entry(B), Entry(C), Entry(D))
    change = newest(services)
    note(services, A, "since")
    note(services, B, "since")
    services.lists.remove(key(C), admin(services))
    back = revert(change.revision)
    assert listed(services) == [Entry(A, note="since"), Entry(B, note="since")]
    assert (back.added, back.updated, back.removed, back.skipped) == (0, 0, 1, 3)
    with pytest.raises(Conflict, match="can be taken back"):
        revert(change.revision)
    assert newest(services) == back


def test_what_may_not_stand_there_any_more_does_not_come_back(services: Services, revert: Revert) -> None:
    bring(services, Entry(A), Entry(B), Entry(C), Entry("+86170", PREFIX))
    imported = newest(services)
    revert(imported.revision)
    put(services, Entry(B), ALLOW)
    put(services, Entry("+861701234567"), ALLOW)
    back = revert(newest(services).revision - 2, [key(C)])
    assert listed(services) == [Entry(A)]
    assert (back.added, back.skipped) == (1, 3)


def test_what_has_expired_does_not_come_back(services: Services, clock: Clock, revert: Revert) -> None:
    put(services, Entry(A, expires_at=SOON))
    put(services, Entry(B, expires_at=SOON))
    bring(services, Entry(A, label="for good"), Entry(B, label="for good"), Entry(C))
    clock.now = SOON
    back = revert(newest(services).revision)
    assert listed(services) == []
    assert (back.removed, back.count, back.checksum) == (3, 0, 0)


def test_an_expiry_cannot_be_taken_back(services: Services, clock: Clock, revert: Revert) -> None:
    put(services, Entry(A, expires_at=SOON))
    clock.now = SOON
    tidy(services)
    expired = newest(services)
    assert (expired.what, expired.who, expired.removed, expired.count) == (ChangeKind.EXPIRE, "guard-api", 1, 0)
    with pytest.raises(Conflict):
        revert(expired.revision)
    assert newest(services) == expired


def test_only_the_list_and_the_match_that_was_changed_is_taken_back(services: Services, revert: Revert) -> None:
    put(services, Entry(A))
    put(services, Entry(A, PREFIX))
    change = newest(services)
    put(services, Entry(A), ALLOW)
    put(services, Entry(A, PREFIX), ALLOW)
    revert(change.revision)
    assert (listed(services), listed(services, ALLOW)) == ([Entry(A)], [Entry(A), Entry(A, PREFIX)])
    revert(newest(services).revision - 1)
    assert (listed(services), listed(services, ALLOW)) == ([Entry(A)], [Entry(A)])


def test_a_change_that_never_was_is_not_found_and_an_old_one_is_too_long_ago(record: Record, clock: Clock) -> None:
    services = record.open(history_days=1)
    put(services, Entry(A))
    note(services, A, "2")
    clock.pass_(days=1, seconds=1)
    note(services, A, "3")
    tidy(services)
    with pytest.raises(NotFound):
        services.changes.revert(4, admin(services), ())
    for revision in (1, 2):
        with pytest.raises(Conflict, match="too long ago"):
            services.changes.revert(revision, admin(services), ())
        failed = run(services, ImportOrder(BLOCK, admin(services), "CN", reverts=revision))
        assert (failed.state, failed.revision, "too long ago" in failed.reason) == (ImportState.FAILED, None, True)
    services.changes.revert(3, admin(services), ())
    assert listed(services) == [Entry(A, note="2")]


def test_nothing_is_seen_of_taking_back_before_it_is_done_and_nothing_is_left_when_it_fails(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard_api.store.sql.imports.bulk._TAKEN_BACK", 1)
    monkeypatch.setattr("guard_api.actions.imports.run_job._TELL_SECONDS", 0)
    put(services, Entry(B))
    bring(services, Entry(A), Entry(B, label="new"), Entry(C))
    before, change = listed(services), newest(services)

    def look(_: object) -> None:
        assert listed(services) == before
        assert set(services.blocklist.find([A, B, C, D], NOON)) == {A, B, C}
        with pytest.raises(Conflict):
            services.lists.remove(key(A), admin(services))
        busy = services.changes.revert(change.revision, admin(services), ())
        assert busy.skipped == 1
        raise ArithmeticError

    order = ImportOrder(BLOCK, admin(services), "CN", reverts=change.revision)
    with pytest.raises(ArithmeticError):
        run(services, order, progress=look)
    assert listed(services) == [Entry(A), Entry(B)]
    assert newest(services).revision == change.revision + 1
    services.changes.revert(newest(services).revision, admin(services), ())
    assert listed(services) == before


def test_every_entry_of_a_change_is_either_taken_back_or_skipped(
    services: Services, clock: Clock, revert: Revert
) -> None:
    bring(services, Entry(A, expires_at=SOON), Entry(B))
    removal = revert(newest(services).revision)
    assert removal.removed == 2
    clock.now = SOON
    back = revert(removal.revision)
    assert (back.added, back.skipped) == (1, 1)


def test_what_is_forgotten_while_it_is_taken_back_is_not_lost(
    record: Record, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard_api.store.sql.imports.bulk._TAKEN_BACK", 1)
    monkeypatch.setattr("guard_api.actions.imports.run_job._TELL_SECONDS", 0)
    services = record.open(history_days=1)
    bring(services, Entry(A), Entry(B), Entry(C))
    bring(services, Entry(A, label="new"), Entry(B, label="new"), Entry(C, label="new"))
    clock.pass_(days=1)

    def forget(_: object) -> None:
        clock.pass_(seconds=1)
        tidy(services)

    run(services, ImportOrder(BLOCK, admin(services), "CN", reverts=2), progress=forget)
    assert [entry.number for entry in listed(services)] == [A, B, C]
