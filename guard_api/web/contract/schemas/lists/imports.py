"""What is said of imports: which rows, what became of them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Range

from guard_api.lists.entry import Category, ListName
from guard_api.lists.files.encodings import Charset
from guard_api.lists.files.formats import Format
from guard_api.lists.files.layout import MOST_ABOVE, Layout, fault_of, parse_columns
from guard_api.ports.imports.imports import ImportState, Mode
from guard_api.web.contract.fields import ShortText, doc, one_of
from guard_api.web.contract.requests import REGION, Why
from guard_api.web.contract.schemas.lists.lists import refuse_format

_YES = {"true", "1", "yes"}
_NO = {"false", "0", "no", ""}


class ImportQuery(Why):
    """What the uploaded rows are. `region` reads national forms; `dry_run` only says what would change.

    `header` and `columns` say where the rows of a table begin and what its columns are; without, the first lines tell.

    `category` and `source` are for rows that say nothing of it. `charset` is what a text is in, where it does not show;
    `sheet` the one of a workbook that is meant.
    """

    list = one_of(ListName, load_default=ListName.BLOCK)
    format = one_of(Format)
    region = fields.String(validate=REGION)
    category = one_of(Category, load_default=None)
    source = ShortText(load_default="")
    dry_run = fields.Boolean(truthy=_YES, falsy=_NO, load_default=False)
    charset = one_of(Charset, load_default=None)
    sheet = ShortText(load_default=None)
    mode = one_of(Mode, load_default=Mode.ADD)
    header = fields.Integer(validate=Range(0, MOST_ABOVE))
    columns = ShortText(2000)
    file = ShortText(load_default="")

    @validates_schema
    def check(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse a form in which the list is not read, and to replace what is of no source."""
        if data["mode"] is Mode.REPLACE and not data["source"]:
            raise ValidationError("Say whose entries are replaced.", "source")
        if "format" in data:
            refuse_format(data["format"].not_read(data["list"]))
        if "columns" in data and "header" not in data:
            raise ValidationError("Say how many lines stand above the rows, too.", "header")
        if "header" in data and (fault := fault_of(layout_in(data), data["list"].subject)) is not None:
            raise ValidationError(fault, "columns")


def layout_in(query: Mapping[str, Any]) -> Layout:
    """Return the layout that a query says."""
    return Layout(query["header"], tuple(parse_columns(query.get("columns", ""))))


class ImportNamedOut(Schema):
    """An import that will run; ask for it by its id."""

    import_id = fields.String(required=True, metadata=doc("The name of the import, to ask for it and to take it back."))


class RejectedRow(Schema):
    """A row that was left out."""

    line = fields.Integer(required=True, metadata=doc("The line of the file, the first being 1."))
    reason = fields.String(required=True, metadata=doc("Why the row was left out."))


class ListedImportOut(ImportNamedOut):
    """An import, and how far it is."""

    state = fields.Enum(ImportState, by_value=True, required=True, metadata=doc("How far the import is."))
    list = one_of(ListName, required=True, metadata=doc("The list onto which the rows come."))
    dry_run = fields.Boolean(required=True, metadata=doc("True: nothing changes, the counts say what would."))
    reverts = fields.Integer(
        required=True,
        allow_none=True,
        metadata=doc("The revision of the change that it takes back; null: it brings in a file."),
    )
    revision = fields.Integer(
        required=True,
        allow_none=True,
        metadata=doc("The revision of the change that it has made; null: none, or none yet."),
    )
    format = one_of(Format, required=True, metadata=doc("The form that the rows were written in."))
    charset = one_of(
        Charset,
        required=True,
        allow_none=True,
        metadata=doc("The encoding in which the text was read; null: not yet, it is plain ASCII, or no text."),
    )
    sheet = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("The sheet of the workbook that was read; null: not yet, or none."),
    )
    reason = fields.String(required=True, metadata=doc("Why it has failed; empty where it has not."))
    rows = fields.Integer(required=True, metadata=doc("How many rows were read."))
    added = fields.Integer(required=True, metadata=doc("How many of the rows became new entries."))
    updated = fields.Integer(required=True, metadata=doc("How many of the rows changed entries."))
    removed = fields.Integer(required=True, metadata=doc("How many entries it took off the list."))
    unchanged = fields.Integer(required=True, metadata=doc("How many of the rows said what stood there already."))
    rejected = fields.Integer(required=True, metadata=doc("How many of the rows were left out."))
    bytes = fields.Integer(
        required=True,
        allow_none=True,
        metadata=doc("How long the file is; null: it has none, or nobody knows before all of it was read."),
    )
    bytes_read = fields.Integer(required=True, metadata=doc("How much of the file was read."))
    mode = one_of(Mode, required=True, metadata=doc("What the rows do to the list."))
    source = fields.String(
        required=True, metadata=doc("What rows get as their source that say none; whose entries are replaced.")
    )
    file = fields.String(required=True, metadata=doc("What the file is called; may be empty."))
    author = fields.String(required=True, metadata=doc("Who has asked for the import."))
    why = fields.String(required=True, metadata=doc("The reason that was given for the import; may be empty."))
    created_at = fields.AwareDateTime(required=True, metadata=doc("When the import was asked for."))
    finished_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("When it came to its end; null: it has not yet.")
    )


class ImportOut(ListedImportOut):
    """An import, and how far it is. The first 1,000 rejected rows are named in `errors`."""

    errors = fields.List(
        fields.Nested(RejectedRow), required=True, metadata=doc("The first 1,000 rows that were left out.")
    )


class ImportsOut(Schema):
    """A page of imports, newest first."""

    imports = fields.List(fields.Nested(ListedImportOut), required=True, metadata=doc("Imports, the newest first."))
    next = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("The cursor of the next page of imports; null: this was the last."),
    )
