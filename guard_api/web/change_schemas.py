"""What is said of changes of the lists, and of all else that admins have done."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from guard_api.blocklist.change import ActKind, ChangeKind
from guard_api.blocklist.entry import ListName
from guard_api.ports import Scope
from guard_api.ports.reports import Decision
from guard_api.web.fields import one_of
from guard_api.web.list_schemas import EntrySaid


class Done(Schema):
    """What changes of lists and other acts have in common."""

    at = fields.AwareDateTime(required=True)
    who = fields.String(required=True)
    why = fields.String(required=True)
    reverts = fields.Integer(required=True, allow_none=True)
    added = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    removed = fields.Integer(required=True)
    skipped = fields.Integer(required=True)


class ChangeOut(Done):
    """A change of a list. `before` and `after` are given where it was one entry; null: not listed."""

    revision = fields.Integer(required=True)
    what = fields.Enum(ChangeKind, by_value=True, required=True)
    list = one_of(ListName, required=True)
    count = fields.Integer(required=True)
    checksum = fields.String(required=True)
    about = fields.String(
        required=True, allow_none=True, metadata={"description": "The id of the entry that it changed; null: several."}
    )
    before = fields.Nested(EntrySaid, required=True, allow_none=True)
    after = fields.Nested(EntrySaid, required=True, allow_none=True)


class StateOut(Schema):
    """What is said of an entry, a key, an enrolment code or a reported number: each has some of these fields."""

    number = fields.String(metadata={"description": "Of an entry of a number."})
    domain = fields.String(metadata={"description": "Of an entry of a domain."})
    match = fields.String(metadata={"description": "Of an entry: what has to match."})
    category = fields.String(metadata={"description": "Of an entry: why it is listed."})
    label = fields.String(metadata={"description": "Of an entry or key: what people call it."})
    source = fields.String(metadata={"description": "Of an entry: who says so."})
    note = fields.String(metadata={"description": "Of an entry: for other admins."})
    expires_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "Of an entry or code: until when it counts; null: for good."}
    )
    scope = fields.Enum(Scope, by_value=True, metadata={"description": "Of a key: what it opens."})
    region = fields.String(
        allow_none=True, metadata={"description": "Of a key: the phone's, ISO 3166-1; null: it is no phone's."}
    )
    revoked_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "Of a key: since when it opens nothing; null: it does."}
    )
    uses = fields.Integer(metadata={"description": "Of a code: how many phones may enrol."})
    decision = one_of(Decision, metadata={"description": "Of a reported number: what admins made of it."})


class DoneOut(Done):
    """A change of a list, or what else an admin has done, which has no revision and no list.

    `before` and `after` are given where it was about one thing; null: it was not there, or is not.
    """

    revision = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The number of the change of a list; null: it was none."},
    )
    what = fields.String(
        required=True,
        validate=OneOf([*ChangeKind, *ActKind]),
        metadata={"description": "What was done; there may come to be more kinds."},
    )
    list = one_of(
        ListName, required=True, allow_none=True, metadata={"description": "The list that was changed; null: none was."}
    )
    count = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Entries of the list afterwards; null: it is of no list."},
    )
    checksum = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Of the list afterwards, 16 hexadecimal digits; null: it is of no list."},
    )
    about = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "What it was done to: the id of an entry, `key:ID`, `code:ID` or `report:NUMBER`; "
            "null: several entries."
        },
    )
    before = fields.Nested(StateOut, required=True, allow_none=True)
    after = fields.Nested(StateOut, required=True, allow_none=True)


class ChangesOut(Schema):
    """A page of the audit trail, newest first."""

    changes = fields.List(fields.Nested(DoneOut), required=True)
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
