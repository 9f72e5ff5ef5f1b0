"""What is written comes back as it was, and a phone with SpamBlocker finds what is listed and nothing else."""

import re
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from guard_api.lists.entry import Category, Entry, Match, Subject
from guard_api.lists.files.cells.cells import LONGEST_NAME, LONGEST_NOTE
from guard_api.lists.files.formats import Format
from guard_api.lists.files.layout import columns_of
from guard_api.lists.files.rows import Row, read_rows
from guard_api.lists.files.writers import write_rows
from guard_api.lists.safe_text import is_harmless

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
PREFIX = Match.PREFIX


def written(*entries: Entry, format: Format = Format.SPAMBLOCKER, region: str = "CN") -> str:  # noqa: A002
    return b"".join(write_rows(entries, format, region)).decode()


def test_a_csv_names_its_columns() -> None:
    entry = Entry("+3316", PREFIX, Category.SPAM, '"b",', "s", "", datetime(2027, 1, 1, tzinfo=UTC))
    assert written(entry, format=Format.CSV) == (
        'number,match,category,label,source,note,expires_at\n+3316,prefix,spam,"""b"",",s,,2027-01-01T00:00:00+00:00\n'
    )


def test_json_lines_have_the_same_names() -> None:
    assert written(Entry("CN:10657"), format=Format.JSONL) == (
        '{"number":"CN:10657","match":"exact","category":"other","label":"","source":"","note":"","expires_at":null}\n'
    )


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        (Format.CSV, ",".join(columns_of(Subject.NUMBER)) + "\n"),
        (Format.JSONL, ""),
        (Format.PLAIN, ""),
        (Format.HOSTS, ""),
        (Format.SPAMBLOCKER, "pattern,description,flags,patternFlags\n"),
    ],
)
def test_an_empty_list_is_a_header(format: Format, expected: str) -> None:  # noqa: A002
    assert written(format=format) == expected


@pytest.mark.parametrize("format", [form for form in Format if not form.is_workbook])
def test_a_list_without_end_is_written_in_chunks(format: Format) -> None:  # noqa: A002
    chunks = [*islice(write_rows(repeat(Entry("+8613912345678", label="Fake bank", source="police")), format), 4)]
    assert all(len(chunk) < 256 * 1024 for chunk in chunks)
    assert all(len(chunk) > 8 * 1024 for chunk in chunks[2:])


TEXTS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(list("'=+-@;\" ＝☎️"))
ENTRIES = st.builds(
    Entry,
    st.from_regex(r"\+[1-9][0-9]{2,14}|[A-Z]{2}:[0-9]{2,8}", fullmatch=True),
    st.sampled_from(Subject.NUMBER.matches),
    st.sampled_from(Category),
    st.text(TEXTS, max_size=LONGEST_NAME).filter(is_harmless),
    st.text(TEXTS, max_size=LONGEST_NAME).filter(is_harmless),
    st.text(TEXTS | st.sampled_from(list('",;*\ufeff')), max_size=LONGEST_NOTE).filter(is_harmless),
    st.none()
    | st.datetimes(
        NOW.replace(year=2027, tzinfo=None),
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30))]),
    ).map(lambda moment: moment.replace(microsecond=0)),
)


@pytest.mark.parametrize("field", ["label", "source", "note"])
def test_a_spreadsheet_runs_nothing_of_a_csv_and_it_comes_back_as_it_was(field: str) -> None:
    for cell in ("=HYPERLINK(1)", "+1", "-1", "@SUM(1+1)*cmd|calc", "'=1", "''", "'tis", "a;=1", "=a,b"):
        entry = replace(Entry("+8613912345678"), **{field: cell})
        text = written(entry, format=Format.CSV)
        assert not re.search(r"""[,;]["\s]*[=+\-@]""", text.splitlines()[1])
        assert [row.entry for row in read_rows([text.encode()], Format.CSV, NOW)] == [entry]
    assert ",'=1," in written(Entry("+49301234", label="=1"), format=Format.CSV)


def test_what_a_terminal_would_obey_does_not_get_into_a_csv() -> None:
    stored = Entry("+8613912345678", label="\x1b[31mFake\u202e bank", note="fine")
    assert "+8613912345678,exact,other,[31mFake bank,,fine," in written(stored, format=Format.CSV)


@given(st.lists(ENTRIES), st.sampled_from([Format.CSV, Format.JSONL]))
def test_what_is_written_is_read_as_it_was(entries: list[Entry], format: Format) -> None:  # noqa: A002
    first = 2 if format is Format.CSV else 1
    assert list(read_rows(write_rows(entries, format), format, NOW)) == [
        Row(line, entry) for line, entry in enumerate(entries, first)
    ]


@pytest.mark.parametrize(
    ("entry", "patterns"),
    [
        (Entry("+8613912345678"), ["8613912345678,other,3,0", "13912345678,other,3,0"]),
        (Entry("+861012345678"), ["861012345678,other,3,0", "1012345678,other,3,0"]),
        (Entry("+8686170", PREFIX), ["8686170.*,other,3,0", "0?86170.*,other,1,1024"]),
        (Entry("+86170", PREFIX), ["86170.*,other,3,0", "0?170.*,other,1,1024"]),
        (Entry("+442071234567"), ["442071234567,other,3,0"]),
        (Entry("+3316", PREFIX), ["3316.*,other,3,0"]),
        (Entry("+86", PREFIX), ["86.*,other,3,0"]),
        (Entry("CN:10657"), ["10657,other,3,0"]),
        (Entry("CN:106", PREFIX), ["106.*,other,3,1024"]),
        (Entry("US:12345"), []),
        (Entry("+49301234", label='Say "hi",\r\n twice; or | more\0'), ["49301234,Say hi twice or more,3,0"]),
        (Entry("+49301234", category=Category.FRAUD, label=' ,"'), ["49301234,,3,0"]),
        (Entry("+49301234", category=Category.FRAUD), ["49301234,fraud,3,0"]),
    ],
)
def test_rules_for_spamblocker(entry: Entry, patterns: list[str]) -> None:
    assert written(entry).split("\n") == ["pattern,description,flags,patternFlags", *patterns, ""]


@pytest.mark.parametrize(
    ("entry", "region", "patterns"),
    [
        (Entry("+33162123456"), "FR", ["33162123456", "162123456"]),
        (Entry("+33162", PREFIX), "FR", ["33162.*", "0?162.*"]),
        (Entry("+390612345678"), "IT", ["390612345678", "612345678"]),
        (Entry("+12025550123"), "CA", ["12025550123", "2025550123"]),
        (Entry("+8613912345678"), "US", ["8613912345678"]),
        (Entry("US:12345"), "US", ["12345"]),
    ],
)
def test_national_forms_are_those_of_the_phones(entry: Entry, region: str, patterns: list[str]) -> None:
    assert [line.split(",")[0] for line in written(entry, region=region).splitlines()[1:]] == patterns


def cleared(displayed: str) -> str:
    """Do what `clearNumber` in the app's `util/Util.kt` does."""
    return re.sub("[-+ ()]", "", displayed.lstrip("0"))


def rule_blocks(entry: Entry, displayed: str) -> bool:
    """Match as `regexMatchesNumber` in the app's `util/Util.kt` does."""
    rules = [line.split(",") for line in written(entry).splitlines()[1:]]
    return any(re.fullmatch(rule[0], displayed if rule[3] == "1024" else cleared(displayed)) for rule in rules)


def database_blocks(entry: Entry, displayed: str) -> bool:
    """Look up as `SpamDB` in the app's `service/checker/Checker.kt` does, on a phone in China."""
    known = {line.split(",")[0] for line in written(entry).splitlines()[1:]}
    return not known.isdisjoint({displayed, cleared(displayed), f"86{displayed}", f"+86{displayed}"})


@pytest.mark.parametrize("blocks", [rule_blocks, database_blocks])
@pytest.mark.parametrize(
    ("number", "displayed", "expected"),
    [
        ("+8613912345678", "13912345678", True),
        ("+8613912345678", "+8613912345678", True),
        ("+8613912345678", "008613912345678", True),
        ("+8613912345678", "139 1234 5678", True),
        ("+8613912345678", "13912345679", False),
        ("+8613912345678", "113912345678", False),
        ("+861012345678", "01012345678", True),
        ("+861012345678", "+861012345678", True),
        ("+861012345678", "010-12345678", True),
        ("+861012345678", "02012345678", False),
        ("+442071234567", "+442071234567", True),
        ("+442071234567", "02071234567", False),
        ("CN:10657", "10657", True),
        ("CN:10657", "106571", False),
    ],
)
def test_a_number_is_found_as_it_is_displayed(blocks: object, number: str, displayed: str, expected: bool) -> None:  # noqa: FBT001
    assert callable(blocks)
    assert blocks(Entry(number), displayed) is expected


@pytest.mark.parametrize(
    ("prefix", "displayed", "expected"),
    [
        ("+86170", "17012345678", True),
        ("+86170", "+8617012345678", True),
        ("+86170", "008617012345678", True),
        ("+86170", "+17012345678", False),
        ("+86170", "0017012345678", False),
        ("+86170", "17112345678", False),
        ("+861062", "01062123456", True),
        ("+861062", "+861062123456", True),
        ("CN:1062", "106212345", True),
        ("CN:1062", "01062123456", False),
        ("+3316", "+33162123456", True),
        ("+3316", "0162123456", False),
    ],
)
def test_a_prefix_covers_what_begins_so(prefix: str, displayed: str, expected: bool) -> None:  # noqa: FBT001
    assert rule_blocks(Entry(prefix, PREFIX), displayed) is expected
