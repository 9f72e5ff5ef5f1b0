"""What a person says of a table counts: where its rows begin, and what its columns are. And what is guessed first."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from guard_api.lists.entry import Category, Entry, Subject
from guard_api.lists.files.encodings import Charset
from guard_api.lists.files.formats import Format
from guard_api.lists.files.layout import Layout, fault_of, parse_columns
from guard_api.lists.files.preview import SAMPLE, preview_sheet, preview_text
from guard_api.lists.files.rows import Row, read_rows, read_sheet

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
A, B = "+8613900000001", "+8613900000002"
LAYOUT = Layout(1, ("label", "", "number"))


def csv(text: str, layout: Layout) -> list[Row]:
    rows = read_rows([text.encode()], Format.CSV, NOW, layout=layout)
    return [Row(row.line, row.entry, row.reason) for row in rows]


def sheet(rows: Sequence[Sequence[str]], layout: Layout) -> list[Row]:
    return [Row(row.line, row.entry, row.reason) for row in read_sheet(map(list, rows), NOW, layout=layout)]


def test_columns_are_what_a_person_chooses_whatever_the_heading_names() -> None:
    rows = [["who", "x", "号"], ["JD", "1", A], ["", "", B]]
    expected = [Row(2, Entry(A, label="JD")), Row(3, Entry(B))]
    for mark in ",;\t":
        assert csv("\n".join(mark.join(row) for row in rows), LAYOUT) == expected
    assert csv("\n".join(["sep=|", *("|".join(row) for row in rows)]), Layout(2, LAYOUT.columns)) == [
        Row(row.line + 1, row.entry) for row in expected
    ]
    assert sheet(rows, LAYOUT) == expected


def test_without_a_heading_rows_begin_with_the_first_line() -> None:
    layout = Layout(0, ("number", "category"))
    assert csv(f"{A},诈骗\n", layout) == [Row(1, Entry(A, category=Category.FRAUD))]
    assert sheet([[""], [A, "诈骗", "beside", ""]], Layout(1, layout.columns)) == [
        Row(2, Entry(A, category=Category.FRAUD))
    ]
    assert csv(f"number\n{A}\n", Layout()) == [Row(1, Entry("number")), Row(2, Entry(A))]


def test_a_heading_may_stand_where_nobody_would_look() -> None:
    title = "about\n" * 20
    assert csv(f"\n{title}\nlabel,号码\nJD,{A}\n", Layout(23)) == [Row(24, Entry(A, label="JD"))]
    rows = [[""], *[["about"]] * 70, ["label", "号码"], ["JD", A]]
    assert sheet(rows, Layout(72)) == [Row(73, Entry(A, label="JD"))]


@pytest.mark.parametrize("layout", [Layout(1), Layout(9), Layout(9, ("number",))])
def test_what_is_chosen_wrongly_is_reported(layout: Layout) -> None:
    for rows in (csv(f"{A}\n{B}\n", layout), sheet([[A], [B]], layout)):
        assert len(rows) == 1
        assert rows[0].entry is None
        assert rows[0].reason in {
            "line 1 names no column `number`",
            "there are fewer lines than are said to stand above the rows",
        }


@pytest.mark.parametrize(
    ("layout", "fault"),
    [
        (Layout(), None),
        (Layout(100, ("", "number")), None),
        (Layout(101), "100 lines"),
        (Layout(-1), "100 lines"),
        (Layout(0, ("number",) * 101), "100 columns"),
        (Layout(0, ("number", "colour")), "not colour"),
        (Layout(0, ("number", "label", "label")), "twice"),
        (Layout(0, ("label",)), "No column holds a number"),
    ],
)
def test_a_layout_that_cannot_be_is_reported(layout: Layout, fault: str | None) -> None:
    found = fault_of(layout, Subject.NUMBER)
    assert found is None if fault is None else fault in str(found)


def test_columns_are_written_with_commas_between() -> None:
    assert parse_columns("number, ,label") == ["number", "", "label"]
    assert parse_columns(" ") == []


def test_what_is_guessed_is_how_it_is_read() -> None:
    text = f"名单\n\n号码;说明;x\n{A};JD;1\n{B};\n"
    seen = preview_text([text.encode("gbk")], None, Subject.NUMBER)
    assert (seen.layout, seen.charset, seen.width) == (Layout(3, ("number", "label", "")), Charset.GB18030, 3)
    assert seen.rows[2:4] == [["号码", "说明", "x"], [A, "JD", "1"]]
    assert seen.layout is not None
    assert csv(text, seen.layout) == [Row(4, Entry(A, label="JD")), Row(5, Entry(B))]
    rows = [[""], ["名单", ""], ["说明", "手机号"], ["JD", A]]
    sheet_seen = preview_sheet(rows, Subject.NUMBER)
    assert (sheet_seen.layout, sheet_seen.rows) == (Layout(3, ("label", "number")), rows)


def test_numbers_alone_have_one_column() -> None:
    seen = preview_text([f"\n{A}\n{B}\n".encode()], None, Subject.NUMBER)
    assert (seen.layout, seen.fault) == (Layout(1, ("number",)), "")


def test_what_cannot_be_guessed_is_shown_with_its_reason() -> None:
    seen = preview_text([b'name\tphone "x"\nJD\t13900000001\n'], Charset.UTF_8, Subject.NUMBER)
    assert (seen.layout, seen.rows[1]) == (None, ["JD", "13900000001"])
    assert "names a column" in seen.fault
    assert preview_sheet([["name", "x"]], Subject.NUMBER).layout is None
    nothing = preview_text([], None, Subject.NUMBER)
    assert (nothing.layout, nothing.width) == (None, 0)


def test_a_form_that_is_known_is_as_it_is() -> None:
    seen = preview_text([b"Company_Phone_Number,Subject\n2025550123,Other\n"], None, Subject.NUMBER)
    assert (seen.fixed, seen.layout) == (True, Layout(1))


def test_no_more_is_read_than_is_needed_to_tell_the_encoding() -> None:
    read = []

    def chunks() -> object:
        for n in range(100):
            read.append(n)
            yield f"{A}\n".encode() * (SAMPLE // 45)

    preview_text(chunks(), None, Subject.NUMBER)  # type: ignore[arg-type] # a generator
    assert len(read) < 10
