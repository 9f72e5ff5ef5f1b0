"""What phones and admins ask and get of keys."""

from marshmallow import Schema, fields

from guard_api.ports import Scope
from guard_api.web.contract.fields import ShortText, doc, one_of
from guard_api.web.contract.schemas.checks import NUMBER
from guard_api.web.contract.schemas.lists import PageQuery


class KeysQuery(PageQuery):
    """Which keys."""

    scope = one_of(Scope)
    q = ShortText(NUMBER)


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
