"""The audit trail, searched: by whom, what, list, entry and days, page by page, and nothing is missed."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import product

import pytest

from guard_api.lists.change import ActKind, Author, Change, ChangeKind, Step
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.ports import Scope, Services
from guard_api.ports.lists.trail import Act, TrailSearch
from tests.support.clock import NOON

ANN, BOB = "Ann (1)", "cli:bob"
NUMBERS = [f"+861390000000{n}" for n in range(3)]
DAY = timedelta(days=1)
NEWEST = Step(1 << 62)


def key(number: str, target: ListName = ListName.BLOCK) -> EntryKey:
    return EntryKey(target, Match.EXACT, number)


@pytest.fixture
def done(services: Services) -> Sequence[Change | Act]:
    """Three days on which two people did all kinds of things."""
    for day, number in enumerate(NUMBERS):
        at = NOON + day * DAY
        services.lists.add(key(number), Entry(number), Author(ANN, at))
        services.keys.create(Scope.METRICS, "m", at, by=Author(BOB, at))
        services.lists.edit(key(NUMBERS[0]), {"label": f"{day}"}, Author(BOB, at))
        services.lists.add(key(number, ListName.ALLOW), Entry(number), Author(BOB, at))
    services.lists.remove(key(NUMBERS[1]), Author(ANN, NOON + 2 * DAY))
    return services.trail.list(NEWEST, 99)


def fits(one: Change | Act, search: TrailSearch, touched: frozenset[int]) -> bool:
    target = one.list if isinstance(one, Change) else None
    return (
        search.who.lower() in one.who.lower()
        and search.what in {"", one.what}
        and search.list in {None, target}
        and (search.entry is None or (isinstance(one, Change) and one.revision in touched))
        and (search.begin is None or one.at >= search.begin)
        and (search.end is None or one.at <= search.end)
    )


SEARCHES = [
    TrailSearch(who, what, target, entry, begin, end)
    for who, what, target, entry, (begin, end) in product(
        ("", "ANN", "bob", "nobody"),
        ("", ChangeKind.ADD, ActKind.CREATE_KEY),
        (None, ListName.ALLOW),
        (None, key(NUMBERS[0]), key(NUMBERS[1])),
        ((None, None), (NOON + DAY, None), (None, NOON + DAY), (NOON + DAY, NOON + DAY)),
    )
]


def test_a_search_gives_what_fits_and_nothing_else_page_by_page(
    services: Services, done: Sequence[Change | Act]
) -> None:
    assert {type(one) for one in done} == {Change, Act}
    touched = {
        entry: frozenset(
            one.revision
            for one in done
            if isinstance(one, Change) and entry in {diff.key for diff in services.changes.entries(one, None, 9)}
        )
        for entry in (key(NUMBERS[0]), key(NUMBERS[1]))
    }
    assert all(touched.values())
    sizes = set()
    for search in SEARCHES:
        expected = [one for one in done if fits(one, search, touched.get(search.entry or key(""), frozenset()))]
        found: list[Change | Act] = []
        while page := services.trail.list(found[-1].step if found else NEWEST, 3, search):
            found += page
        assert found == expected, search
        sizes.add(len(found))
    assert len(sizes) > 5
