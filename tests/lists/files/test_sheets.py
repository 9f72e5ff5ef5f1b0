"""Lists as people keep them in Excel: titles, Chinese headings, days and words, and nothing that Excel would run."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from guard_api.lists.entry import Category, Entry, Match
from guard_api.lists.files.cells.until import NoMoment, read_since, read_until, sheet_day
from guard_api.lists.files.formats import Format
from guard_api.lists.files.rows import Row, read_rows, read_sheet
from guard_api.lists.files.writers import write_rows

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
A, B = "+8613900000001", "+8613900000002"
NO_HEADING = "the first line neither names a column `number` nor begins with one"


def csv(text: str) -> list[Row]:
    return [Row(row.line, row.entry, row.reason) for row in read_rows([text.encode()], Format.CSV, NOW)]


def sheet(rows: Sequence[Sequence[str]]) -> list[Row]:
    return [Row(row.line, row.entry, row.reason) for row in read_sheet(map(list, rows), NOW)]


WHOLE = Entry(A, Match.PREFIX, Category.FRAUD, "冒充京东", "市局", "x", datetime(2027, 1, 5, 23, 59, 59, tzinfo=UTC))


@pytest.mark.parametrize(
    "heading",
    [
        "手机号,匹配,类别,说明,来源,备注,到期",
        "號碼,匹配方式,類別,說明,來源,備註,到期時間",
        " 电话 号码 ,匹配,类型,名称,来源,备注,有效期至",
    ],
)
def test_columns_and_words_may_be_chinese(heading: str) -> None:
    assert csv(f"{heading}\n{A},号段,诈骗,冒充京东,市局,x,2027年1月5日\n") == [Row(2, WHOLE)]
    assert sheet([heading.split(","), f"{A},前缀,詐騙,冒充京东,市局,x,2027/1/5".split(",")]) == [Row(2, WHOLE)]


def test_one_column_under_two_names_is_twice() -> None:
    assert csv(f"号码,手机号\n{A},{B}\n") == [
        Row(1, None, "the first line names the column `number` twice: which one counts?")
    ]


@pytest.mark.parametrize("above", ["", "名单\n", "2026 list,,,\n\nby,the police,,\n", "sep=,\n", '"sep=,"\n\n'])
def test_a_title_may_stand_above_the_heading(above: str) -> None:
    line = above.count("\n") + 2
    assert csv(f"{above}number,label,,\n{A},x,,\n") == [Row(line, Entry(A, label="x"))]


def test_a_separator_that_is_declared_counts() -> None:
    assert csv(f"sep=|\nnumber|label\n{A}|a,b;c\n") == [Row(3, Entry(A, label="a,b;c"))]
    assert csv(f"sep=;\n{A}\n") == [Row(2, Entry(A))]
    assert csv("sep=;\n") == [Row(1, None, "there is nothing in it")]


def test_a_heading_is_not_looked_for_without_end_and_numbers_below_a_title_are_none() -> None:
    assert csv("title\n" * 10 + f"number\n{A}\n") == [Row(1, None, NO_HEADING)]
    assert csv(f"title\n{A}\n") == [Row(1, None, NO_HEADING)]
    assert sheet([["title"], [A]]) == [Row(1, None, NO_HEADING)]
    assert sheet([[""]] * 3 + [["title"]] + [[""]] * 99 + [["number"], [A]]) == [Row(4, None, NO_HEADING)]


def test_rows_of_a_sheet_keep_their_numbers_and_what_stands_beside_a_list_is_none_of_it() -> None:
    rows = [["", ""], ["名单", ""], ["", ""], ["号码", ""], [A, "counted by hand"], ["", ""], [B, ""]]
    assert sheet(rows) == [Row(5, Entry(A)), Row(7, Entry(B))]
    assert sheet([["", ""], [A, ""], [B, ""]]) == [Row(2, Entry(A)), Row(3, Entry(B))]
    assert sheet([["", ""]]) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027/1/5", "2027-01-05"),
        ("2027.01.05", "2027-01-05"),
        (" 2027年12月31日 ", "2027-12-31"),
        ("2027-1-5 0:00", "2027-01-05"),
        ("2027/1-5", "2027/1-5"),
        ("5/1/2027", "5/1/2027"),
        ("2027年1月5", "2027年1月5"),
    ],
)
def test_days_are_read_as_spreadsheets_show_them_unless_they_may_be_another(text: str, day: str) -> None:
    assert sheet_day(text) == day


@pytest.mark.parametrize("text", ["=cmd|x", "+1", "-1", "@x", "'=x", "a;=b", "京东"])
def test_nothing_in_a_csv_for_excel_is_run_and_all_comes_back(text: str) -> None:
    entry = Entry(A, label=text, source=text, note=text)
    content = b"".join(write_rows([entry], Format.CSV_EXCEL))
    assert content.startswith(b"\xef\xbb\xbfnumber,")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert len(lines) == 3
    assert not any(cell.strip('"')[:1] in {*"=+-@"} for cell in lines[1].split(",") if cell)
    rows = [*read_rows([content], Format.CSV_EXCEL, NOW)]
    assert [row.entry.label if row.entry else None for row in rows] == [text]
    assert [row.entry.number if row.entry else None for row in rows] == [f"'{A}"]


def test_a_day_is_since_its_beginning_and_until_its_end() -> None:
    assert read_since(" 2027-01-05 ") == datetime(2027, 1, 5, tzinfo=UTC)
    assert read_until("2027-01-05") == datetime(2027, 1, 5, 23, 59, 59, tzinfo=UTC)
    assert read_since("2027-01-05T10:00+08:00") == datetime(2027, 1, 5, 2, tzinfo=UTC)
    with pytest.raises(NoMoment):
        read_since("yesterday")


def test_a_line_that_is_no_text_costs_itself_only_also_where_no_column_is_named() -> None:
    rows = [*read_rows([f"{A}\n".encode() + b"\xff\n" + B.encode()], Format.CSV, NOW)]
    assert [(row.line, row.reason) for row in rows] == [(1, ""), (2, "not UTF-8"), (3, "")]
