"""An import that is killed: nothing half done is seen, and nothing of it is in the way of what comes next."""

import pytest

from guard_api.lists.change import Author
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.ports.lists.catalogue import Search
from tests.contracts.records import Record
from tests.support.clock import NOON

BLOCK = ListName.BLOCK
LISTED = "+8613900000000"


def seen(record: Record) -> tuple[object, ...]:
    """Give the block list as everybody sees it."""
    for services in (record.services, record.open()):
        page = services.sync.page(services.sync.start(BLOCK), 9)
        found = services.catalogue.search(Search(BLOCK, limit=9))
        entries = list(services.catalogue.export(BLOCK))
        assert len(entries) == len(page.upserts) == len(found.entries) == page.standing.count
    return entries, page.standing, services.blocklist.find([LISTED, "+8613900000001"], NOON)


@pytest.mark.slow("starts and kills an import")
def test_of_a_killed_import_nobody_sees_anything(record: Record) -> None:
    key = EntryKey(BLOCK, Match.EXACT, LISTED)
    record.services.lists.add(key, Entry(LISTED), Author("admin", NOON))
    before = seen(record)
    record.kill_import()
    assert seen(record) == before
    assert len(record.services.lists.versions(key)) == 1
    assert [change.revision for change in record.services.changes.list(99, 9)] == [1]
