"""Why a check was answered as it was, and what a person said of it."""

from marshmallow import Schema, fields

from guard_api.engine.decision import Why as Unshown
from guard_api.engine.policy import Level
from guard_api.engine.shapes.shape import Lacking
from guard_api.engine.signals import Kind
from guard_api.ports.phones.feedback import Verdict
from guard_api.web.contract.fields import StrictBool, doc, one_of
from guard_api.web.contract.requests import FromPhone


class FeedbackIn(FromPhone):
    """What a person says that a warning was. With `consent`, the timeline is kept, stripped."""

    verdict = one_of(Verdict, required=True)
    consent = StrictBool(load_default=False)


class EvidenceOut(Schema):
    """Something that went on."""

    signal = one_of(Kind, required=True, metadata=doc("What went on, as patterns name it."))
    since = fields.AwareDateTime(required=True, metadata=doc("When it began."))
    until = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("When it ended; null: it went on when the check was answered.")
    )
    about = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("A number, package, domain or organisation that it is about; null: nothing."),
    )
    strength = fields.Float(required=True, metadata=doc("How much it says, 0 to 1."))
    detail = fields.String(required=True, metadata=doc("Which variety of it; may be empty."))


class MatchOut(Schema):
    """A pattern that fits."""

    pattern = fields.String(required=True, metadata=doc("The pattern that fits."))
    routine = fields.Integer(required=True, metadata=doc("Which of the eight routines it is of; 0: none."))
    level = one_of(Level, required=True, metadata=doc("The level of this pattern by itself.", Level))
    score = fields.Integer(required=True, metadata=doc("What it adds to the score."))
    evidence = fields.List(
        fields.Nested(EvidenceOut), required=True, metadata=doc("What it was read from, the oldest first.")
    )


class UnshownOut(MatchOut):
    """A pattern that fits and is not shown."""

    why = one_of(Unshown, required=True, metadata=doc("Why it is not shown.", Unshown))
    by = fields.String(required=True, allow_none=True, metadata=doc("The pattern that absorbs it; null: none does."))


class NearMissOut(Schema):
    """A pattern of which something is there, and that does not fit."""

    pattern = fields.String(required=True, metadata=doc("The pattern that does not fit."))
    summary = fields.String(required=True, metadata=doc("What that pattern looks for, in English."))
    lacking = one_of(Lacking, required=True, metadata=doc("What it lacks.", Lacking))
    missing = fields.List(
        one_of(Kind), required=True, metadata=doc("Signals of which there is none; one of several may be enough.")
    )


class ToldOut(Schema):
    """Something that the phone told."""

    what = fields.String(required=True, metadata=doc("The kind of it."))
    at = fields.AwareDateTime(required=True, metadata=doc("When it was so, by the server's clock."))
    until = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("When it was told for the last time; null: it was told once.")
    )
    says = fields.Dict(required=True, metadata=doc("What was told, by field; what is usual is left out."))


class LinkReasonsOut(Schema):
    """A link that gave itself away."""

    at = fields.AwareDateTime(required=True, metadata=doc("When the link came up."))
    registrable_domain = fields.String(
        required=True, allow_none=True, metadata=doc("All that is kept of the link; null: it was a dialled code.")
    )
    reasons = fields.List(fields.String(), required=True, metadata=doc("Why it was taken for what it is."))
    strength = fields.Float(required=True, metadata=doc("How much the link says, 0 to 1."))
    organization = fields.String(
        required=True, allow_none=True, metadata=doc("Whose site it imitates; null: nobody's.")
    )


class MessageReasonsOut(Schema):
    """A message that asked for something, or pressed; its text was never kept."""

    at = fields.AwareDateTime(required=True, metadata=doc("When the message came up."))
    reasons = fields.List(fields.String(), required=True, metadata=doc("What it asked for, or how it pressed."))
    strength = fields.Float(required=True, metadata=doc("How much the message says, 0 to 1."))


class FeedbackOut(Schema):
    """What the person said."""

    verdict = one_of(Verdict, required=True, metadata=doc("What the person says that it was.", Verdict))
    day = fields.Date(required=True, metadata=doc("The day of UTC on which it was said."))
    kept = fields.Boolean(required=True, metadata=doc("Whether the timeline is kept as a case, with consent."))


class ProbabilityOut(Schema):
    """How likely it is fraud, by recorded cases and what people said. It is shown to no person who is warned."""

    value = fields.Float(required=True, metadata=doc("The share of frauds at such a score, which never falls."))
    low = fields.Float(required=True, metadata=doc("The lower end of the 95 % interval of the probability."))
    high = fields.Float(required=True, metadata=doc("The upper end of the 95 % interval of the probability."))
    n = fields.Integer(required=True, metadata=doc("From how many cases the probability is known."))
    by_level = fields.Float(
        required=True, allow_none=True, metadata=doc("The share of frauds at this level; null: none is known.")
    )
    n_of_level = fields.Integer(required=True, metadata=doc("Of how many cases at this level."))


class ExplainedOut(Schema):
    """A check, and why it was answered so."""

    check_id = fields.String(required=True, metadata=doc("The check."))
    device_id = fields.String(required=True, metadata=doc("The phone that asked."))
    received_at = fields.AwareDateTime(required=True, metadata=doc("When the check was received."))
    as_of = fields.AwareDateTime(required=True, metadata=doc("The newest time that had been told of."))
    level = one_of(Level, required=True, metadata=doc("How bad it was.", Level))
    score = fields.Integer(required=True, metadata=doc("What all patterns that count added up to, 0 to 100."))
    policy = fields.String(required=True, metadata=doc("The revision of the policy that decided."))
    answered_score = fields.Integer(required=True, metadata=doc("The score that was answered."))
    exact = fields.Boolean(
        required=True,
        metadata=doc(
            "Whether what follows comes to that score: what was told again and again since, or told late, is known"
            " by now, and not when it was told before."
        ),
    )
    policy_now = fields.String(required=True, metadata=doc("The revision of the policy that decides by now."))
    timeline = fields.List(
        fields.Nested(ToldOut),
        required=True,
        allow_none=True,
        metadata=doc("All that was known, the oldest first; null: that is forgotten, and only feedback is left."),
    )
    matches = fields.List(fields.Nested(MatchOut), required=True, metadata=doc("What was shown, the heaviest first."))
    unshown = fields.List(fields.Nested(UnshownOut), required=True, metadata=doc("What fits and was not shown."))
    shadow = fields.List(
        fields.Nested(MatchOut), required=True, metadata=doc("What is only watched, and would have been shown.")
    )
    near_misses = fields.List(fields.Nested(NearMissOut), required=True, metadata=doc("What did not fit, and why."))
    links = fields.List(fields.Nested(LinkReasonsOut), required=True, metadata=doc("Links that gave themselves away."))
    messages = fields.List(
        fields.Nested(MessageReasonsOut), required=True, metadata=doc("Messages that asked for something, or pressed.")
    )
    untold = fields.List(
        fields.String(), required=True, data_key="unknown", metadata=doc("Of what nothing was told, by field.")
    )
    ask = fields.String(
        required=True, allow_none=True, metadata=doc("What was worth asking the person; null: nothing.")
    )
    feedback = fields.Nested(
        FeedbackOut, required=True, allow_none=True, metadata=doc("What the person said of it; null: nothing.")
    )
    probability = fields.Nested(
        ProbabilityOut, required=True, allow_none=True, metadata=doc("How likely it is fraud; null: nobody knows.")
    )
