"""What phones ask."""

from http import HTTPMethod, HTTPStatus
from typing import cast

from guard_api.actions.check_call import check_call
from guard_api.actions.enrol import Introduction, enrol
from guard_api.actions.look_up import look_up, look_up_link
from guard_api.actions.observe import CheckRequest
from guard_api.errors import WrongCode
from guard_api.numbers.caller_id import masked
from guard_api.ports import Scope
from guard_api.ports.limits import Limit
from guard_api.web.answer_schemas import DeviceOut
from guard_api.web.answers import check_answer, link_answer, number_answer
from guard_api.web.check_schemas import CheckOut, LinkOut
from guard_api.web.contract import Asked, Routes
from guard_api.web.journal import current_trace
from guard_api.web.limiting import count_wrong_code
from guard_api.web.schemas import NUMBER, CheckIn, DeviceIn, LinkQuery
from guard_api.web.verdict_schemas import NumberOut

routes = Routes()


@routes.add(HTTPMethod.POST, "/v1/checks", Scope.DEVICE, reads=CheckIn(), answers=CheckOut(), limit=Limit.CHECKS)
def check(asked: Asked) -> object:
    """Ask whether the signs of fraud coincide on this phone now, telling what it sees."""
    request = cast("CheckRequest", asked.body)
    checked = check_call(asked.services, asked.device, request)
    patterns = [finding.pattern.id for finding in checked.verdict.findings]
    asked.services.meters.checked(checked.verdict.level, patterns, degraded=checked.degraded)
    current_trace().facts = {
        "check": checked.check_id,
        "verdict": checked.verdict.level,
        "patterns": patterns,
        "caller": masked(request.caller_number or ""),
        "degraded": checked.degraded,
    }
    return check_answer(checked, asked.texts)


@routes.add(HTTPMethod.GET, "/v1/numbers/<anything:number>", Scope.DEVICE, answers=NumberOut())
def number(asked: Asked, number: str) -> object:
    """Look a number up while it rings, as displayed. Nothing is recorded."""
    displayed = f"+{number.lstrip()}" if number.startswith(" ") else number
    return number_answer(look_up(asked.services, asked.device, displayed[:NUMBER]), asked.texts)


@routes.add(HTTPMethod.GET, "/v1/links", Scope.DEVICE, asks=LinkQuery(), answers=LinkOut())
def link(asked: Asked) -> object:
    """Look a link up before it is opened. Nothing is recorded."""
    return link_answer(look_up_link(asked.services, asked.device, asked.query["url"]), asked.texts)


@routes.add(
    HTTPMethod.POST,
    "/v1/devices",
    reads=DeviceIn(),
    answers=DeviceOut(),
    status=HTTPStatus.CREATED,
    limit=Limit.ENROLMENTS,
)
def enrol_device(asked: Asked) -> object:
    """Enrol a phone with an admin's code, and get its key."""
    try:
        device, key = enrol(asked.services, _introduction(asked))
    except WrongCode:
        count_wrong_code(asked.services)
        raise
    return {"device_id": device.id, "key": key}


def _introduction(asked: Asked) -> Introduction:
    body = cast("dict[str, str | None]", asked.body)
    region, numbers = body.get("region") or asked.services.default_region, body.get("own_numbers") or ()
    said = region, numbers, body.get("carrier"), body.get("label") or "", body.get("request_id")
    return Introduction(body["enrolment_code"] or "", *said)
