"""Which entry decides: every order of two that cover one number, and the same for all who ask."""

from itertools import permutations

import pytest

from guard_api.lists.entry import Category, EntryKey, ListName, Match
from guard_api.lists.precedence import covering, deciding, rank
from guard_api.store.sql.lists.rows import CATEGORIES, LISTS, MATCHES

ORDER = [
    EntryKey(ListName.ALLOW, Match.EXACT, "+8613912"),
    EntryKey(ListName.ALLOW, Match.PREFIX, "+86139"),
    EntryKey(ListName.ALLOW, Match.PREFIX, "+861"),
    EntryKey(ListName.BLOCK, Match.EXACT, "+8613912"),
    EntryKey(ListName.BLOCK, Match.PREFIX, "+8613912"),
    EntryKey(ListName.BLOCK, Match.PREFIX, "+86139"),
]
DOMAINS = [
    EntryKey(ListName.ALLOW_DOMAINS, Match.DOMAIN, "evil.top"),
    EntryKey(ListName.BLOCK_DOMAINS, Match.DOMAIN, "a.evil.top"),
    EntryKey(ListName.BLOCK_DOMAINS, Match.DOMAIN, "evil.top"),
]


@pytest.mark.parametrize("order", [ORDER, DOMAINS], ids=["numbers", "domains"])
def test_allow_beats_block_exact_beats_prefix_and_longer_beats_shorter(order: list[EntryKey]) -> None:
    for one, other in permutations(order, 2):
        assert (rank(one) < rank(other)) is (order.index(one) < order.index(other))
        assert deciding([other, one], lambda key: key) is min(one, other, key=order.index)


def test_nobody_decides_where_nothing_covers() -> None:
    assert deciding(list[EntryKey](), lambda key: key) is None


@pytest.mark.parametrize(
    ("match", "number"), [(Match.EXACT, "+8613912"), (Match.PREFIX, "CN:10657"), (Match.DOMAIN, "a.evil.top")]
)
def test_what_may_cover_is_listed_in_the_order_in_which_it_decides(match: Match, number: str) -> None:
    keys = [*covering(match, number)]

    assert keys == sorted(keys, key=rank)
    assert len(keys) == len({*keys})
    assert all(key.match is match or key.match is Match.PREFIX for key in keys)


def test_the_codes_of_the_tables_never_change() -> None:
    assert dict(LISTS) == {0: "block", 1: "allow", 2: "block_domains", 3: "allow_domains"}
    assert dict(MATCHES) == {0: "exact", 1: "prefix", 2: "domain"}
    assert dict(CATEGORIES) == {0: "fraud", 1: "spam", 2: "telemarketing", 3: "robocall", 4: "other"}
    assert [len(LISTS), len(MATCHES), len(CATEGORIES)] == [len(ListName), len(Match), len(Category)]
