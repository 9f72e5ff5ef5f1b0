"""Our reading of digits is the library's, to the letter: whatever the region, the form and the digits."""

from collections.abc import Iterator
from random import Random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneNumberFormat, PhoneNumberType, ValidationResult

from guard_api.numbers.plan import REGIONS_OF, Number, calling_code_of, read_international, read_national
from tests.support.laws import cases

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
POPULOUS = ["CN", "GB", "US", "IN", "FR", "DE", "IT", "AR", "MX", "BR", "JP", "KR"]
ODD_REGIONS = ["ZZ", "001", "", "cn"]

Reading = tuple[str, bool, bool, bool] | None


def by_library(text: str, region: str) -> Reading:
    """Read with nothing but the library's public functions."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    possible = phonenumbers.is_possible_number_with_reason(number)
    return (
        e164,
        phonenumbers.is_valid_number(number),
        possible == ValidationResult.IS_POSSIBLE,
        possible == ValidationResult.IS_POSSIBLE_LOCAL_ONLY,
    )


def by_us(text: str, region: str) -> Reading:
    number = read_international(text[1:], region) if text.startswith("+") else read_national(text, region)
    if number is None:
        return None
    return number.e164, number.is_valid, number.is_possible, number.is_possible_nearby


def examples(region: str) -> Iterator[tuple[str, str]]:
    """List an example of each kind of number that a region has: its calling code, and the digits behind it."""
    for kind in PhoneNumberType.values():
        number = phonenumbers.example_number_for_type(region, kind)
        if number is not None:
            yield str(number.country_code), phonenumbers.national_significant_number(number)


def forms(code: str, national: str, region: str) -> list[str]:
    trunk = phonenumbers.ndd_prefix_for_region(region, strip_non_digits=True) or ""
    return [f"+{code}{national}", f"{code}{national}", national, trunk + national, f"+{code}{trunk}{national}"]


DIGITS = st.text("0123456789", min_size=1, max_size=18)
NATIONAL = st.sampled_from([number for region in REGIONS for _, number in examples(region)])
ALTERED = st.builds(lambda number, at, digits: number[:at] + digits, NATIONAL, st.integers(0, 12), DIGITS)
TEXTS = st.one_of(
    st.builds(
        "+{}{}{}".format,
        st.sampled_from(sorted(COUNTRY_CODE_TO_REGION_CODE)),
        st.sampled_from(["", "", "0", "1", "8"]),
        NATIONAL | ALTERED | DIGITS,
    ).map(lambda text: text[:16]),
    st.builds(
        "{}{}".format,
        st.sampled_from(["", "0", "1", "8", "86", "1", "44", "91", "54", "17911"]),
        NATIONAL | ALTERED | DIGITS,
    ),
    st.text("123456789", min_size=1, max_size=15).map("+{}".format),
)


@given(text=TEXTS, region=st.sampled_from([*REGIONS, *POPULOUS * 10, *ODD_REGIONS]))
def test_we_read_digits_as_the_library_does(text: str, region: str) -> None:
    assert by_us(text, region) == by_library(text, region)


def test_we_read_every_kind_of_number_in_every_form_as_the_library_does() -> None:
    for region in REGIONS:
        texts = [text for code, number in examples(region) for text in forms(code, number, region)]
        ours, theirs = ({text: read(text, region) for text in texts} for read in (by_us, by_library))
        assert (region, ours) == (region, theirs)


def test_what_no_prefix_is_long_enough_for_is_no_number_of_the_library_either() -> None:
    for region in REGIONS:
        code, number = next(examples(region))
        beginnings = ["", "0", "1", "8", "00", "011", "17911", code, f"00{code}0", f"{code}0"]
        texts = [(beginning + number).ljust(length, "1") for beginning in beginnings for length in (41, 64)]
        assert {by_us(text, region) for text in texts} == {by_library(text, region) for text in texts} == {None}, region


@pytest.mark.parametrize("region", POPULOUS)
def test_we_read_every_beginning_as_the_library_does(region: str) -> None:
    code, random = phonenumbers.country_code_for_region(region), Random(region)  # noqa: S311 - no secret
    for beginning in cases(range(1000), 5):
        national = f"{beginning:03}{random.randrange(10**8):08}"[: random.randrange(7, 12)]
        for text in (national, f"{code}{national}", f"+{code}{national}"):
            assert (text, by_us(text, region)) == (text, by_library(text, region))


@pytest.mark.parametrize("region", POPULOUS)
def test_the_library_is_not_called_for_what_most_callers_show(region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    code, mobile = next(examples(region))
    international, _, at_home, behind_trunk, _ = forms(code, mobile, region)
    monkeypatch.setattr(phonenumbers, "parse", refuse)
    assert {by_us(text, region) for text in (international, at_home, behind_trunk)} == {
        (f"+{code}{mobile}", True, True, False)
    }


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("02079460958", "GB", Number("44", "2079460958")),
        ("+390612345678", "CN", Number("39", "0612345678")),
        ("0111523456789", "AR", Number("54", "91123456789")),
        ("1791113800138000", "CN", Number("86", "13800138000")),
        ("9198765432", "IN", Number("91", "9198765432")),
        ("4634567", "AG", Number("1", "2684634567")),
        ("0099955512345", "CN", None),
        ("+999123456", "CN", None),
        ("5", "CN", None),
        ("5551234", "ZZ", None),
    ],
)
def test_digits_are_a_calling_code_and_a_national_number(text: str, region: str, expected: Number | None) -> None:
    read = read_international(text[1:], region) if text.startswith("+") else read_national(text, region)
    assert read == expected


def test_codes_have_their_regions_the_main_one_first() -> None:
    assert [calling_code_of(digits) for digits in ("8613", "1242", "35312", "0", "210", "")] == [
        *("86", "1", "353", None, None, None)
    ]
    assert (REGIONS_OF["86"], REGIONS_OF["44"][0], REGIONS_OF["800"]) == (("CN",), "GB", ("001",))
