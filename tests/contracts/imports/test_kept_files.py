"""Files stay after a dry run and are imported as they were checked; imports are stopped by people."""

from collections.abc import Iterable, Iterator

import pytest

from guard_api.actions.imports.import_lists import enqueue_kept, import_checked, keep_upload
from guard_api.actions.imports.import_queue import KEPT, files_needed, stop_import
from guard_api.actions.imports.run_job import run_job
from guard_api.actions.operate.retention import purge
from guard_api.errors import Conflict, Gone, NotFound
from guard_api.jobs.handlers import run_queued
from guard_api.lists.actor import PersonActor, author_of
from guard_api.lists.change import Author
from guard_api.lists.entry import EntryKey, ListName, Match
from guard_api.lists.files.layout import Layout
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportOrder, ImportState
from guard_api.ports.imports.jobs import Work
from tests.support.clock import Clock

A = "+8613912345678"
KEY = EntryKey(ListName.BLOCK, Match.EXACT, A)
LAYOUT = Layout(1, ("label", "number"))
CONTENT = f"x,y\nJD,{A}\n".encode()


def by(clock: Clock, name: str = "ann") -> Author:
    return author_of(PersonActor(name), clock(), "why")


@pytest.fixture
def dry(services: Services, clock: Clock) -> str:
    """A dry run that has come to its end."""
    upload = keep_upload(services, [CONTENT])
    order = ImportOrder(ListName.BLOCK, by(clock), "CN", dry_run=True, layout=LAYOUT, file="a<b>.csv", keeps=True)
    name = enqueue_kept(services, upload, order)
    run_queued(services)
    job = services.jobs.get(name)
    assert (job.state, job.tally.added, job.order.layout, job.order.file) == (
        ImportState.DONE,
        1,
        LAYOUT,
        "a<b>.csv",
    )
    return name


def test_what_was_checked_is_imported_as_it_was_read(services: Services, clock: Clock, dry: str) -> None:
    assert services.lists.get(KEY) is None
    name = import_checked(services, dry, by(clock, "bob"))
    run_queued(services)
    job = services.jobs.get(name)
    assert (job.state, job.order.dry_run, job.order.author.who) == (ImportState.DONE, False, "cli:bob")
    listed = services.lists.get(KEY)
    assert listed is not None
    assert listed.entry.label == "JD"
    with pytest.raises(Conflict):
        import_checked(services, name, by(clock))


def test_the_file_of_a_dry_run_is_kept_for_a_week(services: Services, clock: Clock, dry: str) -> None:
    clock.now += KEPT
    assert files_needed(services.jobs, clock()) == [dry]
    purge(services, by(clock))
    assert b"".join(services.uploads.read(dry)) == CONTENT
    clock.pass_(days=30)
    assert files_needed(services.jobs, clock()) == []
    services.uploads.remove_orphans(files_needed(services.jobs, clock()))
    with pytest.raises(Gone):
        import_checked(services, dry, by(clock))


@pytest.mark.parametrize("name", ["0" * 16, "../guard.db", "turn", "x"])
def test_no_other_file_is_imported(services: Services, clock: Clock, name: str) -> None:
    with pytest.raises(Gone):
        enqueue_kept(services, name, ImportOrder(ListName.BLOCK, by(clock), "CN"))
    assert services.jobs.unfinished() == []


def test_an_import_that_waits_is_stopped_at_once(services: Services, clock: Clock) -> None:
    with services.uploads.receive([CONTENT]) as name:
        services.jobs.enqueue(ImportOrder(ListName.BLOCK, by(clock), "CN"), name, len(CONTENT))
    stop_import(services, name, by(clock, "bob"))
    job = services.jobs.get(name)
    assert (job.state, job.reason) == (ImportState.STOPPED, "cli:bob has stopped it: nothing was changed.")
    with pytest.raises(Gone):
        services.uploads.size(name)
    run_queued(services)
    assert services.jobs.get(name) == job
    with pytest.raises(Conflict):
        stop_import(services, name, by(clock))
    with pytest.raises(NotFound):
        stop_import(services, "0" * 16, by(clock))


@pytest.mark.slow("starts a program of its own")
def test_an_import_that_runs_is_stopped_soon_and_changes_nothing(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard_api.actions.imports.run_job._TELL_SECONDS", 0)
    name = services.jobs.enqueue(ImportOrder(ListName.BLOCK, by(clock), "CN"))
    with services.jobs.turn(Work.IMPORTS, wait=True):
        job = services.jobs.begin(name)

        def stopped_amid(chunks: Iterable[bytes]) -> Iterator[bytes]:
            for n, chunk in enumerate(chunks):
                if n == 1:
                    stop_import(services, name, by(clock, "bob"))
                yield chunk

        rows = [f"+86139{n:08d}\n".encode() * 1 for n in range(30_000)]
        done = run_job(services, job, stopped_amid([b"".join(rows[:15_000]), b"".join(rows[15_000:])]), lambda _: None)
    assert (done.state, done.reason) == (ImportState.STOPPED, "cli:bob has stopped it: nothing was changed.")
    assert services.lists.get(EntryKey(ListName.BLOCK, Match.EXACT, "+8613900000001")) is None
    assert services.changes.list((1 << 63) - 1, 9) == []
