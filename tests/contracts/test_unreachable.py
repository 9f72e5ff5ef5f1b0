"""A record that nobody can reach: every port says so, and says what it always did once the record is back."""

from collections.abc import Callable, Mapping

import pytest

from guard_api.errors import StoreUnavailable
from guard_api.lists.change import Author, Step
from guard_api.lists.delta import Cursor
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.ports import Device, Scope, Services
from guard_api.ports.lists.catalogue import Search
from guard_api.ports.phones.reports import Decision
from tests.contracts.records import Record
from tests.support.clock import NOON

A, B = "+8613900000000", "+8613900000001"
KEY = EntryKey(ListName.BLOCK, Match.EXACT, A)
ADMIN = Author("admin", NOON)

QUERIES: Mapping[str, Callable[[Services], object]] = {
    "look-up": lambda services: services.blocklist.find([A], NOON),
    "entry": lambda services: services.lists.get(KEY),
    "search": lambda services: services.catalogue.search(Search(limit=9)),
    "export": lambda services: list(services.catalogue.export(ListName.BLOCK)),
    "changes": lambda services: services.changes.list(9, 9),
    "page": lambda services: services.sync.page(Cursor(0, ListName.BLOCK), 9).upserts,
    "votes": lambda services: services.votes.find(A, NOON),
    "reports": lambda services: services.reports.list(Decision.OPEN, 1, None, 9),
    "keys": lambda services: services.keys.list(),
    "trail": lambda services: services.trail.list(Step(9), 9),
}
DONE: Mapping[str, Callable[[Services], object]] = {
    "add": lambda services: services.lists.add(
        EntryKey(ListName.BLOCK, Match.EXACT, B), Entry(B), Author("admin", NOON)
    ),
    "edit": lambda services: services.lists.edit(KEY, {"label": "new"}, ADMIN),
    "remove": lambda services: services.lists.remove(KEY, ADMIN),
    "revert": lambda services: services.changes.revert(1, ADMIN, ()),
    "report": lambda services: services.reports.submit(A, "phone", Category.FRAUD, "", NOON),
    "key": lambda services: services.keys.create(Scope.ADMIN, "", NOON),
}


@pytest.fixture
def services(record: Record) -> Services:
    record.services.keys.create(Scope.DEVICE, "", NOON, Device("phone", "CN"))
    record.services.lists.add(KEY, Entry(A), ADMIN)
    return record.services


@pytest.mark.parametrize("name", QUERIES)
def test_who_asks_learns_that_nobody_knows_and_the_same_as_before_once_it_is_back(
    record: Record, services: Services, name: str
) -> None:
    before = QUERIES[name](services)
    record.break_()
    with pytest.raises(StoreUnavailable):
        QUERIES[name](services)
    record.restore()
    assert QUERIES[name](services) == before


@pytest.mark.parametrize("name", DONE)
def test_what_cannot_be_written_is_not_half_done_and_can_be_done_once_it_is_back(
    record: Record, services: Services, name: str
) -> None:
    record.break_()
    with pytest.raises(StoreUnavailable):
        DONE[name](services)
    record.restore()
    assert [change.revision for change in services.changes.list(9, 9)] == [1]
    DONE[name](services)
