"""What is asked and said of links."""

from marshmallow import Schema, fields

from guard_api.links.facts import Reason
from guard_api.links.names.imitation import How
from guard_api.lists.entry import Category
from guard_api.web.contract.fields import UntrustedText, doc
from guard_api.web.contract.requests import LINK, FromPhone
from guard_api.web.contract.schemas.checks.verdicts import Judged, Listed, Organization


class LinkQuery(FromPhone):
    """Which link, percent-encoded."""

    url = UntrustedText(LINK, required=True)


class ListedDomain(Listed):
    """Why a domain is listed, who says so, and since when."""

    category = fields.String(required=True, metadata=doc("What the domain is listed for.", Category))
    label = fields.String(required=True, metadata=doc("What admins call the site; may be empty."))
    entry = fields.String(required=True, metadata=doc("The domain that stands on the list: this one or one above it."))
    source = fields.String(required=True, metadata=doc("Who says so; may be empty."))
    since = fields.AwareDateTime(required=True, metadata=doc("Since when the entry stands as it does."))


class Imitated(Schema):
    """The official domain that a link only looks like, and in which way."""

    domain = fields.String(required=True, metadata=doc("The official domain."))
    how = fields.Enum(How, by_value=True, required=True, metadata=doc("What was done with it."))


class Link(Schema):
    """A link, read. `organization` is whose domain it is, or imitates."""

    link = fields.String(required=True, metadata=doc("The link as it was found."))
    registrable_domain = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("What somebody has registered of its host; an address where the host is one; null: no host."),
    )
    reasons = fields.List(
        fields.Enum(Reason, by_value=True),
        required=True,
        metadata=doc("What is known of the link, the gravest first; empty: nothing."),
    )
    organization = fields.Nested(
        Organization,
        required=True,
        allow_none=True,
        metadata=doc("Whose site it is, or looks like; null: of nobody that is known."),
    )
    imitates = fields.Nested(
        Imitated, required=True, allow_none=True, metadata=doc("The site that it looks like and is not; null: none.")
    )
    listed = fields.Nested(
        ListedDomain,
        required=True,
        allow_none=True,
        metadata=doc("The entry of the list of domains that matches; null: none."),
    )


class LinkOut(Link, Judged):
    """What is known of a link; `carries` are links inside it, which it may lead on to."""

    carries = fields.List(
        fields.Nested(Link), required=True, metadata=doc("Links inside it, to which it may lead on, read alike.")
    )
