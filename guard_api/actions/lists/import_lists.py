"""Lists kept elsewhere come in: queued over HTTP, or at once from the command line."""

from collections.abc import Iterable

from guard_api.actions.lists.edit import AT_ONCE, revert_at_once
from guard_api.actions.lists.run_job import CountedBytes, Progress, import_turn, run_job
from guard_api.errors import Conflict
from guard_api.lists.change import Author, Change
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportOrder, ImportState


def enqueue_import(services: Services, order: ImportOrder, chunks: Iterable[bytes]) -> str:
    """Keep what is to be imported and have it done soon; gives the import's id. Raises what `chunks` raises."""
    upload = CountedBytes(chunks)
    with services.uploads.receive(upload) as name:
        services.jobs.enqueue(order, name, upload.count)
    services.runner.start()
    return name


def import_now(services: Services, order: ImportOrder, chunks: Iterable[bytes], progress: Progress) -> Import:
    """Import in this process, once others are done."""
    with import_turn(services.jobs, services.uploads, services.clock(), wait=True):
        job = services.jobs.begin(services.jobs.enqueue(order))
        done = run_job(services, job, chunks, progress)
        refresh_snapshot(services)
    if services.jobs.unfinished():
        services.runner.start()
    return done


def revert_now(services: Services, change: Change, author: Author, progress: Progress) -> Change:
    """Take a change back in this process, however large it is. Raises Conflict."""
    if change.touched <= AT_ONCE:
        return revert_at_once(services, change, author)
    order = ImportOrder(change.list, author, services.default_region, reverts=change.revision)
    done = import_now(services, order, (), progress)
    if done.state is ImportState.FAILED:
        raise Conflict(done.reason)
    if done.revision is None:
        raise Conflict(f"Nothing of change {change.revision} can be taken back: all of it was changed since.")
    return services.changes.get(done.revision)


def refresh_snapshot(services: Services) -> None:
    """Bring the snapshot forward here, where nobody waits for it."""
    _, file = services.snapshots.current()
    file.close()
