"""What is said of reported numbers."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length

from guard_api.lists.entry import Category
from guard_api.ports.phones.reports import Decision, ReportOrder
from guard_api.web.contract.fields import LenientEnum, ShortText, Until, UntrustedText, doc, one_of
from guard_api.web.contract.requests import NOTE, NUMBER, FromAdmin, FromPhone, PageQuery

_AT_ONCE = 200
"""Numbers that are decided of at once: each is a change of its own."""


class ReportIn(FromPhone):
    """A number that somebody is tired of, as displayed."""

    number = UntrustedText(NUMBER, required=True)
    category = LenientEnum(Category)
    comment = UntrustedText(NOTE)


class ReportedOut(Schema):
    """What became of a report."""

    number = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("The number as it was understood, with `+` and country code; null: nobody can have it."),
    )
    counted = fields.Boolean(required=True, metadata=doc("Whether the report counts."))
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("Why it does not count, in the language of the answer; null: it counts."),
    )


class ReportsQuery(PageQuery):
    """Which reported numbers: those to be decided, or what was decided."""

    state = one_of(Decision, load_default=Decision.OPEN)
    order = one_of(ReportOrder, load_default=ReportOrder.DEVICES)


class ReportOut(Schema):
    """A reported number: by how many phones, and what for."""

    number = fields.String(required=True, metadata=doc("The number that was reported."))
    devices = fields.Integer(required=True, metadata=doc("How many phones have reported it."))
    categories = fields.Dict(
        fields.String(),
        fields.Integer(),
        required=True,
        metadata=doc("How many phones have reported it for what: numbers by category."),
    )
    comments = fields.List(fields.String(), required=True, metadata=doc("What people say of it, the newest first."))
    first_at = fields.AwareDateTime(required=True, metadata=doc("When it was reported first."))
    last_at = fields.AwareDateTime(required=True, metadata=doc("When it was reported last."))
    decided_by = fields.String(
        required=True, allow_none=True, metadata=doc("Who accepted or dismissed it; null: it is open.")
    )
    decided_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("When it was accepted or dismissed; null: it is open.")
    )
    why = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("The reason that was given for the decision; empty: none was. Null: it is open."),
    )


class ReportsOut(Schema):
    """A page of reported numbers, those of the most phones first."""

    reports = fields.List(
        fields.Nested(ReportOut), required=True, metadata=doc("Reported numbers, those of the most phones first.")
    )
    next = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("The cursor of the next page of reports; null: this was the last."),
    )


class AcceptIn(FromAdmin):
    """What the entry is to say; what is missing is taken from the reports."""

    category = one_of(Category)
    label = ShortText()
    note = ShortText(NOTE)
    expires_at = Until()


class DecideIn(AcceptIn):
    """What is decided of which numbers. What the entries are to say goes with `accepted` only."""

    numbers = fields.List(fields.String(validate=Length(1, NUMBER)), required=True, validate=Length(1, _AT_ONCE))
    decision = one_of(Decision, required=True)

    @validates_schema
    def check(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse to say something of entries where none is made."""
        fields_given = data.keys() - {"numbers", "decision"}
        if fields_given and data.get("decision") is not Decision.ACCEPTED:
            raise ValidationError("Only what is accepted becomes an entry.", min(fields_given))


class UndecidedOut(Schema):
    """A number of which could not be decided so."""

    number = fields.String(required=True, metadata=doc("The number of which nothing was decided."))
    reason = fields.String(required=True, metadata=doc("Why nothing was decided of it."))


class DecidedOut(Schema):
    """What came of deciding of many numbers."""

    numbers = fields.List(fields.String(), required=True, metadata=doc("The numbers of which was decided."))
    errors = fields.List(
        fields.Nested(UndecidedOut), required=True, metadata=doc("The numbers that are as they were, and why.")
    )
