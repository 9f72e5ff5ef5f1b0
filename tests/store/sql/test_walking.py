"""Pages of a list, whichever way it is walked, are those of the whole list, cut."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from guard_api.lists.change import Author
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.ports import Services
from guard_api.ports.lists.catalogue import Order, Search
from guard_api.ports.lists.lists import ListedEntry
from guard_api.store.sql.lists.search import conditions, walking
from tests.support.clock import Clock

BLOCK = ListName.BLOCK
SEARCHES = [
    *(Search(BLOCK, number, text) for number in ("", "+861391") for text in ("", "even")),
    *(Search(target, ending="2") for target in (None, BLOCK)),
    *(Search(target, match=Match.PREFIX) for target in (None, BLOCK, ListName.ALLOW)),
    Search(ListName.ALLOW),
    Search(BLOCK, category=Category.SPAM),
    Search(number="+861391", ending="2"),
    *(Search(target, source="police") for target in (None, BLOCK)),
    Search(BLOCK, source="bank", category=Category.SPAM),
]


@pytest.fixture
def listed(services: Services, clock: Clock) -> Services:
    """Lists that came to be by large changes and by small ones, of which some was taken off or edited since."""

    def put(target: ListName, numbers: range, match: Match = Match.EXACT) -> None:
        category = Category.SPAM if len(numbers) % 2 else Category.FRAUD
        keys = [
            EntryKey(target, match, f"+86139{n:04d}{'' if match is Match.PREFIX else '2222'[n % 4 :]}") for n in numbers
        ]
        source = ("police", "bank", "")[len(numbers) % 3]
        entries = {
            key: Entry(key.number, match, category, "even" * (int(key.number[-1]) % 2 == 0), source) for key in keys
        }
        services.lists.add_all(entries, Author("a test", clock()))

    put(BLOCK, range(1000, 1023))
    for n in range(1100, 1109):
        put(BLOCK, range(n, n + 1))
    put(ListName.ALLOW, range(2000, 2004))
    put(BLOCK, range(3000, 3003), Match.PREFIX)
    put(BLOCK, range(900, 912))
    put(ListName.ALLOW, range(1500, 1501), Match.PREFIX)
    everything = [one.key for one in services.catalogue.search(Search(BLOCK)).entries]
    services.lists.remove_all(everything[::5], Author("a test", clock()))
    services.changes.revert(3, Author("a test", clock()), ())
    return services


def everything(services: Services, wanted: Search) -> list[ListedEntry]:
    """Find by looking at all entries, which come on one page."""
    found = services.catalogue.search(Search(limit=1000)).entries

    def fits(one: ListedEntry) -> bool:
        begins = not wanted.number or one.key.number.startswith(wanted.number) is not bool(wanted.text)
        ends = not wanted.ending or (one.key.number.endswith(wanted.ending) and one.key.match is Match.EXACT)
        kinds = (wanted.list, one.key.list), (wanted.match, one.key.match), (wanted.category, one.entry.category)
        of_source = wanted.source in {"", one.entry.source}
        return (
            begins
            and ends
            and of_source
            and wanted.text in one.entry.label
            and all(word in {None, of} for word, of in kinds)
        )

    of_number = sorted((one for one in found if fits(one)), key=lambda one: one.key.number)
    if wanted.order is Order.NUMBER:
        return of_number
    return sorted(of_number, key=lambda one: (one.revision, one.key.number), reverse=True)


def pages(services: Services, wanted: Search) -> Iterator[ListedEntry]:
    after = None
    for _ in range(200):
        page = services.catalogue.search(replace(wanted, after=after))
        assert len(page.entries) <= wanted.limit
        yield from page.entries
        if page.next is None:
            return
        after = page.next
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize(
    "bounds",
    [
        {"FIRST": 2, "LOOKED_AT": 5, "TOGETHER": 4, "CHANGES": 3},
        {"FIRST": 4, "LOOKED_AT": 9, "TOGETHER": 6, "CHANGES": 1, "FEW": 1},
        {"FEW": 1},
    ],
)
def test_pages_are_the_list_cut(
    listed: Services, monkeypatch: pytest.MonkeyPatch, order: Order, bounds: Mapping[str, int]
) -> None:
    whole = [everything(listed, replace(wanted, order=order)) for wanted in SEARCHES]
    assert all(whole)
    for name, value in bounds.items():
        monkeypatch.setattr(conditions if name == "FEW" else walking, name, value)
    for wanted, expected in zip(SEARCHES, whole, strict=True):
        assert [*pages(listed, replace(wanted, order=order, limit=3))] == expected, wanted


def test_a_page_shows_that_it_ended_before_it_was_full(listed: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "FIRST", 2)
    monkeypatch.setattr(walking, "LOOKED_AT", 5)
    page = listed.catalogue.search(Search(BLOCK, text="nobody says so"))
    assert (page.entries, page.next is None) == ([], False)
