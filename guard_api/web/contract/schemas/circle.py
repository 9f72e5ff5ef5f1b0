"""What phones say and get of their circle, and of alarms."""

from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length, Range

from guard_api.engine.policy import Level
from guard_api.ports.circle.alerts import Reply
from guard_api.ports.circle.deliveries import ChannelType
from guard_api.ports.circle.links import WarnAt
from guard_api.web.contract.fields import ShortText, UtcDateTime, doc, one_of
from guard_api.web.contract.requests import LINK, FromPhone, PageQuery

NAME = 40
"""Most characters of what somebody is called."""
WAIT = 25
"""Most seconds that a phone may wait for news."""
_CODE = 64


class InvitationIn(FromPhone):
    """An invitation to become this phone's guardian."""

    label = ShortText(NAME, required=True)
    warn_at = one_of(WarnAt, load_default=WarnAt.CRITICAL)
    enrolment_code = ShortText(_CODE, allow_none=True, load_default=None)


class InvitationOut(Schema):
    """An invitation, shown this once."""

    code = fields.String(required=True, metadata=doc("The code of the invitation, good for one guardian."))
    expires_at = fields.AwareDateTime(required=True, metadata=doc("Until when it can be accepted: 15 minutes."))
    url = fields.String(
        required=True, metadata=doc("What its QR code says: the server, the codes, all that the other app needs.")
    )


class MembershipIn(FromPhone):
    """A code, and what the protected person shall call this phone's owner."""

    code = ShortText(_CODE, required=True)
    label = ShortText(NAME, required=True)


class GuardianOut(Schema):
    """A guardian of this phone."""

    id = fields.String(required=True, metadata=doc("Names the link, by which it can be ended."))
    label = fields.String(required=True, metadata=doc("What the guardian is called."))
    warn_at = fields.Enum(
        WarnAt, by_value=True, required=True, metadata=doc("From which level on the guardian is told.", WarnAt)
    )
    since = fields.AwareDateTime(required=True, metadata=doc("When the guardian accepted."))
    ends_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("When the link ends that was ended amid an alarm; null: never.")
    )


class ProtectsOut(GuardianOut):
    """A phone that this one helps."""

    label = fields.String(required=True, metadata=doc("What the protected person is called."))
    since = fields.AwareDateTime(required=True, metadata=doc("When this phone accepted to help."))
    muted_until = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("Until when no alarms of that phone are told; null: they are.")
    )


class EndpointOut(Schema):
    """Where a phone's events go."""

    id = fields.String(required=True, metadata=doc("Names the endpoint, as the phone has chosen."))
    type = fields.Enum(ChannelType, by_value=True, required=True, metadata=doc("How events are brought there."))
    host = fields.String(required=True, metadata=doc("The host that events go to; the rest of its URL may be secret."))
    given_up_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("Since when nothing goes there any more; null: events do.")
    )
    reason = fields.String(required=True, metadata=doc("Why it was given up; empty: it was not."))


class NewEndpointOut(EndpointOut):
    """An endpoint that was put."""

    secret = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("What a webhook's signatures are checked with, shown this once; null: there is none."),
    )


class CircleOut(Schema):
    """All links of a phone."""

    guardians = fields.List(fields.Nested(GuardianOut), required=True, metadata=doc("Who helps this phone."))
    protects = fields.List(fields.Nested(ProtectsOut), required=True, metadata=doc("Whom this phone helps."))
    muted_until = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("Until when alarms of this phone are muted; null: they are not.")
    )
    endpoints = fields.List(
        fields.Nested(EndpointOut), required=True, metadata=doc("Where events for this phone go, beside its stream.")
    )


class CircleIn(FromPhone):
    """Until when no alarms are told: within a day, or null."""

    muted_until = UtcDateTime(required=True)


class LeavingOut(Schema):
    """A link that ends later, since an alarm is open."""

    effective_at = fields.AwareDateTime(required=True, metadata=doc("When the link ends; until then it goes on."))


class AlertsQuery(FromPhone):
    """Since when, and how long to wait where there is nothing yet."""

    after = fields.String(load_default="", validate=Length(max=_CODE))
    wait = fields.Integer(load_default=0, validate=Range(0, WAIT))


class AlertOut(Schema):
    """An alarm, as a guardian is told of it."""

    id = fields.String(required=True, metadata=doc("Names the alarm; it never changes, whatever becomes of it."))
    who = fields.String(required=True, metadata=doc("Who is in danger, as that person has chosen to be called."))
    level = fields.Enum(Level, by_value=True, required=True, metadata=doc("The worst that it has come to."))
    since = fields.AwareDateTime(required=True, metadata=doc("When the alarm began."))
    updated_at = fields.AwareDateTime(required=True, metadata=doc("When anything of the alarm changed last."))
    diverted = fields.Boolean(
        required=True, metadata=doc("True: calls to that phone reach somebody else. Do not ring it.")
    )
    title = fields.String(required=True, metadata=doc("What happens, in a line, in the language."))
    message = fields.String(required=True, metadata=doc("What it means, in a sentence or two."))
    advice = fields.List(fields.String(), required=True, metadata=doc("What the guardian can do, the first first."))
    leaving_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata=doc("When a link ends that somebody has asked to end amid this alarm; null: nobody has."),
    )
    over = fields.Boolean(required=True, metadata=doc("True: nothing of it goes on any more, as far as is seen."))


class AlertsOut(Schema):
    """What a guardian was told."""

    alerts = fields.List(fields.Nested(AlertOut), required=True, metadata=doc("Alarms, the latest news last."))
    next = fields.String(required=True, metadata=doc("What to send as the next `after`."))


class SeenIn(FromPhone):
    """What the guardian does."""

    reply = one_of(Reply, load_default=Reply.SEEN)


class PushKeysIn(FromPhone):
    """The keys of a subscription, as browsers and UnifiedPush give them."""

    p256dh = ShortText(required=True)
    auth = ShortText(required=True)


class EndpointIn(FromPhone):
    """Where events go."""

    type = one_of(ChannelType, required=True)
    url = ShortText(LINK, required=True)
    keys = fields.Nested(PushKeysIn())

    @validates_schema
    def has_keys(self, data: dict[str, object], **_: object) -> None:
        """Refuse a subscription without keys."""
        if data.get("type") is ChannelType.WEBPUSH and not data.get("keys"):
            raise ValidationError("Web Push needs keys.", "keys")


class PushKeyOut(Schema):
    """The server's key for Web Push."""

    public_key = fields.String(
        required=True, metadata=doc("The `applicationServerKey` of subscriptions (VAPID), in base64url.")
    )


class DeadLettersQuery(PageQuery):
    """Which page."""


class DeadLetterOut(Schema):
    """An event that was given up."""

    alert_id = fields.String(required=True, metadata=doc("The alarm that the event told of."))
    type = fields.Enum(ChannelType, by_value=True, required=True, metadata=doc("How it was to be brought."))
    host = fields.String(required=True, metadata=doc("The host that it was to be brought to."))
    attempts = fields.Integer(required=True, metadata=doc("How often that was tried."))
    reason = fields.String(required=True, metadata=doc("Why nothing more is tried, in the server's words."))
    given_up_at = fields.AwareDateTime(required=True, metadata=doc("When it was given up."))


class DeadLettersOut(Schema):
    """A page of events that were given up."""

    deliveries = fields.List(
        fields.Nested(DeadLetterOut), required=True, metadata=doc("Events that were given up, the newest first.")
    )
    next = fields.String(
        required=True, allow_none=True, metadata=doc("The cursor of the page behind; null: this was the last.")
    )
