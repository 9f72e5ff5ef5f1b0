"""What admins do."""

from datetime import datetime, timedelta
from http import HTTPMethod, HTTPStatus
from typing import TypedDict, cast

from guard_api.actions.enrol import make_device
from guard_api.blocklist.cursor import write_cursor
from guard_api.errors import Invalid, NotFound
from guard_api.ports import Key, KeySearch, Scope
from guard_api.web.account_schemas import KeysQuery
from guard_api.web.answer_schemas import EnrolmentCodeOut, KeysOut, NewKeyOut
from guard_api.web.contract import Asked, Routes
from guard_api.web.cursors import place_of
from guard_api.web.list_schemas import Why
from guard_api.web.schemas import EnrolmentCodeIn, KeyIn

routes = Routes()

CODE_LIFE = timedelta(days=7)
"""How long an enrolment code works when nothing else is said."""


class _CodeBody(TypedDict):
    uses: int
    expires_at: datetime | None


class _KeyBody(TypedDict):
    scope: Scope
    label: str
    region: str | None


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/enrolment-codes",
    Scope.ADMIN,
    reads=EnrolmentCodeIn(),
    asks=Why(),
    answers=EnrolmentCodeOut(),
    status=HTTPStatus.CREATED,
)
def create_enrolment_code(asked: Asked) -> object:
    """Make a code with which phones enrol."""
    body, now = cast("_CodeBody", asked.body), asked.now
    expires_at = body["expires_at"] or now + CODE_LIFE
    if expires_at <= now:
        raise Invalid("This code would have expired already.", {"expires_at": ["Must be in the future."]})
    return asked.services.keys.create_code(body["uses"], expires_at, asked.author)


@routes.add(HTTPMethod.GET, "/v1/admin/keys", Scope.ADMIN, asks=KeysQuery(), answers=KeysOut())
def list_keys(asked: Asked) -> object:
    """List keys, revoked ones too, newest first; never the secrets."""
    query = asked.query
    after = place_of(query["cursor"], str) if "cursor" in query else None
    keys = asked.services.keys.list(KeySearch(query.get("scope"), query.get("q", ""), after, query["limit"]))
    following = write_cursor(keys[-1].id) if len(keys) == query["limit"] else None
    return {"keys": [_shown(key) for key in keys], "next": following}


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/keys",
    Scope.ADMIN,
    reads=KeyIn(),
    asks=Why(),
    answers=NewKeyOut(),
    status=HTTPStatus.CREATED,
)
def create_key(asked: Asked) -> object:
    """Make a key. It is shown this once."""
    body, services = cast("_KeyBody", asked.body), asked.services
    if body["region"] is not None and body["scope"] is not Scope.DEVICE:
        raise Invalid("Only device keys have a region.", {"region": ["Only for the scope device."]})
    region = body["region"] or services.default_region
    device = make_device(region, (), None, services.reference.current()) if body["scope"] is Scope.DEVICE else None
    key, secret = services.keys.create(body["scope"], body["label"], asked.now, device, asked.author)
    return {**_shown(key), "key": secret}


@routes.add(HTTPMethod.DELETE, "/v1/admin/keys/<key_id>", Scope.ADMIN, asks=Why())
def revoke_key(asked: Asked, key_id: str) -> None:
    """Revoke a key. It stops working at once."""
    if not asked.services.keys.revoke(key_id, asked.now, asked.author):
        raise NotFound("There is no such key in use.")


def _shown(key: Key) -> dict[str, object]:
    return {
        "id": key.id,
        "scope": key.scope,
        "label": key.label,
        "region": key.device.region if key.device is not None else None,
        "created_at": key.created_at,
        "revoked_at": key.revoked_at,
    }
