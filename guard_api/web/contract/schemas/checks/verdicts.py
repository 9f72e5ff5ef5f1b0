"""How bad it is, why, and what to do now: the part that answers about calls, numbers and links have in common.

Every field says what it means by itself: fields of one name mean different things. Words of answers may become more.
"""

from marshmallow import Schema, fields

from guard_api.actions.checks.advice.advise import Purpose, StepType
from guard_api.engine.policy import Level
from guard_api.engine.signals import Kind
from guard_api.lists.entry import Category
from guard_api.numbers.caller_id import CallerKind, CallerReason
from guard_api.ports.policy import pattern_summaries
from guard_api.web.contract.fields import doc


class Organization(Schema):
    """An organisation of the directory."""

    id = fields.String(required=True, metadata=doc("Its id in the directory, the same in each language."))
    name = fields.String(required=True, metadata=doc("Its name, in the language of the answer."))
    official_numbers = fields.List(
        fields.String(), required=True, metadata=doc("Its own numbers, as people dial them at home.")
    )


class Listed(Schema):
    """Why a number is listed."""

    category = fields.String(required=True, metadata=doc("What the number is listed for.", Category))
    label = fields.String(required=True, metadata=doc("What admins call whoever uses the number; may be empty."))


class Caller(Schema):
    """The displayed number, read."""

    displayed = fields.String(required=True, metadata=doc("The number as it was sent; empty: withheld."))
    kind = fields.String(required=True, metadata=doc("What kind of number it is.", CallerKind))
    reasons = fields.List(
        fields.String(),
        required=True,
        metadata=doc("Why it is a look-alike or impossible; empty for all other kinds.", CallerReason),
    )
    organization = fields.Nested(
        Organization,
        required=True,
        allow_none=True,
        metadata=doc("Whose number it is, or pretends to be; null: nobody's that is known."),
    )
    listed = fields.Nested(
        Listed,
        required=True,
        allow_none=True,
        metadata=doc("The entry of the block list that matches; null: none, or an allowed or official number."),
    )


class Evidence(Schema):
    """A signal that a warning goes by; `until` is null while it goes on."""

    signal = fields.String(required=True, metadata=doc("What was seen.", Kind))
    since = fields.AwareDateTime(required=True, metadata=doc("When it began, by the server's clock."))
    until = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("When it ended; null: it goes on, as far as anybody knows.")
    )


class Warned(Schema):
    """One thing that is wrong, heaviest first; the first is told in full, in six lines at most."""

    pattern = fields.String(required=True, metadata=doc("Which pattern fits.", pattern_summaries()))
    routine = fields.Integer(
        required=True,
        allow_none=True,
        metadata=doc("Which of the eight routines of the fraud it is a step of; null: of none in particular."),
    )
    level = fields.String(
        required=True,
        metadata=doc("How bad this one thing is by itself.", [level for level in Level if level is not Level.NONE]),
    )
    title = fields.String(required=True, metadata=doc("A few words to show large."))
    message = fields.String(
        required=True,
        metadata=doc(
            "Of the first warning: what to do first, and what has happened, in two lines. Empty in all others, whose "
            "titles say enough."
        ),
    )
    advice = fields.List(
        fields.String(),
        required=True,
        metadata=doc(
            "What to do next, the first first, three at most; what is done goes, and the next moves up with the next "
            "answer. It is for all warnings together: with the first, and empty with all others."
        ),
    )
    evidence = fields.List(
        fields.Nested(Evidence), required=True, metadata=doc("The signals that make the pattern fit.")
    )


class Action(Schema):
    """A step that the phone can offer as a button."""

    type = fields.String(required=True, metadata=doc("What the button does.", StepType))
    label = fields.String(required=True, metadata=doc("What to write on the button, in the language of the answer."))
    code = fields.String(
        metadata=doc("With `dial`: the code as it is dialled. Its `*` and `#` are no part of a URL: write `%23` there.")
    )
    number = fields.String(metadata=doc("With `call`: the number to call, as it is dialled in the phone's region."))
    spoken = fields.String(
        metadata=doc(
            "With `dial` and `call`: the code or number for the ear, symbol by symbol, in the language of the answer. "
            "Screen readers say 110 as a hundred and ten, and drop `#` and `*`."
        )
    )
    purpose = fields.String(metadata=doc("With `dial` and `call`: what it is good for.", Purpose))


class Judged(Schema):
    """How bad it is, why, and what to do now."""

    level = fields.String(required=True, metadata=doc("How bad it is, by all that is known.", Level))
    level_label = fields.String(
        required=True, metadata=doc("The level in a word or two, in the language of the answer.")
    )
    warnings = fields.List(
        fields.Nested(Warned), required=True, metadata=doc("What is wrong, the heaviest first; empty at `none`.")
    )
    actions = fields.List(
        fields.Nested(Action), required=True, metadata=doc("Buttons to offer, the most urgent first; may be empty.")
    )
    degraded = fields.Boolean(
        required=True,
        metadata=doc(
            "True: something could not be used, the database or lists that are known to be the newest, and the answer "
            "goes by what could still be known."
        ),
    )


class NumberOut(Judged):
    """What is known of a number."""

    caller = fields.Nested(
        Caller,
        required=True,
        allow_none=True,
        metadata=doc("The number that was asked about, read; null: there was none in this request."),
    )
