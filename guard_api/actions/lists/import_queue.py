"""Imports on their way: uploaded, looked at, taken up again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guard_api.ports import Services
from guard_api.ports.imports import Import, ImportOrder


@dataclass(frozen=True, slots=True)
class ImportReport:
    """An import and how far it is; `errors` are the first rows that were left out: line and reason."""

    job: Import
    errors: Sequence[tuple[int, str]]


def upload_list(services: Services, order: ImportOrder, chunks: Iterable[bytes]) -> str:
    """Keep what comes in and queue it once it is whole; returns the id of the import."""
    with services.imports.upload() as (name, file):
        file.writelines(chunks)
        file.close()
        services.imports.note(order, name)
    services.imports.start()
    return name


def report_import(services: Services, name: str) -> ImportReport:
    """Return how far an import is, and which rows were left out and why. Raises NotFound."""
    return ImportReport(services.imports.get(name), services.imports.errors(name))


def is_import_running(services: Services) -> bool:
    """Whether another process is at an import now."""
    with services.imports.turn(services.clock(), wait=False) as mine:
        return not mine


def resume_imports(services: Services) -> None:
    """Go on with what a machine that went down, or a process that was killed, has left."""
    services.imports.start_unfinished()
