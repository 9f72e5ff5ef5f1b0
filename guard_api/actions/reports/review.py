"""Admins look through what phones have reported, and decide."""

from typing import NamedTuple

from guard_api.actions.pages import Paged, page_of
from guard_api.lists.change import Author
from guard_api.lists.cursor import Whole
from guard_api.ports import Services
from guard_api.ports.phones.reports import Decision, Report


class ReportPlace(NamedTuple):
    """Where a page of reports ended."""

    devices: Whole
    number: str


def list_reports(
    services: Services, state: Decision, after: ReportPlace | None, limit: int
) -> Paged[Report, ReportPlace]:
    """Return a page of the numbers that enough phones have reported, those of the most phones first."""
    found = services.reports.list(state, services.report_devices, after, limit)
    return page_of(found, limit, lambda one: ReportPlace(one.devices, one.number))


def dismiss(services: Services, number: str, author: Author) -> None:
    """Leave a reported number alone, until nobody has reported it for long. Raises NotFound, Conflict."""
    services.reports.dismiss(number, author)


def reopen(services: Services, number: str, author: Author) -> None:
    """Have a number that was decided wait for a decision again. Raises NotFound, Conflict."""
    services.reports.reopen(number, author)
