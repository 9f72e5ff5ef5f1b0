"""What the import wizard's form says of a file; its URL says the same, so that it can be sent to a colleague."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from guard_api.errors import Invalid
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, ListName
from guard_api.lists.files.cells.cells import LONGEST_NAME, LONGEST_NOTE, RowDefaults
from guard_api.lists.files.encodings import Charset
from guard_api.lists.files.formats import Format
from guard_api.lists.files.layout import MOST_COLUMNS, Layout, fault_of
from guard_api.lists.safe_text import cleaned
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportOrder, Mode

_Word = TypeVar("_Word", bound=StrEnum)
FIELDS: Mapping[str, type[StrEnum]] = {
    "list": ListName,
    "format": Format,
    "charset": Charset,
    "mode": Mode,
    "category": Category,
}
"""What is chosen of a few words."""


@dataclass(frozen=True, slots=True)
class FileForm:
    """What is said. `header` and `columns` None: as the first lines tell."""

    list: ListName = ListName.BLOCK
    format: Format = Format.CSV
    file: str = ""
    charset: Charset | None = None
    sheet: str | None = None
    header: int | None = None
    columns: tuple[str, ...] | None = None
    mode: Mode = Mode.ADD
    source: str = ""
    category: Category | None = None
    why: str = ""

    def as_query(self) -> dict[str, Any]:
        """Give it as a query; what nobody said is not in it."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        if self.columns is not None:
            given["columns"] = ",".join(self.columns)
        return {name: str(value) for name, value in given.items() if value not in {None, ""}}

    def guessed(self, layout: Layout | None) -> "FileForm":
        """Fill in what the first lines tell, where nothing else is said."""
        if layout is None:
            return self
        header = layout.header if self.header is None else self.header
        return replace(self, header=header, columns=layout.columns if self.columns is None else self.columns)


def form_of(given: MultiDict[str, str]) -> FileForm:
    """Read a form or a query; what is no choice is as if it were not said."""
    columns = _columns(given)
    header = given.get("header", "")
    return FileForm(
        list=_word(ListName, given.get("list")) or ListName.BLOCK,
        format=_word(Format, given.get("format")) or Format.CSV,
        file=_text(given.get("file"), LONGEST_NAME),
        charset=_word(Charset, given.get("charset")),
        sheet=_text(given.get("sheet"), LONGEST_NAME) or None,
        header=int(header) if header.isdecimal() and len(header) <= len("100") else None,
        columns=columns,
        mode=_word(Mode, given.get("mode")) or Mode.ADD,
        source=_text(given.get("source"), LONGEST_NAME),
        category=_word(Category, given.get("category")),
        why=_text(given.get("why"), LONGEST_NOTE),
    )


def order_of(form: FileForm, services: Services, author: Author) -> ImportOrder:
    """Return the dry run that a form asks for. Raises Invalid."""
    if (reason := form.format.not_read(form.list)) is not None:
        raise Invalid(reason)
    if form.mode is Mode.REPLACE and not form.source:
        raise Invalid("Say whose entries are replaced.", {"source": ["Must not be empty."]})
    layout = Layout(form.header, form.columns) if form.header is not None and form.columns else None
    if layout is not None and (fault := fault_of(layout, form.list.subject)) is not None:
        raise Invalid(fault, {"columns": [fault]})
    defaults = RowDefaults(form.category, form.source)
    head = form.list, author, services.default_region, form.format, True, None, defaults, form.charset, form.sheet
    return ImportOrder(*head, form.mode, layout, form.file, keeps=True)


def form_of_order(order: ImportOrder) -> FileForm:
    """Return what would have asked for an import, to ask for it in another way."""
    layout, defaults = order.layout, order.defaults
    header, columns = (layout.header, layout.columns) if layout is not None else (None, None)
    head = order.list, order.format, order.file, order.charset, order.sheet, header, columns
    return FileForm(*head, order.mode, defaults.source, defaults.category, order.author.why)


def _columns(given: MultiDict[str, str]) -> tuple[str, ...] | None:
    """Read the columns: one by one in a form, with commas between in a query."""
    if "columns" in given:
        return tuple(given["columns"].split(","))[:MOST_COLUMNS]
    numbered = [given[f"column-{n}"] for n in range(MOST_COLUMNS) if f"column-{n}" in given]
    return tuple(numbered) or None


def _word(words: type[_Word], text: str | None) -> _Word | None:
    return next((word for word in words if word == text), None)


def _text(text: str | None, longest: int) -> str:
    return cleaned(text or "")[:longest].strip()
