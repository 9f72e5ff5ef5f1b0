"""Imports, as every face shows them."""

from guard_api.actions.imports.import_queue import ImportReport
from guard_api.actions.pages import Paged
from guard_api.ports.imports.imports import Import
from guard_api.presenters.pages import page_answer


def queued_answer(name: str) -> dict[str, object]:
    """Return what to ask for an import by."""
    return {"import_id": name}


def import_answer(report: ImportReport) -> dict[str, object]:
    """Return how far an import is, and which rows were left out and why."""
    errors = [{"line": line, "reason": reason} for line, reason in report.errors]
    return {**listed_import_answer(report.job), "errors": errors}


def imports_answer(page: Paged[Import, str]) -> dict[str, object]:
    """Return a page of imports."""
    return page_answer("imports", page, listed_import_answer)


def listed_import_answer(job: Import) -> dict[str, object]:
    """Return how far an import is."""
    tally = job.tally
    return {
        **queued_answer(job.id),
        "state": job.state,
        "list": job.order.list,
        "mode": job.order.mode,
        "source": job.order.defaults.source,
        "dry_run": job.order.dry_run,
        "reverts": job.order.reverts,
        "revision": job.revision,
        "format": job.order.format,
        "charset": job.read_as.charset,
        "sheet": job.read_as.sheet,
        "reason": job.reason,
        "rows": tally.rows,
        "added": tally.added,
        "updated": tally.updated,
        "removed": tally.removed,
        "unchanged": tally.unchanged,
        "rejected": tally.rejected,
        "bytes": job.bytes,
        "bytes_read": job.bytes_read,
        "file": job.order.file,
        "author": job.order.author.who,
        "why": job.order.author.why,
        "created_at": job.order.author.at,
        "finished_at": job.finished_at,
    }
