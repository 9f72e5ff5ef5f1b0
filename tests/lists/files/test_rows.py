"""What other people's files say, row by row: every bad row has its reason, and no bad row costs a good one."""

import itertools
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.lists.entry import Category, Entry, Match, Subject
from guard_api.lists.files.formats import Format
from guard_api.lists.files.layout import columns_of
from guard_api.lists.files.rows import Row, read_rows

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
A, B, C = "+8613900000001", "+8613900000002", "+8613900000003"
HEADER = "number,match,category,label,source,note,expires_at\n"
TABBED = HEADER.replace(",", "\t")
FTC_HEADER = (
    "Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,Consumer_Area_Code,"
    "Subject,Recorded_Message_Or_Robocall\n"
)
BLOCK = 64 * 1024
CALLS_PRETENDING = "Calls pretending to be government, businesses, or family and friends"


def read(text: str | bytes, format: Format = Format.CSV) -> list[Row]:  # noqa: A002
    rows = read_rows([text.encode() if isinstance(text, str) else text], format, NOW)
    return [Row(row.line, row.entry, row.reason) for row in rows]


def numbers(text: str | bytes, format: Format = Format.CSV) -> list[tuple[int, str | None]]:  # noqa: A002
    return [(row.line, row.entry.number if row.entry else None) for row in read(text, format)]


def only_entry(text: str) -> Entry:
    (row,) = read(text)
    assert row.entry is not None, row.reason
    return row.entry


FULL = Entry(A, Match.PREFIX, Category.FRAUD, "Fake bank", "police", "seen, twice", datetime(2027, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        f'{HEADER}{A},prefix,fraud,Fake bank,police,"seen, twice",2027-01-01T00:00:00Z\n',
        f'\ufeff{HEADER}{A},prefix,fraud,Fake bank,police,"seen, twice",2027-01-01T00:00:00Z',
        f"{HEADER.replace(',', ';')}{A};prefix;fraud;Fake bank;police;seen, twice;2027-01-01 01:00:00+01:00\r\n",
        f"{TABBED.title()}{A}\tPrefix\t FRAUD \tFake bank\tpolice\tseen, twice\t2027-01-01t00:00:00z",
        f'"Expires At",x,NOTE,source, label ,category,number\r2027-01-01T00:00:00Z,,"seen, twice",police,Fake bank,fraud,{A}*',  # noqa: E501 - one row
    ],
    ids=["plain", "bom-no-end", "semicolon-crlf", "tab", "other-order-cr"],
)
def test_a_csv_is_read_whatever_its_dialect(text: str) -> None:
    assert read(text) == [Row(2, FULL)]


@pytest.mark.parametrize(
    ("cells", "entry"),
    [
        (A, Entry(A)),
        (f"{A},,,,,,", Entry(A)),
        (f"{A},EXACT,Robocall,,,,,,", Entry(A, category=Category.ROBOCALL)),
        (f"{A},,{' ' * 200}fraud", Entry(A, category=Category.FRAUD)),
        ("139 0000 0001", Entry("139 0000 0001")),
        ("86170**", Entry("86170", Match.PREFIX)),
        ("86170 *,exact", Entry("86170", Match.PREFIX)),
        (f'{A},,,"say ""hi"", twice\nor more\t!"', Entry(A, label='say "hi", twice or more !')),
        (f"{A},,,a\0b\x1b[1m,\x7fs\x85,n\vn,", Entry(A, label="ab[1m", source="s", note="nn")),
        (f"{A},,,\u202eevil\u200b,\U000e0041s\ufdd0,n\u3164\u2800", Entry(A, label="evil", source="s", note="n")),
        (f"{A},,,'=1,''@b,'tis", Entry(A, label="=1", source="'@b", note="'tis")),
        (f"{A},,,冒充客服 👩‍💻,a\u2028b,,", Entry(A, label="冒充客服 👩‍💻", source="a b")),
        (f"{A},,,{'l' * 129},{'s' * 129},{'n' * 501}", Entry(A, label="l" * 128, source="s" * 128, note="n" * 500)),
        (f"{A},,,{'l' * 128},{'s' * 128},{'n' * 500}", Entry(A, label="l" * 128, source="s" * 128, note="n" * 500)),
        (f'{A},,,5" pipe,,', Entry(A, label='5" pipe')),
        (f"{A},,,,,,2026-09-01", Entry(A, expires_at=datetime(2026, 9, 1, 23, 59, 59, tzinfo=UTC))),
        (f"{A},,,,,,2026-09-01T14:01+0200", Entry(A, expires_at=NOW + timedelta(minutes=1))),
        (f"{A},,,,,,2026-09-01T14:00:01+02:00", Entry(A, expires_at=NOW + timedelta(seconds=1))),
    ],
)
def test_a_row_is_read(cells: str, entry: Entry) -> None:
    assert only_entry(HEADER + cells) == entry


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (",prefix", "no number"),
        ("*,prefix", "no number"),
        ("1 " * 33, "a number of more than 64 characters"),
        (f"{A},suffix", "match is one of exact, prefix, not 'suffix'"),
        (f"{A},,scam", "category is one of fraud, spam, telemarketing, robocall, other, not 'scam'"),
        (f"{A},,,Energy, solar,s,n,", "expires_at is a day, or a moment with its offset, not 'n'"),
        (f"{A},,,Energy, solar,s,n,2027-01-01", "8 values for 7 columns: a separator within a value needs quotes"),
        (f"{A},,,,,,2026-08-31", "expired: 2026-08-31T23:59:59Z"),
        (f"{A},,,,,,2026-09-01T14:00:00+02:00", "expired: 2026-09-01T14:00:00+02:00"),
        (
            f"{A},,,,,,2027-01-01T00:00:00",
            "expires_at is a day, or a moment with its offset, not '2027-01-01T00:00:00'",
        ),
        (f"{A},,,,,,soon", "expires_at is a day, or a moment with its offset, not 'soon'"),
        (f"{A},,,,,,2027-02-29", "expires_at is a moment that does not exist: '2027-02-29'"),
        (
            f"{A},,,,,,9999-12-31T23:59:59-01:00",
            "expires_at is a moment that does not exist: '9999-12-31T23:59:59-01:00'",
        ),
        (b"\xff", "not UTF-8"),
        (f"{A},,,".encode() + b"\xe8\xb4", "not UTF-8"),
        (f"{A},,,,,,,{'x' * BLOCK}", "longer than 64 KiB"),
        (f'{A},,,"open', "a quote is opened and never closed"),
    ],
)
def test_a_bad_row_has_a_reason_and_costs_no_other(cells: str | bytes, reason: str) -> None:
    raw = cells.encode() if isinstance(cells, str) else cells
    rows = read(f"{HEADER}{B}\n".encode() + raw + f"\n\n,,\n{C}\n".encode())
    assert [rows[0], rows[-1]] == [Row(2, Entry(B)), Row(6, Entry(C))]
    assert rows[1:-1] == [Row(3, None, reason)]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    text = f'\n\r\n{HEADER}{A},,,"two\r\nlines"\r\r\n{B},,,"three\n\nlines"\rx*,x\n{C}'
    assert numbers(text) == [(4, A), (7, B), (10, None), (11, C)]


def test_a_quote_that_stays_open_costs_its_line_even_when_another_one_follows() -> None:
    many = "".join(f"{A}\n" for _ in range(1000))
    rows = read(f'{HEADER}{B},,,"open\n{many}{B},,,"open\n{many}{C},,,"closed"\n')
    assert [(row.line, row.reason) for row in rows if row.entry is None] == [
        (2, "a quote is opened and never closed"),
        (1003, "a quote is opened and never closed"),
    ]
    assert len(rows) == 2003
    assert rows[-1] == Row(2004, Entry(C, label="closed"))


def test_a_value_may_have_many_lines_but_not_any_number() -> None:
    note = "\n" * 126
    assert only_entry(f'{HEADER}{A},,,,,"x{note}y"').note == f"x{' ' * 126}y"
    assert read(f'{HEADER}{A},,,,,"x{note}\n\ny"')[0].reason == "a quote is opened and never closed"


def test_a_value_longer_than_the_parser_allows_is_refused() -> None:
    line = "x" * (BLOCK - 10) + "\n"
    rows = read(f'{HEADER}{A},,,,,"{line * 3}",\n{B}\n')
    assert (rows[0].line, rows[0].entry) == (2, None)
    assert rows[-1] == Row(6, Entry(B))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("lead", range(-5, 6))
def test_a_block_may_end_anywhere(lead: int, end: str) -> None:
    first = f"{HEADER}{A},,,,,"
    text = f'{first}{"n" * (BLOCK - len(first) - lead)}{end}贷{end}{B},,,"贷{end}款"{end}{C},,,贷'
    rows = [Row(3, Entry("贷")), Row(4, Entry(B, label="贷 款")), Row(6, Entry(C, label="贷"))]
    assert read(text) == [Row(2, Entry(A, note="n" * 500)), *rows]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("length", [BLOCK - 1, BLOCK, BLOCK + 1, BLOCK + 2, 2 * BLOCK - 1, 2 * BLOCK, 5 * BLOCK])
def test_a_line_is_read_up_to_64_kib_and_skipped_beyond(length: int, end: str) -> None:
    for lead in (0, *range(BLOCK - 26, BLOCK - 18)):
        text = f"number{end}{A}{' ' * lead}{end}{B}{',' * (length - len(B))}{end}{C}"
        assert numbers(text) == [(2, A), (3, B if length <= BLOCK else None), (4, C)], lead


def test_more_different_values_than_are_remembered() -> None:
    days = [datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=count) for count in range(10_010)]
    rows = read("number,expires_at\n" + "".join(f"{A},{day.isoformat()}\n" for day in days))
    assert [row.entry and row.entry.expires_at for row in rows] == days


def test_an_endless_line_takes_no_memory() -> None:
    endless = itertools.chain([HEADER.encode()], itertools.repeat(b"x" * 1000, 100_000), [f"\n{A}".encode()])
    assert [row.reason for row in read_rows(endless, Format.CSV, NOW)] == ["longer than 64 KiB", ""]


def test_rows_come_before_the_stream_has_ended() -> None:
    rows = read_rows(itertools.chain([HEADER.encode()], itertools.repeat(f"{A}\n".encode())), Format.CSV, NOW)
    assert next(rows).entry == Entry(A)


@pytest.mark.parametrize("text", ["", "\n\r\n", "\ufeff", HEADER, f"{HEADER}\n  \n;;\n,,,\n".replace(";;", ", ,")])
def test_nothing_is_no_row(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("label,note\nx,y\n", Row(1, None, "the first line neither names a column `number` nor begins with one")),
        ("\nphone\n1\n", Row(2, None, "the first line neither names a column `number` nor begins with one")),
        ("1" * 65, Row(1, None, "the first line neither names a column `number` nor begins with one")),
        (b"num\xffber\n1\n", Row(1, None, "not UTF-8")),
        ("number,x\n".encode("utf-16"), Row(1, None, "not UTF-8")),
        ("n" * (BLOCK + 1) + f"\n{A}", Row(1, None, "longer than 64 KiB")),
    ],
)
def test_a_file_without_a_column_of_numbers_is_refused_at_once(text: str | bytes, row: Row) -> None:
    assert read(text) == [row]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{A}\n\n{B}\n", [(1, A), (3, B)]),
        (f"\ufeff\n{A}", [(2, A)]),
        ("010-1234 5678;Beijing\r86170*;x;y\r", [(1, "010-1234 5678"), (2, "86170")]),
        ('"(02) 1234"\nletters too\n', [(1, "(02) 1234"), (2, "letters too")]),
        ("+８６１３９００００００００１\n", [(1, "+８６１３９００００００００１")]),
        ("CN:10657,short\n,\n", [(1, "CN:10657")]),
    ],
)
def test_a_plain_list_of_numbers_needs_no_header(text: str, expected: list[tuple[int, str]]) -> None:
    assert numbers(text) == expected


FTC = [
    (CALLS_PRETENDING, "Y", Category.FRAUD),
    ("Computer  & technical support", "N", Category.FRAUD),
    ("Lotteries, prizes  & sweepstakes", "N", Category.FRAUD),
    ("Dropped call or no message", "Y", Category.SPAM),
    ("Energy, solar,  & utilities", "N", Category.TELEMARKETING),
    ("Home improvement  & cleaning", "N", Category.TELEMARKETING),
    ("Home security & alarms", "N", Category.TELEMARKETING),
    ("Medical  & prescriptions", "Y", Category.TELEMARKETING),
    ("Reducing your debt (credit cards, mortgage, student loans)", "Y", Category.TELEMARKETING),
    ("Vacation & timeshares", "", Category.TELEMARKETING),
    ("Warranties  & protection plans", "Y", Category.TELEMARKETING),
    ("Work from home  & other ways to make money", "N", Category.TELEMARKETING),
    ("Charities", "N", Category.OTHER),
    ("Debt collection", "y", Category.ROBOCALL),
    ("Surveys  & political calls", "Y", Category.ROBOCALL),
    ("Other", "N", Category.OTHER),
    ("No Subject Provided", "Y", Category.ROBOCALL),
    ("", "", Category.OTHER),
]


@pytest.mark.parametrize(
    "header", [FTC_HEADER, FTC_HEADER.replace("_", " "), f'"{FTC_HEADER.strip()}"\n'.replace(",", '","')]
)
@pytest.mark.parametrize(("subject", "robocall", "category"), FTC)
def test_complaints_to_the_ftc(header: str, subject: str, robocall: str, category: Category) -> None:
    row = f'8283003919,2026-08-25 00:04:31,2026-08-01 19:07:00,,Texas,512,"{subject}",{robocall}\n'
    label = " ".join(subject.split())
    assert read(header + row) == [Row(2, Entry("+18283003919", Match.EXACT, category, label, "FTC Do Not Call"))]


@pytest.mark.parametrize(
    ("number", "row"),
    [
        ("1-828-300-3919", Row(2, Entry("+18283003919", label="Other", source="FTC Do Not Call"))),
        ("", Row(2, None, "no number")),
        ("828300391", Row(2, None, "not a number of North America")),
        ("+8613900000001", Row(2, None, "not a number of North America")),
    ],
)
def test_numbers_of_complaints_are_north_american(number: str, row: Row) -> None:
    assert read(f"Subject;Company-Phone-Number\nOther;{number}\n") == [row]


JSON_FULL = {
    "number": A,
    "match": "prefix",
    "category": "fraud",
    "label": "Fake bank",
    "source": "police",
    "note": "seen, twice",
    "expires_at": "2027-01-01T00:00:00Z",
    "id": [7],
}


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (json.dumps(JSON_FULL), Row(2, FULL)),
        (
            json.dumps({"number": f"{A}*", "note": None, "label": "a\tb\0\r\nc"}),
            Row(2, Entry(A, Match.PREFIX, label="a b c")),
        ),
        ('{"number": ""}', Row(2, None, "no number")),
        ('{"number": 8613900000001}', Row(2, None, "Expected `str`, got `int` - at `$.number`")),
        ('{"label": "x"}', Row(2, None, "Object missing required field `number`")),
        ("[]", Row(2, None, "Expected `object`, got `array`")),
        ('{"number": "1"', Row(2, None, "Input data was truncated")),
        ('{"number": "\\udc00"}', Row(2, None, "JSON is malformed: invalid utf-16 surrogate pair (byte 18)")),
        (b'{"number": "\xff"}', Row(2, None, "not UTF-8")),
        ("[" * BLOCK + "[", Row(2, None, "longer than 64 KiB")),
    ],
)
def test_json_lines(line: str | bytes, row: Row) -> None:
    raw = line.encode() if isinstance(line, str) else line
    good = f'{{"number": "{B}"}}\r\n'.encode()
    rows = read(b"\xef\xbb\xbf" + good + raw + b"\n \n" + good, Format.JSONL)
    assert rows == [Row(1, Entry(B)), row, Row(4, Entry(B))]


def test_json_of_any_depth_is_refused_in_peace() -> None:
    (row,) = read('{"id": ' + "[" * 60_000, Format.JSONL)
    assert "recursion" in row.reason


@pytest.mark.parametrize("format", [Format.SPAMBLOCKER, Format.XLSX])
def test_other_forms_are_no_text_that_is_read(format: Format) -> None:  # noqa: A002
    with pytest.raises(ValueError, match=f"{format} is no text that is read"):
        read_rows([], format, NOW)


MARKS = [",", ";", "\t", '"', '""', "\r", "\n", "\r\n", "\0", "{", "}", "*", "\ufeff"]
WORDS = [A, "贷", "prefix", "fraud", "2027-01-01", '{"number":"1"}', HEADER, FTC_HEADER]
PARTS = st.sampled_from([text.encode() for text in MARKS + WORDS]) | st.binary(max_size=9)
FILES = st.tuples(st.sampled_from([b"", HEADER.encode(), FTC_HEADER.encode(), b"1\n"]), st.lists(PARTS))


def test_of_a_list_without_a_header_what_has_bad_text_is_refused_and_the_rest_is_read() -> None:
    good, bad = read(b"13912345678\n139\xff1234\n", Format.CSV)
    assert (good.entry is not None, bad.entry, bool(bad.reason)) == (True, None, True)


@given(FILES, st.sampled_from([Format.CSV, Format.JSONL]))
def test_any_bytes_are_rows_or_reasons(file: tuple[bytes, list[bytes]], format: Format) -> None:  # noqa: A002
    raw = file[0] + b"".join(file[1])
    rows = read(raw, format)
    assert all((row.entry is None) == bool(row.reason) for row in rows)
    lines = [row.line for row in rows]
    # A line may hold several numbers; each is a row.
    assert lines == sorted(lines)
    assert not lines or (lines[0] >= 1 and lines[-1] <= len(raw.splitlines()))


@given(FILES, st.sampled_from([Format.CSV, Format.JSONL]), st.lists(st.integers(0, 200)))
def test_where_a_stream_was_cut_makes_no_difference(
    file: tuple[bytes, list[bytes]],
    format: Format,  # noqa: A002
    cuts: list[int],
) -> None:
    raw = file[0] + b"".join(file[1])
    chunks = [raw[start:end] for start, end in itertools.pairwise([0, *sorted(cuts), len(raw) + 200])]
    assert list(read_rows(chunks, format, NOW)) == list(read_rows([raw], format, NOW))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=600), min_size=7, max_size=7))
def test_no_control_character_and_no_excess_comes_through(cells: list[str]) -> None:
    line = json.dumps(dict(zip(columns_of(Subject.NUMBER), [A, "", "", *cells[:3], ""], strict=True)))
    (row,) = read(line, Format.JSONL)
    assert row.entry is not None
    texts = row.entry.label, row.entry.source, row.entry.note
    assert [len(text) <= longest for text, longest in zip(texts, (128, 128, 500), strict=True)] == [True] * 3
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for text in texts for character in text)


@given(
    st.datetimes(NOW.replace(year=2027, tzinfo=None), datetime(9998, 1, 1)),  # noqa: DTZ001 - hypothesis adds the zone
    st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_any_moment_with_any_offset_is_read_to_the_second(moment: datetime, zone: timezone) -> None:
    moment = moment.replace(tzinfo=zone)
    assert only_entry(f"{HEADER}{A},,,,,,{moment.isoformat()}").expires_at == moment.replace(microsecond=0)
