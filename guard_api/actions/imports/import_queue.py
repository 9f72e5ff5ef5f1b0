"""Imports on their way, looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from guard_api.actions.pages import Paged, page_of
from guard_api.lists.change import Author
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportState
from guard_api.ports.imports.jobs import Jobs, Work

MOST_SHOWN = 1000
"""Rejected rows that are named."""
KEPT = timedelta(days=7)
"""How long the file of a dry run is kept, to be imported."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """An import and how far it is; `errors` are the first rows that were left out: line and reason."""

    job: Import
    errors: Sequence[tuple[int, str]]


def list_imports(services: Services, after: str | None, limit: int) -> Paged[Import, str]:
    """Return a page of imports, the newest first; those before the one of an id."""
    return page_of(services.jobs.list(after, limit), limit, lambda job: job.id)


def report_import(services: Services, name: str, most: int | None = MOST_SHOWN) -> ImportReport:
    """Return how far an import is, and which rows were left out and why, so many at most. Raises NotFound."""
    return ImportReport(services.jobs.get(name), services.jobs.errors(name, most))


def show_import(services: Services, name: str) -> Import:
    """Return an import. Raises NotFound."""
    return services.jobs.get(name)


def files_needed(jobs: Jobs, now: datetime) -> Sequence[str]:
    """List the imports whose files are needed: unfinished ones, and dry runs that may still be imported."""
    return jobs.with_files(now - KEPT)


def stop_import(services: Services, name: str, author: Author) -> None:
    """Stop an import that waits or runs. Raises NotFound, Conflict."""
    services.jobs.stop(name, author)
    job = services.jobs.get(name)
    if job.state is ImportState.STOPPED and not job.order.keeps:
        services.uploads.remove(name)


def is_import_running(services: Services) -> bool:
    """Whether another process is at an import now."""
    with services.jobs.turn(Work.IMPORTS, wait=False) as mine:
        return not mine
