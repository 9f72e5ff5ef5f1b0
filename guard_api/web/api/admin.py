"""What admins do."""

from http import HTTPMethod, HTTPStatus
from typing import Any, cast

from guard_api.actions.accounts import enrolment_codes, keys
from guard_api.actions.circle.linking import joining_url
from guard_api.actions.phones import forget
from guard_api.ports import KeySearch, Scope
from guard_api.ports.phones.keys import KEY_KEEPERS
from guard_api.presenters.accounts import code_answer, keys_answer, new_key_answer
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.note import Note
from guard_api.web.contract.requests import Why
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.accounts import (
    EnrolmentCodeIn,
    EnrolmentCodeOut,
    KeyIn,
    KeysOut,
    KeysQuery,
    NewKeyOut,
)

routes = Routes("admin", __doc__)


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/enrolment-codes",
    *KEY_KEEPERS,
    body=EnrolmentCodeIn(),
    query=Why(),
    response=EnrolmentCodeOut(),
    status=HTTPStatus.CREATED,
    note=Note(examples=examples.ENROLMENT_CODES),
)
def create_enrolment_code(request: ApiRequest) -> object:
    """Make a code with which phones enrol."""
    body = cast("dict[str, Any]", request.body)
    made = enrolment_codes.create_code(request.services, **body, author=request.author)
    return {**code_answer(made), "url": joining_url(request.server, enrol=made.code)}


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/keys",
    *KEY_KEEPERS,
    Scope.ADMIN_READ,
    query=KeysQuery(),
    response=KeysOut(),
    note=Note(values={"scope": "admin"}),
)
def list_keys(request: ApiRequest) -> object:
    """List keys, revoked ones too, newest first; never the secrets."""
    query = request.query
    search = KeySearch(query.get("scope"), query.get("q", ""), request.after(str), query["limit"])
    return keys_answer(keys.list_keys(request.services, search))


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/keys",
    *KEY_KEEPERS,
    body=KeyIn(),
    query=Why(),
    response=NewKeyOut(),
    status=HTTPStatus.CREATED,
    note=Note(examples=examples.KEYS),
)
def create_key(request: ApiRequest) -> object:
    """Make a key. It is shown this once."""
    body = cast("dict[str, Any]", request.body)
    return new_key_answer(keys.create_key(request.services, **body, author=request.author, holder=request.scope))


@routes.add(HTTPMethod.DELETE, "/v1/admin/keys/<key_id>", *KEY_KEEPERS, query=Why(), note=Note(values={"why": "lost"}))
def revoke_key(request: ApiRequest, key_id: str) -> None:
    """Revoke a key. It stops working at once."""
    keys.revoke_key(request.services, key_id, request.author, request.scope)


@routes.add(
    HTTPMethod.DELETE,
    "/v1/admin/devices/<device_id>",
    *KEY_KEEPERS,
    query=Why(),
    note=Note(values={"why": "its owner has asked"}),
)
def forget_device(request: ApiRequest, device_id: str) -> None:
    """Forget a phone at once, as it can itself. The audit trail says that one was forgotten, and not which."""
    forget.forget_device(request.services, device_id, request.author)
