"""Whom a claim names, as it is asked and said."""

from marshmallow import Schema, fields

from guard_api.actions.checks.find_organizations import Spelling
from guard_api.numbers.directory import CallsFrom
from guard_api.web.contract.fields import UntrustedText, doc
from guard_api.web.contract.requests import NUMBER, TEXT, FromPhone
from guard_api.web.contract.schemas.checks.verdicts import Caller, Organization


class OrganizationsQuery(FromPhone):
    """Who a caller says to be, in any words, and the number as displayed."""

    claimed = UntrustedText(TEXT, required=True)
    number = UntrustedText(NUMBER)


class NamedOrganization(Organization):
    """An organisation that a claim names; `fits` says whether it calls from the number, null when nobody can know.

    A line that is its own, but never calls anybody, does not fit.
    """

    names = fields.List(fields.String(), required=True, metadata=doc("All names by which people call it."))
    domains = fields.List(fields.String(), required=True, metadata=doc("Its own domains."))
    calls_from = fields.Enum(
        CallsFrom, by_value=True, required=True, metadata=doc("From which numbers it calls people.")
    )
    match = fields.Enum(Spelling, by_value=True, required=True, metadata=doc("How the claim names it."))
    fits = fields.Boolean(
        required=True,
        allow_none=True,
        metadata=doc("Whether it calls from the number that was asked about; null: no number, or nobody can know."),
    )


class OrganizationsOut(Schema):
    """Whom a claim names; nobody is an empty list."""

    organizations = fields.List(
        fields.Nested(NamedOrganization), required=True, metadata=doc("Whom the claim names, the likeliest first.")
    )
    number = fields.Nested(
        Caller,
        required=True,
        allow_none=True,
        metadata=doc("The number that the claim was made from, read; null: the question had none."),
    )
