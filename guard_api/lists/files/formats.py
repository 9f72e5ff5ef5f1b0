"""The forms in which lists are written down, and which list can be written so."""

from enum import StrEnum
from typing import Self

from guard_api.lists.entry import ListName, Subject


class Format(StrEnum):
    """How a list is written down."""

    media: str
    ending: str

    def __new__(cls, word: str, media: str = "text/plain; charset=utf-8", ending: str = "txt") -> Self:
        """Make one of its word, and the media type and ending of its files."""
        made = str.__new__(cls, word)
        made._value_ = word
        made.media, made.ending = media, ending
        return made

    CSV = "csv", "text/csv; charset=utf-8", "csv"
    CSV_EXCEL = "csv_excel", "text/csv; charset=utf-8", "csv"
    """For Excel, which knows by a mark that it is UTF-8; nothing in it begins like a formula. Read as CSV is."""
    XLSX = "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
    XLS = "xls", "application/vnd.ms-excel", "xls"
    """Workbooks of Excel before 2007: read only."""
    ODS = "ods", "application/vnd.oasis.opendocument.spreadsheet", "ods"
    """Workbooks of LibreOffice: read only."""
    JSONL = "jsonl", "application/x-ndjson", "jsonl"
    SPAMBLOCKER = "spamblocker", "text/csv; charset=utf-8", "csv"
    """Rules for the Android app of that name: written only."""
    PLAIN = "plain"
    """A number or domain a line."""
    HOSTS = "hosts"
    """Lines of `0.0.0.0 evil.top`."""

    @property
    def is_workbook(self) -> bool:
        """Say whether it is no text: its rows are read by a program of its own."""
        return self in {Format.XLSX, Format.XLS, Format.ODS}

    @property
    def only(self) -> Subject | None:
        """Say what it can hold, None for both."""
        return {Format.SPAMBLOCKER: Subject.NUMBER, Format.HOSTS: Subject.DOMAIN}.get(self)

    def not_read(self, target: ListName) -> str | None:
        """Say why a list cannot be read of it, None when it can."""
        if self is Format.SPAMBLOCKER:
            return "spamblocker is written only."
        return self._not_of(target)

    def not_written(self, target: ListName) -> str | None:
        """Say why a list cannot be written so, None when it can."""
        if self in {Format.XLS, Format.ODS}:
            return f"{self} is read only; xlsx is written."
        if self.only is not None and target.allows:
            return f"What is written as {self} blocks: a list of what is allowed must not be written so."
        return self._not_of(target)

    def _not_of(self, target: ListName) -> str | None:
        return f"{self} is a form of lists of {self.only}s only." if self.only not in {None, target.subject} else None
