"""Numbers that end alike have keys that lie together."""

import pytest

from guard_api.lists.endings import ending_key, span_of


@pytest.mark.parametrize(
    ("number", "key"),
    [("+8613912345678", 876543219), ("CN:10657", 756010000), ("+12", 210000000), ("", 0), ("evil", 0)],
)
def test_a_key_is_the_last_nine_digits_read_backwards(number: str, key: int) -> None:
    assert ending_key(number) == key


@pytest.mark.parametrize("ending", ["8", "678", "345678", "912345678", "13912345678", "8613912345678"])
def test_a_number_lies_in_the_span_of_whatever_it_ends_in(ending: str) -> None:
    first, last = span_of(ending)
    assert first <= ending_key("+8613912345678") <= last
    assert not first <= ending_key("+8613912345670") <= last
    assert span_of("") == (0, 999_999_999)
