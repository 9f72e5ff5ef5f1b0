"""What another policy would change, by recorded cases; and what scores and levels have meant."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from guard_api.engine.policy import Level
from guard_api.ports.backtests import BacktestState
from guard_api.ports.policy import shipped_patterns
from guard_api.web.contract.fields import doc, one_of
from guard_api.web.contract.requests import FromAdmin
from guard_api.web.contract.schemas.tuning.policy import PatternIn, SaidOut, ThresholdsIn, ThresholdsOut


class BacktestIn(FromAdmin):
    """A policy to be tried: what of it is not as it ships."""

    patterns = fields.Dict(keys=fields.String(), values=fields.Nested(PatternIn), load_default=dict)
    thresholds = fields.Nested(ThresholdsIn, load_default=dict)

    @validates_schema
    def check(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse more patterns than there are."""
        if len(data.get("patterns", ())) > len(shipped_patterns()):
            raise ValidationError("Names more patterns than there are.", "patterns")


class EditsOut(Schema):
    """What of a policy is not as it ships."""

    patterns = fields.Dict(
        keys=fields.String(), values=fields.Nested(SaidOut), required=True, metadata=doc("Patterns, by their names.")
    )
    thresholds = fields.Nested(
        ThresholdsOut, required=True, allow_none=True, metadata=doc("Where levels begin; null: as it ships.")
    )


class CountedOut(Schema):
    """How many cases came to a level."""

    of = fields.String(required=True, metadata=doc("Cases that were `fraud`, `harmless`, or `unknown`."))
    level = one_of(
        Level, required=True, metadata=doc("The worst level that such a case came to before any money went.", Level)
    )
    before = fields.Integer(required=True, metadata=doc("How many came to it by the policy in force."))
    after = fields.Integer(required=True, metadata=doc("How many came to it by the policy that was tried."))


class FiredOut(Schema):
    """In how many cases a pattern was shown."""

    pattern = fields.String(required=True, metadata=doc("The pattern that was shown."))
    before = fields.Integer(required=True, metadata=doc("Cases by the policy in force."))
    after = fields.Integer(required=True, metadata=doc("Cases by the policy that was tried."))


class ShareOut(Schema):
    """A share, and how sure it is."""

    hits = fields.Integer(required=True, metadata=doc("How many there are of them."))
    of = fields.Integer(required=True, metadata=doc("Of how many."))
    share = fields.Float(required=True, allow_none=True, metadata=doc("The share; null: of none."))
    low = fields.Float(required=True, metadata=doc("The lower end of the 95 % interval of the share."))
    high = fields.Float(required=True, metadata=doc("The upper end of the 95 % interval of the share."))


class SharesOut(Schema):
    """A share by both policies."""

    before = fields.Nested(ShareOut, required=True, metadata=doc("The share by the policy in force."))
    after = fields.Nested(ShareOut, required=True, metadata=doc("The share by the policy that was tried."))


class MinutesOut(Schema):
    """Minutes by both policies."""

    before = fields.Float(required=True, allow_none=True, metadata=doc("By the policy in force; null: none."))
    after = fields.Float(required=True, allow_none=True, metadata=doc("By the policy that was tried; null: none."))


class GainOut(Schema):
    """Frauds of which people are warned at another time."""

    cases = fields.Integer(required=True, metadata=doc("How many cases that is true of."))
    minutes = fields.Float(required=True, allow_none=True, metadata=doc("By how many minutes, in the middle."))


class VerdictOut(Schema):
    """What a policy made of a case."""

    level = one_of(Level, required=True, metadata=doc("The worst level before any money went.", Level))
    patterns = fields.List(fields.String(), required=True, metadata=doc("Patterns that were shown."))
    lead_minutes = fields.Float(
        required=True, allow_none=True, metadata=doc("From the first warning to the first money; null: none of one.")
    )


class StageOut(Schema):
    """What both policies say from a minute of a case on."""

    minute = fields.Float(required=True, metadata=doc("Minutes since the case began."))
    before = one_of(Level, required=True, metadata=doc("The level by the policy in force.", Level))
    after = one_of(Level, required=True, metadata=doc("The level by the policy that was tried.", Level))
    only_before = fields.List(
        fields.String(), required=True, metadata=doc("Patterns that only the policy in force shows.")
    )
    only_after = fields.List(
        fields.String(), required=True, metadata=doc("Patterns that only the policy that was tried shows.")
    )


class ChangedCaseOut(Schema):
    """A case that the policies make something else of."""

    id = fields.String(required=True, metadata=doc("The name of the case."))
    fraud = fields.Boolean(required=True, allow_none=True, metadata=doc("Whether it was fraud; null: nobody knows."))
    before = fields.Nested(VerdictOut, required=True, metadata=doc("What the policy in force makes of it."))
    after = fields.Nested(VerdictOut, required=True, metadata=doc("What the policy that was tried makes of it."))
    course = fields.List(
        fields.Nested(StageOut), required=True, metadata=doc("How it went, without what was said again.")
    )


class BacktestResultOut(Schema):
    """What would change."""

    cases = fields.Integer(required=True, metadata=doc("Cases that were played."))
    frauds = fields.Integer(required=True, metadata=doc("Of these, how many were fraud."))
    harmless = fields.Integer(required=True, metadata=doc("Of these, how many were harmless."))
    levels = fields.List(fields.Nested(CountedOut), required=True, metadata=doc("Cases by level."))
    patterns = fields.List(fields.Nested(FiredOut), required=True, metadata=doc("Cases by pattern."))
    recall = fields.Nested(SharesOut, required=True, metadata=doc("Frauds that are warned of before any money goes."))
    false_warnings = fields.Nested(SharesOut, required=True, metadata=doc("Harmless cases that are warned of."))
    lead_minutes = fields.Nested(
        MinutesOut, required=True, metadata=doc("From the first warning to the first money, in the middle.")
    )
    won = fields.Nested(GainOut, required=True, metadata=doc("Frauds that would be warned of earlier."))
    lost = fields.Nested(GainOut, required=True, metadata=doc("Frauds that would be warned of later, or not."))
    changing = fields.Integer(required=True, metadata=doc("How many cases change."))
    changed = fields.List(
        fields.Nested(ChangedCaseOut), required=True, metadata=doc("Cases that change: the first thousand.")
    )


class BacktestOut(Schema):
    """A back-test."""

    id = fields.String(required=True, metadata=doc("The name of the back-test."))
    state = one_of(BacktestState, required=True, metadata=doc("How far it is.", BacktestState))
    at = fields.AwareDateTime(required=True, metadata=doc("When it was asked for."))
    who = fields.String(required=True, metadata=doc("Who asked for it."))
    why = fields.String(required=True, metadata=doc("What for; may be empty."))
    policy = fields.Nested(EditsOut, required=True, metadata=doc("What is tried in the place of what is in force."))
    finished_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("When it came to its end; null: it has not.")
    )
    reason = fields.String(required=True, metadata=doc("Why it failed; empty: it did not."))
    result = fields.Nested(
        BacktestResultOut,
        required=True,
        allow_none=True,
        metadata=doc("What would change; null: it is not known yet."),
    )


class BacktestsOut(Schema):
    """The newest back-tests."""

    backtests = fields.List(
        fields.Nested(BacktestOut), required=True, metadata=doc("Back-tests, the newest first; fifty at most.")
    )


class CalibrationStepOut(Schema):
    """Scores that mean the same."""

    begin = fields.Integer(required=True, metadata=doc("The lowest score of the step."))
    end = fields.Integer(required=True, metadata=doc("The highest score of the step."))
    value = fields.Float(required=True, metadata=doc("The share of frauds, which never falls from step to step."))
    low = fields.Float(required=True, metadata=doc("The lower end of its 95 % interval."))
    high = fields.Float(required=True, metadata=doc("The upper end of its 95 % interval."))
    n = fields.Integer(required=True, metadata=doc("Of how many cases that is known."))


class CalibratedLevelOut(Schema):
    """What a level has meant."""

    level = one_of(Level, required=True, metadata=doc("The level.", Level))
    share = fields.Nested(ShareOut, required=True, metadata=doc("Frauds among the cases that came to it."))


class CalibrationOut(Schema):
    """What scores and levels have meant."""

    steps = fields.List(fields.Nested(CalibrationStepOut), required=True, metadata=doc("By score, the lowest first."))
    levels = fields.List(fields.Nested(CalibratedLevelOut), required=True, metadata=doc("By level."))
