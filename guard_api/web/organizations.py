"""Who a caller says to be."""

from http import HTTPMethod

from guard_api.actions.find_organizations import Named, find_organizations
from guard_api.ports import Reference, Scope
from guard_api.texts import Texts
from guard_api.web.answers import number_answer
from guard_api.web.check_schemas import OrganizationsOut
from guard_api.web.contract import Asked, Routes
from guard_api.web.schemas import OrganizationsQuery
from guard_api.web.wording import name_of

routes = Routes()


@routes.add(HTTPMethod.GET, "/v1/organizations", Scope.DEVICE, asks=OrganizationsQuery(), answers=OrganizationsOut())
def organizations(asked: Asked) -> object:
    """Say whom a claim names, their official numbers and domains, and whether a number fits. Nothing is recorded."""
    number = asked.query.get("number")
    displayed = f"+{number.lstrip()}" if number is not None and number.startswith(" ") else number
    found = find_organizations(asked.services, asked.device, asked.query["claimed"] or "", displayed)
    return {
        "organizations": [_shown(one, found.reference, asked.texts) for one in found.named],
        "number": number_answer(found.number, asked.texts)["caller"] if found.number is not None else None,
    }


def _shown(one: Named, reference: Reference, texts: Texts) -> dict[str, object]:
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
