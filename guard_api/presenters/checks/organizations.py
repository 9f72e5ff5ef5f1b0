"""Whom a claim names, put into JSON."""

from guard_api.actions.checks.find_organizations import IdentityLookup, OrganizationMatch
from guard_api.ports import Reference
from guard_api.presenters.checks.decision import number_answer
from guard_api.presenters.checks.warnings import name_in
from guard_api.texts import Texts


def organizations_answer(found: IdentityLookup, texts: Texts) -> dict[str, object]:
    """Return the organisations that a claim names, and the number beside it where there was one."""
    return {
        "organizations": [_organization(one, found.reference, texts) for one in found.named],
        "number": number_answer(found.number, texts)["caller"] if found.number is not None else None,
    }


def _organization(one: OrganizationMatch, reference: Reference, texts: Texts) -> dict[str, object]:
    organization = one.organization
    return {
        "id": organization.id,
        "name": name_in(organization, texts),
        "names": list(dict.fromkeys((*organization.names.values(), *organization.aliases))),
        "official_numbers": [number.number for number in reference.directory.numbers_of(organization.id)],
        "domains": reference.domains.of([organization.id]),
        "calls_from": organization.calls_from,
        "match": one.match,
        "fits": one.fits,
    }
