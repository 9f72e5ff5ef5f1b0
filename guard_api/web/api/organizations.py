"""Who a caller says to be."""

from http import HTTPMethod

from guard_api.actions.checks.find_organizations import OrganizationMatch, find_organizations
from guard_api.ports import Reference, Scope
from guard_api.presenters.decision import number_answer
from guard_api.presenters.warnings import name_of
from guard_api.texts import Texts
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.check_answer_schemas import OrganizationsOut
from guard_api.web.contract.check_schemas import OrganizationsQuery
from guard_api.web.contract.route import Routes

routes = Routes("organizations", __doc__)


@routes.add(HTTPMethod.GET, "/v1/organizations", Scope.DEVICE, query=OrganizationsQuery(), response=OrganizationsOut())
def organizations(request: ApiRequest) -> object:
    """Say whom a claim names, their official numbers and domains, and whether a number fits. Nothing is recorded."""
    number = request.query.get("number")
    displayed = f"+{number.lstrip()}" if number is not None and number.startswith(" ") else number
    found = find_organizations(request.services, request.device, request.query["claimed"] or "", displayed)
    return {
        "organizations": [_shown(one, found.reference, request.texts) for one in found.named],
        "number": number_answer(found.number, request.texts)["caller"] if found.number is not None else None,
    }


def _shown(one: OrganizationMatch, reference: Reference, texts: Texts) -> dict[str, object]:
    name, directory = one.organization.id, reference.directory
    return {
        "id": name,
        "name": name_of(name, directory, texts),
        "names": list(dict.fromkeys((*one.organization.names.values(), *one.organization.aliases))),
        "official_numbers": [number.number for number in directory.numbers_of(name)],
        "domains": reference.domains.of([name]),
        "calls_from": one.organization.calls_from,
        "match": one.match,
        "fits": one.fits,
    }
