"""Votes, ratings and hashes: numbers by what apps send of them."""

from hashlib import sha1

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.lists.entry import Category
from guard_api.lists.phoneblock.hashes import digest_of, key_of, phone_of, span_of
from guard_api.lists.phoneblock.ranges import Ranges
from guard_api.lists.phoneblock.votes import CATEGORIES, RATINGS, STEPS, Rating, published, votes_of

NUMBERS = st.integers(10**6, 10**15 - 1).map("+{}".format)


def test_the_hash_is_the_one_that_phoneblock_gives_as_its_example() -> None:
    assert digest_of("+4917650642602") == "3D1D76F0C3664E1E818C6ECCFD8843AD1F4091CC"
    assert key_of("+4917650642602") == 0x3D1D76F0C366


@pytest.mark.parametrize(
    ("number", "phone"), [("+8613912345678", "+8613912345678"), ("CN:10657", "+8610657"), ("0095118", "0095118")]
)
def test_apps_know_one_form_of_a_number(number: str, phone: str) -> None:
    assert phone_of(number) == phone
    assert key_of(number) == key_of(phone)


@given(NUMBERS, st.integers(2, 20))
def test_what_begins_like_a_digest_finds_it(number: str, length: int) -> None:
    low, high = span_of(digest_of(number)[: 2 * length])
    assert low <= key_of(number) <= high
    assert high - low == max(0, 16 ** (12 - 2 * length) - 1) if length < 6 else high == low


@given(st.integers(0, 500))
def test_votes_grow_with_reports_and_are_published_in_steps(devices: int) -> None:
    votes = votes_of(devices)
    assert votes == 10 + devices
    assert published(votes) in STEPS
    assert published(votes) <= votes
    assert all(step <= published(votes) or step > votes for step in STEPS)


@pytest.mark.parametrize(
    ("votes", "published_votes"), [(0, 0), (1, 0), (2, 2), (9, 4), (10, 10), (19, 10), (99, 50), (1000, 100)]
)
def test_steps_are_those_of_phoneblock(votes: int, published_votes: int) -> None:
    assert published(votes) == published_votes


def test_every_category_has_a_rating_and_every_rating_but_one_a_category() -> None:
    assert set(RATINGS) == set(Category)
    assert Rating.LEGITIMATE not in RATINGS.values()
    assert set(CATEGORIES) == set(Rating) - {Rating.LEGITIMATE}


@pytest.mark.parametrize(
    ("prefixes", "number"),
    [
        (["+861391234567"], "+8613912345678"),
        (["+86139123456"], "+8613912345678"),
        (["+8613912"], "+8613912345678"),
        (["+33162"], "+33162123456"),
        (["+49301234567"], "+493012345678"),
        (["+49301234567"], "+4930123456789"),
        (["CN:1065", "+33162", "+33163"], "+33163123456"),
    ],
)
def test_a_number_of_a_range_is_found_by_the_hashes_of_its_blocks(prefixes: list[str], number: str) -> None:
    ranges = Ranges(prefixes)
    found = [block for cut in (1, 2) for block in ranges.blocks(span_of(digest_of(number[:-cut])))]
    assert found
    assert all(number.startswith(block) for block in found)
    assert not ranges.blocks(span_of(digest_of("+86138000000")))


def test_blocks_are_given_by_the_beginning_of_their_hashes() -> None:
    ranges = Ranges(["+33162"])
    hundreds = {f"+33162{rest:04}" for rest in range(10_000)}
    wanted = {block for block in {*hundreds, "+33162"} if sha1(block.encode()).hexdigest().startswith("ab12")}  # noqa: S324 - as the API has it
    assert len(ranges) == 10_001
    assert set(ranges.blocks(span_of("AB12"))) == wanted


@pytest.mark.parametrize(("most", "blocks"), [(0, 0), (1, 1), (2, 2), (10_001, 2), (10_002, 10_002), (10**5, 10_002)])
def test_the_smallest_ranges_come_first_when_there_are_too_many(most: int, blocks: int) -> None:
    assert len(Ranges(["+33162", "+8613912345678"], most)) == blocks


def test_prefixes_that_nobody_has_and_short_codes_are_no_trouble() -> None:
    assert len(Ranges(["+999123", "CN:10", "+999999999999999"])) == 2
    assert len(Ranges(["+86170"])) == 1
