"""Lists kept elsewhere come in: queued over HTTP, or at once from the command line."""

from collections.abc import Iterable
from dataclasses import replace

from guard_api.actions.imports.run_job import CountedBytes, Progress, import_turn, run_job
from guard_api.actions.lists.edit import AT_ONCE, revert_at_once
from guard_api.errors import Conflict
from guard_api.lists.change import Author, Change
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportOrder, ImportState
from guard_api.ports.imports.subscriptions import SubscriptionState


def enqueue_import(services: Services, order: ImportOrder, chunks: Iterable[bytes]) -> str:
    """Keep what is to be imported and have it done soon; gives the import's id. Raises what `chunks` raises."""
    upload = CountedBytes(chunks)
    with services.uploads.receive(upload) as name:
        services.jobs.enqueue(order, name, upload.count)
    services.runner.start()
    return name


def keep_upload(services: Services, chunks: Iterable[bytes]) -> str:
    """Keep a file for a day, to be looked at and then imported; gives its id. Raises what `chunks` raises."""
    with services.uploads.receive(chunks) as name:
        return name


def enqueue_kept(services: Services, upload: str, order: ImportOrder) -> str:
    """Have a file that is kept be imported soon; gives the import's id. Raises Gone."""
    with services.uploads.again(upload) as name:
        services.jobs.enqueue(order, name, services.uploads.size(name))
    services.runner.start()
    return name


def import_checked(services: Services, dry_run: str, author: Author) -> str:
    """Import what a dry run has read, as it was read; gives the import's id. Raises NotFound, Conflict, Gone.

    Where it was a subscription that waited for that, it waits no more.
    """
    job = services.jobs.get(dry_run)
    if not job.order.dry_run or job.state is not ImportState.DONE:
        raise Conflict("This is no dry run that has come to its end.")
    done = enqueue_kept(services, dry_run, replace(job.order, author=author, dry_run=False, keeps=False))
    for one in services.subscriptions.list():
        if one.state is SubscriptionState.WAITING and one.import_id == dry_run:
            good = replace(one, state=SubscriptionState.GOOD, reason="", done_at=author.at, import_id=done)
            services.subscriptions.note(good)
    return done


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
    if done.state is not ImportState.DONE:
        raise Conflict(done.reason)
    if done.revision is None:
        raise Conflict(f"Nothing of change {change.revision} can be taken back: all of it was changed since.")
    return services.changes.get(done.revision)


def refresh_snapshot(services: Services) -> None:
    """Bring the snapshot forward here, where nobody waits for it."""
    _, file = services.snapshots.current()
    file.close()
