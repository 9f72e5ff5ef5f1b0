"""Lists of domains in every form: each bad row has its reason, and what is written comes back as it was."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.lists.entry import Category, Entry, ListName, Match, Subject
from guard_api.lists.files.cells.cells import LONGEST_NAME, LONGEST_NOTE, RowDefaults
from guard_api.lists.files.formats import Format
from guard_api.lists.files.rows import Row, read_rows
from guard_api.lists.files.writers import write_rows
from guard_api.lists.safe_text import is_harmless

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
NUMBER, DOMAIN = Subject.NUMBER, Subject.DOMAIN
DEFAULTS = RowDefaults(Category.SPAM, "a friend")
HEADER = "domain,category,label,source,note,expires_at\n"
NEITHER = "the first line neither names a column `domain` nor begins with one"
SINK = "this line blocks nothing: it leads to"


def read(
    text: str | bytes,
    format: Format = Format.CSV,  # noqa: A002
    subject: Subject = DOMAIN,
    defaults: RowDefaults = RowDefaults(),  # noqa: B008 - immutable
) -> list[Row]:
    rows = read_rows([text.encode() if isinstance(text, str) else text], format, NOW, subject, defaults)
    return [Row(row.line, row.entry, row.reason) for row in rows]


def entry(name: str, label: str = "", source: str = "") -> Entry:
    return Entry(name, Match.DOMAIN, Category.FRAUD, label, source)


def found(rows: list[Row]) -> list[tuple[int, str]]:
    return [(row.line, row.entry.number if row.entry else row.reason) for row in rows]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (f"{HEADER}2406578.top,,False centre,centre,,\n", [Row(2, entry("2406578.top", "False centre", "centre"))]),
        ("Label;Domain\nx;evil.top\n", [Row(2, entry("evil.top", "x"))]),
        ("domain,match\nevil.top,domain\n", [Row(2, entry("evil.top"))]),
        ("evil.top,whatever\n\nb.top\n", [Row(1, entry("evil.top")), Row(3, entry("b.top"))]),
        ("*.evil.top\n", [Row(1, entry("*.evil.top"))]),
        ("[2606:4700::1111]\n::1\n", [Row(1, entry("[2606:4700::1111]")), Row(2, entry("::1"))]),
        ("domain,match\nevil.top,prefix\n", [Row(2, None, "match is one of domain, not 'prefix'")]),
        ("domain,category\n,spam\n", [Row(2, None, "no domain")]),
        ("domain\n*\n", [Row(2, None, "no domain")]),
        ("domain\nevil.*\n", [Row(2, entry("evil.*"))]),
        ("domain\n" + "." * 10_000, [Row(2, None, "a domain of more than 1000 characters")]),
        ("domain\n" + "x" * (1 << 20) + "\nb.top\n", [Row(2, None, "longer than 64 KiB"), Row(3, entry("b.top"))]),
        (b"domain\n\xed\xa0\x80.top\nb.top\n", [Row(2, None, "not UTF-8"), Row(3, entry("b.top"))]),
        (
            "number\n1\n",
            [Row(1, None, "a list of numbers: its first line names a column `number` and no column `domain`")],
        ),
        ("url,date\nevil.top,x\n", [Row(1, None, NEITHER)]),
        ("Company_Phone_Number,Subject,Recorded_Message_Or_Robocall\n", [Row(1, None, NEITHER)]),
        ("+8613912345678\n", [Row(1, None, NEITHER)]),
    ],
)
def test_a_csv_of_domains(text: str | bytes, rows: list[Row]) -> None:
    assert read(text) == rows


def test_a_list_of_domains_is_no_list_of_numbers() -> None:
    [row] = read("domain\nevil.top\n", subject=NUMBER)
    assert row.reason == "a list of domains: its first line names a column `domain` and no column `number`"
    assert read('{"domain": "evil.top"}', Format.JSONL, NUMBER)[0].entry is None
    assert read('{"number": "1"}', Format.JSONL)[0].reason == "Object missing required field `domain`"
    assert read("number,match\n+8613912345678,domain\n", subject=NUMBER)[0].reason == (
        "match is one of exact, prefix, not 'domain'"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a list\n! title\n\nevil.top # why\n  b.top\t# x\n#c.top", [(4, "evil.top"), (5, "b.top")]),
        ("\ufeff||evil.top^\r\n*.b.top\r\n", [(1, "||evil.top^"), (2, "*.b.top")]),
        ("evil.top#x\n", [(1, "evil.top#x")]),
        ("\0\n", [(1, "\0")]),
        (b"\xff\nb.top", [(1, "not UTF-8"), (2, "b.top")]),
        ("*\n", [(1, "no domain")]),
        ("x" * (1 << 20), [(1, "longer than 64 KiB")]),
        ("", []),
    ],
)
def test_a_plain_list(text: str | bytes, expected: list[tuple[int, str]]) -> None:
    assert found(read(text, Format.PLAIN)) == expected


def test_a_plain_list_of_numbers() -> None:
    rows = read("# mine\n+86 139 1234 5678 # x\n+86170*\nCN:10657\n", Format.PLAIN, NUMBER)
    assert rows == [
        Row(2, Entry("+86 139 1234 5678")),
        Row(3, Entry("+86170", Match.PREFIX)),
        Row(4, Entry("CN:10657")),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.0.0.0 evil.top b.top # two", [(1, "evil.top"), (1, "b.top")]),
        ("127.0.0.1\tevil.top\n:: b.top\n::1 c.top", [(1, "evil.top"), (2, "b.top"), (3, "c.top")]),
        ("127.0.0.1 localhost\n::1 ip6-localhost ip6-loopback\n255.255.255.255 broadcasthost\n0.0.0.0 0.0.0.0", []),
        ("fe80::1%lo0 LOCALHOST evil.top", [(1, f"{SINK} 'fe80::1%lo0', not to 0.0.0.0")]),
        ("198.51.100.7 evil.top", [(1, f"{SINK} '198.51.100.7', not to 0.0.0.0")]),
        ("evil.top", [(1, "a line of a hosts file is an address and the names that lead there")]),
        ("# comment\n\n   \n0.0.0.0 a.top *", [(4, "a.top"), (4, "no domain")]),
        (b"0.0.0.0 \xff\n0.0.0.0 b.top", [(1, "not UTF-8"), (2, "b.top")]),
    ],
)
def test_a_hosts_file(text: str | bytes, expected: list[tuple[int, str]]) -> None:
    assert found(read(text, Format.HOSTS)) == expected


@pytest.mark.parametrize(
    ("text", "form", "first"),
    [
        ("key,category,source\nONE,,\nTWO,robocall,police\n", Format.CSV, 2),
        ('{"key": "ONE"}\n{"key": "TWO", "category": "robocall", "source": "police"}\n', Format.JSONL, 1),
    ],
)
@pytest.mark.parametrize(("subject", "one", "two"), [(NUMBER, "+8613900000001", "+86139*"), (DOMAIN, "a.top", "b.top")])
def test_what_a_row_leaves_out_is_given_for_all(  # noqa: PLR0913, PLR0917 - a case
    text: str, form: Format, first: int, subject: Subject, one: str, two: str
) -> None:
    rows = read(text.replace("key", subject).replace("ONE", one).replace("TWO", two), form, subject, DEFAULTS)
    words = [(row.entry.category, row.entry.source) for row in rows if row.entry]
    assert words == [(Category.SPAM, "a friend"), (Category.ROBOCALL, "police")]
    assert rows[0].line == first


@pytest.mark.parametrize("form", [Format.PLAIN, Format.HOSTS])
def test_forms_that_leave_it_out_get_what_is_given_for_all(form: Format) -> None:
    text = "".join(chunk.decode() for chunk in write_rows([entry("a.top")], form, subject=DOMAIN))
    assert read(text, form, defaults=DEFAULTS) == [Row(1, Entry("a.top", Match.DOMAIN, Category.SPAM, "", "a friend"))]


def test_complaints_of_the_ftc_say_all_themselves() -> None:
    text = "Company_Phone_Number,Subject,Recorded_Message_Or_Robocall\n8283003919,Other,N\n"
    [row] = read(text, subject=NUMBER, defaults=DEFAULTS)
    assert row.entry == Entry("+18283003919", label="Other", source="FTC Do Not Call")


NAMES = st.from_regex(r"([a-z0-9]{1,9}\.){1,3}(top|com)", fullmatch=True)
TEXTS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(list("'=+-@;\" ＝☎️"))
ENTRIES = st.builds(
    Entry,
    NAMES | st.sampled_from(["198.51.100.7", "[2606:4700::1111]"]),
    st.just(Match.DOMAIN),
    st.sampled_from(Category),
    st.text(TEXTS, max_size=LONGEST_NAME).filter(is_harmless),
    st.text(TEXTS, max_size=LONGEST_NAME).filter(is_harmless),
    st.text(TEXTS, max_size=LONGEST_NOTE).filter(is_harmless),
    st.none() | st.integers(1, 10**8).map(lambda seconds: NOW + timedelta(seconds=seconds)),
)


@given(st.lists(ENTRIES), st.sampled_from([Format.CSV, Format.JSONL]))
def test_what_is_written_is_read_as_it_was(entries: list[Entry], form: Format) -> None:
    first = 2 if form is Format.CSV else 1
    rows = list(read_rows(write_rows(entries, form, subject=DOMAIN), form, NOW, DOMAIN))
    assert rows == [Row(line, one) for line, one in enumerate(entries, first)]


@given(st.lists(NAMES), st.sampled_from([Format.PLAIN, Format.HOSTS]))
def test_a_list_of_names_is_read_as_it_was_written(names: list[str], form: Format) -> None:
    chunks = write_rows(map(entry, names), form, subject=DOMAIN)
    assert found(list(read_rows(chunks, form, NOW, DOMAIN))) == [*enumerate(names, 1)]


def test_plain_numbers_are_read_as_they_were_written() -> None:
    entries = [Entry("+8613912345678"), Entry("+3316", Match.PREFIX), Entry("CN:106", Match.PREFIX)]
    rows = read_rows(write_rows(entries, Format.PLAIN), Format.PLAIN, NOW)
    assert [row.entry for row in rows] == entries


def test_a_hosts_file_leads_names_astray_and_no_addresses() -> None:
    entries = map(entry, ["evil.top", "198.51.100.7", "[2606:4700::1111]", "198.51.100.7.top"])
    assert (
        b"".join(write_rows(entries, Format.HOSTS, subject=DOMAIN)) == b"0.0.0.0 evil.top\n0.0.0.0 198.51.100.7.top\n"
    )


def test_what_is_written_for_others_has_a_column_domain() -> None:
    assert b"".join(write_rows([entry("a.top", "x")], Format.CSV, subject=DOMAIN)) == (
        b"domain,category,label,source,note,expires_at\na.top,fraud,x,,,\n"
    )
    assert b"".join(write_rows([entry("a.top")], Format.JSONL, subject=DOMAIN)).startswith(
        b'{"domain":"a.top","match":"domain","category":"fraud"'
    )


@pytest.mark.parametrize("target", ListName)
@pytest.mark.parametrize("form", Format)
def test_each_list_has_its_forms(form: Format, target: ListName) -> None:
    fits = form not in {Format.SPAMBLOCKER, Format.HOSTS} or form is (
        Format.SPAMBLOCKER if target.subject is NUMBER else Format.HOSTS
    )
    assert (form.not_read(target) is None) is (fits and form is not Format.SPAMBLOCKER)
    read_only = form in {Format.XLS, Format.ODS}
    assert (form.not_written(target) is None) is (fits and not read_only and not (form.only and target.allows))


@given(st.lists(st.sampled_from(["0.0.0.0 ", "a.top", "\0", "#", "!", "\n", "\u202e", '"', "*"]) | st.text(max_size=5)))
def test_any_text_is_rows_or_reasons(parts: list[str]) -> None:
    for form in (Format.PLAIN, Format.HOSTS, Format.CSV, Format.JSONL):
        rows = read("".join(parts).encode("utf-8", "surrogatepass"), form)
        assert all((row.entry is None) == bool(row.reason) for row in rows)
