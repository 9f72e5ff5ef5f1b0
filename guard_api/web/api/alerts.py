"""Alarms: what guardians are told, and what they answer."""

from functools import partial
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
from guard_api.web.contract.bodies import JSON
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
    wait = Wait(request.device.id, WAIT if _as_events(request) else request.query["wait"], partial(_news, request))
    found, had_room = wait_for(request.incoming, wait)
    headers = {"Content-Language": request.texts.language, "Vary": "Accept, Accept-Language"}
    if not had_room:
        headers["Retry-After"] = _NO_ROOM_SECONDS
    return RawResponse(found or _no_news(request), _EVENTS if _as_events(request) else JSON, headers)


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


def _as_events(request: ApiRequest) -> bool:
    return _EVENTS in request.incoming.header("ACCEPT")


def _after(request: ApiRequest) -> str:
    """Return the place to go on from. A browser that reconnects names the event that it had last."""
    last = shortened(request.incoming.header("LAST_EVENT_ID")) if _as_events(request) else ""
    return last or str(request.query["after"])


def _news(request: ApiRequest) -> bytes | None:
    """Write what was told since, None: nothing."""
    alerts, directory = guarding.alerts_since(request.services, request.device, _after(request))
    if not alerts:
        return None
    if not _as_events(request):
        return encode(alerts_answer(alerts, _after(request), directory, request.texts))
    return b"".join(
        b"id: %s\nevent: alert\ndata: %s\n\n"
        % (written_place(one.position).encode(), encode(alert_answer(one, directory, request.texts)))
        for one in alerts
    )


def _no_news(request: ApiRequest) -> bytes:
    return _NO_EVENT if _as_events(request) else encode({"alerts": [], "next": _after(request)})
