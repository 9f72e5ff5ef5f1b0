"""What admins are told of one number, domain or link."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length

from guard_api.engine.policy import Level
from guard_api.lists.domains import LONGEST_DOMAIN
from guard_api.lists.entry import ListName
from guard_api.web.contract.fields import doc, one_of
from guard_api.web.contract.requests import LINK, NUMBER, REGION, FromAdmin
from guard_api.web.contract.schemas.checks.links import Link
from guard_api.web.contract.schemas.checks.verdicts import Action, Caller, Organization, Warned
from guard_api.web.contract.schemas.lists.lists import EntryOut, EntrySaid
from guard_api.web.contract.schemas.lists.reports import ReportOut

_NAMES = ("number", "domain", "link")


class LookupQuery(FromAdmin):
    """What is looked up: a number in any form, a prefix with a `*`, a domain or a link; one of them."""

    number = fields.String(validate=Length(1, NUMBER))
    domain = fields.String(validate=Length(1, LONGEST_DOMAIN))
    link = fields.String(validate=Length(1, LINK))
    region = fields.String(validate=REGION)

    @validates_schema
    def check(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse none, and more than one."""
        if sum(name in data for name in _NAMES) != 1:
            raise ValidationError("Send one of number, domain and link.", "number")


class VersionOut(EntrySaid):
    """What an entry was for a time."""

    id = fields.String(required=True, metadata=doc("The name of the entry that this is a version of."))
    list = one_of(ListName, required=True, metadata=doc("The list on which this version stands or stood."))
    revision = fields.Integer(required=True, metadata=doc("The change that began this version."))
    began_at = fields.AwareDateTime(required=True, metadata=doc("When this version began to count."))
    began_by = fields.String(required=True, metadata=doc("Who made the change that began this version."))
    ended_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("When this version ended; null: it still stands.")
    )
    ended_by = fields.String(
        required=True, allow_none=True, metadata=doc("Who made the change that ended this version; null: it stands.")
    )


class LookupOut(Schema):
    """All that is known of a number, prefix or domain: what a phone is told of it, and why."""

    number = fields.String(metadata=doc("The number or prefix in its canonical form; in the place of `domain`."))
    domain = fields.String(metadata=doc("The domain that was asked about, or the host of the link."))
    caller = fields.Nested(
        Caller, required=True, allow_none=True, metadata=doc("The number as a phone is told of it; null: it is none.")
    )
    links = fields.List(
        fields.Nested(Link), required=True, metadata=doc("The link and those inside it, as a phone is told of them.")
    )
    level = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("How bad a phone is told that it is; null: none asks.", Level),
    )
    level_label = fields.String(
        required=True, allow_none=True, metadata=doc("That level in a word or two; null: there is none.")
    )
    warnings = fields.List(fields.Nested(Warned), required=True, metadata=doc("What a phone would warn of."))
    actions = fields.List(fields.Nested(Action), required=True, metadata=doc("The buttons that a phone would offer."))
    degraded = fields.Boolean(required=True, metadata=doc("True: the lists may not be the newest, as a phone is told."))
    official = fields.Nested(
        Organization,
        required=True,
        allow_none=True,
        metadata=doc("Whose official number or domain it is, which no list can block; null: nobody's."),
    )
    reports = fields.Nested(
        ReportOut, required=True, allow_none=True, metadata=doc("What phones have reported of it; null: nothing.")
    )
    decided_by = fields.String(
        required=True, allow_none=True, metadata=doc("The id of the entry that decides; null: none does.")
    )
    entries = fields.List(
        fields.Nested(EntryOut),
        required=True,
        metadata=doc("All entries that cover it, in the order in which they decide; those that have expired last."),
    )
    versions = fields.List(
        fields.Nested(VersionOut),
        required=True,
        metadata=doc("What its own entries were, on all lists, the newest first; as long as that is kept."),
    )
