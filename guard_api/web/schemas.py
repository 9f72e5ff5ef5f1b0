"""What phones and admins send, and what they get: the schemas that validate are the ones that document."""

import phonenumbers
from marshmallow import EXCLUDE, RAISE, Schema, fields, post_load
from marshmallow.validate import OneOf, Range

from guard_api.actions.observe import CheckRequest, ForwardingChange
from guard_api.engine.observations import CallState
from guard_api.ports import Scope
from guard_api.web.fields import Junk, Moment, Name, Some, YesNo

NUMBER, CODE, LINK, TEXT, PACKAGE = 256, 256, 2048, 4000, 256
"""Most characters of each that are read."""

_REGION = OneOf(sorted(phonenumbers.SUPPORTED_REGIONS), error="Must be an ISO 3166-1 region such as CN.")


class FromPhone(Schema):
    """Phones may be newer than the server: what it does not know, it ignores."""

    class Meta:
        """Options."""

        unknown = EXCLUDE


class FromAdmin(Schema):
    """An admin's typing error must not pass unseen."""

    class Meta:
        """Options."""

        unknown = RAISE


class ForwardingChangeIn(FromPhone):
    """One change of call forwarding: `code` as dialled, or what the phone reported, or the network's reply."""

    code = Junk(CODE)
    enabled = YesNo()
    states = Some(Junk(64))
    target = Junk(NUMBER)
    ussd_reply = Junk(TEXT)
    observed_at = Moment()

    @post_load
    def make(self, data: dict[str, object], **_: object) -> ForwardingChange:
        """Give the value that actions take."""
        return ForwardingChange(**data)  # type: ignore[arg-type] # the fields are the dataclass's


class CheckIn(FromPhone):
    """What the phone sees. Every field may be missing or null: unknown."""

    caller_number = Junk(NUMBER)
    call_state = fields.Enum(CallState, by_value=True, allow_none=True)
    call_kind = fields.String(allow_none=True, validate=OneOf(["cellular", "voip"]))
    caller_in_contacts = YesNo()
    contact_added_at = Moment()
    caller_verification = fields.String(allow_none=True, validate=OneOf(["passed", "failed", "not_verified"]))
    claimed_identity = Junk(TEXT)
    screen_share_active = YesNo()
    screen_share_app = Junk(PACKAGE)
    call_forwarding_changes = Some(fields.Nested(ForwardingChangeIn()))
    foreground_app = Junk(PACKAGE)
    installed_apps = Some(Junk(PACKAGE))
    links = Some(Junk(LINK))
    texts = Some(Junk(TEXT))
    observed_at = Moment()
    sent_at = Moment()
    request_id = Name(allow_none=True)

    @post_load
    def make(self, data: dict[str, object], **_: object) -> CheckRequest:
        """Give the value that actions take. Links and texts are read by nobody yet and go no further."""
        data.pop("links", None)
        data.pop("texts", None)
        data["call_forwarding_changes"] = [c for c in data.get("call_forwarding_changes") or () if c is not None]  # type: ignore[attr-defined] # a list by its schema
        data["installed_apps"] = [a for a in data.get("installed_apps") or () if a is not None]  # type: ignore[attr-defined] # a list by its schema
        return CheckRequest(**data)  # type: ignore[arg-type] # the fields are the dataclass's


class DeviceIn(FromPhone):
    """A phone that enrols."""

    enrolment_code = Name(required=True)
    region = fields.String(validate=_REGION, allow_none=True)
    own_numbers = Some(Junk(NUMBER))
    carrier = Junk(64)
    label = Name(allow_none=True)


class EnrolmentCodeIn(FromAdmin):
    """How many phones may enrol with a code, and until when (by default seven days)."""

    uses = fields.Integer(strict=True, validate=Range(1, 1_000_000), load_default=1)
    expires_at = Moment(load_default=None)


class KeyIn(FromAdmin):
    """A key to make. `region` is for device keys."""

    scope = fields.Enum(Scope, by_value=True, required=True)
    label = Name(load_default="")
    region = fields.String(validate=_REGION, allow_none=True, load_default=None)


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


class NumberOut(Schema):
    """What is known of a number."""

    caller = fields.Nested(Caller, required=True, allow_none=True)
    level = fields.String(required=True, validate=OneOf(["none", "notice", "warning", "critical"]))
    warnings = fields.List(fields.Nested(Warned), required=True)
    actions = fields.List(fields.Nested(Action), required=True)


class CheckOut(NumberOut):
    """The answer to a check."""

    check_id = fields.String(required=True)
    score = fields.Integer(required=True, validate=Range(0, 100))
    signals = fields.Nested(Signals, required=True)
    forwarding = fields.List(fields.Nested(Forwarding), required=True)
    links = fields.List(fields.Dict(), required=True)
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
    """All keys, newest first."""

    keys = fields.List(fields.Nested(KeyOut), required=True)


class StatusOut(Schema):
    """Whether the server is well."""

    status = fields.String(required=True)
