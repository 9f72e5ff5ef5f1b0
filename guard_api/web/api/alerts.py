"""Alarms: what guardians are told, and what they answer."""

from http import HTTPMethod
from typing import Any, cast

from guard_api.actions.circle import endpoints, guarding
from guard_api.json import encode
from guard_api.ports import Scope
from guard_api.ports.circle.alerts import written_place
from guard_api.ports.phones.keys import READERS
from guard_api.presenters.circle import alert_answer, alerts_answer, dead_letter_answer
from guard_api.presenters.pages import page_answer
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest, RawResponse
from guard_api.web.contract.note import Note
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.circle import (
    WAIT,
    AlertsOut,
    AlertsQuery,
    DeadLettersOut,
    DeadLettersQuery,
    SeenIn,
)
from guard_api.web.edge.bodies import JSON
from guard_api.web.edge.headers import shortened
from guard_api.web.edge.waiting import Wait, wait_for

routes = Routes("alerts", __doc__)
_EVENTS = "text/event-stream"
_NO_EVENT = b"retry: 1000\n: nothing new\n\n"
_NO_ROOM_SECONDS = "5"


@routes.add(
    HTTPMethod.GET,
    "/v1/alerts",
    Scope.DEVICE,
    query=AlertsQuery(),
    response=AlertsOut(),
    note=Note(gives=(_EVENTS,), values={"wait": 0}, beginnings=examples.EVENTS),
)
def alerts(request: ApiRequest) -> object:
    """Give what this phone was told as a guardian since `after`, or wait for it, as JSON or Server-Sent Events."""
    as_events = _EVENTS in request.incoming.header("ACCEPT")
    after = request.query["after"]
    if as_events:
        after = shortened(request.incoming.header("LAST_EVENT_ID")) or after
    write = _events if as_events else _page

    def news() -> bytes | None:
        told = guarding.told_since(request.services, request.device, after)
        return write(request, told, after) if told else None

    seconds = WAIT if as_events else request.query["wait"]
    found, had_room = wait_for(request.incoming, Wait(request.device.id, seconds, news))
    body = found if found is not None else _NO_EVENT if as_events else _page(request, (), after)
    headers = {"Content-Language": request.texts.language, "Vary": "Accept, Accept-Language"}
    if not had_room:
        headers["Retry-After"] = _NO_ROOM_SECONDS
    return RawResponse(body, _EVENTS if as_events else JSON, headers)


@routes.add(
    HTTPMethod.POST,
    "/v1/alerts/<alert_id>/seen",
    Scope.DEVICE,
    body=SeenIn(),
    note=Note(examples=examples.REPLIES),
)
def answer_alert(request: ApiRequest, alert_id: str) -> None:
    """Say what this guardian does: the phone in danger shows it with its next answer."""
    guarding.answer(request.services, request.device, alert_id, cast("dict[str, Any]", request.body)["reply"])


@routes.add(HTTPMethod.GET, "/v1/admin/deliveries", *READERS, query=DeadLettersQuery(), response=DeadLettersOut())
def list_dead_letters(request: ApiRequest) -> object:
    """List events that could not be brought to an endpoint and were given up, for a week; nothing says whose."""
    page = endpoints.given_up(request.services, request.after(tuple[int, str]), request.query["limit"])
    return page_answer("deliveries", page, dead_letter_answer)


def _page(request: ApiRequest, told: Any, after: str) -> bytes:  # noqa: ANN401 - alerts
    return encode(alerts_answer(told, after, request.services.reference.current().directory, request.texts))


def _events(request: ApiRequest, told: Any, after: str) -> bytes:  # noqa: ANN401, ARG001 - as the other
    directory = request.services.reference.current().directory
    return b"".join(
        b"id: %s\nevent: alert\ndata: %s\n\n"
        % (written_place(one.position).encode(), encode(alert_answer(one, directory, request.texts)))
        for one in told
    )
