"""What admins tune, and what they are told of it; and what people say of warnings."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Range

from guard_api.engine.decision import Why as Unshown
from guard_api.engine.edits import HEAVIEST, LONGEST
from guard_api.engine.policy import Level, Mode
from guard_api.engine.shapes.shape import Lacking
from guard_api.engine.signals import Kind
from guard_api.patterns import PATTERNS
from guard_api.ports.backtests import BacktestState
from guard_api.ports.phones.feedback import Verdict
from guard_api.web.contract.fields import StrictBool, StrictInteger, one_of, page_limit, says
from guard_api.web.contract.schemas.checks import FromAdmin, FromPhone
from guard_api.web.contract.schemas.lists import Why


class FeedbackIn(FromPhone):
    """What a person says that a warning was. With `consent`, the timeline is kept, stripped."""

    verdict = one_of(Verdict, required=True)
    consent = StrictBool(load_default=False)


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


class BacktestIn(FromAdmin):
    """A policy to be tried: what of it is not as it ships."""

    patterns = fields.Dict(keys=fields.String(), values=fields.Nested(PatternIn), load_default=dict)
    thresholds = fields.Nested(ThresholdsIn, load_default=dict)

    @validates_schema
    def check(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse more patterns than there are."""
        if len(data.get("patterns", ())) > len(PATTERNS):
            raise ValidationError("Names more patterns than there are.", "patterns")


class ShippedRule(Schema):
    """A pattern as it ships."""

    mode = one_of(Mode, required=True, metadata=says("Whether it counts.", Mode))
    weight = fields.Integer(required=True, metadata=says("What it adds to the score, 0 to 100."))
    within = fields.Integer(required=True, metadata=says("Its window, in minutes."))


class PatternOut(ShippedRule):
    """A pattern, as it counts now."""

    id = fields.String(required=True, metadata=says("The pattern's name."))
    routine = fields.Integer(
        required=True, metadata=says("Which of the eight routines of the fraud it is of; 0: none.")
    )
    summary = fields.String(required=True, metadata=says("What it looks for, in English."))
    shipped = fields.Nested(ShippedRule, required=True, metadata=says("The same as it ships."))
    edited = fields.Boolean(required=True, metadata=says("Whether it counts otherwise than as it ships."))
    subsumes = fields.List(
        fields.String(), required=True, metadata=says("Patterns that are not shown beside it, since it says the same.")
    )


class PatternsOut(Schema):
    """All patterns."""

    patterns = fields.List(
        fields.Nested(PatternOut), required=True, metadata=says("Patterns; those that subsume others come before them.")
    )


class ThresholdsOut(Schema):
    """From which scores on levels hold."""

    notice = fields.Integer(required=True, metadata=says("The score from which on it is a notice."))
    warning = fields.Integer(required=True, metadata=says("The score from which on it is a warning."))
    critical = fields.Integer(required=True, metadata=says("The score from which on it is critical."))


class PolicyOut(Schema):
    """The policy as a whole."""

    revision = fields.String(required=True, metadata=says("As answers of checks name it under `policy`."))
    version = fields.Integer(required=True, metadata=says("How often it was changed here; 0: it is as it ships."))
    thresholds = fields.Nested(ThresholdsOut, required=True, metadata=says("Where levels begin."))


class SaidOut(Schema):
    """What is said of a pattern or of the thresholds; what is missing is as it ships."""

    mode = one_of(Mode, metadata=says("Of a pattern: whether it counts.", Mode))
    weight = fields.Integer(metadata=says("Of a pattern: its weight."))
    within = fields.Integer(metadata=says("Of a pattern: its window in minutes."))
    notice = fields.Integer(metadata=says("Of the thresholds: where notices begin."))
    warning = fields.Integer(metadata=says("Of the thresholds: where warnings begin."))
    critical = fields.Integer(metadata=says("Of the thresholds: where what is critical begins."))


class PolicyChangeOut(Schema):
    """What a version makes of one pattern, or of the thresholds."""

    about = fields.String(required=True, metadata=says("The pattern, or `thresholds`."))
    before = fields.Nested(
        SaidOut, required=True, allow_none=True, metadata=says("What was said before; null: it was as it ships.")
    )
    after = fields.Nested(
        SaidOut, required=True, allow_none=True, metadata=says("What is said since; null: it is as it ships.")
    )


class PolicyVersionOut(Schema):
    """One change of the policy."""

    version = fields.Integer(required=True, metadata=says("The number of the change; it can be taken back by it."))
    at = fields.AwareDateTime(required=True, metadata=says("When the policy was changed."))
    who = fields.String(required=True, metadata=says("Who changed the policy."))
    why = fields.String(required=True, metadata=says("Why the policy was changed, as it was given."))
    reverts = fields.Integer(
        required=True, allow_none=True, metadata=says("The version that this one takes back; null: none.")
    )
    changes = fields.List(fields.Nested(PolicyChangeOut), required=True, metadata=says("What is said otherwise."))


class PolicyVersionsOut(Schema):
    """A page of the policy's history, newest first."""

    versions = fields.List(
        fields.Nested(PolicyVersionOut), required=True, metadata=says("Changes of the policy, the newest first.")
    )
    next = fields.String(
        required=True, allow_none=True, metadata=says("The cursor of the next page of versions; null: that was all.")
    )


class EvidenceOut(Schema):
    """Something that went on."""

    signal = one_of(Kind, required=True, metadata=says("What went on, as patterns name it."))
    since = fields.AwareDateTime(required=True, metadata=says("When it began."))
    until = fields.AwareDateTime(
        required=True, allow_none=True, metadata=says("When it ended; null: it went on when the check was answered.")
    )
    about = fields.String(
        required=True,
        allow_none=True,
        metadata=says("A number, package, domain or organisation that it is about; null: nothing."),
    )
    strength = fields.Float(required=True, metadata=says("How much it says, 0 to 1."))
    detail = fields.String(required=True, metadata=says("Which variety of it; may be empty."))


class MatchOut(Schema):
    """A pattern that fits."""

    pattern = fields.String(required=True, metadata=says("The pattern that fits."))
    routine = fields.Integer(required=True, metadata=says("Which of the eight routines it is of; 0: none."))
    level = one_of(Level, required=True, metadata=says("The level of this pattern by itself.", Level))
    score = fields.Integer(required=True, metadata=says("What it adds to the score."))
    evidence = fields.List(
        fields.Nested(EvidenceOut), required=True, metadata=says("What it was read from, the oldest first.")
    )


class UnshownOut(MatchOut):
    """A pattern that fits and is not shown."""

    why = one_of(Unshown, required=True, metadata=says("Why it is not shown.", Unshown))
    by = fields.String(required=True, allow_none=True, metadata=says("The pattern that absorbs it; null: none does."))


class NearMissOut(Schema):
    """A pattern of which something is there, and that does not fit."""

    pattern = fields.String(required=True, metadata=says("The pattern that does not fit."))
    summary = fields.String(required=True, metadata=says("What that pattern looks for, in English."))
    lacking = one_of(Lacking, required=True, metadata=says("What it lacks.", Lacking))
    missing = fields.List(
        one_of(Kind), required=True, metadata=says("Signals of which there is none; one of several may be enough.")
    )


class ToldOut(Schema):
    """Something that the phone told."""

    what = fields.String(required=True, metadata=says("The kind of it."))
    at = fields.AwareDateTime(required=True, metadata=says("When it was so, by the server's clock."))
    until = fields.AwareDateTime(
        required=True, allow_none=True, metadata=says("When it was told for the last time; null: it was told once.")
    )
    says = fields.Dict(required=True, metadata=says("What was told, by field; what is usual is left out."))


class LinkReasonsOut(Schema):
    """A link that gave itself away."""

    at = fields.AwareDateTime(required=True, metadata=says("When the link came up."))
    registrable_domain = fields.String(
        required=True, allow_none=True, metadata=says("All that is kept of the link; null: it was a dialled code.")
    )
    reasons = fields.List(fields.String(), required=True, metadata=says("Why it was taken for what it is."))
    strength = fields.Float(required=True, metadata=says("How much the link says, 0 to 1."))
    organization = fields.String(
        required=True, allow_none=True, metadata=says("Whose site it imitates; null: nobody's.")
    )


class MessageReasonsOut(Schema):
    """A message that asked for something, or pressed; its text was never kept."""

    at = fields.AwareDateTime(required=True, metadata=says("When the message came up."))
    reasons = fields.List(fields.String(), required=True, metadata=says("What it asked for, or how it pressed."))
    strength = fields.Float(required=True, metadata=says("How much the message says, 0 to 1."))


class FeedbackOut(Schema):
    """What the person said."""

    verdict = one_of(Verdict, required=True, metadata=says("What the person says that it was.", Verdict))
    day = fields.Date(required=True, metadata=says("The day of UTC on which it was said."))
    kept = fields.Boolean(required=True, metadata=says("Whether the timeline is kept as a case, with consent."))


class ProbabilityOut(Schema):
    """How likely it is fraud, by recorded cases and what people said. It is shown to no person who is warned."""

    value = fields.Float(required=True, metadata=says("The share of frauds at such a score, which never falls."))
    low = fields.Float(required=True, metadata=says("The lower end of the 95 % interval of the probability."))
    high = fields.Float(required=True, metadata=says("The upper end of the 95 % interval of the probability."))
    n = fields.Integer(required=True, metadata=says("From how many cases the probability is known."))
    by_level = fields.Float(
        required=True, allow_none=True, metadata=says("The share of frauds at this level; null: none is known.")
    )
    n_of_level = fields.Integer(required=True, metadata=says("Of how many cases at this level."))


class ExplainedOut(Schema):
    """A check, and why it was answered so."""

    check_id = fields.String(required=True, metadata=says("The check."))
    device_id = fields.String(required=True, metadata=says("The phone that asked."))
    received_at = fields.AwareDateTime(required=True, metadata=says("When the check was received."))
    as_of = fields.AwareDateTime(required=True, metadata=says("The newest time that had been told of."))
    level = one_of(Level, required=True, metadata=says("How bad it was.", Level))
    score = fields.Integer(required=True, metadata=says("What all patterns that count added up to, 0 to 100."))
    policy = fields.String(required=True, metadata=says("The revision of the policy that decided."))
    answered_score = fields.Integer(required=True, metadata=says("The score that was answered."))
    exact = fields.Boolean(
        required=True,
        metadata=says(
            "Whether what follows comes to that score: what was told again and again since, or told late, is known"
            " by now, and not when it was told before."
        ),
    )
    policy_now = fields.String(required=True, metadata=says("The revision of the policy that decides by now."))
    timeline = fields.List(
        fields.Nested(ToldOut),
        required=True,
        allow_none=True,
        metadata=says("All that was known, the oldest first; null: that is forgotten, and only feedback is left."),
    )
    matches = fields.List(fields.Nested(MatchOut), required=True, metadata=says("What was shown, the heaviest first."))
    unshown = fields.List(fields.Nested(UnshownOut), required=True, metadata=says("What fits and was not shown."))
    shadow = fields.List(
        fields.Nested(MatchOut), required=True, metadata=says("What is only watched, and would have been shown.")
    )
    near_misses = fields.List(fields.Nested(NearMissOut), required=True, metadata=says("What did not fit, and why."))
    links = fields.List(fields.Nested(LinkReasonsOut), required=True, metadata=says("Links that gave themselves away."))
    messages = fields.List(
        fields.Nested(MessageReasonsOut), required=True, metadata=says("Messages that asked for something, or pressed.")
    )
    untold = fields.List(
        fields.String(), required=True, data_key="unknown", metadata=says("Of what nothing was told, by field.")
    )
    ask = fields.String(
        required=True, allow_none=True, metadata=says("What was worth asking the person; null: nothing.")
    )
    feedback = fields.Nested(
        FeedbackOut, required=True, allow_none=True, metadata=says("What the person said of it; null: nothing.")
    )
    probability = fields.Nested(
        ProbabilityOut, required=True, allow_none=True, metadata=says("How likely it is fraud; null: nobody knows.")
    )


class EditsOut(Schema):
    """What of a policy is not as it ships."""

    patterns = fields.Dict(
        keys=fields.String(), values=fields.Nested(SaidOut), required=True, metadata=says("Patterns, by their names.")
    )
    thresholds = fields.Nested(
        ThresholdsOut, required=True, allow_none=True, metadata=says("Where levels begin; null: as it ships.")
    )


class CountedOut(Schema):
    """How many cases came to a level."""

    of = fields.String(required=True, metadata=says("Cases that were `fraud`, `harmless`, or `unknown`."))
    level = one_of(
        Level, required=True, metadata=says("The worst level that such a case came to before any money went.", Level)
    )
    before = fields.Integer(required=True, metadata=says("How many came to it by the policy in force."))
    after = fields.Integer(required=True, metadata=says("How many came to it by the policy that was tried."))


class FiredOut(Schema):
    """In how many cases a pattern was shown."""

    pattern = fields.String(required=True, metadata=says("The pattern that was shown."))
    before = fields.Integer(required=True, metadata=says("Cases by the policy in force."))
    after = fields.Integer(required=True, metadata=says("Cases by the policy that was tried."))


class ShareOut(Schema):
    """A share, and how sure it is."""

    hits = fields.Integer(required=True, metadata=says("How many there are of them."))
    of = fields.Integer(required=True, metadata=says("Of how many."))
    share = fields.Float(required=True, allow_none=True, metadata=says("The share; null: of none."))
    low = fields.Float(required=True, metadata=says("The lower end of the 95 % interval of the share."))
    high = fields.Float(required=True, metadata=says("The upper end of the 95 % interval of the share."))


class SharesOut(Schema):
    """A share by both policies."""

    before = fields.Nested(ShareOut, required=True, metadata=says("The share by the policy in force."))
    after = fields.Nested(ShareOut, required=True, metadata=says("The share by the policy that was tried."))


class MinutesOut(Schema):
    """Minutes by both policies."""

    before = fields.Float(required=True, allow_none=True, metadata=says("By the policy in force; null: none."))
    after = fields.Float(required=True, allow_none=True, metadata=says("By the policy that was tried; null: none."))


class GainOut(Schema):
    """Frauds of which people are warned at another time."""

    cases = fields.Integer(required=True, metadata=says("How many cases that is true of."))
    minutes = fields.Float(required=True, allow_none=True, metadata=says("By how many minutes, in the middle."))


class VerdictOut(Schema):
    """What a policy made of a case."""

    level = one_of(Level, required=True, metadata=says("The worst level before any money went.", Level))
    patterns = fields.List(fields.String(), required=True, metadata=says("Patterns that were shown."))
    lead_minutes = fields.Float(
        required=True, allow_none=True, metadata=says("From the first warning to the first money; null: none of one.")
    )


class StageOut(Schema):
    """What both policies say from a minute of a case on."""

    minute = fields.Float(required=True, metadata=says("Minutes since the case began."))
    before = one_of(Level, required=True, metadata=says("The level by the policy in force.", Level))
    after = one_of(Level, required=True, metadata=says("The level by the policy that was tried.", Level))
    only_before = fields.List(
        fields.String(), required=True, metadata=says("Patterns that only the policy in force shows.")
    )
    only_after = fields.List(
        fields.String(), required=True, metadata=says("Patterns that only the policy that was tried shows.")
    )


class ChangedCaseOut(Schema):
    """A case that the policies make something else of."""

    id = fields.String(required=True, metadata=says("The name of the case."))
    fraud = fields.Boolean(required=True, allow_none=True, metadata=says("Whether it was fraud; null: nobody knows."))
    before = fields.Nested(VerdictOut, required=True, metadata=says("What the policy in force makes of it."))
    after = fields.Nested(VerdictOut, required=True, metadata=says("What the policy that was tried makes of it."))
    course = fields.List(
        fields.Nested(StageOut), required=True, metadata=says("How it went, without what was said again.")
    )


class BacktestResultOut(Schema):
    """What would change."""

    cases = fields.Integer(required=True, metadata=says("Cases that were played."))
    frauds = fields.Integer(required=True, metadata=says("Of these, how many were fraud."))
    harmless = fields.Integer(required=True, metadata=says("Of these, how many were harmless."))
    levels = fields.List(fields.Nested(CountedOut), required=True, metadata=says("Cases by level."))
    patterns = fields.List(fields.Nested(FiredOut), required=True, metadata=says("Cases by pattern."))
    recall = fields.Nested(SharesOut, required=True, metadata=says("Frauds that are warned of before any money goes."))
    false_warnings = fields.Nested(SharesOut, required=True, metadata=says("Harmless cases that are warned of."))
    lead_minutes = fields.Nested(
        MinutesOut, required=True, metadata=says("From the first warning to the first money, in the middle.")
    )
    won = fields.Nested(GainOut, required=True, metadata=says("Frauds that would be warned of earlier."))
    lost = fields.Nested(GainOut, required=True, metadata=says("Frauds that would be warned of later, or not."))
    changing = fields.Integer(required=True, metadata=says("How many cases change."))
    changed = fields.List(
        fields.Nested(ChangedCaseOut), required=True, metadata=says("Cases that change: the first thousand.")
    )


class BacktestOut(Schema):
    """A back-test."""

    id = fields.String(required=True, metadata=says("The name of the back-test."))
    state = one_of(BacktestState, required=True, metadata=says("How far it is.", BacktestState))
    at = fields.AwareDateTime(required=True, metadata=says("When it was asked for."))
    who = fields.String(required=True, metadata=says("Who asked for it."))
    why = fields.String(required=True, metadata=says("What for; may be empty."))
    policy = fields.Nested(EditsOut, required=True, metadata=says("What is tried in the place of what is in force."))
    finished_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=says("When it came to its end; null: it has not.")
    )
    reason = fields.String(required=True, metadata=says("Why it failed; empty: it did not."))
    result = fields.Nested(
        BacktestResultOut,
        required=True,
        allow_none=True,
        metadata=says("What would change; null: it is not known yet."),
    )


class BacktestsOut(Schema):
    """The newest back-tests."""

    backtests = fields.List(
        fields.Nested(BacktestOut), required=True, metadata=says("Back-tests, the newest first; fifty at most.")
    )


class CalibrationStepOut(Schema):
    """Scores that mean the same."""

    begin = fields.Integer(required=True, metadata=says("The lowest score of the step."))
    end = fields.Integer(required=True, metadata=says("The highest score of the step."))
    value = fields.Float(required=True, metadata=says("The share of frauds, which never falls from step to step."))
    low = fields.Float(required=True, metadata=says("The lower end of its 95 % interval."))
    high = fields.Float(required=True, metadata=says("The upper end of its 95 % interval."))
    n = fields.Integer(required=True, metadata=says("Of how many cases that is known."))


class CalibratedLevelOut(Schema):
    """What a level has meant."""

    level = one_of(Level, required=True, metadata=says("The level.", Level))
    share = fields.Nested(ShareOut, required=True, metadata=says("Frauds among the cases that came to it."))


class CalibrationOut(Schema):
    """What scores and levels have meant."""

    steps = fields.List(fields.Nested(CalibrationStepOut), required=True, metadata=says("By score, the lowest first."))
    levels = fields.List(fields.Nested(CalibratedLevelOut), required=True, metadata=says("By level."))
