"""What phones and admins ask and get of keys."""

from marshmallow import Schema, fields
from marshmallow.validate import Range

from guard_api.ports import Scope
from guard_api.web.contract.fields import LastItems, ShortText, StrictInteger, UntrustedText, UtcDateTime, doc, one_of
from guard_api.web.contract.requests import NUMBER, REGION, TEXT, FromAdmin, FromPhone, PageQuery


class KeysQuery(PageQuery):
    """Which keys."""

    scope = one_of(Scope)
    q = ShortText(NUMBER)


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


class DeviceOut(Schema):
    """An enrolled phone; the key is shown this once."""

    device_id = fields.String(required=True, metadata=doc("The phone, as the server names it."))
    key = fields.String(required=True, metadata=doc("The phone's key, shown this once: keep it where it is safe."))


class EnrolmentCodeOut(Schema):
    """A code for phones to enrol with, shown this once."""

    code = fields.String(required=True, metadata=doc("The code, to be typed into phones; shown this once."))
    uses = fields.Integer(required=True, metadata=doc("How many phones may still enrol with it."))
    expires_at = fields.AwareDateTime(required=True, metadata=doc("Until when phones may enrol with it."))
    id = fields.String(required=True, metadata=doc("Names the code in the audit trail, as `code:ID`; it is no secret."))
    url = fields.String(
        required=True, metadata=doc("What a QR code of it says, with the server's address, as the app reads it.")
    )


class KeyOut(Schema):
    """A key as it is listed."""

    id = fields.String(required=True, metadata=doc("The key's public name, by which it is revoked; no secret."))
    scope = fields.Enum(Scope, by_value=True, required=True, metadata=doc("What the key opens."))
    label = fields.String(required=True, metadata=doc("What admins call it, or the phone calls itself; may be empty."))
    device_id = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("The phone whose key it is, by which it can be forgotten; null: no phone's key."),
    )
    region = fields.String(
        required=True, allow_none=True, metadata=doc("The phone's region by ISO 3166-1; null: no phone's key.")
    )
    created_at = fields.AwareDateTime(required=True, metadata=doc("When the key was made."))
    revoked_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("When it was revoked; null: it works.")
    )
    last_used = fields.Date(
        required=True,
        allow_none=True,
        metadata=doc(
            "The day of UTC on which it was last presented, a minute late; null: not yet, as far as is known."
        ),
    )


class NewKeyOut(KeyOut):
    """A new key; `key` is shown this once."""

    key = fields.String(required=True, metadata=doc("The secret of the key that was made, shown this once."))


class KeysOut(Schema):
    """A page of keys, newest first."""

    keys = fields.List(fields.Nested(KeyOut), required=True, metadata=doc("Keys, the newest first."))
    next = fields.String(
        required=True, allow_none=True, metadata=doc("The cursor of the next page of keys; null: this was the last.")
    )
