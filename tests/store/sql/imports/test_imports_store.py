"""Imports: one change or none, whatever happens to the file, the process or the list meanwhile."""

import resource
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from guard_api.actions.imports.run_job import Progress, load
from guard_api.errors import StoreUnavailable
from guard_api.lists.change import Author, ChangeKind
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.lists.files.rows import Row
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportCounts, ImportOrder, ImportState
from tests.support.at_once import load_now, turn
from tests.support.clock import NOON

BLOCK, ALLOW = ListName.BLOCK, ListName.ALLOW
EXACT, PREFIX = Match.EXACT, Match.PREFIX
ADMIN = Author("admin", NOON)
SOON = NOON + timedelta(minutes=1)
A, B, C, D = (f"+861390000000{n}" for n in range(4))


def nothing(_: object) -> None:
    return None


def rows_of(entries: Iterable[Entry | str | None]) -> Iterator[Row]:
    for line, entry in enumerate(entries, 1):
        yield Row(line, Entry(entry) if isinstance(entry, str) else entry, "" if entry else f"bad {line}")


def bring(
    services: Services,
    *entries: Entry | str | None,
    target: ListName = BLOCK,
    dry_run: bool = False,
    progress: Progress = nothing,
) -> Import:
    order = ImportOrder(target, ADMIN, "CN", dry_run=dry_run)
    return load_now(services, order, rows_of(entries), progress=progress)


def put(services: Services, entry: Entry, target: ListName = BLOCK) -> None:
    services.lists.add(EntryKey(target, entry.match, entry.number), entry, ADMIN)


def listed(services: Services, target: ListName = BLOCK) -> list[Entry]:
    return list(services.catalogue.export(target))


def state_of(services: Services) -> tuple[object, ...]:
    changes = services.changes.list(1 << 62, 99)
    return changes, listed(services), listed(services, ALLOW), services.sync.page(services.sync.start(BLOCK), 9999)


def left_over(database: Path) -> list[str]:
    return sorted(path.name for path in Path(f"{database}.imports").iterdir() if path.name != "turn")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make many batches of few rows, and hear of each."""
    monkeypatch.setattr("guard_api.store.sql.imports.merging._AT_ONCE", 2)
    monkeypatch.setattr("guard_api.actions.imports.run_job._TELL_SECONDS", 0)


@pytest.mark.usefixtures("small")
def test_every_row_is_counted_once_and_of_those_of_one_number_the_last_one_counts(services: Services) -> None:
    put(services, Entry(A, label="same"))
    put(services, Entry(B, label="old"))
    put(services, Entry("+86170", PREFIX), ALLOW)
    rows = [
        Entry(A, label="same"),
        Entry(B, label="new"),
        Entry(C, category=Category.SPAM),
        None,
        Entry(C, category=Category.FRAUD),
        Entry(C, PREFIX),
        Entry("+861701"),
        Entry("+861701"),
        Entry("+861", PREFIX),
        None,
    ]
    dry = bring(services, *rows, dry_run=True)
    before = state_of(services)
    done = bring(services, *rows)
    tally = done.tally
    assert tally == dry.tally == ImportCounts(rows=10, added=2, updated=1, unchanged=3, rejected=4)
    assert tally.rows == tally.added + tally.updated + tally.removed + tally.unchanged + tally.rejected
    assert [(one.state, one.finished_at, one.reason) for one in (dry, done)] == [(ImportState.DONE, NOON, "")] * 2
    assert (dry.revision, done.revision) == (None, 4)
    assert before[0] == services.changes.list(4, 99)
    assert listed(services) == [
        Entry(A, label="same"),
        Entry(B, label="new"),
        Entry(C, category=Category.FRAUD),
        Entry(C, PREFIX),
    ]
    change = services.changes.get(4)
    assert (change.what, change.added, change.updated, change.count) == (ChangeKind.IMPORT, 2, 1, 4)
    errors = [(4, "bad 4"), (8, "+86170*"), (9, "+86170*"), (10, "bad 10")]
    for one in (dry, done):
        errors_noted = services.jobs.errors(one.id)
        assert [(line, reason.split(": ")[-1]) for line, reason in errors_noted] == errors


def test_of_many_rejected_rows_the_first_1000_are_named_and_all_are_counted(services: Services) -> None:
    done = bring(services, *[None] * 1500, A)
    assert (done.tally.rows, done.tally.rejected, done.tally.added) == (1501, 1500, 1)
    assert services.jobs.errors(done.id) == [(line, f"bad {line}") for line in range(1, 1001)]


def test_an_import_that_changes_nothing_is_no_change(services: Services) -> None:
    assert bring(services).revision is None
    put(services, Entry(A))
    before = state_of(services)
    for entries in ([], [A], [A, A, None]):
        done = bring(services, *entries)
        assert (done.state, done.revision) == (ImportState.DONE, None)
        assert state_of(services) == before


def test_an_import_that_changed_nothing_is_not_taken_for_a_later_change(services: Services) -> None:
    put(services, Entry(A))
    idle = bring(services, A)
    put(services, Entry(B))
    assert services.jobs.get(idle.id).revision is None


def test_what_an_allow_list_names_is_not_blocked_by_an_import_and_the_other_way_round_it_is_allowed(
    services: Services,
) -> None:
    put(services, Entry(B, expires_at=SOON), ALLOW)
    put(services, Entry(C, expires_at=NOON), ALLOW)
    done = bring(services, A, B, C, Entry("+86139", PREFIX), Entry(B, PREFIX), Entry(f"{B}1", PREFIX))
    assert (done.tally.added, done.tally.rejected) == (3, 3)
    assert [entry.number for entry in listed(services)] == [A, f"{B}1", C]
    assert bring(services, A, target=ALLOW).tally.added == 1
    assert services.blocklist.find([A, C], NOON).keys() == {C}


@pytest.mark.parametrize("error", [StoreUnavailable("the disk is full"), KeyError("a bug"), KeyboardInterrupt()])
@pytest.mark.parametrize("where", ["rows", "progress"])
@pytest.mark.usefixtures("small")
def test_an_import_that_fails_changes_nothing_and_reports_it(
    services: Services, database: Path, where: str, error: BaseException
) -> None:
    put(services, Entry(A, label="old"))
    before = state_of(services)

    def broken() -> Iterator[Row]:
        yield from rows_of([Entry(A, label="new"), B, C])
        if where == "rows":
            raise error

    def progress(tally: ImportCounts) -> None:
        if where == "progress" and tally.added:
            raise error

    with turn(services, wait=True):
        with services.uploads.receive([b"as uploaded"]) as name:
            services.jobs.enqueue(ImportOrder(BLOCK, ADMIN, "CN"), name)
        job = services.jobs.begin(name)
        if isinstance(error, StoreUnavailable):
            load(services, job, broken(), nothing, progress)
        else:
            with pytest.raises(type(error)):
                load(services, job, broken(), nothing, progress)
    failed = services.jobs.get(name)
    assert (failed.state, failed.revision, failed.finished_at) == (ImportState.FAILED, None, NOON)
    assert failed.reason
    assert state_of(services) == before
    assert left_over(database) == []
    assert bring(services, Entry(A, label="new"), B, C).tally.added == 2


def test_what_is_done_stays_done_even_if_nobody_can_be_notified(services: Services) -> None:
    def tell(tally: ImportCounts) -> None:
        if tally.rows:
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        bring(services, A, B, progress=tell)
    assert [entry.number for entry in listed(services)] == [A, B]
    assert services.changes.list(9, 9)[0].count == 2


@pytest.fixture
def disk_full() -> Iterator[None]:
    """Let no file grow beyond 1.5 MB; the library says so as if the disk was full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("disk_full")
def test_an_import_for_which_there_is_no_room_fails_and_nothing_else(services: Services, database: Path) -> None:
    failed = bring(services, *(f"+86139{n:08d}" for n in range(40_000)))
    assert (failed.state, failed.revision) == (ImportState.FAILED, None)
    assert "disk" in failed.reason
    assert listed(services) == []
    assert left_over(database) == []
    assert bring(services, A).tally.added == 1
