"""Every way to write a number down lands as one canonical form, and no entry covers an official line."""

import pytest

from guard_api.blocklist.entry import Entry, EntryReader, Match, Rejected
from guard_api.numbers.directory import Directory


def read(number: str, region: str, directory: Directory, match: Match = Match.EXACT) -> str | Rejected:
    entry = EntryReader(region, directory).read(Entry(number, match))
    return entry if isinstance(entry, Rejected) else entry.number


@pytest.mark.parametrize(
    ("region", "written", "canonical"),
    [
        ("CN", "13912345678", "+8613912345678"),
        ("CN", "+86 139 1234 5678", "+8613912345678"),
        ("CN", "0086-139-1234-5678", "+8613912345678"),
        ("CN", "１３９１２３４５６７８", "+8613912345678"),
        ("CN", "+8613912345678", "+8613912345678"),
        ("CN", "021 5555 1234", "+862155551234"),
        ("CN", "+14155552671", "+14155552671"),
        ("CN", "10657", "CN:10657"),
        ("FR", "CN:10657", "CN:10657"),
        ("US", "(415) 555-2671", "+14155552671"),
        ("FR", "01 62 34 56 78", "+33162345678"),
    ],
)
def test_a_number_has_one_canonical_form(region: str, written: str, canonical: str, directory: Directory) -> None:
    assert read(written, region, directory) == canonical


@pytest.mark.parametrize(
    ("region", "written", "canonical"),
    [
        ("CN", "+3316", "+3316"),
        ("CN", "0033 16", "+3316"),
        ("CN", "+86170*", "+86170"),
        ("FR", "0162", "+33162"),
        ("CN", "106575", "CN:106575"),
        ("FR", "CN:106575*", "CN:106575"),
    ],
)
def test_a_prefix_has_one_canonical_form(region: str, written: str, canonical: str, directory: Directory) -> None:
    assert read(written, region, directory, Match.PREFIX) == canonical


@pytest.mark.parametrize(
    ("written", "match"),
    [
        ("110", Match.EXACT),
        ("CN:110", Match.EXACT),
        ("CN:955", Match.PREFIX),
        ("96110", Match.EXACT),
        ("0571 96110", Match.EXACT),
        ("+8695588", Match.EXACT),
        ("0095118", Match.EXACT),
        ("400-606-5500", Match.EXACT),
        ("+864006065500", Match.EXACT),
        ("+8695", Match.PREFIX),
        ("+86951", Match.PREFIX),
        ("951", Match.PREFIX),
    ],
)
def test_an_official_line_is_never_covered_and_the_conflict_is_named(
    written: str, match: Match, directory: Directory
) -> None:
    refused = read(written, "CN", directory, match)

    assert isinstance(refused, Rejected)
    assert refused.conflict
    assert refused.conflict in refused.reason
    assert "official number" in refused.reason


@pytest.mark.parametrize(
    ("written", "match"),
    [
        ("JDCALL", Match.EXACT),
        ("", Match.EXACT),
        ("+888123456", Match.EXACT),
        ("+99912345678901", Match.EXACT),
        ("abc", Match.PREFIX),
        ("+3", Match.PREFIX),
        ("+33", Match.PREFIX),
        ("", Match.PREFIX),
    ],
)
def test_what_is_no_number_is_refused_with_a_reason(written: str, match: Match, directory: Directory) -> None:
    refused = read(written, "CN", directory, match)

    assert isinstance(refused, Rejected)
    assert refused.reason
    assert refused.conflict is None


def test_the_rest_of_an_entry_is_kept(directory: Directory) -> None:
    entry = Entry("139 1234 5678", label="a", source="b", note="c")

    assert EntryReader("CN", directory).read(entry) == Entry("+8613912345678", label="a", source="b", note="c")


def test_no_official_number_can_be_listed_in_any_spelling(directory: Directory) -> None:
    readers = {region: EntryReader(region, directory) for region in {number.region for number in directory.numbers}}
    for number in directory.numbers:
        for spelled in (number.number, f"+86{number.number}" if number.region == "CN" else number.number):
            assert isinstance(readers[number.region].read(Entry(spelled)), Rejected), spelled
