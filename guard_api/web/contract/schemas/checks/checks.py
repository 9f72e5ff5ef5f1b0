"""What phones send of a call: the schemas that validate are the ones that document."""

from typing import Any

from marshmallow import fields, post_load
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
from guard_api.web.contract.fast_decoding import StructSchema
from guard_api.web.contract.fields import (
    LastItems,
    LenientEnum,
    StrictBool,
    TextOrObject,
    UntrustedText,
    UtcDateTime,
)
from guard_api.web.contract.requests import CODE, LINK, NUMBER, PACKAGE, TEXT, FromPhone

RIGHTS = 64
"""Most rights of an app that are read."""
_LISTS = ("call_forwarding_changes", "installed_apps", "links", "texts", "qr_codes", "moments")


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
