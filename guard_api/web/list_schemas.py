"""What is said of the lists: queries, bodies and answers."""

from enum import StrEnum
from typing import TypeVar

import phonenumbers
from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from guard_api.blocklist.change import ChangeKind
from guard_api.blocklist.entry import Category, ListName, Match
from guard_api.blocklist.rows import Format
from guard_api.ports.lists import ImportState
from guard_api.web.fields import Junk, Moment, Name, Word
from guard_api.web.schemas import NUMBER, FromAdmin, FromPhone

_NOTE = 500
_REGION = OneOf(sorted(phonenumbers.SUPPORTED_REGIONS), error="Must be an ISO 3166-1 region such as CN.")
_READ = OneOf([Format.CSV, Format.JSONL], error="Must be csv or jsonl.")
_Word = TypeVar("_Word", bound=StrEnum)
_YES = {"true", "1", "yes"}
_NO = {"false", "0", "no", ""}


def _limit(most: int, default: int) -> fields.Integer:
    return fields.Integer(validate=Range(1, most), load_default=default)


def _word(words: type[_Word], **options: object) -> fields.Enum[_Word]:
    return fields.Enum(words, by_value=True, **options)  # type: ignore[arg-type] # marshmallow's options


class Why(FromAdmin):
    """The reason of a change, for the audit trail."""

    why = Name(_NOTE)


class EntryQuery(FromAdmin):
    """Which entries. `q` is the beginning of a number, or text in label, source or note."""

    list = _word(ListName)
    q = Name(NUMBER)
    match = _word(Match)
    category = _word(Category)
    cursor = fields.String()
    limit = _limit(1000, 100)


class EntryIn(FromAdmin):
    """An entry to make. The number may be written in any national or international form."""

    number = fields.String(required=True, validate=Length(max=NUMBER))
    region = fields.String(validate=_REGION)
    list = _word(ListName, load_default=ListName.BLOCK)
    match = _word(Match, load_default=Match.EXACT)
    category = _word(Category, load_default=Category.OTHER)
    label = Name(load_default="")
    source = Name(load_default="")
    note = Name(_NOTE, load_default="")
    expires_at = Moment(load_default=None)


class EntryPatchIn(FromAdmin):
    """What may change of an entry; `expires_at` null: it never expires."""

    category = _word(Category)
    label = Name()
    source = Name()
    note = Name(_NOTE)
    expires_at = Moment()


class EntrySaid(Schema):
    """What is said of an entry."""

    number = fields.String(required=True)
    match = _word(Match, required=True)
    category = _word(Category, required=True)
    label = fields.String(required=True)
    source = fields.String(required=True)
    note = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True, allow_none=True)


class EntryOut(EntrySaid):
    """An entry as it stands, and the change that made it so."""

    id = fields.String(required=True)
    list = _word(ListName, required=True)
    revision = fields.Integer(required=True)
    changed_at = fields.AwareDateTime(required=True)
    changed_by = fields.String(required=True)


class EntriesOut(Schema):
    """A page of entries, newest first. A page may be short: there is more unless `next` is null."""

    entries = fields.List(fields.Nested(EntryOut), required=True)
    next = fields.String(required=True, allow_none=True)


class ImportQuery(Why):
    """What the uploaded rows are. `region` reads national forms; `dry_run` only says what would change."""

    list = _word(ListName, load_default=ListName.BLOCK)
    format = fields.Enum(Format, by_value=True, validate=_READ, load_default=Format.CSV)
    region = fields.String(validate=_REGION)
    dry_run = fields.Boolean(truthy=_YES, falsy=_NO, load_default=False)


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
    list = _word(ListName, required=True)
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

    list = _word(ListName, load_default=ListName.BLOCK)
    format = _word(Format, load_default=Format.CSV)
    region = fields.String(validate=_REGION)


class PageQuery(FromAdmin):
    """A page of a long answer."""

    cursor = fields.String()
    limit = _limit(1000, 100)


class ChangeOut(Schema):
    """A change of a list. `before` and `after` are given where it was one entry; null: not listed."""

    revision = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    who = fields.String(required=True)
    what = fields.Enum(ChangeKind, by_value=True, required=True)
    why = fields.String(required=True)
    list = _word(ListName, required=True)
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


class ReportIn(FromPhone):
    """A number that somebody is tired of, as displayed."""

    number = Junk(NUMBER, required=True)
    category = Word([*Category])
    comment = Junk(_NOTE)


class ReportedOut(Schema):
    """What became of a report."""

    number = fields.String(required=True, allow_none=True)
    counted = fields.Boolean(required=True)
    reason = fields.String(required=True, allow_none=True)


class ReportsQuery(PageQuery):
    """Which reported numbers: those to be decided, or what was decided."""

    state = fields.String(validate=OneOf(["open", "accepted", "dismissed"]), load_default="open")


class ReportOut(Schema):
    """A reported number: by how many phones, and what for."""

    number = fields.String(required=True)
    devices = fields.Integer(required=True)
    categories = fields.Dict(fields.String(), fields.Integer(), required=True)
    comments = fields.List(fields.String(), required=True)
    first_at = fields.AwareDateTime(required=True)
    last_at = fields.AwareDateTime(required=True)


class ReportsOut(Schema):
    """A page of reported numbers, those of the most phones first."""

    reports = fields.List(fields.Nested(ReportOut), required=True)
    next = fields.String(required=True, allow_none=True)


class AcceptIn(FromAdmin):
    """What the entry is to say; what is missing is taken from the reports."""

    category = _word(Category)
    label = Name()
    note = Name(_NOTE)
    expires_at = Moment()


class SyncQuery(FromPhone):
    """From where on. Without `since`: the whole list."""

    since = fields.String()
    list = _word(ListName, load_default=ListName.BLOCK)
    limit = _limit(10_000, 1000)


class UpsertOut(Schema):
    """An entry to put in the place of what the phone has."""

    number = fields.String(required=True)
    match = _word(Match, required=True)
    category = _word(Category, required=True)
    until = fields.AwareDateTime(required=True, allow_none=True)


class RemovalOut(Schema):
    """An entry to forget."""

    number = fields.String(required=True)
    match = _word(Match, required=True)


class SyncOut(Schema):
    """A page of changes. `count` and `checksum` are those of the list at `revision`, once its pages are applied."""

    revision = fields.Integer(required=True)
    next = fields.String(required=True)
    complete = fields.Boolean(required=True)
    count = fields.Integer(required=True)
    checksum = fields.String(required=True)
    upserts = fields.List(fields.Nested(UpsertOut), required=True)
    removals = fields.List(fields.Nested(RemovalOut), required=True)
