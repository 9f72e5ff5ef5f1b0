"""Phones report numbers; admins decide."""

from http import HTTPMethod, HTTPStatus
from typing import Any, NamedTuple, cast

from guard_api.actions.reports.report import Acceptance, accept, report
from guard_api.lists.cursor import Whole, write_cursor
from guard_api.lists.entry import Category
from guard_api.ports import Scope
from guard_api.ports.limits import Limit
from guard_api.ports.reports import Report
from guard_api.presenters.warnings import rejection_reason
from guard_api.web.api.lists import entry_answer
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.cursors import place_of
from guard_api.web.contract.list_schemas import EntryOut, Why
from guard_api.web.contract.report_schemas import AcceptIn, ReportedOut, ReportIn, ReportsOut, ReportsQuery
from guard_api.web.contract.route import Routes

routes = Routes("reports", __doc__)


class _Place(NamedTuple):
    """Where a page of reports ended."""

    devices: Whole
    number: str


@routes.add(
    HTTPMethod.POST,
    "/v1/reports",
    Scope.DEVICE,
    body=ReportIn(),
    response=ReportedOut(),
    status=HTTPStatus.ACCEPTED,
    limit=Limit.REPORTS,
)
def report_number(request: ApiRequest) -> object:
    """Report a number. One report of a phone and number counts; admins decide what becomes of many."""
    body = cast("dict[str, Any]", request.body)
    number, comment = body["number"] or "", body.get("comment") or ""
    category = Category(body.get("category") or Category.OTHER)
    reported = report(request.services, request.device, number, category, comment)
    reason = rejection_reason(reported, request.services.reference.current().directory, request.texts)
    return {"number": reported.number, "counted": reported.counted, "reason": reason}


@routes.add(HTTPMethod.GET, "/v1/admin/reports", Scope.ADMIN, query=ReportsQuery(), response=ReportsOut())
def list_reports(request: ApiRequest) -> object:
    """Give the numbers that enough phones have reported, to be decided; or those that were decided."""
    query, services = request.query, request.services
    after = place_of(query["cursor"], _Place) if "cursor" in query else None
    found = services.reports.list(query["state"], services.report_devices, after, query["limit"])
    following = write_cursor(_Place(found[-1].devices, found[-1].number)) if len(found) == query["limit"] else None
    return {"reports": [_shown(one) for one in found], "next": following}


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/reports/<number>/accept",
    Scope.ADMIN,
    body=AcceptIn(),
    query=Why(),
    response=EntryOut(),
    status=HTTPStatus.CREATED,
)
def accept_report(request: ApiRequest, number: str) -> object:
    """Put a reported number on the block list, with its reports as the source."""
    decision = Acceptance(**cast("dict[str, Any]", request.body))
    return entry_answer(accept(request.services, number, decision, request.author))


@routes.add(HTTPMethod.POST, "/v1/admin/reports/<number>/dismiss", Scope.ADMIN, query=Why())
def dismiss_report(request: ApiRequest, number: str) -> None:
    """Leave a reported number alone for good; it does not come back to the review list."""
    request.services.reports.dismiss(number, request.author)


@routes.add(HTTPMethod.POST, "/v1/admin/reports/<number>/reopen", Scope.ADMIN, query=Why())
def reopen_report(request: ApiRequest, number: str) -> None:
    """Put a number that was decided back on the review list. 409 while its entry is listed: take that off first."""
    request.services.reports.reopen(number, request.author)


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
