"""A number is never listed under other digits than the file's, and no digits of a line are lost in silence."""

import re
from datetime import UTC, datetime
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guard_api.lists.entry import Entry, Match, Rejected, Subject
from guard_api.lists.files.formats import Format
from guard_api.lists.files.rows import read_rows
from guard_api.lists.numbers import NumberReader
from guard_api.numbers.caller_id import country_code_of
from guard_api.numbers.directory import Directory
from guard_api.text.plain import plain

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
REGIONS = ("CN", "DE", "FR", "US", "ES", "IN", "GB")
NUMBERS = {
    "CN": ["13912340011", "17012345678", "010 6512 3456", "10657"],
    "DE": ["0170 1234568", "030 1234567"],
    "FR": ["01 62 12 34 56", "0612345678"],
    "US": ["415 555 2671", "2025550123"],
    "ES": ["600123456", "912345678"],
    "IN": ["98765 43210"],
    "GB": ["07700 900123"],
}
KEY = r"\+|[A-Z]{2}:"
SEVERAL = "several numbers"
DECIMAL = "a decimal number"


def read(text: str, region: str, directory: Directory, match: Match = Match.EXACT) -> str:
    """Give the key under which a cell is listed, or why it is not."""
    found = NumberReader(region, directory).read(Entry(text, match))
    return found.reason if isinstance(found, Rejected) else found.number


def outcomes(
    text: str,
    region: str,
    directory: Directory,
    form: Format = Format.CSV,
) -> list[tuple[int, str]]:
    """Give what becomes of a file: lines, with the key or the reason."""
    rows = read_rows([text.encode()], form, NOW)
    return [(row.line, read(row.entry.number, region, directory) if row.entry else row.reason) for row in rows]


@pytest.mark.parametrize(
    ("written", "region", "key"),
    [
        ("13912340011.0", "CN", "+8613912340011"),
        ("13912340011.00", "CN", "+8613912340011"),
        ("13912340011,0", "CN", "+8613912340011"),
        ("+8613912340011.0", "CN", "+8613912340011"),
        ("13912340011.", "CN", "+8613912340011"),
        ("1701234568.0", "DE", "+491701234568"),
        ('="13912340011"', "CN", "+8613912340011"),
        ("'+8613912340011", "CN", "+8613912340011"),
        ("+86.13912340011", "CN", "+8613912340011"),
        ("+1.4155552671", "CN", "+14155552671"),
        ("13.912.340.011", "CN", "+8613912340011"),
        ("13 912 340 011", "CN", "+8613912340011"),
        ("01.62.12.34.56", "FR", "+33162123456"),
        ("01.62.12.34.00", "FR", "+33162123400"),
        ("+33.1.62.12.34.56", "FR", "+33162123456"),
        ("030.1234567", "DE", "+49301234567"),
        ("0170/1234568", "DE", "+491701234568"),
        ("+49 (0)30 / 12 34 - 0", "DE", "+493012340"),
        ("(415) 555.2671", "US", "+14155552671"),
        ("415.555.2671", "US", "+14155552671"),
        ("98765 43210", "IN", "+919876543210"),
        ("07700 900123", "GB", "+447700900123"),
        ("tel:+8613912340011", "CN", "+8613912340011"),
        ("sip:+8613912340011@10.0.0.1:5060;user=phone", "CN", "+8613912340011"),
        ("CN:10657", "FR", "CN:10657"),
        ("1069 0123 456", "CN", "CN:10690123456"),
    ],
)
def test_a_number_is_read_in_all_the_forms_that_people_and_spreadsheets_write(
    written: str, region: str, key: str, directory: Directory
) -> None:
    assert read(written, region, directory) == key


@pytest.mark.parametrize(
    ("written", "region", "reason"),
    [
        ("1.39E+10", "CN", DECIMAL),
        ("1,39E+10", "CN", DECIMAL),
        ("1.3912340011e10", "CN", DECIMAL),
        ("1.39x10^10", "CN", DECIMAL),
        ("13800138000.5", "CN", DECIMAL),
        ("1.39", "CN", DECIMAL),
        ("13912340011,5", "CN", DECIMAL),
        ("0170123456.5", "DE", DECIMAL),
        ("1 701 234 568.00", "DE", DECIMAL),
        ("1.701.234.568.00", "DE", DECIMAL),
        ("13912340011.12.0", "CN", DECIMAL),
        ("+8613912340011.5", "CN", DECIMAL),
        ("13,912,340,011", "CN", "thousands"),
        ("13'912'340'011", "CN", "thousands"),
        ("0162......", "FR", "a * behind it"),
        ("0162xxxxxx", "FR", "a * behind it"),
        ("+33162...", "FR", "a * behind it"),
        ("0162 .. .. ..", "FR", "a * behind it"),
        ("139----5678", "CN", "a * behind it"),
        ("139····5678", "CN", "a * behind it"),
        ("139****5678", "CN", "a * behind it"),
        ("139()5678", "CN", "a * behind it"),
        ("0162…", "FR", "a * behind it"),
        ("13912340011、13912340012", "CN", SEVERAL),
        ("13912340011；13912340012", "CN", SEVERAL),
        ("13912340011|13912340012", "CN", SEVERAL),
        ("13912340011,13912340012", "CN", SEVERAL),
        ("13912340011\t13912340012", "CN", SEVERAL),
        ("13912340011 13912340012", "CN", SEVERAL),
        ("13912340011/13912340012", "CN", SEVERAL),
        ("13912340011 or 13912340012", "CN", SEVERAL),
        ("95588 95599", "CN", SEVERAL),
        ("106575 106576", "CN", SEVERAL),
        ("0301234 / 0301235", "DE", SEVERAL),
        ("030123 030124", "DE", SEVERAL),
        ("0301234-0301235", "DE", SEVERAL),
        ("tel:+12025550123;ext=45", "US", "extension"),
        ("tel:7042;phone-context=+1202", "US", "extension"),
        ("+1 202 555 0123 ext. 45", "US", "extension"),
        ("13912340011转12", "CN", "extension"),
        ("13912340011#12", "CN", "extension"),
        ("1391234001²", "CN", "plain digits"),
        ("PAYPHONE", "CN", "a number"),
    ],
)
def test_what_is_not_one_number_is_refused_and_named_what_it_is(
    written: str, region: str, reason: str, directory: Directory
) -> None:
    assert reason in read(written, region, directory)


SEPARATORS = st.sampled_from(["", "", *" -./,;、|\tx", "..", "--", " / ", "  ", "E+"])
TAILS = st.sampled_from(["", "", ".0", ".00", ",0", ".5", ",50", ".000", " ", "*", "...", "E+10", ";ext=3", "."])
HEADS = st.sampled_from(["", "", "+", "00", "0", "86", "+86 ", "+49 (0)", "'", '="', "tel:"])
GROUPS = st.lists(st.text("0123456789", min_size=1, max_size=6), min_size=1, max_size=5)
CELLS = st.one_of(
    st.tuples(HEADS, GROUPS, SEPARATORS, TAILS).map(lambda it: f"{it[0]}{it[2].join(it[1])}{it[3]}"),
    st.text("0123456789 .,-/+()xE;'=\"", max_size=24),
    st.tuples(st.sampled_from([*chain(*NUMBERS.values())]), TAILS).map("".join),
)


def digits_of(cell: str) -> str:
    """Give the digits that a cell shows, without noughts behind a decimal point."""
    text = plain(cell).removeprefix("tel:")
    return re.sub(r"\D", "", re.sub(r"^(\+?\d+)[.,]0+$", r"\1", text.strip("\"'= ")))


@given(CELLS, st.sampled_from(REGIONS))
@example("13912340011.0", "CN")
@example("1701234568.0", "DE")
def test_a_number_is_never_listed_under_other_digits_than_those_of_the_file(
    directory: Directory, cell: str, region: str
) -> None:
    found = NumberReader(region, directory).read(Entry(cell))
    if isinstance(found, Rejected):
        assert found.reason
        return
    listed, shown, code = re.sub(r"\D", "", found.number), digits_of(cell), str(country_code_of(region))
    # In front of it stand at most what is dialled for abroad, the country code and the digit for long distance.
    heads = [head + trunk for head in ("", "00", "011", code, f"00{code}", f"011{code}") for trunk in ("", "0", "1")]
    # A number of another country is complete, and a nought within it may be one to leave out.
    other = re.sub(r"^(00|011)", "", shown)
    bare = listed.removeprefix(code)
    inner = re.fullmatch(r"(\d{1,3})0(\d+)", other)
    assert shown in {head + rest for head in heads for rest in (listed, bare)} or (
        inner is not None and inner[1] + inner[2] == listed
    )


CELL_OF = st.sampled_from([(region, number) for region, numbers in NUMBERS.items() for number in numbers])
BETWEEN = st.sampled_from([",", ";", "\t", "|", "、", " / ", "\n", " , ", "；"])


@given(
    st.sampled_from(sorted(NUMBERS)),
    st.lists(st.integers(0, 3), min_size=1, max_size=4),
    st.lists(BETWEEN, min_size=4, max_size=4),
    st.sampled_from([Format.CSV, Format.PLAIN]),
)
def test_no_number_of_a_line_is_lost_in_silence(
    directory: Directory, region: str, which: list[int], marks: list[str], form: Format
) -> None:
    numbers = [NUMBERS[region][at % len(NUMBERS[region])] for at in which]
    text = "".join(number + mark for number, mark in zip(numbers, marks, strict=False))
    found = outcomes(text, region, directory, form)
    refused = {line for line, outcome in found if not re.match(KEY, outcome)}
    listed = {outcome for _, outcome in found}
    # Of a file whose first line is no list, nothing is read at all, and that is said.
    if any("the first line" in outcome for _, outcome in found):
        return
    for line, part in enumerate(text.splitlines(), 1):
        for number in numbers:
            if number in part and line not in refused:
                assert read(number, region, directory) in listed, (text, found)


@pytest.mark.parametrize(
    ("text", "region", "keys"),
    [
        ("13912340011,13912340012,13912340013", "CN", ["+8613912340011", "+8613912340012", "+8613912340013"]),
        ("600123456,912345678,+34600123457", "ES", ["+34600123456", "+34912345678", "+34600123457"]),
        ("13912340011;13912340012\n13912340013;\n", "CN", ["+8613912340011", "+8613912340012", "+8613912340013"]),
        ("13912340011\t139 1234 0012\n", "CN", ["+8613912340011", "+8613912340012"]),
        ("CN:10657,CN:10658", "CN", ["CN:10657", "CN:10658"]),
        ("13912340011,3\n13912340012,2026-08-31\n", "CN", ["+8613912340011", "+8613912340012"]),
        ("13912340011,0\n13912340012,Wang\n", "CN", ["+8613912340011", "+8613912340012"]),
        ("number,\n13912340011,\n", "CN", ["+8613912340011"]),
        ("1.39E+10\n13912340011\n", "CN", ["a decimal", "+8613912340011"]),
        ("13912340011,2026-08-31 10:00:00+08:00\n13912340012,31.08.2026\n", "CN", ["+8613912340011", "+8613912340012"]),
        ("13912340011,Berlin 10115\n13912340012,10:30\n", "CN", ["+8613912340011", "+8613912340012"]),
        ("13912340011,2026-08-31 13912340012\n", "CN", ["+8613912340011", SEVERAL]),
        ("13912340011,Wang 139 1234 0012\n", "CN", [SEVERAL]),
        ("10657,10658;\n", "CN", [SEVERAL]),
        ("13912340011,20260831\n", "CN", [SEVERAL]),
        ("1756600001,1756600002\n", "DE", ["+491756600001", "+491756600002"]),
        ("13912340011,1756600000\n", "CN", [SEVERAL]),
        ("13912340011,198.51.100.7\n", "CN", [SEVERAL]),
        ("13912340011,Wang,13912340012\n", "CN", [SEVERAL]),
        ("number,category\n13912340011,fraud,13912340012\n", "CN", ["3 values for 2 columns"]),
        ("number\n13912340011;13912340012\n", "CN", [SEVERAL]),
        ("number,\n13912340011,13912340012\n", "CN", ["2 values for 1 columns"]),
        ("number,number\n13912340011,13912340012\n", "CN", ["names the column `number` twice"]),
        ("number,label,Number 2\n13912340011,,13912340012\n", "CN", ["names the column `number` twice"]),
    ],
)
def test_all_numbers_of_a_line_are_listed_or_the_line_is_named(
    text: str, region: str, keys: list[str], directory: Directory
) -> None:
    found = [outcome for _, outcome in outcomes(text, region, directory)]
    assert len(found) == len(keys)
    for outcome, key in zip(found, keys, strict=True):
        assert outcome == key if re.match(KEY, key) else key in outcome


def test_domains_behind_each_other_are_named() -> None:
    rows = list(read_rows([b"evil.top,b.top\nc.top,whatever\nd.top,198.51.100.7\n"], Format.CSV, NOW, Subject.DOMAIN))
    assert [(row.line, row.entry.number if row.entry else row.reason[:15]) for row in rows] == [
        (1, "several domains"),
        (2, "c.top"),
        (3, "d.top"),
    ]


HEADER = "number,category,label\n"
SWALLOWED = "a quote is opened, and rows follow before it is closed"
OPEN = "a quote is opened and never closed"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            '13912340011,fraud,"JD\n13912340012,fraud,b\n13912340013,fraud,"Apple\n13912340014,fraud,c\n',
            [(2, OPEN), (3, "+8613912340012"), (4, OPEN), (5, "+8613912340014")],
        ),
        (
            '13912340011,fraud,"JD\n13912340012,fraud,b\n13912340013,fraud,Apple"\n13912340014,fraud,c\n',
            [(2, SWALLOWED), (3, "+8613912340012"), (4, "+8613912340013"), (5, "+8613912340014")],
        ),
        (
            '13912340011,fraud,"JD"\n13912340012,fraud,"b" c\n13912340013,fraud,"two\nlines"\n13912340014,fraud,5" x\n',
            [(2, "+8613912340011"), (3, "+8613912340012"), (4, "+8613912340013"), (6, "+8613912340014")],
        ),
        ('"13912340011\n13912340012",fraud,x\n', [(2, "several"), (3, "unreadable")]),
    ],
)
def test_stray_quotes_cost_their_own_lines_and_no_others(
    rows: str, expected: list[tuple[int, str]], directory: Directory
) -> None:
    found = outcomes(HEADER + rows, "CN", directory)
    if expected[0][1] == "several":
        assert all(not outcome.startswith("+") for _, outcome in found)
        assert {line for line, _ in found} == {2, 3}
    else:
        assert found == expected


def test_a_number_written_twice_in_a_line_of_json_is_named(directory: Directory) -> None:
    text = (
        '{"number":"13912340011","number":"13912340012"}\n{"number":"13912340013","label":"number","x":{"number":1}}\n'
        '{"number":13912340011.0}\n{"number":["13912340011"]}\n{"number":"13912340014.0"}\n'
    )
    found = outcomes(text, "CN", directory, Format.JSONL)
    assert found[0] == (1, "`number` twice: write each on a line of its own")
    assert found[1] == (2, "+8613912340013")
    assert [outcome[:14] for _, outcome in found[2:4]] == ["Expected `str`", "Expected `str`"]
    assert found[4] == (5, "+8613912340014")


@pytest.mark.parametrize(
    ("written", "region", "prefix"),
    [
        ("86170*", "CN", "+86170"),
        ("0086170*", "CN", "+86170"),
        ("170.0", "CN", "+86170"),
        ("86170.*", "CN", "+86170"),
        ("33162*", "FR", "+33162"),
        ("162*", "FR", "+33162"),
        ("7495*", "RU", "+7495"),
        ("495*", "RU", "+7495"),
        ("8495*", "RU", "+7495"),
        ("49170*", "DE", "+49170"),
        ("170*", "DE", "+49170"),
        ("447700*", "GB", "+447700"),
        ("1900*", "US", "+1900"),
        ("1415*", "US", "+1415"),
        ("06*", "IT", "+3906"),
        ("064*", "IT", "+39064"),
        ("570*", "CN", "+86570"),
        ("106575*", "CN", "CN:106575"),
        ("CN:1065*", "FR", "official number"),
        ("116*", "DE", "DE:116"),
        ("91981*", "IN", "ambiguous: write +9191981* or +91981*"),
        ("39340*", "IT", "ambiguous: write +3939340* or +39340*"),
        ("3639*", "FR", "ambiguous: write +333639* or FR:3639*"),
        ("7495*", "CN", "no number in CN begins so: write +7495* or CN:7495*"),
        ("1900*", "DE", "no number in DE begins so"),
        ("13*", "CN", "too short: this prefix would cover 1,000,000,000 numbers"),
        ("+8613*", "CN", "too short: this prefix would cover 1,000,000,000 numbers"),
        ("8613*", "CN", "too short: this prefix would cover 1,000,000,000 numbers"),
        ("008613*", "CN", "too short: this prefix would cover 1,000,000,000 numbers"),
        ("+999*", "CN", "too short"),
        ("CN:1*", "CN", "too short"),
        ("0162......", "FR", "a * behind it"),
        ("170,171", "CN", DECIMAL),
    ],
)
def test_a_prefix_has_the_one_meaning_that_it_can_have_or_is_refused(
    written: str, region: str, prefix: str, directory: Directory
) -> None:
    found = read(written, region, directory, Match.PREFIX)
    assert found == prefix if re.match(KEY, prefix) else prefix in found


@given(st.from_regex(r"[1-9][0-9]{1,7}", fullmatch=True), st.sampled_from([*REGIONS, "RU", "IT"]))
def test_a_prefix_without_a_plus_lists_what_it_does_with_one_or_is_unsure(
    directory: Directory, digits: str, region: str
) -> None:
    found = read(f"{digits}*", region, directory, Match.PREFIX)
    if re.match(KEY, found):
        assert read(f"{found}*", "FR", directory, Match.PREFIX) == found
        shown = re.sub(r"\D", "", found)
        # In front of it may stand what is dialled for abroad, and in Russia the 8 for long distance.
        assert shown.endswith((digits, digits[1:])) or digits.endswith(shown)
