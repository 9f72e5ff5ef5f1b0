"""Who a caller says to be."""

from http import HTTPMethod

from guard_api.actions.checks.find_organizations import find_organizations
from guard_api.ports import Scope
from guard_api.presenters.checks.organizations import organizations_answer
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.note import Note
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.checks.organizations import OrganizationsOut, OrganizationsQuery

routes = Routes("organizations", __doc__)


@routes.add(
    HTTPMethod.GET,
    "/v1/organizations",
    Scope.DEVICE,
    query=OrganizationsQuery(),
    response=OrganizationsOut(),
    note=Note(values={"claimed": "京东金条客服", "number": "0095118"}),
)
def organizations(request: ApiRequest) -> object:
    """Say whom a claim names, their official numbers and domains, and whether a number fits. Nothing is recorded."""
    number = request.query.get("number")
    displayed = f"+{number.lstrip()}" if number is not None and number.startswith(" ") else number
    found = find_organizations(request.services, request.device, request.query["claimed"] or "", displayed)
    return organizations_answer(found, request.texts)
