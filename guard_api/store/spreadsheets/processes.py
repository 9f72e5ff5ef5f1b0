"""Workbooks in a process each: what becomes of that one is no matter of the server's."""

import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from msgspec import json

from guard_api.errors import Conflict, GuardError, Invalid, StoreUnavailable
from guard_api.lists.files.formats import Format
from guard_api.ports.imports.spreadsheets import Sheet
from guard_api.store.spreadsheets.program import REFUSED
from guard_api.store.sql.imports.uploads import uploads_beside
from guard_api.store.sqlite.transactions import translated

_PROGRAM = "guard_api.store.spreadsheets.program"
_READ = 256 * 1024
_ROW = json.Decoder(list[str])
_LINES = json.Encoder()
_ENDED = "This workbook takes more memory or time than it may: save it as CSV, which may be of any size."


class SpreadsheetProcesses:
    """The port `Spreadsheets`: what is under way lies in the folder of uploads, under no name."""

    def __init__(self, database: Path) -> None:
        """Start nothing yet."""
        self._folder = uploads_beside(database)

    def read(self, chunks: Iterable[bytes], form: Format, sheet: str | None) -> Sheet:  # noqa: ARG002 - it is seen
        """Start the program on a file of what comes."""
        lines = self._read(chunks, "read", sheet or "")
        return Sheet(json.decode(next(lines), type=str), map(_ROW.decode, lines))

    def sheets(self, chunks: Iterable[bytes], form: Format) -> Sequence[str]:  # noqa: ARG002 - it is seen
        """Start the program on a file of what comes."""
        (line,) = self._read(chunks, "sheets")
        return _ROW.decode(line)

    def _read(self, chunks: Iterable[bytes], *arguments: str) -> Iterator[bytes]:
        with self._file() as workbook:
            workbook.writelines(chunks)
            workbook.seek(0)
            process = _started(*arguments, stdin=workbook)
        return _lines(process, Invalid)

    def write(self, rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
        """Give the program lines, and take the workbook when they have come to their end."""
        with self._file() as written:
            written.writelines(_LINES.encode(row) + b"\n" for row in rows)
            written.seek(0)
            process = _started("write", str(self._folder), stdin=written)
        pieces = _lines(process, Conflict, whole=False)
        first = next(pieces)
        return _then(first, pieces)

    def _file(self) -> IO[bytes]:
        with translated():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            return TemporaryFile(dir=self._folder)


def _then(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _started(*arguments: str, stdin: IO[bytes]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", _PROGRAM, *arguments]
    try:
        return subprocess.Popen(  # noqa: S603 - our own command
            command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except OSError as error:
        raise StoreUnavailable(f"its process could not be started: {error.strerror}") from error


def _lines(process: "subprocess.Popen[bytes]", refusal: type[GuardError], *, whole: bool = True) -> Iterator[bytes]:
    """Give what the program says, in lines or in pieces; and raise what it refuses when it has ended."""
    out, errors = process.stdout, process.stderr
    assert out is not None  # noqa: S101 - both are pipes
    assert errors is not None  # noqa: S101
    with process:
        try:
            yield from out if whole else iter(lambda: out.read(_READ), b"")
            reason = errors.read().decode("utf-8", "replace").strip()
            if process.wait() != 0:
                raise refusal(reason if process.returncode == REFUSED else _ENDED)
        finally:
            with suppress(ProcessLookupError):
                process.kill()
