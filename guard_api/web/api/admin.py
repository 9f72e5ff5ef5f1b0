"""What admins do."""

from datetime import datetime, timedelta
from http import HTTPMethod, HTTPStatus
from typing import TypedDict, cast

from guard_api.actions.phones.enrol import make_device
from guard_api.errors import Invalid, NotFound
from guard_api.lists.cursor import write_cursor
from guard_api.ports import Key, KeySearch, Scope
from guard_api.web.contract.account_schemas import KeysQuery
from guard_api.web.contract.answer_schemas import EnrolmentCodeOut, KeysOut, NewKeyOut
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.check_schemas import EnrolmentCodeIn, KeyIn
from guard_api.web.contract.cursors import place_of
from guard_api.web.contract.list_schemas import Why
from guard_api.web.contract.route import Routes

routes = Routes("admin", __doc__)

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
    body=EnrolmentCodeIn(),
    query=Why(),
    response=EnrolmentCodeOut(),
    status=HTTPStatus.CREATED,
)
def create_enrolment_code(request: ApiRequest) -> object:
    """Make a code with which phones enrol."""
    body, now = cast("_CodeBody", request.body), request.now
    expires_at = body["expires_at"] or now + CODE_LIFE
    if expires_at <= now:
        raise Invalid("This code would have expired already.", {"expires_at": ["Must be in the future."]})
    return request.services.keys.create_code(body["uses"], expires_at, request.author)


@routes.add(HTTPMethod.GET, "/v1/admin/keys", Scope.ADMIN, query=KeysQuery(), response=KeysOut())
def list_keys(request: ApiRequest) -> object:
    """List keys, revoked ones too, newest first; never the secrets."""
    query = request.query
    after = place_of(query["cursor"], str) if "cursor" in query else None
    keys = request.services.keys.list(KeySearch(query.get("scope"), query.get("q", ""), after, query["limit"]))
    following = write_cursor(keys[-1].id) if len(keys) == query["limit"] else None
    return {"keys": [_shown(key) for key in keys], "next": following}


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/keys",
    Scope.ADMIN,
    body=KeyIn(),
    query=Why(),
    response=NewKeyOut(),
    status=HTTPStatus.CREATED,
)
def create_key(request: ApiRequest) -> object:
    """Make a key. It is shown this once."""
    body, services = cast("_KeyBody", request.body), request.services
    if body["region"] is not None and body["scope"] is not Scope.DEVICE:
        raise Invalid("Only device keys have a region.", {"region": ["Only for the scope device."]})
    region = body["region"] or services.default_region
    device = make_device(region, (), None, services.reference.current()) if body["scope"] is Scope.DEVICE else None
    key, secret = services.keys.create(body["scope"], body["label"], request.now, device, request.author)
    return {**_shown(key), "key": secret}


@routes.add(HTTPMethod.DELETE, "/v1/admin/keys/<key_id>", Scope.ADMIN, query=Why())
def revoke_key(request: ApiRequest, key_id: str) -> None:
    """Revoke a key. It stops working at once."""
    if not request.services.keys.revoke(key_id, request.now, request.author):
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
