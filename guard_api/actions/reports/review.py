"""Admins look through what phones have reported, and decide."""

from typing import NamedTuple

from guard_api.actions.pages import Paged, page_of
from guard_api.actions.reports.hidden import hide, seal, unseal
from guard_api.lists.change import Author
from guard_api.lists.cursor import Whole
from guard_api.ports import Services
from guard_api.ports.phones.reports import Decision, Report


class ReportPlace(NamedTuple):
    """Where a page of reports ended."""

    devices: Whole
    number: str


def list_reports(
    services: Services, state: Decision, after: ReportPlace | None, limit: int, *, hidden: bool = False
) -> Paged[Report, ReportPlace]:
    """Return a page of the numbers that enough phones have reported, those of the most phones first.

    `hidden`: for who sees them in part only. Raises Invalid.
    """
    if hidden and after is not None:
        after = after._replace(number=unseal(services, after.number))
    found = services.reports.list(state, services.report_devices, after, limit)
    page = page_of(found, limit, lambda one: ReportPlace(one.devices, one.number))
    return _in_part(services, page) if hidden else page


def _in_part(services: Services, page: Paged[Report, ReportPlace]) -> Paged[Report, ReportPlace]:
    following = page.next._replace(number=seal(services, page.next.number)) if page.next is not None else None
    return Paged([hide(one) for one in page.items], following)


def dismiss(services: Services, number: str, author: Author) -> None:
    """Leave a reported number alone, until nobody has reported it for long. Raises NotFound, Conflict."""
    services.reports.dismiss(number, author)


def reopen(services: Services, number: str, author: Author) -> None:
    """Have a number that was decided wait for a decision again. Raises NotFound, Conflict."""
    services.reports.reopen(number, author)
