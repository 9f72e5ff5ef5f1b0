"""Phones report numbers, and admins decide what becomes of them."""

from dataclasses import dataclass
from datetime import datetime

from guard_api.actions.lists.edit import current_entry, expiry, refusal
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match, Rejected
from guard_api.lists.numbers import NumberReader
from guard_api.lists.phoneblock.votes import CATEGORIES, Rating
from guard_api.numbers.directory import Organization
from guard_api.ports import Device, Services
from guard_api.ports.lists.lists import ListedEntry
from guard_api.ports.operate.day_counts import Counted


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of a report: the number as it was read, or why the report does not count.

    `official` is the number of an organisation that the reported one is, `organization` whose it is.
    `withdrawn`: the phone took its report back.
    """

    number: str | None
    counted: bool
    official: str | None = None
    organization: Organization | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an admin makes of reports. None: what most of them say."""

    category: Category | None = None
    label: str = ""
    note: str = ""
    expires_at: datetime | None = None


def report(services: Services, device: Device, displayed: str, category: Category, comment: str) -> Reported:
    """Note down what a phone says of a number; one that cannot be blocked does not count, and the answer says why."""
    directory = services.reference.current().directory
    read = NumberReader(device.region, directory).read(Entry(displayed))
    if isinstance(read, Rejected):
        owners = {one.number: one.organization for one in directory.numbers}
        owner = directory.organizations.get(owners.get(read.conflict or "", ""))
        return Reported(None, counted=False, official=read.conflict, organization=owner)
    _submit(services, read.number, device, category, _harmless(comment))
    return Reported(read.number, counted=True)


def rate(services: Services, device: Device, phone: str, rating: Rating, comment: str) -> Reported:
    """Report a number by its rating; a rating of what is legitimate takes the phone's report back."""
    category = CATEGORIES.get(rating)
    if category is not None:
        return report(services, device, phone, category, comment)
    read = NumberReader(device.region, services.reference.current().directory).read(Entry(phone))
    if isinstance(read, Entry):
        services.reports.withdraw(read.number, device.id)
    return Reported(None, counted=False, withdrawn=True)


def report_call(services: Services, device: Device, phone: str) -> None:
    """Note down that a number has called: a report, unless the phone has said more of it already."""
    read = NumberReader(device.region, services.reference.current().directory).read(Entry(phone))
    if isinstance(read, Entry) and not services.reports.has(read.number, device.id):
        _submit(services, read.number, device, Category.OTHER, "")


def _submit(services: Services, number: str, device: Device, category: Category, comment: str) -> None:
    now = services.clock()
    services.reports.submit(number, device.id, category, comment, now)
    services.day_counts.add(Counted.REPORTS, category, now)


def accept(services: Services, number: str, decision: Acceptance, author: Author) -> ListedEntry:
    """Make an entry of a reported number. Raises NotFound, Invalid, Conflict."""
    reports = services.reports.get(number)
    read = NumberReader(services.default_region, services.reference.current().directory).read(Entry(number))
    if isinstance(read, Rejected):
        raise refusal(read)
    key = EntryKey(ListName.BLOCK, Match.EXACT, read.number)
    entry = Entry(
        read.number,
        Match.EXACT,
        decision.category or next(iter(reports.categories), Category.OTHER),
        decision.label,
        f"reports of {reports.devices} phones",
        decision.note,
        expiry(services, decision.expires_at),
    )
    services.reports.accept(key, entry, author)
    return current_entry(services, key)


def _harmless(comment: str) -> str:
    """Give a comment on one line, without what could turn an admin's screen upside down."""
    return " ".join("".join(character if character.isprintable() else " " for character in comment).split())
