"""All that is known of one number, prefix or domain."""

from collections.abc import Sequence
from dataclasses import dataclass

from guard_api.actions.checks.check_call import Assessment
from guard_api.actions.lists.names import Named, assessment_of, covering, read_name
from guard_api.errors import NotFound
from guard_api.lists.entry import EntryKey, Match
from guard_api.numbers.caller_id import CallerKind
from guard_api.numbers.directory import Organization
from guard_api.ports import Services
from guard_api.ports.lists.lists import EntryVersion, ListedEntry


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: what a check says, the entries that cover the number or domain, and what they were before."""

    named: Named
    assessment: Assessment | None
    """What a check says of a number by itself; no check asks about a prefix, or about a domain alone."""
    entries: Sequence[ListedEntry]
    past: Sequence[tuple[EntryKey, EntryVersion]]
    decides: ListedEntry | None
    """The entry that a check goes by."""
    official: Organization | None
    """Whose official number or domain it is."""


def show_known(services: Services, text: str, region: str) -> Known:
    """Return all that is known of what somebody names. Raises NotFound."""
    what = read_name(services, text, region)
    assessment = assessment_of(services, what, region) if what.match is Match.EXACT else None
    entries = covering(services, what)
    versions = [(key, version) for key in what.keys for version in services.lists.versions(key)]
    past = sorted(versions, key=lambda one: one[1].revision, reverse=True)
    if not past and len(what.keys) == 1:
        raise NotFound(f"{what.keys[0].id} was never listed.")
    decides = next((entry for entry in entries if entry.entry.counts(services.clock())), None)
    official = _official(services, what, assessment)
    return Known(what, assessment, entries, past, decides if official is None else None, official)


def _official(services: Services, what: Named, assessment: Assessment | None) -> Organization | None:
    reference = services.reference.current()
    organizations = reference.directory.organizations
    call = assessment.call if assessment is not None else None
    if call is not None and call.kind is CallerKind.OFFICIAL:
        return organizations.get(call.organization or "")
    owned = reference.domains.owner(what.number) if what.match is Match.DOMAIN else None
    return organizations[owned.organization] if owned is not None else None
