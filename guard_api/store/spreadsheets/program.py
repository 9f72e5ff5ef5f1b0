"""The program for one workbook: `python -m guard_api.store.spreadsheets.program read|sheets|write ...`.

Workbooks come from anywhere. What takes too much memory or time, or has the library crash, ends this process and no
other. Rows pass as lines of JSON; a workbook comes in as a file on stdin and goes out on stdout. Where something is
refused, the process ends with `REFUSED` and says why on stderr.
"""

import datetime as dt
import json
import os
import resource
import sys
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

REFUSED = 3
"""The process ends with it where the last line on stderr says why."""
MOST_BYTES = 64 << 20
"""Of a workbook. One of 200,000 entries has 6 MiB."""
MOST_UNPACKED = 1 << 30
MOST_ROWS = 1_048_576
"""Of a sheet of Excel."""
_MOST_MEMORY = 3 << 30
_MOST_SECONDS = 300
_LONGEST_CELL = 32_767
_EXACT = 10**15
"""Excel keeps 15 digits of a number: of longer ones the last are lost."""
_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")
_LEISURE = 5
_SHOWN = 40
_AS_CSV = "save it as CSV, which may be of any size"
Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


class Refusal(Exception):
    """Why a workbook is not read or written."""


def main(arguments: Sequence[str]) -> None:
    """Read or write, at leisure: on any core, whatever the process that started it keeps to, and behind others."""
    os.nice(_LEISURE)
    if sys.platform == "linux":
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    try:
        if arguments[0] == "read":
            _read(arguments[1] or None)
        elif arguments[0] == "sheets":
            _name()
        else:
            _write(arguments[1])
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(REFUSED)


def _read(wanted: str | None) -> None:
    with open(sys.stdin.fileno(), "rb", closefd=False) as file:
        check(file)
        name, rows = sheet_of(file, wanted)
        sys.stdout.write(f"{json.dumps(name)}\n")
        for cells in rows:
            sys.stdout.write(f"{json.dumps([text_of(cell) for cell in cells])}\n")


def _name() -> None:
    with open(sys.stdin.fileno(), "rb", closefd=False) as file:
        check(file)
        sys.stdout.write(f"{json.dumps([sheet.name for sheet in _filled(file, None)])}\n")


def check(file: BinaryIO) -> None:
    """Refuse what is too large, packed or not, and what holds programs. Raises Refusal."""
    size = file.seek(0, os.SEEK_END)
    if size > MOST_BYTES:
        raise Refusal(f"A workbook of more than {MOST_BYTES >> 20} MiB: {_AS_CSV}.")
    file.seek(0)
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            raise Refusal(f"A workbook of more than {MOST_UNPACKED >> 20} MiB once it is unpacked: {_AS_CSV}.")
        has_macros = any(member.filename.lower().endswith("vbaproject.bin") for member in members) or any(
            member.filename.startswith(("Basic/", "Scripts/")) for member in members
        )
    else:
        file.seek(0)
        has_macros = _MACROS in file.read()
    file.seek(0)
    if has_macros:
        raise Refusal("A workbook with macros: save it as one without, .xlsx.")


def sheet_of(file: BinaryIO, wanted: str | None) -> tuple[str, Iterator[list[Cell]]]:
    """Return the sheet of that name, or the only one that holds anything, and its rows. Raises Refusal."""
    filled = _filled(file, wanted)
    if len(filled) > 1:
        raise Refusal(f"Several sheets hold something: say which one, {_listed([one.name for one in filled])}.")
    return filled[0].name, filled[0].iter_rows()


def _filled(file: BinaryIO, wanted: str | None) -> "list[CalamineSheet]":
    """Return the sheets of that name, or all, that hold anything: one at least. Raises Refusal."""
    import python_calamine as calamine  # noqa: PLC0415 - not where workbooks are written

    try:
        book = calamine.CalamineWorkbook.from_filelike(file)
    except calamine.PasswordError:
        raise Refusal("A workbook with a password: save it without one.") from None
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError) as error:
        raise Refusal(f"This is no workbook that can be read: {str(error)[:_SHOWN]}.") from None
    if wanted is not None and wanted not in book.sheet_names:
        raise Refusal(f"This workbook has no sheet {wanted[:_SHOWN]}: it has {_listed(book.sheet_names)}.")
    try:
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names if wanted in {None, name}]
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, ValueError) as error:
        raise Refusal(f"A sheet of this workbook cannot be read: {str(error)[:_SHOWN]}.") from None
    filled = [sheet for sheet in sheets if sheet.end is not None]
    if not filled:
        raise Refusal("There is nothing in this workbook.")
    return filled


def _listed(names: Sequence[str]) -> str:
    return ", ".join(json.dumps(name[:_SHOWN], ensure_ascii=False) for name in names[:10])


def text_of(cell: Cell) -> str:
    """Return what a cell says as a text. A number that has lost its last digits is written so that this is seen."""
    if isinstance(cell, str):
        return cell[: _LONGEST_CELL + 1]
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        whole = float(cell).is_integer() and abs(cell) < _EXACT
        return str(int(cell)) if whole else f"{cell:.14e}" if abs(cell) >= _EXACT else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell) if isinstance(cell, dt.timedelta) else cell.isoformat()


def _write(folder: str) -> None:
    import xlsxwriter  # noqa: PLC0415 - not where workbooks are read

    made = BytesIO()
    options = {"constant_memory": True, "tmpdir": folder or None, "strings_to_formulas": False}
    with xlsxwriter.Workbook(made, options) as book:
        sheet, text = book.add_worksheet(), book.add_format({"num_format": "@"})
        sheet.set_column(0, 0, 24, text)
        sheet.freeze_panes(1, 0)
        for at, line in enumerate(sys.stdin.buffer):
            if at == MOST_ROWS:
                raise Refusal(f"More entries than the {MOST_ROWS - 1:,} that a sheet holds: {_AS_CSV}.")
            for column, cell in enumerate(json.loads(line)):
                if cell:
                    sheet.write_string(at, column, cell, text)
    sys.stdout.buffer.write(made.getbuffer())


if __name__ == "__main__":
    main(sys.argv[1:])
