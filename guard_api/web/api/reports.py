"""Phones report numbers; admins decide."""

from http import HTTPMethod, HTTPStatus
from typing import Any, cast

from guard_api.actions.reports import review
from guard_api.actions.reports.decide import decide
from guard_api.actions.reports.report import Acceptance, accept, report
from guard_api.actions.reports.review import ReportPlace, dismiss, reopen
from guard_api.errors import Conflict
from guard_api.lists.entry import Category
from guard_api.ports import Scope
from guard_api.ports.operate.limits import Limit
from guard_api.ports.phones.keys import LIST_KEEPERS, READERS
from guard_api.presenters.lists.lists import entry_answer
from guard_api.presenters.lists.reports import decided_answer, reported_answer, reports_answer
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.note import Note
from guard_api.web.contract.requests import Why
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.lists.lists import EntryOut
from guard_api.web.contract.schemas.lists.reports import (
    AcceptIn,
    DecidedOut,
    DecideIn,
    ReportedOut,
    ReportIn,
    ReportsOut,
    ReportsQuery,
)

routes = Routes("reports", __doc__)


@routes.add(
    HTTPMethod.POST,
    "/v1/reports",
    Scope.DEVICE,
    body=ReportIn(),
    response=ReportedOut(),
    status=HTTPStatus.ACCEPTED,
    limit=Limit.REPORTS,
    note=Note(examples=examples.REPORTS),
)
def report_number(request: ApiRequest) -> object:
    """Report a number. One report of a phone and number counts; admins decide what becomes of many."""
    body = cast("dict[str, Any]", request.body)
    number, comment = body["number"] or "", body.get("comment") or ""
    category = Category(body.get("category") or Category.OTHER)
    return reported_answer(report(request.services, request.device, number, category, comment), request.texts)


@routes.add(HTTPMethod.GET, "/v1/admin/reports", *READERS, query=ReportsQuery(), response=ReportsOut())
def list_reports(request: ApiRequest) -> object:
    """Give the numbers that enough phones have reported, or that were decided; to `admin:read` masked."""
    state, limit, order = (request.query[name] for name in ("state", "limit", "order"))
    after, hidden = request.after(ReportPlace), request.sees_in_part
    return reports_answer(review.list_reports(request.services, state, after, limit, order, hidden=hidden))


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/reports/decide",
    *LIST_KEEPERS,
    body=DecideIn(),
    query=Why(),
    response=DecidedOut(),
    note=Note(examples=examples.DECISIONS, values={"why": "a call centre of a bank"}),
)
def decide_reports(request: ApiRequest) -> object:
    """Decide of up to 200 reported numbers, each by itself; those of which nothing can be decided are named."""
    body = dict(cast("dict[str, Any]", request.body))
    numbers, decision = body.pop("numbers"), body.pop("decision")
    return decided_answer(decide(request.services, numbers, decision, Acceptance(**body), request.author))


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/reports/<number>/accept",
    *LIST_KEEPERS,
    body=AcceptIn(),
    query=Why(),
    response=EntryOut(),
    status=HTTPStatus.CREATED,
    note=Note(
        (Conflict,), examples=examples.ACCEPTANCES, values={"number": "+8613912345678", "why": "three phones say so"}
    ),
)
def accept_report(request: ApiRequest, number: str) -> object:
    """Put a reported number on the block list, with its reports as the source."""
    decision = Acceptance(**cast("dict[str, Any]", request.body))
    return entry_answer(accept(request.services, number, decision, request.author))


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/reports/<number>/dismiss",
    *LIST_KEEPERS,
    query=Why(),
    note=Note((Conflict,), values={"number": "+8613912345677", "why": "a hospital"}),
)
def dismiss_report(request: ApiRequest, number: str) -> None:
    """Leave a reported number alone; it is not back on the review list before it was unreported for long."""
    dismiss(request.services, number, request.author)


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/reports/<number>/reopen",
    *LIST_KEEPERS,
    query=Why(),
    note=Note((Conflict,), values={"number": "+8613912345677", "why": "no hospital after all"}),
)
def reopen_report(request: ApiRequest, number: str) -> None:
    """Put a number that was decided back on the review list. 409 while its entry is listed: take that off first."""
    reopen(request.services, number, request.author)
