"""What phones and admins get: the promise that documents, and that tests hold every answer against."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range

from guard_api.actions.find_organizations import Spelt
from guard_api.links.facts import Reason
from guard_api.links.imitation import How
from guard_api.numbers.directory import CallsFrom
from guard_api.ports import Scope


class Organization(Schema):
    """An organisation of the directory."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    official_numbers = fields.List(fields.String(), required=True)


class Listed(Schema):
    """Why a number is listed."""

    category = fields.String(required=True)
    label = fields.String(required=True)


class Caller(Schema):
    """The displayed number, read."""

    displayed = fields.String(required=True)
    kind = fields.String(required=True)
    reasons = fields.List(fields.String(), required=True)
    organization = fields.Nested(Organization, required=True, allow_none=True)
    listed = fields.Nested(Listed, required=True, allow_none=True)


class Evidence(Schema):
    """A signal that a warning goes by; `until` is null while it goes on."""

    signal = fields.String(required=True)
    since = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True, allow_none=True)


class Warned(Schema):
    """One thing that is wrong, heaviest first, and what to do about it."""

    pattern = fields.String(required=True)
    routine = fields.Integer(required=True, allow_none=True)
    level = fields.String(required=True, validate=OneOf(["notice", "warning", "critical"]))
    title = fields.String(required=True)
    message = fields.String(required=True)
    advice = fields.List(fields.String(), required=True)
    evidence = fields.List(fields.Nested(Evidence), required=True)


class Action(Schema):
    """A step that the phone can offer as a button."""

    type = fields.String(required=True, validate=OneOf(["hang_up", "stop_screen_share", "dial", "call"]))
    code = fields.String()
    number = fields.String()
    purpose = fields.String(validate=OneOf(["cancel_forwarding", "verify", "report"]))


class Judged(Schema):
    """How bad it is, why, and what to do now."""

    level = fields.String(required=True, validate=OneOf(["none", "notice", "warning", "critical"]))
    warnings = fields.List(fields.Nested(Warned), required=True)
    actions = fields.List(fields.Nested(Action), required=True)


_STATUS = OneOf(["reported", "unknown", "stale"])


class Signals(Schema):
    """What the answer went by: reported lately, once (stale), or never."""

    call = fields.String(required=True, validate=_STATUS)
    screen_share = fields.String(required=True, validate=_STATUS)
    forwarding = fields.String(required=True, validate=_STATUS)
    foreground_app = fields.String(required=True, validate=_STATUS)


class Target(Schema):
    """Where calls are forwarded to."""

    number = fields.String(required=True)
    kind = fields.String(required=True)


class Forwarding(Schema):
    """One change of call forwarding, read. `code` is null for what the phone reported."""

    code = fields.String(required=True, allow_none=True)
    action = fields.String(required=True, validate=OneOf(["enable", "disable", "query", "not_forwarding"]))
    accepted = fields.Boolean(required=True)
    states = fields.List(fields.String(), required=True)
    target = fields.Nested(Target, required=True, allow_none=True)


class NumberOut(Judged):
    """What is known of a number."""

    caller = fields.Nested(Caller, required=True, allow_none=True)


class ListedDomain(Listed):
    """Why a domain is listed, who says so, and since when."""

    entry = fields.String(required=True)
    source = fields.String(required=True)
    since = fields.AwareDateTime(required=True)


class Imitated(Schema):
    """The official domain that a link only looks like, and in which way."""

    domain = fields.String(required=True)
    how = fields.Enum(How, by_value=True, required=True)


class Link(Schema):
    """A link, read. `organization` is whose domain it is, or imitates."""

    link = fields.String(required=True)
    registrable_domain = fields.String(required=True, allow_none=True)
    reasons = fields.List(fields.Enum(Reason, by_value=True), required=True)
    organization = fields.Nested(Organization, required=True, allow_none=True)
    imitates = fields.Nested(Imitated, required=True, allow_none=True)
    listed = fields.Nested(ListedDomain, required=True, allow_none=True)


class LinkOut(Link, Judged):
    """What is known of a link; `carries` are links inside it, which it may lead on to."""

    carries = fields.List(fields.Nested(Link), required=True)


class NamedOrganization(Organization):
    """An organisation that a claim names; `fits` says whether it calls from the number, null when nobody can know.

    A line that is its own, but never calls anybody, does not fit.
    """

    names = fields.List(fields.String(), required=True)
    domains = fields.List(fields.String(), required=True)
    calls_from = fields.Enum(CallsFrom, by_value=True, required=True)
    match = fields.Enum(Spelt, by_value=True, required=True)
    fits = fields.Boolean(required=True, allow_none=True)


class OrganizationsOut(Schema):
    """Whom a claim names; nobody is an empty list."""

    organizations = fields.List(fields.Nested(NamedOrganization), required=True)
    number = fields.Nested(Caller, required=True, allow_none=True)


class CheckOut(NumberOut):
    """The answer to a check."""

    check_id = fields.String(required=True)
    score = fields.Integer(required=True, validate=Range(0, 100))
    signals = fields.Nested(Signals, required=True)
    forwarding = fields.List(fields.Nested(Forwarding), required=True)
    links = fields.List(fields.Nested(Link), required=True)
    degraded = fields.Boolean(required=True)
    valid_until = fields.AwareDateTime(required=True)
    policy = fields.String(required=True)


class DeviceOut(Schema):
    """An enrolled phone; the key is shown this once."""

    device_id = fields.String(required=True)
    key = fields.String(required=True)


class EnrolmentCodeOut(Schema):
    """A code for phones to enrol with, shown this once."""

    code = fields.String(required=True)
    uses = fields.Integer(required=True)
    expires_at = fields.AwareDateTime(required=True)
    id = fields.String(
        required=True, metadata={"description": "Names the code in the audit trail, as `code:ID`; it is no secret."}
    )


class KeyOut(Schema):
    """A key as it is listed."""

    id = fields.String(required=True)
    scope = fields.Enum(Scope, by_value=True, required=True)
    label = fields.String(required=True)
    region = fields.String(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    revoked_at = fields.AwareDateTime(required=True, allow_none=True)


class NewKeyOut(KeyOut):
    """A new key; `key` is shown this once."""

    key = fields.String(required=True)


class KeysOut(Schema):
    """A page of keys, newest first."""

    keys = fields.List(fields.Nested(KeyOut), required=True)
    next = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The cursor of the next page; null: this was the last."},
    )


class StatusOut(Schema):
    """Whether the server is well."""

    status = fields.String(required=True)
