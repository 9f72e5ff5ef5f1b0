"""Lists kept elsewhere come in: queued over HTTP, or at once from the command line."""

from collections.abc import Iterable, Iterator

from guard_api.actions.edit_lists import protection
from guard_api.blocklist.entry import EntryReader, Rejected
from guard_api.blocklist.rows import Row, read_rows
from guard_api.ports import Services
from guard_api.ports.lists import Import, ImportOrder, Progress


def import_list(
    services: Services, name: str, order: ImportOrder, chunks: Iterable[bytes], progress: Progress
) -> Import:
    """Bring what `chunks` say onto a list, or take a change back, as one change."""
    reader = EntryReader(order.region, services.reference.current().directory, order.list)
    rows = _read(read_rows(chunks, order.format, services.clock()), reader)
    return services.imports.run(name, rows, protection(services, order.list), services.clock, progress)


def _read(rows: Iterable[Row], reader: EntryReader) -> Iterator[Row]:
    """Bring numbers into their canonical form."""
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
            yield Row(row.line, canonical)


def import_now(services: Services, order: ImportOrder, chunks: Iterable[bytes], progress: Progress) -> Import:
    """Import in this process, once others are done."""
    with services.imports.turn(services.clock(), wait=True):
        name = services.imports.note(order)
        done = import_list(services, name, order, chunks, progress)
        refresh(services)
    if services.imports.next() is not None:
        services.imports.start()
    return done


def run_queued(services: Services) -> None:
    """Run all that is queued, unless another process is at it."""
    while services.imports.next() is not None:
        with services.imports.turn(services.clock(), wait=False) as mine:
            if not mine:
                return
            while (waiting := services.imports.next()) is not None:
                chunks = services.imports.chunks(waiting.id) if waiting.order.reverts is None else ()
                import_list(services, waiting.id, waiting.order, chunks, lambda _: None)
            refresh(services)


def refresh(services: Services) -> None:
    """Bring the snapshot forward here, where nobody waits for it."""
    _, file = services.snapshots.current()
    file.close()
