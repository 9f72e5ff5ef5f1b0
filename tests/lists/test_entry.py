"""Every way to write a number down lands as one canonical form, and no entry covers an official line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.lists.entry import Entry, EntryKey, ListName, Match, Rejected
from guard_api.lists.numbers import NumberReader
from guard_api.numbers.directory import Directory


def read(
    number: str,
    region: str,
    directory: Directory,
    match: Match = Match.EXACT,
    target: ListName = ListName.BLOCK,
) -> str | Rejected:
    entry = NumberReader(region, directory, target).read(Entry(number, match))
    return entry if isinstance(entry, Rejected) else entry.number


@pytest.mark.parametrize(
    ("region", "written", "canonical"),
    [
        ("CN", "13912345678", "+8613912345678"),
        ("CN", "+86 139 1234 5678", "+8613912345678"),
        ("CN", "0086-139-1234-5678", "+8613912345678"),
        ("CN", "１３９１２３４５６７８", "+8613912345678"),
        ("CN", "+8613912345678", "+8613912345678"),
        ("CN", "+86１３９１２３４５６７８", "+8613912345678"),
        ("CN", "+86139123४५678", "+8613912345678"),
        ("CN", "021 5555 1234", "+862155551234"),
        ("CN", "+86 (0)21 5555 1234", "+862155551234"),
        ("CN", "+8602155551234", "+862155551234"),
        ("CN", "+440207946000", "+44207946000"),
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
        ("CN", "139", "+86139"),
        ("US", "415", "+1415"),
        ("FR", "0162", "+33162"),
        ("CN", "106575", "CN:106575"),
        ("CN", "+861３9", "+86139"),
        ("CN", "106571234567890", "CN:106571234567890"),
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
        ("400*", Match.PREFIX),
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
        ("+0033", Match.PREFIX),
        ("00033", Match.PREFIX),
        ("1065712345678901", Match.EXACT),
        ("1065712345678901", Match.PREFIX),
        ("0" + "9" * 14, Match.PREFIX),
    ],
)
def test_what_is_no_number_is_refused_with_a_reason(written: str, match: Match, directory: Directory) -> None:
    refused = read(written, "CN", directory, match)

    assert isinstance(refused, Rejected)
    assert refused.reason
    assert refused.conflict is None


def test_the_rest_of_an_entry_is_kept(directory: Directory) -> None:
    entry = Entry("139 1234 5678", label="a", source="b", note="c")

    assert NumberReader("CN", directory).read(entry) == Entry("+8613912345678", label="a", source="b", note="c")


def test_no_official_number_can_be_listed_in_any_spelling(directory: Directory) -> None:
    readers = {region: NumberReader(region, directory) for region in {number.region for number in directory.numbers}}
    for number in directory.numbers:
        for spelled in (number.number, f"+86{number.number}" if number.region == "CN" else number.number):
            assert isinstance(readers[number.region].read(Entry(spelled)), Rejected), spelled


def test_what_a_reader_has_read_before_does_not_change_how_it_reads(directory: Directory) -> None:
    numbers = ["+862155551234", "+8602155551234", "+862155551235", "+8602155551235", "+390612345678", "+39061234567"]
    reader = NumberReader("CN", directory)
    for number in [*numbers, *reversed(numbers)]:
        entry = reader.read(Entry(number))
        assert isinstance(entry, Entry)
        assert entry.number == read(number, "CN", directory)


@pytest.mark.parametrize(
    ("written", "canonical"), [("021", "+8621"), ("+8695*", "+8695"), ("95", "too short"), ("955", "CN:955")]
)
def test_a_prefix_that_is_allowed_may_include_official_lines(
    written: str, canonical: str, directory: Directory
) -> None:
    blocked = read(written, "CN", directory, Match.PREFIX)
    allowed = read(written, "CN", directory, Match.PREFIX, ListName.ALLOW)

    assert isinstance(blocked, Rejected)
    assert canonical in (allowed.reason if isinstance(allowed, Rejected) else allowed)


def test_an_official_line_itself_needs_no_permission(directory: Directory) -> None:
    assert isinstance(read("95588", "CN", directory, target=ListName.ALLOW), Rejected)


@pytest.mark.parametrize(
    ("number", "match", "conflict"),
    [
        ("CN:95588", Match.EXACT, "95588"),
        ("CN:9558", Match.PREFIX, "95580"),
        ("+864006065500", Match.EXACT, "4006065500"),
        ("CN:9558", Match.EXACT, None),
        ("CN:955881", Match.PREFIX, None),
        ("ZZ:999", Match.PREFIX, None),
    ],
)
def test_whether_a_canonical_number_covers_an_official_line_is_known_without_reading_it_again(
    number: str, match: Match, conflict: str | None, directory: Directory
) -> None:
    blocked = NumberReader("FR", directory).covers(number, match)
    allowed = NumberReader("FR", directory, ListName.ALLOW).covers(number, match)

    assert (blocked.conflict if blocked is not None else None) == conflict
    assert (allowed.conflict if allowed is not None else None) == (conflict if match is Match.EXACT else None)


@given(st.sampled_from([(target, match) for target in ListName for match in target.subject.matches]), st.text())
def test_an_id_names_its_entry(of: tuple[ListName, Match], number: str) -> None:
    target, match = of
    key = EntryKey(target, match, number)

    assert EntryKey.from_id(key.id) == key
    assert key.id == f"{target}:{match}:{number}"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "block",
        "block:exact",
        "deny:exact:+86",
        "block:like:+86",
        "BLOCK:exact:+86",
        "::",
        "block:domain:a.top",
        "block_domains:exact:+86",
    ],
)
def test_what_names_no_entry_is_none(name: str) -> None:
    assert EntryKey.from_id(name) is None
