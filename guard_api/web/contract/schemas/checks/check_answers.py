"""What phones get: answers about a call and a number."""

from enum import StrEnum

from marshmallow import Schema, fields
from marshmallow.validate import Range

from guard_api.engine.line import LineState
from guard_api.engine.vocabulary import TargetKind
from guard_api.ports.circle.alerts import Reply
from guard_api.service_codes.barring import Barred
from guard_api.service_codes.forwarding import Action as Asks
from guard_api.service_codes.forwarding import State
from guard_api.web.contract.fields import doc
from guard_api.web.contract.schemas.checks.links import Link
from guard_api.web.contract.schemas.checks.verdicts import NumberOut


class Known(StrEnum):
    """How much the phone has told of a signal."""

    REPORTED = "reported"
    STALE = "stale"
    UNKNOWN = "unknown"


class Signals(Schema):
    """What the answer went by: reported lately, once (stale), or never."""

    call = fields.String(required=True, metadata=doc("Whether the phone has told of calls.", Known))
    screen_share = fields.String(required=True, metadata=doc("Whether it has told if the screen is shared.", Known))
    forwarding = fields.String(required=True, metadata=doc("Whether it has told of call forwarding.", Known))
    foreground_app = fields.String(required=True, metadata=doc("Whether it has told which app is in front.", Known))
    dropped = fields.Boolean(
        metadata=doc(
            "There, and true, only where more was told than is kept of a phone: stronger signs of the fraud were kept."
        )
    )


class Target(Schema):
    """Where calls are forwarded to."""

    number = fields.String(
        required=True,
        metadata=doc("The number: with `+` and country code where it has that form, else as it was sent."),
    )
    kind = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("Whose number it is; null where nothing is forwarded to it now.", TargetKind),
    )


class Forwarding(Schema):
    """One change of call forwarding, read. `code` is null for what the phone reported."""

    code = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("The code as it was dialled, its first 64 characters; null: the phone or the network told of it."),
    )
    action = fields.String(required=True, metadata=doc("What the change does.", Asks))
    accepted = fields.Boolean(
        required=True, metadata=doc("False where a network would refuse the code as it was dialled.")
    )
    states = fields.List(fields.String(), required=True, metadata=doc("Which calls it is about.", State))
    target = fields.Nested(
        Target, required=True, allow_none=True, metadata=doc("Where calls go; null: nothing was said of it.")
    )


class LineOut(Schema):
    """Whether calls still reach this phone: remembered until it is told otherwise, for 30 days at most."""

    state = fields.String(required=True, metadata=doc("How the line stands.", LineState))
    states = fields.List(
        fields.String(), required=True, metadata=doc("Which calls are diverted, or else barred.", (*State, *Barred))
    )
    since = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("Since when it stands so; null: nobody knows how it stands.")
    )
    target_kind = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("Whose number diverted calls go to; null: nowhere, or nobody knows.", TargetKind),
    )


class Choice(Schema):
    """An answer that the person may choose."""

    label = fields.String(required=True, metadata=doc("The words of the button."))
    send = fields.Dict(
        keys=fields.String(),
        required=True,
        allow_none=True,
        metadata=doc("What the phone sends as its next check; null: nothing need be sent."),
    )


class Ask(Schema):
    """A question to the person, whose answer may raise the level."""

    field = fields.String(required=True, metadata=doc("The field of a check that the answer fills."))
    text = fields.String(required=True, metadata=doc("The question, in the language."))
    choices = fields.List(fields.Nested(Choice), required=True, metadata=doc("The answers to choose from."))


class CircleTold(Schema):
    """Who was told of an alarm on this phone, and what they do."""

    told = fields.Integer(required=True, metadata=doc("How many guardians were told."))
    seen = fields.Integer(required=True, metadata=doc("How many of them have answered."))
    seen_by = fields.List(
        fields.String(), required=True, metadata=doc("The names of those who have answered, as this phone has them.")
    )
    reply = fields.Enum(
        Reply,
        by_value=True,
        required=True,
        allow_none=True,
        metadata=doc("The most that any of them does; null: nobody has answered yet."),
    )
    text = fields.String(required=True, metadata=doc("All of that in a sentence, in the language, to be shown."))


class CheckOut(NumberOut):
    """The answer to a check."""

    check_id = fields.String(required=True, metadata=doc("Names this check among all checks of all phones."))
    score = fields.Integer(
        required=True,
        validate=Range(0, 100),
        metadata=doc("What the signs weigh together: notice from 20, warning from 50, critical from 80."),
    )
    signals = fields.Nested(
        Signals, required=True, metadata=doc("What of the phone the answer goes by: what was never told is not no.")
    )
    forwarding = fields.List(
        fields.Nested(Forwarding), required=True, metadata=doc("The changes of call forwarding of this request, read.")
    )
    line = fields.Nested(
        LineOut, required=True, metadata=doc("Whether calls still reach this phone, by all that was ever told of it.")
    )
    links = fields.List(
        fields.Nested(Link), required=True, metadata=doc("The links of this request, those in its texts too, read.")
    )
    ask = fields.Nested(
        Ask,
        required=True,
        allow_none=True,
        metadata=doc("One question for the person; null: none. None comes again within 15 minutes."),
    )
    circle = fields.Nested(
        CircleTold,
        required=True,
        allow_none=True,
        metadata=doc("Who knows of it; null: this phone has no guardians, or they were told nothing."),
    )
    repeat = fields.Boolean(
        required=True,
        metadata=doc("True: nothing in the warnings is newer than 15 minutes, so they need not be shown anew."),
    )
    valid_until = fields.AwareDateTime(required=True, metadata=doc("Ask again then, if nothing happens before."))
    policy = fields.String(required=True, metadata=doc("Names the patterns and their weights that the answer goes by."))
