"""All that is known of one number, prefix, domain or link: why it is blocked, or is not."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from guard_api.actions.checks.check_call import Assessment
from guard_api.actions.checks.look_up import look_up_link
from guard_api.actions.lists.names import Named, assessment_of, covering, read_name
from guard_api.actions.phones.enrol import new_device
from guard_api.errors import NotFound
from guard_api.lists.change import Difference, differences
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.numbers.caller_id import CallerKind
from guard_api.numbers.directory import Directory, Organization
from guard_api.ports import Services
from guard_api.ports.lists.lists import EntryVersion, ListedEntry
from guard_api.ports.phones.reports import Report


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: what a phone is told, the entries that cover the number or domain, and what they were before."""

    named: Named
    assessment: Assessment | None
    """What a phone is told of a number or link by itself; none asks about a prefix."""
    entries: Sequence[ListedEntry]
    past: Sequence[tuple[EntryKey, EntryVersion]]
    decides: ListedEntry | None
    """The entry that a check goes by."""
    official: Organization | None
    """Whose official number or domain it is."""
    reports: Report | None
    """What phones have reported of a number."""
    directory: Directory
    """Of the organisations that are spoken of."""


def show_known(services: Services, text: str, region: str, target: ListName | None = None) -> Known:
    """Return all that is known of what somebody names, as it is named on a list. Raises NotFound."""
    what = read_name(services, text, region, target)
    return _known(services, what, _assessed(services, what, region))


def show_known_link(services: Services, link: str, region: str) -> Known:
    """Return all that is known of a link and of its host. Raises NotFound."""
    assessment = look_up_link(services, new_device(services, region), link)
    host = assessment.links[0].facts.link.host if assessment.links else None
    if host is None:
        raise NotFound("This is no link with a host.")
    return _known(services, read_name(services, host.name, region, ListName.BLOCK_DOMAINS), assessment)


@dataclass(frozen=True, slots=True)
class Step:
    """What one change made of an entry: None where it was or is not listed. `revision` 0: that is not kept any more."""

    revision: int
    at: datetime
    who: str
    before: Entry | None
    after: Entry | None

    @property
    def differences(self) -> Sequence[Difference]:
        """What is another since."""
        return differences(self.before, self.after)


def steps_of(services: Services, key: EntryKey) -> Sequence[Step]:
    """Return what was done to an entry, the newest first."""
    steps: list[Step] = []
    later: EntryVersion | None = None
    for version in services.lists.versions(key):
        if version.ended_at is not None and (later is None or later.revision != version.ended_revision):
            steps.append(
                Step(version.ended_revision or 0, version.ended_at, version.ended_by or "", version.entry, None)
            )
        steps.append(Step(version.revision, version.began_at, version.began_by, None, version.entry))
        later = version
    return _joined(steps)


def _joined(steps: Sequence[Step]) -> Sequence[Step]:
    """Say of each step what there was before it, which is what the step before has left."""
    befores = [*(one.after for one in steps[1:]), None][: len(steps)]
    return [replace(one, before=one.before or before) for one, before in zip(steps, befores, strict=True)]


def _assessed(services: Services, what: Named, region: str) -> Assessment | None:
    if what.match is Match.DOMAIN:
        return look_up_link(services, new_device(services, region), what.number)
    return assessment_of(services, what, region) if what.match is Match.EXACT else None


def _known(services: Services, what: Named, assessment: Assessment | None) -> Known:
    entries = covering(services, what)
    versions = [(key, version) for key in what.keys for version in services.lists.versions(key)]
    past = sorted(versions, key=lambda one: one[1].revision, reverse=True)
    if not past and len(what.keys) == 1:
        raise NotFound(f"{what.keys[0].id} was never listed.")
    decides = next((entry for entry in entries if entry.entry.counts(services.clock())), None)
    official = _official(services, what, assessment)
    decides = decides if official is None else None
    directory = services.reference.current().directory
    return Known(what, assessment, entries, past, decides, official, _reports(services, what), directory)


def _reports(services: Services, what: Named) -> Report | None:
    if what.match is not Match.EXACT:
        return None
    with suppress(NotFound):
        return services.reports.get(what.number)
    return None


def _official(services: Services, what: Named, assessment: Assessment | None) -> Organization | None:
    reference = services.reference.current()
    organizations = reference.directory.organizations
    call = assessment.call if assessment is not None else None
    if call is not None and call.kind is CallerKind.OFFICIAL:
        return organizations.get(call.organization or "")
    owned = reference.domains.owner(what.number) if what.match is Match.DOMAIN else None
    return organizations[owned.organization] if owned is not None else None
