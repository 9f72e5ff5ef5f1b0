"""What phones and admins send: the schemas that validate are the ones that document."""

from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, fields, post_load
from marshmallow.validate import OneOf, Range
from msgspec import Struct

from guard_api.actions.checks.observing.check_request import (
    AmountBucket,
    CallDirection,
    CallKind,
    CheckRequest,
    ForwardingChange,
    Moment,
    Reachability,
    ReportedBy,
    Verification,
)
from guard_api.actions.checks.observing.installed_apps import InstalledApp
from guard_api.apps.origin import AppSource
from guard_api.engine.vocabulary import CallState, MomentKind, NumberSource
from guard_api.numbers.plan import REGIONS
from guard_api.ports import Scope
from guard_api.web.contract.fast_decoding import StructSchema
from guard_api.web.contract.fields import (
    LastItems,
    LenientEnum,
    ShortText,
    StrictBool,
    StrictInteger,
    TextOrObject,
    UntrustedText,
    UtcDateTime,
)

NUMBER, CODE, LINK, TEXT, PACKAGE, NOTE = 256, 256, 2048, 4000, 256, 500
"""Most characters of each that are read."""
RIGHTS = 64
"""Most rights of an app that are read."""
_LISTS = ("call_forwarding_changes", "installed_apps", "links", "texts", "qr_codes", "moments")

REGION = OneOf(REGIONS, error="Must be an ISO 3166-1 region such as CN.")


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


class ForwardingChangeIn(FromPhone, StructSchema):
    """One change of call forwarding: `code` as dialled, or what the phone reported, or the network's reply."""

    makes = ForwardingChange

    code = UntrustedText(CODE)
    enabled = StrictBool()
    states = LastItems(UntrustedText(64))
    target = UntrustedText(NUMBER)
    ussd_reply = UntrustedText(TEXT)
    observed_at = UtcDateTime()


class InstalledAppIn(FromPhone, StructSchema):
    """An app that was newly installed. Every field may be missing or null: unknown."""

    makes = InstalledApp

    package = UntrustedText(PACKAGE)
    label = UntrustedText(PACKAGE)
    source = LenientEnum(AppSource)
    installer = UntrustedText(PACKAGE)
    signer_sha256 = UntrustedText(PACKAGE)
    gained = LastItems(UntrustedText(64), most=RIGHTS)


class ReachabilityIn(FromPhone, StructSchema):
    """What stands between the phone and those who want to reach it."""

    makes = Reachability

    do_not_disturb = StrictBool()
    airplane_mode = StrictBool()
    default_dialer = UntrustedText(PACKAGE)
    call_redirection_app = UntrustedText(PACKAGE)
    calls_blocked_from = LastItems(UntrustedText(NUMBER))


class MomentIn(FromPhone, StructSchema):
    """A code that came, money that went: what a message told, without its text."""

    makes = Moment

    kind = LenientEnum(MomentKind)
    amount_bucket = LenientEnum(AmountBucket)
    observed_at = UtcDateTime()


class CheckIn(FromPhone, StructSchema):
    """What the phone sees. Every field may be missing or null: unknown."""

    makes = CheckRequest

    caller_number = UntrustedText(NUMBER)
    call_state = LenientEnum(CallState)
    call_kind = LenientEnum(CallKind)
    caller_in_contacts = StrictBool()
    contact_added_at = UtcDateTime()
    caller_verification = LenientEnum(Verification)
    claimed_identity = UntrustedText(TEXT)
    screen_share_active = StrictBool()
    screen_share_app = UntrustedText(PACKAGE)
    call_forwarding_changes = LastItems(fields.Nested(ForwardingChangeIn()))
    foreground_app = UntrustedText(PACKAGE)
    installed_apps = LastItems(TextOrObject(UntrustedText(PACKAGE), InstalledAppIn()))
    links = LastItems(UntrustedText(LINK))
    texts = LastItems(UntrustedText(TEXT))
    qr_codes = LastItems(UntrustedText(LINK))
    call_direction = LenientEnum(CallDirection)
    number_source = LenientEnum(NumberSource)
    reachability = fields.Nested(ReachabilityIn(), allow_none=True)
    moments = LastItems(fields.Nested(MomentIn(), allow_none=True))
    told_by = LenientEnum(ReportedBy)
    observed_at = UtcDateTime()
    sent_at = UtcDateTime()
    request_id = UntrustedText(TEXT)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Struct:
        """Give the value that actions take: what cannot be read of a list is left out."""
        for name in _LISTS:
            if isinstance(given := data.get(name), list):
                data[name] = [one for one in given if one is not None]
        check: Struct = super().make(data)
        return check


class LinkQuery(FromPhone):
    """Which link, percent-encoded."""

    url = UntrustedText(LINK, required=True)


class OrganizationsQuery(FromPhone):
    """Who a caller says to be, in any words, and the number as displayed."""

    claimed = UntrustedText(TEXT, required=True)
    number = UntrustedText(NUMBER)


class DeviceIn(FromPhone):
    """A phone that enrols."""

    enrolment_code = ShortText(required=True)
    region = fields.String(validate=REGION, allow_none=True)
    own_numbers = LastItems(UntrustedText(NUMBER))
    carrier = UntrustedText(64)
    label = ShortText(allow_none=True)
    request_id = UntrustedText(TEXT)


class EnrolmentCodeIn(FromAdmin):
    """How many phones may enrol with a code, and until when (by default seven days)."""

    uses = StrictInteger(validate=Range(1, 1_000_000), load_default=1)
    expires_at = UtcDateTime(load_default=None)


class KeyIn(FromAdmin):
    """A key to make. `region` is for device keys."""

    scope = fields.Enum(Scope, by_value=True, required=True)
    label = ShortText(load_default="")
    region = fields.String(validate=REGION, allow_none=True, load_default=None)
