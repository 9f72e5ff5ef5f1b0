"""Who a claim names, and whether a number is one that those call from."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from guard_api.actions.checks.check_call import Assessment
from guard_api.actions.checks.look_up import look_up
from guard_api.numbers.caller_id import CallerId, CallerKind, read_caller_id
from guard_api.numbers.directory import CallsFrom, CallsOut, Directory, Organization
from guard_api.ports import Device, Reference, Services


class Spelling(StrEnum):
    """How a claim names an organisation."""

    EXACT = "exact"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class OrganizationMatch:
    """An organisation that a claim names. `fits` says whether it calls from the number; None when nobody knows."""

    organization: Organization
    match: Spelling
    fits: bool | None


@dataclass(frozen=True, slots=True)
class IdentityLookup:
    """Whom a claim names, and what is known of the number, where there was one."""

    named: Sequence[OrganizationMatch]
    reference: Reference
    number: Assessment | None


def find_organizations(services: Services, device: Device, claimed: str, displayed: str | None) -> IdentityLookup:
    """Look a claim up, and a number beside it. Raises StoreUnavailable."""
    reference = services.reference.current()
    exact = reference.claims.find(claimed)
    match, names = (Spelling.EXACT, exact) if exact else (Spelling.TYPO, reference.claims.guess(claimed))
    directory = reference.directory
    caller = read_caller_id(displayed, device.region, directory) if displayed is not None else None
    named = [OrganizationMatch(directory.organizations[name], match, _fits(name, caller, directory)) for name in names]
    return IdentityLookup(named, reference, look_up(services, device, displayed) if displayed is not None else None)


def _fits(name: str, caller: CallerId | None, directory: Directory) -> bool | None:
    if caller is None or caller.kind in {CallerKind.WITHHELD, CallerKind.UNREADABLE}:
        return None
    if caller.kind is CallerKind.OFFICIAL and caller.official is not None:
        is_theirs = caller.official.organization in directory.related([name])
        return is_theirs and caller.official.calls_out is not CallsOut.NO
    if caller.kind in {CallerKind.LOOKALIKE, CallerKind.IMPOSSIBLE}:
        return False
    return False if directory.organizations[name].calls_from is CallsFrom.LISTED else None
