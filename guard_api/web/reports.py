"""Phones report numbers; admins decide."""

from http import HTTPMethod, HTTPStatus
from typing import Any, NamedTuple, cast

from guard_api.actions.report import Acceptance, accept, report
from guard_api.blocklist.cursor import Whole, write_cursor
from guard_api.blocklist.entry import Category
from guard_api.ports import Scope
from guard_api.ports.limits import Limit
from guard_api.ports.reports import Report
from guard_api.web.contract import Asked, Routes
from guard_api.web.cursors import place_of
from guard_api.web.list_schemas import EntryOut, Why
from guard_api.web.lists import entry_answer
from guard_api.web.report_schemas import AcceptIn, ReportedOut, ReportIn, ReportsOut, ReportsQuery
from guard_api.web.wording import why_not

routes = Routes()


class _Place(NamedTuple):
    """Where a page of reports ended."""

    devices: Whole
    number: str


@routes.add(
    HTTPMethod.POST,
    "/v1/reports",
    Scope.DEVICE,
    reads=ReportIn(),
    answers=ReportedOut(),
    status=HTTPStatus.ACCEPTED,
    limit=Limit.REPORTS,
)
def report_number(asked: Asked) -> object:
    """Report a number. One report of a phone and number counts; admins decide what becomes of many."""
    body = cast("dict[str, Any]", asked.body)
    number, comment = body["number"] or "", body.get("comment") or ""
    category = Category(body.get("category") or Category.OTHER)
    reported = report(asked.services, asked.device, number, category, comment)
    reason = why_not(reported, asked.services.reference.current().directory, asked.texts)
    return {"number": reported.number, "counted": reported.counted, "reason": reason}


@routes.add(HTTPMethod.GET, "/v1/admin/reports", Scope.ADMIN, asks=ReportsQuery(), answers=ReportsOut())
def list_reports(asked: Asked) -> object:
    """Give the numbers that enough phones have reported, to be decided; or those that were decided."""
    query, services = asked.query, asked.services
    after = place_of(query["cursor"], _Place) if "cursor" in query else None
    found = services.reports.list(query["state"], services.report_devices, after, query["limit"])
    following = write_cursor(_Place(found[-1].devices, found[-1].number)) if len(found) == query["limit"] else None
    return {"reports": [_shown(one) for one in found], "next": following}


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/reports/<number>/accept",
    Scope.ADMIN,
    reads=AcceptIn(),
    asks=Why(),
    answers=EntryOut(),
    status=HTTPStatus.CREATED,
)
def accept_report(asked: Asked, number: str) -> object:
    """Put a reported number on the block list, with its reports as the source."""
    decision = Acceptance(**cast("dict[str, Any]", asked.body))
    return entry_answer(accept(asked.services, number, decision, asked.author))


@routes.add(HTTPMethod.POST, "/v1/admin/reports/<number>/dismiss", Scope.ADMIN, asks=Why())
def dismiss_report(asked: Asked, number: str) -> None:
    """Leave a reported number alone for good; it does not come back to the review list."""
    asked.services.reports.dismiss(number, asked.author)


@routes.add(HTTPMethod.POST, "/v1/admin/reports/<number>/reopen", Scope.ADMIN, asks=Why())
def reopen_report(asked: Asked, number: str) -> None:
    """Put a number that was decided back on the review list. 409 while its entry is listed: take that off first."""
    asked.services.reports.reopen(number, asked.author)


def _shown(one: Report) -> dict[str, object]:
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
