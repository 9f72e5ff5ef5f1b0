"""Texts are read in the encoding that they are in, and none is taken for another that it may be, too."""

import codecs
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.lists.files.encodings import Charset, Text, charset_named
from guard_api.lists.files.formats import Format
from guard_api.lists.files.rows import read_rows

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
LIST = "号码,类别,说明\n+8613900000001,诈骗,冒充京东\n"
LONG = 1 << 20


def read(content: bytes, declared: Charset | None = None, cut: int = 7) -> tuple[str, Charset | None]:
    text = Text((content[at : at + cut] for at in range(0, len(content), cut)), declared)
    return b"".join(text).decode().removeprefix("\ufeff"), text.charset


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (LIST.encode(), Charset.UTF_8),
        (codecs.BOM_UTF8 + LIST.encode(), Charset.UTF_8),
        (LIST.encode("gb18030"), Charset.GB18030),
        (LIST.encode("utf-16"), Charset.UTF_16),
        (codecs.BOM_UTF16_BE + LIST.encode("utf-16-be"), Charset.UTF_16),
    ],
    ids=["utf-8", "utf-8 with its mark", "gb18030", "utf-16", "utf-16 the other way"],
)
def test_a_text_shows_what_it_is_in(content: bytes, charset: Charset) -> None:
    assert read(content) == (LIST, charset)


def test_plain_letters_are_utf_8() -> None:
    assert read(b"number\n1\n") == ("number\n1\n", Charset.UTF_8)
    assert read(b"") == ("", Charset.UTF_8)


@pytest.mark.parametrize("charset", [Charset.UTF_8, Charset.GB18030])
def test_what_stands_far_behind_plain_letters_counts_as_well(charset: Charset) -> None:
    text = "number,label\n" + "1,\n" * LONG + "2,冒充京东\n"
    assert read(text.encode(charset), cut=LONG // 3) == (text, charset)
    text = "冒充京东" * LONG
    assert read(text.encode(charset), cut=LONG // 3) == (text, charset)


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        (LIST.encode("utf-16-le"), Charset.UTF_16),
        (("a" + LIST).encode("utf-16-be")[2:].join([b"\0a", b""]), Charset.UTF_16),
        ("目".encode("gbk"), Charset.GB18030),
    ],
    ids=["utf-16 of Windows", "utf-16 of networks", "what may be either"],
)
def test_what_is_declared_holds(content: bytes, declared: Charset) -> None:
    assert read(content, declared)[1] is declared
    assert "\udcff" not in read(content, declared)[0]


def test_a_mark_is_believed_before_what_is_declared() -> None:
    assert read(LIST.encode("utf-16"), Charset.GB18030) == (LIST, Charset.UTF_16)


def test_what_is_in_no_encoding_is_utf_8_of_which_some_lines_are_none() -> None:
    rows = [*read_rows(Text([b"number,label\n1,caf\xe9\n2,\xe5\x86\x92\n"]), Format.CSV, NOW)]
    assert [(row.line, row.reason) for row in rows] == [(2, "not UTF-8"), (3, "")]


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("number,label\n1,冒\n2,".encode("gbk") + b"\xff\n3,x\n", Charset.GB18030),
        ("number,label\n1,冒\n2,".encode("utf-16-le") + b"\x00\xd8" + "\n3,x\n".encode("utf-16-le"), Charset.UTF_16),
    ],
)
def test_bytes_without_a_meaning_cost_their_line_only(content: bytes, charset: Charset) -> None:
    rows = [*read_rows(Text([content], charset), Format.CSV, NOW)]
    assert [(row.line, row.reason) for row in rows] == [
        (2, ""),
        (3, "bytes that mean nothing in the encoding of the file"),
        (4, ""),
    ]


@pytest.mark.parametrize(
    ("name", "charset"),
    [
        ("GBK", Charset.GB18030),
        ('"utf-8"', Charset.UTF_8),
        (" UTF_16LE ", Charset.UTF_16),
        ("us-ascii", Charset.UTF_8),
        ("ebcdic", None),
        ("", None),
    ],
)
def test_encodings_have_several_names(name: str, charset: Charset | None) -> None:
    assert charset_named(name) is charset


@given(st.binary(max_size=99), st.sampled_from([None, *Charset]), st.integers(1, 9))
def test_any_bytes_are_rows_or_reasons(content: bytes, declared: Charset | None, cut: int) -> None:
    text = Text((content[at : at + cut] for at in range(0, len(content), cut)), declared)
    for row in read_rows(text, Format.CSV, NOW):
        assert (row.entry is None) == bool(row.reason)
