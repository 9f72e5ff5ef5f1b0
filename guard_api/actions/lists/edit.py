"""Admins change the lists: entry by entry, and back."""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from guard_api.errors import Conflict, GuardError, Invalid, NotFound
from guard_api.lists.change import Author, Change
from guard_api.lists.domains import DomainReader
from guard_api.lists.entry import Entry, EntryKey, ListName, Match, Reader, Rejected, Subject
from guard_api.lists.numbers import NumberReader
from guard_api.lists.rules import not_listed, refused_by
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportOrder, ImportState
from guard_api.ports.lists.lists import EntryGuard, ListedEntry

AT_ONCE = 1000
"""Entries of a change that is taken back while the admin waits; larger ones go the way of imports."""


def add_entry(services: Services, target: ListName, written: Entry, region: str, author: Author) -> ListedEntry:
    """Put an entry on a list, its number as somebody wrote it down. Raises Invalid, Conflict."""
    if written.match is Match.EXACT and written.number.rstrip().endswith("*"):
        raise Invalid(
            "This is a prefix: send match: prefix.", {"match": ["Must be prefix for a number that ends in *."]}
        )
    expires_at = expiry(services, written.expires_at)
    entry = reader_of(services, target, region).read(replace(written, expires_at=expires_at))
    if isinstance(entry, Rejected):
        raise refusal(entry, target.subject)
    key = EntryKey(target, entry.match, entry.number)
    services.lists.add(key, entry, author)
    return current_entry(services, key)


def edit_entry(
    services: Services, key: EntryKey, changes: Mapping[str, object], author: Author, seen: int | None = None
) -> ListedEntry:
    """Change what is said of an entry, where it is as revision `seen` has made it.

    Raises NotFound, Invalid, Conflict.
    """
    amendment = {name: expiry(services, value) if name == "expires_at" else value for name, value in changes.items()}
    services.lists.edit(key, amendment, author, seen)
    return current_entry(services, key)


def remove_entry(services: Services, key: EntryKey, author: Author, seen: int | None = None) -> None:
    """Take an entry off its list, where it is as revision `seen` has made it. Raises NotFound, Conflict."""
    services.lists.remove(key, author, seen)


def current_entry(services: Services, key: EntryKey) -> ListedEntry:
    """Give an entry as it stands. Raises NotFound."""
    entry = services.lists.get(key)
    if entry is None:
        raise not_listed(key)
    return entry


def entry_now(services: Services, key: EntryKey) -> ListedEntry | None:
    """Give an entry as it stands, None when it does not."""
    return services.lists.get(key)


def find_entry(name: str) -> EntryKey:
    """Read the id of an entry. Raises NotFound."""
    key = EntryKey.from_id(name)
    if key is None:
        raise NotFound("An entry's id is its list, match and number or domain: block:exact:+8613912345678.")
    return key


def reader_of(services: Services, target: ListName, region: str) -> Reader:
    """Give what reads the numbers or domains of a list; `region` is where numbers without a country code belong."""
    reference = services.reference.current()
    if target.subject is Subject.DOMAIN:
        return DomainReader(reference.domains, reference.directory, target)
    return NumberReader(region, reference.directory, target)


def refusal(rejected: Rejected, subject: Subject = Subject.NUMBER) -> GuardError:
    """Give the error that says why a number or domain cannot be listed."""
    detail = f"{rejected.reason[0].upper()}{rejected.reason[1:]}."
    if rejected.conflict is not None:
        return Conflict(detail, {subject: [rejected.conflict]})
    return Invalid(detail, {subject: [rejected.reason]})


def official_guard(services: Services, target: ListName) -> EntryGuard:
    """Give what says whether an entry would cover an official number or domain by now."""
    reader = reader_of(services, target, services.default_region)
    return lambda entry: reader.covers(entry.number, entry.match)


def expiry(services: Services, written: object) -> datetime | None:
    """Give an expiry as entries have it: in whole seconds. Raises Invalid when it is not in the future."""
    if not isinstance(written, datetime):
        return None
    expires_at = written.replace(microsecond=0)
    if expires_at <= services.clock():
        raise Invalid("This entry would have expired already.", {"expires_at": ["Must be in the future."]})
    return expires_at


def revert(services: Services, revision: int, author: Author) -> Change | str:
    """Take a change back: at once, giving the new change, or as an import, giving its id. Raises NotFound, Conflict."""
    change = services.changes.get(revision)
    if change.touched <= AT_ONCE:
        return revert_at_once(services, change, author)
    return _queue_revert(services, change, author)


def revert_at_once(services: Services, change: Change, author: Author) -> Change:
    """Take a small change back, but for entries that would cover what is official by now. Raises NotFound, Conflict."""
    diffs = services.changes.entries(change, None, change.touched)
    reader = reader_of(services, change.list, services.default_region)
    refused = refused_by(reader, ((one.key, one.before) for one in diffs))
    return services.changes.revert(change.revision, author, refused)


def revert_import(services: Services, name: str, author: Author) -> str:
    """Take a whole import back, as an import; gives its id. Raises NotFound, Conflict."""
    done = services.jobs.get(name)
    if done.state in {ImportState.QUEUED, ImportState.RUNNING}:
        raise Conflict("This import is not done yet. Try again when it is.")
    if done.revision is None:
        raise Conflict("This import has changed nothing.")
    return _queue_revert(services, services.changes.get(done.revision), author)


def _queue_revert(services: Services, change: Change, author: Author) -> str:
    order = ImportOrder(change.list, author, services.default_region, reverts=change.revision)
    name = services.jobs.enqueue(order)
    services.runner.start()
    return name
