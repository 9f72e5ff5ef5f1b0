"""Workbooks are read and written in processes of their own, and what is wrong with them is said in a sentence."""

import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from guard_api.errors import Conflict, Invalid, StoreUnavailable
from guard_api.lists.files.formats import Format
from guard_api.store.spreadsheets import program
from guard_api.store.spreadsheets.processes import SpreadsheetProcesses

XLS = Path(__file__).parent / "fixtures" / "list.xls"
ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="名单"><table:table-row>
<table:table-cell office:value-type="string"><text:p>号码</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="float" office:value="13912340001"><text:p>1,39E+10</text:p>
</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


@pytest.fixture
def processes(tmp_path: Path) -> SpreadsheetProcesses:
    return SpreadsheetProcesses(tmp_path / "guard.db")


def workbook(fill: Callable[[Any, Any], None], *more: str) -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"remove_timezone": True}) as book:
        fill(book, book.add_worksheet("名单"))
        for name in more:
            book.add_worksheet(name)
    return made.getvalue()


def packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return made.getvalue()


def rows(
    processes: SpreadsheetProcesses, content: bytes, form: Format = Format.XLSX, sheet: str | None = None
) -> list[list[str]]:
    return [*processes.read([content[:99], content[99:]], form, sheet).rows]


def why(processes: SpreadsheetProcesses, content: bytes, sheet: str | None = None) -> str:
    with pytest.raises(Invalid) as refused:
        rows(processes, content, sheet=sheet)
    return refused.value.detail


def all_kinds(book: Any, sheet: Any) -> None:
    sheet.write_string(1, 0, "+8613912340001")
    sheet.write_number(1, 1, 13912340001)
    sheet.write_number(1, 2, 1.5)
    sheet.write_number(1, 3, 86139123400011234)
    sheet.write_boolean(1, 4, True)  # noqa: FBT003 - its name
    sheet.write_formula(1, 5, "=1+1", None, 13912340002)
    for column, (value, how) in enumerate(
        [
            (date(2027, 1, 5), "yyyy-mm-dd"),
            (datetime(2027, 1, 5, 10, 30), "yyyy-mm-dd hh:mm"),  # noqa: DTZ001 - Excel knows no zones
            (time(10, 30), "hh:mm"),
        ],
        6,
    ):
        sheet.write_datetime(1, column, value, book.add_format({"num_format": how}))


def test_cells_of_all_kinds_are_texts_and_rows_keep_their_places(processes: SpreadsheetProcesses) -> None:
    read = processes.read([workbook(all_kinds)], Format.XLSX, None)
    assert read.name == "名单"
    first, second = read.rows
    assert not any(first)
    assert second[:6] == ["+8613912340001", "13912340001", "1.5", "8.61391234000112e+16", "true", "13912340002"]
    assert second[6:] == ["2027-01-05", "2027-01-05T10:30:00", "10:30:00"]


def test_workbooks_of_old_excel_and_of_libreoffice_are_read(processes: SpreadsheetProcesses) -> None:
    old = [["号码", "类别"], ["13912340001", "诈骗"], ["139 1234 0002", "骚扰"]]
    assert rows(processes, XLS.read_bytes(), Format.XLS) == old
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        b'<manifest:file-entry manifest:full-path="/" manifest:media-type="%s"/></manifest:manifest>' % kind
    )
    ods = packed(
        [
            ("mimetype", kind),
            ("META-INF/manifest.xml", manifest),
            ("content.xml", ODS.replace("\n", " ").replace("> <", "><").encode()),
        ]
    )
    assert rows(processes, ods, Format.ODS) == [["号码"], ["13912340001"]]


def test_the_only_sheet_that_holds_anything_is_meant_or_else_one_is_to_be_named(
    processes: SpreadsheetProcesses,
) -> None:
    def one(_: Any, sheet: Any) -> None:
        sheet.write_string(0, 0, "a")

    def two(book: Any, sheet: Any) -> None:
        one(book, sheet)
        book.add_worksheet("other").write_string(0, 0, "b")

    assert rows(processes, workbook(one, "Sheet2", "Sheet3")) == [["a"]]
    assert why(processes, workbook(two)) == 'Several sheets hold something: say which one, "名单", "other".'
    assert rows(processes, workbook(two), sheet="other") == [["b"]]
    assert why(processes, workbook(one), "x") == 'This workbook has no sheet x: it has "名单".'
    assert why(processes, workbook(lambda *_: None)) == "There is nothing in this workbook."


def test_no_workbook_is_one(processes: SpreadsheetProcesses) -> None:
    good = workbook(all_kinds)
    for content in (b"", b"number\n1\n", good[: len(good) // 2], packed([("x", b"y")]), b"\xd0\xcf\x11\xe0" * 999):
        assert why(processes, content).startswith("This is no workbook that can be read")
    with zipfile.ZipFile(BytesIO(good)) as file:
        members = [(name, file.read(name)) for name in file.namelist()]
    broken = packed([(name, b"<x" if "worksheets" in name else content) for name, content in members])
    assert "cannot be read" in why(processes, broken)


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "Basic/script-lc.xml"])
def test_macros_are_refused(processes: SpreadsheetProcesses, name: str) -> None:
    assert why(processes, packed([(name, b"x")])) == "A workbook with macros: save it as one without, .xlsx."
    old = XLS.read_bytes() + "_VBA_PROJECT_CUR".encode("utf-16-le")
    assert why(processes, old) == "A workbook with macros: save it as one without, .xlsx."


@pytest.mark.slow("makes a workbook of hundreds of megabytes")
def test_what_is_too_large_once_it_is_unpacked_is_not_unpacked(processes: SpreadsheetProcesses) -> None:
    bomb = packed([(f"xl/{n}.xml", b"0" * (64 << 20)) for n in range(17)])
    assert len(bomb) < 2 << 20
    assert "more than 1024 MiB once it is unpacked: save it as CSV" in why(processes, bomb)


def test_what_lies_about_its_size_ends_its_own_process_and_no_other(
    processes: SpreadsheetProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    def far(_: Any, sheet: Any) -> None:
        sheet.write_string(0, 0, "number")
        sheet.write_string(1_048_575, 16_383, "x")

    assert "takes more memory or time than it may" in why(processes, workbook(far))
    # A member that says of itself that it is small.
    bomb = bytearray(packed([("xl/workbook.xml", b"0" * (64 << 20))]))
    at = bomb.rfind(b"PK\x01\x02")
    struct.pack_into("<I", bomb, at + 24, 10)
    assert why(processes, bytes(bomb))


def test_a_file_that_is_too_large_is_refused(processes: SpreadsheetProcesses) -> None:
    assert "more than 64 MiB" in why(processes, bytes(program.MOST_BYTES + 1))


def test_what_is_written_is_text_that_is_read_again(processes: SpreadsheetProcesses) -> None:
    written = [["number", "label"], ["+8613912340001", "=1+1"], ["CN:95588", "https://a.top"], ["0101", ""]]
    content = b"".join(processes.write(iter(written)))
    assert rows(processes, content) == written
    with zipfile.ZipFile(BytesIO(content)) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")


def test_nothing_is_left_behind_and_a_folder_that_cannot_be_written_is_reported(
    processes: SpreadsheetProcesses, tmp_path: Path
) -> None:
    assert b"".join(processes.write([["number"]]))
    rows(processes, workbook(all_kinds))
    assert [*(tmp_path / "guard.db.imports").iterdir()] == []
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable):
        SpreadsheetProcesses(tmp_path / "file" / "guard.db").write([["number"]])


@pytest.mark.slow("a million rows are written")
def test_more_rows_than_a_sheet_holds_are_refused(processes: SpreadsheetProcesses) -> None:
    with pytest.raises(Conflict, match="1,048,575 that a sheet holds"):
        processes.write(["x"] for _ in range(program.MOST_ROWS + 1))


@pytest.mark.parametrize(("cell", "text"), [(timedelta(hours=1), "1:00:00"), (1e-9, "1e-09"), (-5.0, "-5")])
def test_what_no_list_holds_is_a_text_as_well(cell: program.Cell, text: str) -> None:
    assert program.text_of(cell) == text
