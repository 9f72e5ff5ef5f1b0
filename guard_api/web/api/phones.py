"""What phones ask."""

from http import HTTPMethod, HTTPStatus
from typing import cast

from guard_api.actions.checks.check_call import check_call
from guard_api.actions.checks.look_up import look_up, look_up_link
from guard_api.actions.checks.observing.check_request import CheckRequest
from guard_api.actions.phones import forget
from guard_api.actions.phones.enrol import Introduction, enrol
from guard_api.errors import Conflict, Forbidden, WrongCode
from guard_api.ports import Scope
from guard_api.ports.operate.limits import Limit
from guard_api.presenters.checks.decision import check_answer, link_answer, number_answer
from guard_api.presenters.phones import check_facts, enrolled_answer
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.note import Note
from guard_api.web.contract.requests import NUMBER
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.accounts import DeviceIn, DeviceOut
from guard_api.web.contract.schemas.checks.check_answers import CheckOut
from guard_api.web.contract.schemas.checks.checks import CheckIn
from guard_api.web.contract.schemas.checks.links import LinkOut, LinkQuery
from guard_api.web.contract.schemas.checks.verdicts import NumberOut
from guard_api.web.edge.limiting import count_wrong_code

routes = Routes("phones", __doc__)


@routes.add(
    HTTPMethod.POST,
    "/v1/checks",
    Scope.DEVICE,
    body=CheckIn(),
    response=CheckOut(),
    limit=Limit.CHECKS,
    is_hot=True,
    note=Note((Conflict,), examples=examples.CHECKS),
)
def check(request: ApiRequest) -> object:
    """Ask whether the signs of fraud coincide on this phone now, telling what it sees."""
    sent = cast("CheckRequest", request.body)
    assessment = check_call(request.services, request.device, sent)
    request.incoming.record.facts = check_facts(assessment, sent.caller_number)
    return check_answer(assessment, request.texts)


@routes.add(
    HTTPMethod.GET,
    "/v1/numbers/<anything:number>",
    Scope.DEVICE,
    response=NumberOut(),
    is_hot=True,
    note=Note(values={"number": "0095118"}),
)
def number(request: ApiRequest, number: str) -> object:
    """Look a number up while it rings, as displayed. Nothing is recorded."""
    displayed = f"+{number.lstrip()}" if number.startswith(" ") else number
    return number_answer(look_up(request.services, request.device, displayed[:NUMBER]), request.texts)


@routes.add(
    HTTPMethod.GET,
    "/v1/links",
    Scope.DEVICE,
    query=LinkQuery(),
    response=LinkOut(),
    note=Note(values={"url": "2406578.top"}),
)
def link(request: ApiRequest) -> object:
    """Look a link up before it is opened. Nothing is recorded."""
    return link_answer(look_up_link(request.services, request.device, request.query["url"]), request.texts)


@routes.add(
    HTTPMethod.POST,
    "/v1/devices",
    body=DeviceIn(),
    response=DeviceOut(),
    status=HTTPStatus.CREATED,
    limit=Limit.ENROLMENTS,
    note=Note((Forbidden, Conflict), examples=examples.DEVICES),
)
def enrol_device(request: ApiRequest) -> object:
    """Enrol a phone with an admin's code, and get its key."""
    try:
        return enrolled_answer(*enrol(request.services, _introduction(request)))
    except WrongCode:
        count_wrong_code(request.services, request.incoming)
        raise


@routes.add(HTTPMethod.DELETE, "/v1/devices/me", Scope.DEVICE)
def forget_me(request: ApiRequest) -> None:
    """Forget this phone at once: its key, what it told, what it said of itself, and which reports were its own."""
    forget.forget_me(request.services, request.device)


def _introduction(request: ApiRequest) -> Introduction:
    body = cast("dict[str, str | None]", request.body)
    region, numbers = body.get("region") or request.services.default_region, body.get("own_numbers") or ()
    rest = region, numbers, body.get("carrier"), body.get("label") or "", body.get("request_id")
    return Introduction(body["enrolment_code"] or "", *rest)
