"""The policy: how patterns count and from which scores on levels hold, as admins change it."""

from marshmallow import Schema, fields
from marshmallow.validate import Range

from guard_api.engine.edits import HEAVIEST, LONGEST
from guard_api.engine.policy import Mode
from guard_api.web.contract.fields import StrictInteger, doc, one_of, page_limit
from guard_api.web.contract.requests import FromAdmin, Why


class TuningQuery(Why):
    """The reason of a change; `force` makes it even where a case that must hold does not."""

    force = fields.Boolean(load_default=False)


class PatternIn(FromAdmin):
    """How a pattern is to count; null: as it ships."""

    mode = one_of(Mode)
    weight = StrictInteger(allow_none=True, validate=Range(0, HEAVIEST))
    within = StrictInteger(allow_none=True, validate=Range(1, LONGEST))


class ThresholdsIn(FromAdmin):
    """From which scores on levels hold."""

    notice = StrictInteger(validate=Range(1, HEAVIEST))
    warning = StrictInteger(validate=Range(1, HEAVIEST))
    critical = StrictInteger(validate=Range(1, HEAVIEST))


class PolicyVersionsQuery(FromAdmin):
    """Which part of the policy's history."""

    cursor = fields.String()
    limit = page_limit(1000, 100)


class ShippedRule(Schema):
    """A pattern as it ships."""

    mode = one_of(Mode, required=True, metadata=doc("Whether it counts.", Mode))
    weight = fields.Integer(required=True, metadata=doc("What it adds to the score, 0 to 100."))
    within = fields.Integer(required=True, metadata=doc("Its window, in minutes."))


class PatternOut(ShippedRule):
    """A pattern, as it counts now."""

    id = fields.String(required=True, metadata=doc("The pattern's name."))
    routine = fields.Integer(required=True, metadata=doc("Which of the eight routines of the fraud it is of; 0: none."))
    summary = fields.String(required=True, metadata=doc("What it looks for, in English."))
    shipped = fields.Nested(ShippedRule, required=True, metadata=doc("The same as it ships."))
    edited = fields.Boolean(required=True, metadata=doc("Whether it counts otherwise than as it ships."))
    subsumes = fields.List(
        fields.String(), required=True, metadata=doc("Patterns that are not shown beside it, since it says the same.")
    )


class PatternsOut(Schema):
    """All patterns."""

    patterns = fields.List(
        fields.Nested(PatternOut), required=True, metadata=doc("Patterns; those that subsume others come before them.")
    )


class ThresholdsOut(Schema):
    """From which scores on levels hold."""

    notice = fields.Integer(required=True, metadata=doc("The score from which on it is a notice."))
    warning = fields.Integer(required=True, metadata=doc("The score from which on it is a warning."))
    critical = fields.Integer(required=True, metadata=doc("The score from which on it is critical."))


class PolicyOut(Schema):
    """The policy as a whole."""

    revision = fields.String(required=True, metadata=doc("As answers of checks name it under `policy`."))
    version = fields.Integer(required=True, metadata=doc("How often it was changed here; 0: it is as it ships."))
    thresholds = fields.Nested(ThresholdsOut, required=True, metadata=doc("Where levels begin."))


class SaidOut(Schema):
    """What is said of a pattern or of the thresholds; what is missing is as it ships."""

    mode = one_of(Mode, metadata=doc("Of a pattern: whether it counts.", Mode))
    weight = fields.Integer(metadata=doc("Of a pattern: its weight."))
    within = fields.Integer(metadata=doc("Of a pattern: its window in minutes."))
    notice = fields.Integer(metadata=doc("Of the thresholds: where notices begin."))
    warning = fields.Integer(metadata=doc("Of the thresholds: where warnings begin."))
    critical = fields.Integer(metadata=doc("Of the thresholds: where what is critical begins."))


class PolicyChangeOut(Schema):
    """What a version makes of one pattern, or of the thresholds."""

    about = fields.String(required=True, metadata=doc("The pattern, or `thresholds`."))
    before = fields.Nested(
        SaidOut, required=True, allow_none=True, metadata=doc("What was said before; null: it was as it ships.")
    )
    after = fields.Nested(
        SaidOut, required=True, allow_none=True, metadata=doc("What is said since; null: it is as it ships.")
    )


class PolicyVersionOut(Schema):
    """One change of the policy."""

    version = fields.Integer(required=True, metadata=doc("The number of the change; it can be taken back by it."))
    at = fields.AwareDateTime(required=True, metadata=doc("When the policy was changed."))
    who = fields.String(required=True, metadata=doc("Who changed the policy."))
    why = fields.String(required=True, metadata=doc("Why the policy was changed, as it was given."))
    reverts = fields.Integer(
        required=True, allow_none=True, metadata=doc("The version that this one takes back; null: none.")
    )
    changes = fields.List(fields.Nested(PolicyChangeOut), required=True, metadata=doc("What is said otherwise."))


class PolicyVersionsOut(Schema):
    """A page of the policy's history, newest first."""

    versions = fields.List(
        fields.Nested(PolicyVersionOut), required=True, metadata=doc("Changes of the policy, the newest first.")
    )
    next = fields.String(
        required=True, allow_none=True, metadata=doc("The cursor of the next page of versions; null: that was all.")
    )
