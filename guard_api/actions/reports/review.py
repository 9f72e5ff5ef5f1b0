"""Admins look through what phones have reported, and decide."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from guard_api.actions.pages import Paged, page_of
from guard_api.actions.reports.hidden import hide, seal, unseal
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


def list_reports(  # noqa: PLR0913 - what is asked, in which order, and by whom
    services: Services,
    state: Decision,
    after: ReportPlace | None,
    limit: int,
    order: ReportOrder = ReportOrder.DEVICES,
    *,
    hidden: bool = False,
) -> Paged[Report, ReportPlace]:
    """Return a page of the numbers that enough phones have reported, in an order.

    `hidden`: for who sees them in part only. Raises Invalid.
    """
    if hidden and after is not None:
        after = after._replace(number=unseal(services, after.number))
    found = services.reports.list(state, services.report_devices, after, limit, order)
    page = page_of(found, limit, lambda one: ReportPlace(_value(one, order), one.number))
    return _in_part(services, page) if hidden else page


def _value(one: Report, order: ReportOrder) -> int:
    return one.devices if order is ReportOrder.DEVICES else (one.last_at - _EPOCH) // _MICROSECOND


def _in_part(services: Services, page: Paged[Report, ReportPlace]) -> Paged[Report, ReportPlace]:
    following = page.next._replace(number=seal(services, page.next.number)) if page.next is not None else None
    return Paged([hide(one) for one in page.items], following)


def dismiss(services: Services, number: str, author: Author) -> None:
    """Leave a reported number alone, until nobody has reported it for long. Raises NotFound, Conflict."""
    services.reports.dismiss(number, author)


def reopen(services: Services, number: str, author: Author) -> None:
    """Have a number that was decided wait for a decision again. Raises NotFound, Conflict."""
    services.reports.reopen(number, author)
