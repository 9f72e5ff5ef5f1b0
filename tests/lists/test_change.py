"""A checksum that a phone can compute: from what it keeps, in any order, with what every platform has."""

import random
import zlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.lists.change import MODULUS, Change, ChangeKind, as_hex, differences, entry_sum, seconds, sum_of
from guard_api.lists.entry import Category, Entry, ListName, Match

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
ENTRIES = st.builds(
    Entry,
    number=st.from_regex(r"(\+|CN:)[1-9][0-9]{2,14}", fullmatch=True),
    match=st.sampled_from(Match),
    category=st.sampled_from(Category),
    label=st.text(),
    expires_at=st.none() | st.datetimes(NEW_YEAR.replace(tzinfo=None), timezones=st.just(UTC)),
)


# The last column is what gzip writes behind the text.
@pytest.mark.parametrize(
    ("entry", "text", "part"),
    [
        (Entry("+8613912345678", category=Category.FRAUD), b"+8613912345678,exact,fraud,", 0xFA4D4C56),
        (
            Entry("+3316", Match.PREFIX, Category.TELEMARKETING, expires_at=NEW_YEAR),
            b"+3316,prefix,telemarketing,1798761600",
            0x6F67713F,
        ),
        (
            Entry("CN:10657", Match.EXACT, Category.OTHER, "label", "source", "note"),
            b"CN:10657,exact,other,",
            0x50688DD8,
        ),
    ],
)
def test_an_entrys_part_of_the_checksum_is_the_crc_32_of_what_phones_know_of_it(
    entry: Entry, text: bytes, part: int
) -> None:
    assert sum_of(entry) == zlib.crc32(text) == part
    assert entry_sum(entry.number, entry.match, entry.category, seconds(entry.expires_at)) == part


@given(st.lists(ENTRIES, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_change_the_checksum(entries: list[Entry], order: random.Random) -> None:
    shuffled = list(entries)
    order.shuffle(shuffled)
    assert sum(map(sum_of, entries)) % MODULUS == sum(map(sum_of, shuffled)) % MODULUS


@given(ENTRIES, ENTRIES)
def test_entries_that_differ_for_a_phone_differ_in_the_checksum_and_no_others(one: Entry, other: Entry) -> None:
    alike, unlike = (
        (e.number, e.match, e.category, e.expires_at and e.expires_at.replace(microsecond=0)) for e in (one, other)
    )
    assert (sum_of(one) == sum_of(other)) is (alike == unlike)


@pytest.mark.parametrize(
    ("moment", "counted"),
    [
        (None, None),
        (datetime(1970, 1, 1, tzinfo=UTC), 0),
        (NEW_YEAR, 1798761600),
        (NEW_YEAR + timedelta(milliseconds=999), 1798761600),
        (NEW_YEAR.astimezone(timezone(timedelta(hours=8))), 1798761600),
    ],
)
def test_an_expiry_is_counted_in_whole_seconds(moment: datetime | None, counted: int | None) -> None:
    assert seconds(moment) == counted


@pytest.mark.parametrize(("checksum", "text"), [(0, "0" * 16), (255, f"{'0' * 14}ff"), (MODULUS - 1, "f" * 16)])
def test_a_checksum_is_written_in_16_hexadecimal_digits(checksum: int, text: str) -> None:
    assert as_hex(checksum) == text


def test_a_change_counts_what_it_touched_and_not_what_it_left_alone() -> None:
    fields = 1, NEW_YEAR, "admin", ChangeKind.REVERT, "", ListName.BLOCK, None
    assert Change(*fields, added=1, updated=2, removed=4, skipped=8, count=16, checksum=0).touched == 7


def test_what_differs_is_given_field_by_field() -> None:
    before = Entry("+8613912345678", label="old", note="x")
    after = Entry("+8613912345678", category=Category.FRAUD, label="new")
    assert differences(before, after) == [
        ("category", Category.OTHER, Category.FRAUD),
        ("label", "old", "new"),
        ("note", "x", ""),
    ]
    assert differences(None, before) == [
        ("category", None, Category.OTHER),
        ("label", None, "old"),
        ("note", None, "x"),
    ]
    assert differences(before, before) == differences(None, None) == []
