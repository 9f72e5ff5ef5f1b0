"""What people say of the warnings that they were given."""

from http import HTTPMethod, HTTPStatus
from typing import Any, cast

from guard_api.actions.tuning import feedback
from guard_api.errors import NotFound
from guard_api.ports import Scope
from guard_api.ports.operate.limits import Limit
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.note import Note
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.tuning.explained import FeedbackIn

routes = Routes("feedback", __doc__)


@routes.add(
    HTTPMethod.POST,
    "/v1/checks/<check_id>/feedback",
    Scope.DEVICE,
    body=FeedbackIn(),
    status=HTTPStatus.NO_CONTENT,
    limit=Limit.REPORTS,
    note=Note((NotFound,), examples=examples.FEEDBACK),
)
def say(request: ApiRequest, check_id: str) -> None:
    """Say what a warning was. `fine` has it rest until there is more; what is critical and forwarding never rest."""
    body = cast("dict[str, Any]", request.body)
    consent = bool(body["consent"])
    feedback.say(request.services, request.device, check_id, body["verdict"], consent=consent)


@routes.add(
    HTTPMethod.DELETE,
    "/v1/checks/<check_id>/feedback",
    Scope.DEVICE,
    note=Note((NotFound,)),
)
def withdraw(request: ApiRequest, check_id: str) -> None:
    """Take back what was said of a check, and the timeline that was kept with it."""
    feedback.withdraw(request.services, request.device, check_id)
