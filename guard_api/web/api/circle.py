"""The circle: who helps a phone is told of its alarms, by consent of both."""

from http import HTTPMethod, HTTPStatus
from typing import Any, cast

from guard_api.actions.circle import endpoints, linking
from guard_api.errors import Conflict, Forbidden
from guard_api.json import encode
from guard_api.ports import Scope
from guard_api.ports.circle.links import Circle
from guard_api.presenters.circle import (
    circle_answer,
    invitation_answer,
    leaving_answer,
    new_endpoint_answer,
    protects_answer,
)
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest, RawResponse
from guard_api.web.contract.note import Note
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.circle import (
    CircleIn,
    CircleOut,
    EndpointIn,
    InvitationIn,
    InvitationOut,
    LeavingOut,
    MembershipIn,
    NewEndpointOut,
    ProtectsOut,
    PushKeyOut,
)

routes = Routes("circle", __doc__)
_LEAVING = {HTTPStatus.ACCEPTED: LeavingOut()}


@routes.add(
    HTTPMethod.POST,
    "/v1/circle/invitations",
    Scope.DEVICE,
    body=InvitationIn(),
    response=InvitationOut(),
    status=HTTPStatus.CREATED,
    note=Note((Conflict,), examples=examples.INVITATIONS),
)
def invite(request: ApiRequest) -> object:
    """Invite somebody to be this phone's guardian. Refused while something suspicious goes on."""
    body = cast("dict[str, Any]", request.body)
    words = body["label"], body["warn_at"], request.server, body["enrolment_code"]
    return invitation_answer(linking.invite(request.services, request.device, *words))


@routes.add(
    HTTPMethod.POST,
    "/v1/circle/memberships",
    Scope.DEVICE,
    body=MembershipIn(),
    response=ProtectsOut(),
    status=HTTPStatus.CREATED,
    note=Note((Forbidden, Conflict), examples=examples.MEMBERSHIPS),
)
def accept_invitation(request: ApiRequest) -> object:
    """Accept an invitation: this phone becomes the guardian of the one that made it."""
    body = cast("dict[str, Any]", request.body)
    return protects_answer(linking.accept(request.services, request.device, body["code"], body["label"]))


@routes.add(HTTPMethod.GET, "/v1/circle", Scope.DEVICE, response=CircleOut())
def show_circle(request: ApiRequest) -> object:
    """Show all links of this phone, which each side can end, and where its events go."""
    return _shown(request, linking.show(request.services, request.device))


@routes.add(
    HTTPMethod.PATCH,
    "/v1/circle",
    Scope.DEVICE,
    body=CircleIn(),
    response=CircleOut(),
    note=Note((Conflict,), examples=examples.CIRCLES),
)
def change_circle(request: ApiRequest) -> object:
    """Mute this phone's alarms for a day at most, or no longer. Refused while something suspicious goes on."""
    until = cast("dict[str, Any]", request.body)["muted_until"]
    return _shown(request, linking.mute(request.services, request.device, until))


@routes.add(HTTPMethod.DELETE, "/v1/circle/guardians/<guardian_id>", Scope.DEVICE, note=Note(also=_LEAVING))
def remove_guardian(request: ApiRequest, guardian_id: str) -> object:
    """Have somebody be this phone's guardian no longer; a day later, where an alarm is open."""
    return _ended(request, guardian_id, guards=False)


@routes.add(HTTPMethod.DELETE, "/v1/circle/protects/<protected_id>", Scope.DEVICE, note=Note(also=_LEAVING))
def leave(request: ApiRequest, protected_id: str) -> object:
    """Be somebody's guardian no longer; a day later, where an alarm is open."""
    return _ended(request, protected_id, guards=True)


@routes.add(
    HTTPMethod.PUT,
    "/v1/circle/endpoints/<endpoint_id>",
    Scope.DEVICE,
    body=EndpointIn(),
    response=NewEndpointOut(),
    note=Note((Conflict,), examples=examples.ENDPOINTS, values={"endpoint_id": "my-service"}),
)
def put_endpoint(request: ApiRequest, endpoint_id: str) -> object:
    """Have this phone's events be brought somewhere, too: by Web Push, or to a webhook, whose secret is shown once."""
    body = cast("dict[str, Any]", request.body)
    words = endpoint_id, body["type"], body, request.texts.language
    endpoint, _ = endpoints.put(request.services, request.device, *words)
    return new_endpoint_answer(endpoint)


@routes.add(
    HTTPMethod.DELETE,
    "/v1/circle/endpoints/<endpoint_id>",
    Scope.DEVICE,
    note=Note(values={"endpoint_id": "my-service"}),
)
def remove_endpoint(request: ApiRequest, endpoint_id: str) -> None:
    """Forget an endpoint, its keys, and what was on its way there."""
    endpoints.remove(request.services, request.device, endpoint_id)


@routes.add(HTTPMethod.GET, "/v1/circle/webpush-key", Scope.DEVICE, response=PushKeyOut())
def push_key(request: ApiRequest) -> object:
    """Give the server's public key, with which browsers and UnifiedPush subscribe."""
    return {"public_key": request.services.push_key()}


def _shown(request: ApiRequest, circle: Circle) -> object:
    return circle_answer(circle, endpoints.listed(request.services, request.device))


def _ended(request: ApiRequest, link_id: str, *, guards: bool) -> object:
    ends_at = linking.end(request.services, request.device, link_id, guards=guards)
    if ends_at is None:
        return None
    return RawResponse(encode(leaving_answer(ends_at)), status=HTTPStatus.ACCEPTED)
