"""What is said of the lists: queries, bodies and answers."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from guard_api.blocklist.change import ChangeKind
from guard_api.blocklist.entry import Category, ListName, Match
from guard_api.blocklist.rows import Format
from guard_api.ports.imports import ImportState
from guard_api.web.fields import Moment, Name, one_of, page_limit
from guard_api.web.schemas import NOTE, NUMBER, REGION, FromAdmin

_READ = OneOf([Format.CSV, Format.JSONL], error="Must be csv or jsonl.")
JSON_LINES = "application/x-ndjson"
_YES = {"true", "1", "yes"}
_NO = {"false", "0", "no", ""}


class Why(FromAdmin):
    """The reason of a change, for the audit trail."""

    why = Name(NOTE)


class EntryQuery(FromAdmin):
    """Which entries. `q` is the beginning of a number, or text in label, source or note."""

    list = one_of(ListName)
    q = Name(NUMBER)
    match = one_of(Match)
    category = one_of(Category)
    cursor = fields.String()
    limit = page_limit(1000, 100)


class EntryIn(FromAdmin):
    """An entry to make. The number may be written in any national or international form."""

    number = fields.String(required=True, validate=Length(max=NUMBER))
    region = fields.String(validate=REGION)
    list = one_of(ListName, load_default=ListName.BLOCK)
    match = one_of(Match, load_default=Match.EXACT)
    category = one_of(Category, load_default=Category.OTHER)
    label = Name(load_default="")
    source = Name(load_default="")
    note = Name(NOTE, load_default="")
    expires_at = Moment(load_default=None)


class EntryPatchIn(FromAdmin):
    """What may change of an entry; `expires_at` null: it never expires."""

    category = one_of(Category)
    label = Name()
    source = Name()
    note = Name(NOTE)
    expires_at = Moment()


class EntrySaid(Schema):
    """What is said of an entry."""

    number = fields.String(required=True)
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
    """What the uploaded rows are. `region` reads national forms; `dry_run` only says what would change."""

    list = one_of(ListName, load_default=ListName.BLOCK)
    format = fields.Enum(Format, by_value=True, validate=_READ)
    region = fields.String(validate=REGION)
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
