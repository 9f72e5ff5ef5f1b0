"""Lists kept elsewhere come in: queued over HTTP, or at once from the command line."""

import logging
from collections.abc import Iterable, Iterator

from guard_api.actions.lists.edit import AT_ONCE, official_guard, reader_of, revert_at_once
from guard_api.errors import Conflict, GuardError
from guard_api.lists.change import Author, Change
from guard_api.lists.entry import Reader, Rejected
from guard_api.lists.files.rows import Row, read_rows
from guard_api.ports import Services
from guard_api.ports.imports import Import, ImportOrder, ImportState, Progress

_log = logging.getLogger(__name__)


def import_list(
    services: Services, name: str, order: ImportOrder, chunks: Iterable[bytes], progress: Progress
) -> Import:
    """Bring what `chunks` say onto a list, or take a change back, as one change."""
    found = read_rows(chunks, order.format, services.clock(), order.list.subject, order.unsaid)
    rows = _read(found, reader_of(services, order.list, order.region))
    return services.imports.run(name, rows, official_guard(services, order.list), services.clock, progress)


def _read(rows: Iterable[Row], reader: Reader) -> Iterator[Row]:
    """Bring numbers or domains into their canonical form."""
    read = reader.read
    for row in rows:
        entry = row.entry
        if entry is None:
            yield row
            continue
        canonical = read(entry)
        if canonical is entry:
            yield row
        elif isinstance(canonical, Rejected):
            yield Row(row.line, None, canonical.reason)
        else:
            yield Row(row.line, canonical, "", row.silent)


def import_now(services: Services, order: ImportOrder, chunks: Iterable[bytes], progress: Progress) -> Import:
    """Import in this process, once others are done."""
    with services.imports.turn(services.clock(), wait=True):
        name = services.imports.note(order)
        done = import_list(services, name, order, chunks, progress)
        refresh(services)
    if services.imports.next() is not None:
        services.imports.start()
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


def run_queued(services: Services) -> None:
    """Run all that is queued, and undo what another process left behind, unless one is at it."""
    waiting: Import | None
    while True:
        with services.imports.turn(services.clock(), wait=False) as mine:
            if not mine:
                return
            while (waiting := services.imports.next()) is not None:
                _run(services, waiting)
            refresh(services)
        # What was queued while this process still had the turn started one that gave up.
        if services.imports.next() is None:
            return


def _run(services: Services, waiting: Import) -> None:
    chunks = services.imports.chunks(waiting.id) if waiting.order.reverts is None else ()
    try:
        import_list(services, waiting.id, waiting.order, chunks, lambda _: None)
    except GuardError:
        raise
    except Exception:  # noqa: BLE001 - it is marked as failed already, and the others still wait
        _log.exception("import %s", waiting.id)


def refresh(services: Services) -> None:
    """Bring the snapshot forward here, where nobody waits for it."""
    _, file = services.snapshots.current()
    file.close()
