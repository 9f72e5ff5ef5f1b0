"""What jobs do sooner or later, done here and now."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime

from guard_api.actions.imports.run_job import Progress, import_turn, load
from guard_api.jobs.handlers import expire, forget
from guard_api.lists.files.rows import Row
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportOrder
from guard_api.ports.lists.lists import EntryGuard


def turn(services: Services, *, wait: bool, now: datetime | None = None) -> AbstractContextManager[bool]:
    """Take the right to import."""
    return import_turn(services.jobs, services.uploads, now or services.clock(), wait=wait)


def load_now(
    services: Services,
    order: ImportOrder,
    rows: Iterable[Row],
    refuses: EntryGuard = lambda _: None,
    progress: Progress = lambda _: None,
) -> Import:
    """Import rows in this process."""
    with turn(services, wait=True):
        return load(services, services.jobs.begin(services.jobs.enqueue(order)), rows, refuses, progress)


def tidy(services: Services) -> None:
    """Let expire what has expired, and forget what is long past."""
    expire(services)
    forget(services)
