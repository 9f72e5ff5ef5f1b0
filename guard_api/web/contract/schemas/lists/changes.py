"""What is said of changes of the lists, and of all else that admins have done."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from guard_api.engine.policy import Mode
from guard_api.lists.change import ActKind, ChangeKind
from guard_api.lists.entry import Category, ListName, Match
from guard_api.ports import Scope
from guard_api.ports.phones.reports import Decision
from guard_api.web.contract.fields import ShortText, Since, Until, doc, one_of
from guard_api.web.contract.requests import PageQuery
from guard_api.web.contract.schemas.lists.lists import EntrySaid

_OUTCOMES = {
    "restored": "it is again what it was before the change",
    "removed_again": "it is taken off the list again",
    "left_alone": "it was changed since, or may not stand there any more",
}
_DONE = (*ChangeKind, *ActKind)


class ChangesQuery(PageQuery):
    """Which part of the audit trail; what is left out is no condition."""

    who = ShortText(load_default="")
    what = fields.String(validate=OneOf(_DONE), metadata=doc("What was done.", _DONE))
    list = one_of(ListName)
    entry = fields.String()
    since = Since(data_key="from")
    until = Until(data_key="to")


class Done(Schema):
    """What changes of lists and other acts have in common."""

    at = fields.AwareDateTime(required=True, metadata=doc("When it was done."))
    who = fields.String(
        required=True,
        metadata=doc("Who did it: the label and id of a key, or who was logged in at the command line."),
    )
    why = fields.String(required=True, metadata=doc("The reason that was given; may be empty."))
    reverts = fields.Integer(
        required=True, allow_none=True, metadata=doc("The revision that this change takes back; null: none.")
    )
    added = fields.Integer(required=True, metadata=doc("How many entries the change made."))
    updated = fields.Integer(required=True, metadata=doc("How many entries the change made say something else."))
    removed = fields.Integer(required=True, metadata=doc("How many entries the change took off."))
    skipped = fields.Integer(
        required=True,
        metadata=doc("How many entries were left as they are, since they were changed later than what is taken back."),
    )


class ChangeOut(Done):
    """A change of a list. `before` and `after` are given where it was one entry; null: not listed."""

    revision = fields.Integer(required=True, metadata=doc("The number of the change; they count up."))
    what = fields.Enum(ChangeKind, by_value=True, required=True, metadata=doc("What was done to the list."))
    list = one_of(ListName, required=True, metadata=doc("The list that was changed."))
    count = fields.Integer(required=True, metadata=doc("How many entries the list had after the change."))
    checksum = fields.String(
        required=True, metadata=doc("What they added up to after the change: 16 hexadecimal digits.")
    )
    about = fields.String(
        required=True, allow_none=True, metadata=doc("The id of the entry that it changed; null: several.")
    )
    before = fields.Nested(
        EntrySaid,
        required=True,
        allow_none=True,
        metadata=doc("What was said of the one entry that was changed; null: it was not listed, or they were several."),
    )
    after = fields.Nested(
        EntrySaid,
        required=True,
        allow_none=True,
        metadata=doc("What is said of the one entry; null: it is not listed, or they were several."),
    )


class StateOut(Schema):
    """What is said of an entry, a key, an enrolment code or a reported number: each has some of these fields."""

    number = fields.String(metadata=doc("Of an entry of a number."))
    domain = fields.String(metadata=doc("Of an entry of a domain."))
    match = one_of(Match, metadata=doc("Of an entry: what has to match."))
    category = one_of(Category, metadata=doc("Of an entry: why it is listed."))
    label = fields.String(metadata=doc("Of an entry or key: what people call it."))
    source = fields.String(metadata=doc("Of an entry: who says so."))
    note = fields.String(metadata=doc("Of an entry: for other admins."))
    expires_at = fields.AwareDateTime(
        allow_none=True, metadata=doc("Of an entry or code: until when it counts; null: for good.")
    )
    scope = fields.Enum(Scope, by_value=True, metadata=doc("Of a key: what it opens."))
    region = fields.String(allow_none=True, metadata=doc("Of a key: the phone's, ISO 3166-1; null: it is no phone's."))
    revoked_at = fields.AwareDateTime(
        allow_none=True, metadata=doc("Of a key: since when it opens nothing; null: it does.")
    )
    uses = fields.Integer(metadata=doc("Of a code: how many phones may enrol."))
    decision = one_of(Decision, metadata=doc("Of a reported number: what admins made of it."))
    devices = fields.Integer(metadata=doc("Of a purge: phones that were forgotten, since they asked nothing for long."))
    keys = fields.Integer(metadata=doc("Of a purge: keys that were revoked long ago."))
    codes = fields.Integer(metadata=doc("Of a purge: enrolment codes that were used up or expired."))
    reports = fields.Integer(metadata=doc("Of a purge: reported numbers of which nothing came."))
    mode = one_of(Mode, metadata=doc("Of a pattern: whether it counts; missing: as it ships.", Mode))
    weight = fields.Integer(metadata=doc("Of a pattern: what it adds to the score; missing: as it ships."))
    within = fields.Integer(metadata=doc("Of a pattern: its window in minutes; missing: as it ships."))
    notice = fields.Integer(metadata=doc("Of the thresholds: from which score on it is a notice."))
    warning = fields.Integer(metadata=doc("Of the thresholds: from which score on it is a warning."))
    critical = fields.Integer(metadata=doc("Of the thresholds: from which score on it is critical."))
    version = fields.Integer(metadata=doc("Of the policy: the version that says so, by which it is taken back."))
    feedback = fields.Integer(metadata=doc("Of a purge: what people said of warnings long ago."))
    backtests = fields.Integer(metadata=doc("Of a purge: back-tests that came to their end long ago."))
    imports = fields.Integer(metadata=doc("Of a purge: imports that came to their end long ago, and their errors."))


class DoneOut(Done):
    """A change of a list, or what else an admin has done, which has no revision and no list.

    `before` and `after` are given where it was about one thing; null: it was not there, or is not.
    """

    revision = fields.Integer(
        required=True,
        allow_none=True,
        metadata=doc("The number of the change of a list; null: it was none."),
    )
    what = fields.String(
        required=True,
        metadata=doc("What was done; there may come to be more kinds.", _DONE),
    )
    list = one_of(ListName, required=True, allow_none=True, metadata=doc("The list that was changed; null: none was."))
    count = fields.Integer(
        required=True,
        allow_none=True,
        metadata=doc("Entries of the list afterwards; null: it is of no list."),
    )
    checksum = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("Of the list afterwards, 16 hexadecimal digits; null: it is of no list."),
    )
    about = fields.String(
        required=True,
        allow_none=True,
        metadata=doc(
            "What it was done to: the id of an entry, `key:ID`, `code:ID`, `report:NUMBER`, `pattern:ID` or"
            " `thresholds`; null: several entries."
            " `device`, `report:forgotten` and `retention` name nothing: what it was about is forgotten."
        ),
    )
    before = fields.Nested(
        StateOut,
        required=True,
        allow_none=True,
        metadata=doc("What was said of the one thing before; null: it was not there, or they were several."),
    )
    after = fields.Nested(
        StateOut,
        required=True,
        allow_none=True,
        metadata=doc("What is said of the one thing since; null: it is not there any more, or they were several."),
    )


class ChangesOut(Schema):
    """A page of the audit trail, newest first."""

    changes = fields.List(
        fields.Nested(DoneOut), required=True, metadata=doc("Changes of the lists and other acts, the newest first.")
    )
    next = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("The cursor of the next page of changes; null: this was the last."),
    )


class ChangedOut(Schema):
    """What a change made of one entry."""

    id = fields.String(required=True, metadata=doc("The name of the entry that was changed."))
    before = fields.Nested(
        EntrySaid,
        required=True,
        allow_none=True,
        metadata=doc("What was said of this entry; null: it was not listed."),
    )
    after = fields.Nested(
        EntrySaid,
        required=True,
        allow_none=True,
        metadata=doc("What is said of this entry since; null: it is not listed any more."),
    )


class ChangeEntriesOut(ChangeOut):
    """A change and a page of what it made of entries."""

    entries = fields.List(fields.Nested(ChangedOut), required=True, metadata=doc("What the change made of each entry."))
    next = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("The cursor of the next page of entries of the change; null: this was the last."),
    )


class TakenBackOut(ChangedOut):
    """What taking a change back would make of one entry."""

    outcome = fields.String(
        required=True,
        validate=OneOf(_OUTCOMES),
        metadata=doc("What would become of the entry.", _OUTCOMES),
    )


class PreviewOut(Schema):
    """What taking a change back would come to."""

    revision = fields.Integer(required=True, metadata=doc("The change that would be taken back."))
    complete = fields.Boolean(
        required=True, metadata=doc("Whether these are all of its entries; of a large change they are the first ones.")
    )
    restored = fields.Integer(required=True, metadata=doc("How many of them would be again what they were before."))
    removed_again = fields.Integer(required=True, metadata=doc("How many of them would be taken off again."))
    left_alone = fields.Integer(required=True, metadata=doc("How many of them would stay as they are."))
    entries = fields.List(fields.Nested(TakenBackOut), required=True, metadata=doc("What would become of each entry."))
