"""What is said of the lists: queries, bodies and answers."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validates_schema
from marshmallow.validate import Length

from guard_api.blocklist.change import ChangeKind
from guard_api.blocklist.domains import LONGEST_DOMAIN
from guard_api.blocklist.entry import Category, ListName, Match, Subject
from guard_api.blocklist.formats import Format
from guard_api.ports.imports import ImportState
from guard_api.web.fields import Name, Until, one_of, page_limit
from guard_api.web.schemas import NOTE, NUMBER, REGION, FromAdmin

JSON_LINES = Format.JSONL.media
_YES = {"true", "1", "yes"}
_NO = {"false", "0", "no", ""}


def _refuse(reason: str | None) -> None:
    if reason is not None:
        raise ValidationError(reason, "format")


class Why(FromAdmin):
    """The reason of a change, for the audit trail."""

    why = Name(NOTE)


class EntryQuery(FromAdmin):
    """Which entries. `q` is the beginning of a number or domain, or text in label, source or note."""

    list = one_of(ListName)
    q = Name(NUMBER)
    match = one_of(Match)
    category = one_of(Category)
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
    label = Name(load_default="")
    source = Name(load_default="")
    note = Name(NOTE, load_default="")
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
    label = Name()
    source = Name()
    note = Name(NOTE)
    expires_at = Until()


class EntrySaid(Schema):
    """What is said of an entry, of a number or of a domain."""

    number = fields.String()
    domain = fields.String()
    match = one_of(Match, required=True)
    category = one_of(Category, required=True)
    label = fields.String(required=True)
    source = fields.String(required=True)
    note = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True, allow_none=True)


class EntryOut(EntrySaid):
    """An entry as it stands, and the change that made it so."""

    id = fields.String(required=True)
    list = one_of(ListName, required=True)
    revision = fields.Integer(required=True)
    changed_at = fields.AwareDateTime(required=True)
    changed_by = fields.String(required=True)


class EntriesOut(Schema):
    """A page of entries, newest first. A page may be short: there is more unless `next` is null."""

    entries = fields.List(fields.Nested(EntryOut), required=True)
    next = fields.String(required=True, allow_none=True)


class ImportQuery(Why):
    """What the uploaded rows are. `region` reads national forms; `dry_run` only says what would change.

    `category` and `source` are for rows that say nothing of it.
    """

    list = one_of(ListName, load_default=ListName.BLOCK)
    format = one_of(Format)
    region = fields.String(validate=REGION)
    category = one_of(Category, load_default=None)
    source = Name(load_default="")
    dry_run = fields.Boolean(truthy=_YES, falsy=_NO, load_default=False)

    @validates_schema
    def check(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse a form in which the list is not read."""
        if "format" in data:
            _refuse(data["format"].not_read(data["list"]))


class ImportNamedOut(Schema):
    """An import that will run; ask for it by its id."""

    import_id = fields.String(required=True)


class RejectedRow(Schema):
    """A row that was left out."""

    line = fields.Integer(required=True)
    reason = fields.String(required=True)


class ImportOut(ImportNamedOut):
    """An import, and how far it is. The first 1,000 rejected rows are named in `errors`."""

    state = fields.Enum(ImportState, by_value=True, required=True)
    list = one_of(ListName, required=True)
    dry_run = fields.Boolean(required=True)
    reverts = fields.Integer(required=True, allow_none=True)
    revision = fields.Integer(required=True, allow_none=True)
    reason = fields.String(required=True)
    rows = fields.Integer(required=True)
    added = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    removed = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    errors = fields.List(fields.Nested(RejectedRow), required=True)
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)


class ExportQuery(FromAdmin):
    """Which list, and in which form; `spamblocker` is the CSV that the SpamBlocker app imports."""

    list = one_of(ListName, load_default=ListName.BLOCK)
    format = one_of(Format, load_default=Format.CSV)
    region = fields.String(validate=REGION)

    @validates_schema
    def check(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse a form in which the list is not written."""
        _refuse(data["format"].not_written(data["list"]))


class PageQuery(FromAdmin):
    """A page of a long answer."""

    cursor = fields.String()
    limit = page_limit(1000, 100)


class ChangeOut(Schema):
    """A change of a list. `before` and `after` are given where it was one entry; null: not listed."""

    revision = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    who = fields.String(required=True)
    what = fields.Enum(ChangeKind, by_value=True, required=True)
    why = fields.String(required=True)
    list = one_of(ListName, required=True)
    reverts = fields.Integer(required=True, allow_none=True)
    added = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    removed = fields.Integer(required=True)
    skipped = fields.Integer(required=True)
    count = fields.Integer(required=True)
    checksum = fields.String(required=True)
    before = fields.Nested(EntrySaid, required=True, allow_none=True)
    after = fields.Nested(EntrySaid, required=True, allow_none=True)


class ChangesOut(Schema):
    """A page of changes, newest first."""

    changes = fields.List(fields.Nested(ChangeOut), required=True)
    next = fields.String(required=True, allow_none=True)


class ChangedOut(Schema):
    """What a change made of one entry."""

    id = fields.String(required=True)
    before = fields.Nested(EntrySaid, required=True, allow_none=True)
    after = fields.Nested(EntrySaid, required=True, allow_none=True)


class ChangeEntriesOut(ChangeOut):
    """A change and a page of what it made of entries."""

    entries = fields.List(fields.Nested(ChangedOut), required=True)
    next = fields.String(required=True, allow_none=True)
