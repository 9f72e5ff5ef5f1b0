"""Imports on their way, looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

from guard_api.actions.pages import Paged, page_of
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import
from guard_api.ports.imports.jobs import Work


@dataclass(frozen=True, slots=True)
class ImportReport:
    """An import and how far it is; `errors` are the first rows that were left out: line and reason."""

    job: Import
    errors: Sequence[tuple[int, str]]


def list_imports(services: Services, after: str | None, limit: int) -> Paged[Import, str]:
    """Return a page of imports, the newest first; those before the one of an id."""
    return page_of(services.jobs.list(after, limit), limit, lambda job: job.id)


def report_import(services: Services, name: str) -> ImportReport:
    """Return how far an import is, and which rows were left out and why. Raises NotFound."""
    return ImportReport(services.jobs.get(name), services.jobs.errors(name))


def is_import_running(services: Services) -> bool:
    """Whether another process is at an import now."""
    with services.jobs.turn(Work.IMPORTS, wait=False) as mine:
        return not mine
