"""What is said of the lists: queries, bodies and answers."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validates_schema
from marshmallow.validate import Length, Range, Regexp

from guard_api.actions.lists.edit import AT_ONCE
from guard_api.lists.domains import LONGEST_DOMAIN
from guard_api.lists.entry import Category, ListName, Match, Subject
from guard_api.lists.files.formats import Format
from guard_api.ports.lists.catalogue import Order
from guard_api.web.contract.fields import ShortText, Until, doc, one_of, page_limit
from guard_api.web.contract.requests import NOTE, NUMBER, REGION, FromAdmin, Why

_NEWEST = (1 << 63) - 1


def refuse_format(reason: str | None) -> None:
    """Raise ValidationError where there is a reason."""
    if reason is not None:
        raise ValidationError(reason, "format")


class Seen(Why):
    """The reason of a change, and the revision of the entry that it was decided by: of another one, it is 409."""

    revision = fields.Integer(validate=Range(min=1, max=_NEWEST))


class Found(FromAdmin):
    """Which entries: `q` is the beginning of a number or domain, or text in label, source or note.

    `ending` are the last digits of a number.
    """

    q = ShortText(NUMBER)
    match = one_of(Match)
    category = one_of(Category)
    source = ShortText()
    ending = fields.String(validate=Regexp(r"[0-9]{1,15}\Z"))


class FoundInOrder(Found):
    """Which entries, and which of them come first."""

    order = one_of(Order, load_default=Order.NEWEST)


class EntryQuery(FoundInOrder):
    """Which entries of which list, page by page."""

    list = one_of(ListName)
    cursor = fields.String()
    limit = page_limit(1000, 100)


class EntryIn(FromAdmin):
    """An entry to make, of a number in any national or international form or of a domain in any: one of both.

    What is left out is what is usual: to block the number by itself as `other`, the domain and all below it as `fraud`.
    """

    number = fields.String(validate=Length(max=NUMBER))
    domain = fields.String(validate=Length(max=LONGEST_DOMAIN))
    region = fields.String(validate=REGION)
    list = one_of(ListName)
    match = one_of(Match)
    category = one_of(Category)
    label = ShortText(load_default="")
    source = ShortText(load_default="")
    note = ShortText(NOTE, load_default="")
    expires_at = Until(load_default=None)

    @validates_schema
    def check(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse what fits together for no list."""
        subjects = [subject for subject in Subject if subject in data]
        if len(subjects) != 1:
            raise ValidationError("Must be there, or a domain in its place; not both.", Subject.NUMBER)
        for name in ("list", "match"):
            if name in data and data[name].subject is not subjects[0]:
                raise ValidationError(f"Is for {data[name].subject}s.", name)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Give the values that actions take: the domain as the number, and all that was left out."""
        subject = next(subject for subject in Subject if subject in data)
        usual = {"list": subject.lists[0], "match": subject.matches[0], "category": subject.category}
        key = data.pop(subject)
        return {**usual, **data, "number": key}


class EntryPatchIn(FromAdmin):
    """What may change of an entry; `expires_at` null: it never expires."""

    category = one_of(Category)
    label = ShortText()
    source = ShortText()
    note = ShortText(NOTE)
    expires_at = Until()


class BulkAction(StrEnum):
    """What is done to many entries at once."""

    EDIT = "edit"
    REMOVE = "remove"


class BulkSearch(FromAdmin):
    """Entries of a list, as they are looked for."""

    list = one_of(ListName, required=True)
    q = ShortText(NUMBER, load_default="")
    match = one_of(Match)
    category = one_of(Category)
    source = ShortText()
    ending = fields.String(validate=Regexp(r"[0-9]{1,15}\Z"))


class BulkIn(EntryPatchIn):
    """What is done to which entries: those of `ids`, or all that a `search` finds. To edit takes what is to be said."""

    action = one_of(BulkAction, required=True)
    ids = fields.List(fields.String(), validate=Length(1, AT_ONCE))
    search = fields.Nested(BulkSearch)

    @validates_schema
    def check(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse entries that are named in no way or in two, and an edit of nothing."""
        if ("ids" in data) is ("search" in data):
            raise ValidationError("Must be there, or a search in its place; not both.", "ids")
        edits = data.get("action") is BulkAction.EDIT
        if edits is not bool(data.keys() - {"action", "ids", "search"}):
            raise ValidationError("edit takes what is to be said, and remove does not.", "action")


class EntrySaid(Schema):
    """What is said of an entry, of a number or of a domain."""

    number = fields.String(metadata=doc("The number, or what numbers begin with; in the place of `domain`."))
    domain = fields.String(metadata=doc("The domain; in the place of `number`."))
    match = one_of(Match, required=True, metadata=doc("What of a number or host has to match the entry."))
    category = one_of(Category, required=True, metadata=doc("What the entry is listed for."))
    label = fields.String(required=True, metadata=doc("What people are told of whoever it is; may be empty."))
    source = fields.String(required=True, metadata=doc("Where the entry is from; may be empty."))
    note = fields.String(required=True, metadata=doc("What admins tell each other of the entry; may be empty."))
    expires_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("Until when the entry counts; null: for good.")
    )


class EntryOut(EntrySaid):
    """An entry as it stands, and the change that made it so."""

    id = fields.String(required=True, metadata=doc("The entry's name: list, match, and number or domain."))
    list = one_of(ListName, required=True, metadata=doc("The list on which the entry stands."))
    revision = fields.Integer(required=True, metadata=doc("The change that made the entry what it is."))
    changed_at = fields.AwareDateTime(required=True, metadata=doc("When that change was made."))
    changed_by = fields.String(required=True, metadata=doc("Who made that change."))


class EntriesOut(Schema):
    """A page of entries, newest first. A page may be short: there is more unless `next` is null."""

    entries = fields.List(fields.Nested(EntryOut), required=True, metadata=doc("What was found, the newest first."))
    next = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("The cursor of the next page of entries; null: this was the last."),
    )


class KindOut(Schema):
    """How many entries of a kind a list has."""

    match = one_of(Match, required=True, metadata=doc("What of a number or host has to match the entries."))
    category = one_of(Category, required=True, metadata=doc("What the entries are listed for."))
    count = fields.Integer(required=True, metadata=doc("How many entries of this kind there are."))


class ListOut(Schema):
    """A list, and what is on it."""

    list = one_of(ListName, required=True, metadata=doc("The list that is counted."))
    count = fields.Integer(required=True, metadata=doc("How many entries the list has, expired ones too."))
    kinds = fields.List(
        fields.Nested(KindOut), required=True, metadata=doc("The same by kind; those of which there are none are out.")
    )


class ListsOut(Schema):
    """All lists, and what is on them."""

    lists = fields.List(fields.Nested(ListOut), required=True, metadata=doc("Every list, also those that are empty."))


class ExportQuery(FoundInOrder):
    """Which list or what of it, and in which form; `spamblocker` is the CSV that the SpamBlocker app imports."""

    list = one_of(ListName, load_default=ListName.BLOCK)
    format = one_of(Format, load_default=Format.CSV)
    region = fields.String(validate=REGION)

    @validates_schema
    def check(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse a form in which the list is not written."""
        refuse_format(data["format"].not_written(data["list"]))
