"""Entries are counted by their source, whatever changes them, and found by it; of sources there may be too many."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import timedelta

import pytest

from guard_api.errors import Conflict
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.lists.files.cells.cells import RowDefaults
from guard_api.lists.files.rows import Row
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportOrder, Mode
from guard_api.ports.lists.catalogue import Order, Search
from tests.support.at_once import load_now, tidy
from tests.support.clock import Clock

BLOCK = ListName.BLOCK
Kind = tuple[Match, Category, str]


def number(n: int) -> str:
    return f"+8613900{n:06d}"


def entry(n: int, source: str, category: Category = Category.FRAUD) -> Entry:
    return Entry(number(n), Match.EXACT, category, "", source)


def key(n: int) -> EntryKey:
    return EntryKey(BLOCK, Match.EXACT, number(n))


def bring(
    services: Services, clock: Clock, entries: Iterable[Entry], mode: Mode = Mode.ADD, source: str = ""
) -> Import:
    order = ImportOrder(BLOCK, Author("ann", clock()), "CN", defaults=RowDefaults(source=source), mode=mode)
    return load_now(services, order, [Row(line, one) for line, one in enumerate(entries, 1)])


def counted(services: Services, target: ListName = BLOCK) -> Mapping[Kind, int]:
    """Give what is counted by kind and source, which is to be what there is."""
    found = services.catalogue.count(Search(target))
    assert found is not None
    assert {(one.match, one.category): 0 for one in found}.keys() == {
        (one.match, one.category) for one in services.catalogue.export(target)
    }
    return {(one.match, one.category, one.source): one.count for one in found if one.source is not None}


def there(services: Services, target: ListName = BLOCK) -> Mapping[Kind, int]:
    return Counter((one.match, one.category, one.source) for one in services.catalogue.export(target))


def left_out(services: Services) -> int:
    return sum(one.count for one in services.catalogue.count(Search(BLOCK)) or () if one.source is None)


def test_sources_are_counted_through_all_that_changes_the_lists(services: Services, clock: Clock) -> None:
    by = Author("ann", clock())
    bring(
        services,
        clock,
        [entry(n, "police" if n % 3 else "", Category.SPAM if n % 2 else Category.FRAUD) for n in range(30)],
    )
    assert counted(services) == there(services)
    services.lists.add(EntryKey(BLOCK, Match.PREFIX, "+8617"), Entry("+8617", Match.PREFIX, source="telecom"), by)
    services.lists.add(key(90), Entry(number(90), source="bank", expires_at=clock() + timedelta(minutes=1)), by)
    services.lists.edit(key(1), {"source": "bank", "label": "x"}, by)
    services.lists.edit(key(2), {"category": Category.ROBOCALL}, by)
    services.lists.edit_all([key(3), key(4)], {"source": "telecom"}, by)
    services.lists.remove(key(5), by)
    services.lists.remove_all([key(6), key(7)], by)
    assert counted(services) == there(services)
    bring(services, clock, [entry(n, "police") for n in range(10, 14)], Mode.REPLACE, "police")
    assert counted(services) == there(services)
    assert counted(services)[Match.EXACT, Category.FRAUD, "police"] == 4
    bring(services, clock, [entry(n, "") for n in range(12)], Mode.REMOVE)
    assert counted(services) == there(services)
    clock.pass_(minutes=2)
    tidy(services)
    assert counted(services) == there(services)
    for revision in range(services.changes.list(1 << 62, 1)[0].revision, 0, -1):
        with suppress(Conflict):
            services.changes.revert(revision, Author("ann", clock()), ())
        assert counted(services) == there(services)
    assert there(services) == {}


def test_lists_are_counted_by_themselves(services: Services, clock: Clock) -> None:
    by = Author("ann", clock())
    bring(services, clock, [entry(n, "police") for n in range(3)])
    services.lists.add(EntryKey(ListName.ALLOW, Match.EXACT, number(9)), Entry(number(9), source="police"), by)
    for target in (BLOCK, ListName.ALLOW, ListName.BLOCK_DOMAINS):
        assert counted(services, target) == there(services, target)


def test_too_many_sources_are_not_counted_and_those_that_were_still_are(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard_api.store.sql.lists.tally.MOST_SOURCES", 3)
    monkeypatch.setattr("guard_api.store.sql.imports.merging._AT_ONCE", 7)
    police = [entry(n, "police") for n in range(90, 95)]
    bring(services, clock, [*police, entry(99, "bank")])
    many = bring(services, clock, [entry(n, f"case {n // 2}") for n in range(40)])
    counts = counted(services)
    assert counts[Match.EXACT, Category.FRAUD, "police"] == 5
    assert len(counts) == 3
    assert all(there(services)[kind] == count for kind, count in counts.items())
    assert left_out(services) == 46 - sum(counts.values())
    # What is new while there is more than is counted may be of one that stands already.
    services.lists.add(key(80), entry(80, "case 19"), Author("ann", clock()))
    services.lists.remove(key(91), Author("ann", clock()))
    counts = counted(services)
    assert all(there(services)[kind] == count for kind, count in counts.items())
    assert counts[Match.EXACT, Category.FRAUD, "police"] == 4
    found = services.catalogue.search(Search(BLOCK, source="case 19")).entries
    assert [one.key for one in found] == [key(80), key(39), key(38)]
    services.lists.remove(key(80), Author("ann", clock()))
    assert many.revision is not None
    services.changes.revert(many.revision, Author("ann", clock()), ())
    assert left_out(services) == 0
    assert counted(services) == there(services)
    services.lists.add(key(80), entry(80, "telecom"), Author("ann", clock()))
    assert counted(services) == there(services)


def test_one_that_came_to_be_counted_amid_an_import_which_may_have_missed_it_is_not_counted(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard_api.store.sql.lists.tally.MOST_SOURCES", 2)
    monkeypatch.setattr("guard_api.store.sql.imports.merging._AT_ONCE", 5)
    order = ImportOrder(BLOCK, Author("ann", clock()), "CN")
    rows = [Row(n, entry(n, f"case {n}")) for n in range(12)]
    seen: list[bool] = []

    def meanwhile(_: object) -> None:
        if not seen:
            seen.append(True)
            services.lists.add(key(90), entry(90, "case 11"), Author("bob", clock()))

    monkeypatch.setattr("guard_api.actions.imports.run_job._TELL_SECONDS", 0)
    load_now(services, order, rows, progress=meanwhile)
    assert seen
    assert there(services)[Match.EXACT, Category.FRAUD, "case 11"] == 2
    assert all(there(services)[kind] == count for kind, count in counted(services).items())
    assert left_out(services) + sum(counted(services).values()) == 13


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("together", [1, 5, 2000])
def test_what_is_of_a_source_is_found_word_for_word(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch, order: Order, together: int
) -> None:
    monkeypatch.setattr("guard_api.store.sql.lists.search.walking.TOGETHER", together)
    bring(services, clock, [entry(n, "police") for n in range(9)])
    bring(services, clock, [entry(n, "Police") for n in range(9, 30)])
    bring(services, clock, [entry(n, "police%" if n % 2 else "") for n in range(30, 60)])
    services.lists.edit(key(12), {"source": "police"}, Author("ann", clock()))
    services.lists.remove(key(3), Author("ann", clock()))
    expected = [n for n in range(9) if n != 3]
    found = services.catalogue.search(Search(BLOCK, source="police", order=order)).entries
    numbers = (
        [number(n) for n in (*expected, 12)] if order is Order.NUMBER else [number(n) for n in (12, *expected[::-1])]
    )
    assert [one.key.number for one in found] == numbers
    assert services.catalogue.search(Search(ListName.ALLOW, source="police", order=order)).entries == []
    assert len(services.catalogue.search(Search(source="police%", category=Category.FRAUD)).entries) == 15


def test_what_is_found_is_counted_where_it_is_little(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(services, clock, [entry(n, "police" if n % 2 else "bank") for n in range(20)])

    def count(search: Search) -> Mapping[str | None, int] | None:
        found = services.catalogue.count(search)
        return None if found is None else {one.source: one.count for one in found}

    wanted = Search(BLOCK, ending="5", source="bank", category=Category.SPAM)
    assert count(wanted) == {"police": 2}
    assert count(Search(BLOCK, number=number(10)[:-1])) == {"police": 5, "bank": 5}
    assert count(Search(BLOCK, text="ANK")) == {"bank": 10}
    assert count(Search(ListName.ALLOW, text="ank")) == {}
    monkeypatch.setattr("guard_api.store.sql.lists.search.conditions.FEW", 8)
    assert count(wanted) == {"police": 2}
    assert count(Search(BLOCK, text="ank")) is None
    assert count(Search(ListName.ALLOW, text="ank")) == {}
    assert count(Search(BLOCK)) == {"police": 10, "bank": 10}
