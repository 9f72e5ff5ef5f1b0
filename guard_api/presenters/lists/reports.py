"""What became of reports, and what is reported, as every face shows it."""

from guard_api.actions.pages import Paged
from guard_api.actions.reports.decide import Decided
from guard_api.actions.reports.report import Reported
from guard_api.actions.reports.review import ReportPlace
from guard_api.ports.phones.reports import Report
from guard_api.presenters.checks.warnings import name_in
from guard_api.presenters.pages import page_answer
from guard_api.texts import Texts


def reported_answer(reported: Reported, texts: Texts) -> dict[str, object]:
    """Return what became of a phone's report."""
    return {
        "number": reported.number,
        "counted": reported.counted,
        "reason": rejection_reason(reported, texts),
    }


def rejection_reason(reported: Reported, texts: Texts) -> str | None:
    """Return why a report does not count; None: it does."""
    if reported.counted:
        return None
    if reported.withdrawn:
        return texts.get("report.withdrawn")
    if reported.official is None:
        return texts.get("report.no_number")
    return texts.get("report.official", number=reported.official, name=name_in(reported.organization, texts))


def reports_answer(page: Paged[Report, ReportPlace]) -> dict[str, object]:
    """Return a page of reported numbers."""
    return page_answer("reports", page, report_answer)


def decided_answer(decided: Decided) -> dict[str, object]:
    """Return of which numbers was decided, and of which not."""
    errors = [{"number": number, "reason": reason} for number, reason in decided.errors]
    return {"numbers": decided.numbers, "errors": errors}


def report_answer(one: Report) -> dict[str, object]:
    """Return a reported number: by how many phones, and what for."""
    return {
        "number": one.number,
        "devices": one.devices,
        "categories": one.categories,
        "comments": one.comments,
        "first_at": one.first_at,
        "last_at": one.last_at,
        "decided_by": one.decided_by,
        "decided_at": one.decided_at,
        "why": one.why,
    }
