"""Imports, as every face shows them."""

from guard_api.actions.lists.import_queue import ImportReport


def queued_answer(name: str) -> dict[str, object]:
    """Return what to ask for an import by."""
    return {"import_id": name}


def import_answer(report: ImportReport) -> dict[str, object]:
    """Return how far an import is, and which rows were left out and why."""
    job, tally = report.job, report.job.tally
    return {
        **queued_answer(job.id),
        "state": job.state,
        "list": job.order.list,
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
        "errors": [{"line": line, "reason": reason} for line, reason in report.errors],
        "created_at": job.order.author.at,
        "finished_at": job.finished_at,
    }
