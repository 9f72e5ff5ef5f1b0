"""Admins look through what phones have reported, and decide."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from guard_api.actions.pages import Paged, page_of
from guard_api.lists.change import Author
from guard_api.lists.cursor import Whole
from guard_api.ports import Services
from guard_api.ports.phones.reports import Decision, Report, ReportOrder

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class ReportPlace(NamedTuple):
    """Where a page of reports ended."""

    value: Whole
    """Of phones, or when it was reported last in microseconds since 1970: what the order goes by."""
    number: str


def list_reports(
    services: Services,
    state: Decision,
    after: ReportPlace | None,
    limit: int,
    order: ReportOrder = ReportOrder.DEVICES,
) -> Paged[Report, ReportPlace]:
    """Return a page of the numbers that enough phones have reported, in an order."""
    found = services.reports.list(state, services.report_devices, after, limit, order)
    if order is ReportOrder.LATEST:
        return page_of(found, limit, lambda one: ReportPlace((one.last_at - _EPOCH) // _MICROSECOND, one.number))
    return page_of(found, limit, lambda one: ReportPlace(one.devices, one.number))


def dismiss(services: Services, number: str, author: Author) -> None:
    """Leave a reported number alone, until nobody has reported it for long. Raises NotFound, Conflict."""
    services.reports.dismiss(number, author)


def reopen(services: Services, number: str, author: Author) -> None:
    """Have a number that was decided wait for a decision again. Raises NotFound, Conflict."""
    services.reports.reopen(number, author)
