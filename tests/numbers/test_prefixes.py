"""A beginning of a number is read as people write it at home."""

import pytest

from guard_api.numbers.prefixes import national_prefix


@pytest.mark.parametrize(
    ("digits", "region", "prefix"),
    [
        ("139", "CN", "+86139"),
        ("4006", "CN", "+864006"),
        ("415", "US", "+1415"),
        ("612", "ES", "+34612"),
        ("10657", "CN", None),
        ("951", "CN", None),
        ("571", "CN", None),
        ("16", "FR", None),
        ("1" * 40, "CN", None),
    ],
)
def test_what_numbers_are_displayed_with_at_home_is_the_beginning_of_an_international_number(
    digits: str, region: str, prefix: str | None
) -> None:
    assert national_prefix(digits, region) == prefix
