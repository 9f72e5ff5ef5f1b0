"""What people name when they speak of entries: numbers in any form, prefixes, domains, ids of entries."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from guard_api.actions.checks.check_call import Assessment
from guard_api.actions.checks.look_up import look_up
from guard_api.actions.phones.enrol import new_device
from guard_api.errors import NotFound
from guard_api.lists.domains import bare, host_of
from guard_api.lists.entry import EntryKey, ListName, Match, Subject
from guard_api.lists.numbers import NumberReader
from guard_api.lists.precedence import covering as covering_keys
from guard_api.numbers.caller_id import read_caller_id
from guard_api.numbers.plan import REGIONS
from guard_api.ports import Services
from guard_api.ports.lists.lists import ListedEntry


class Named(NamedTuple):
    """A canonical number, prefix or domain, what was written, and the entries that it names."""

    number: str
    match: Match
    written: str
    keys: Sequence[EntryKey]


def subject_of(text: str, target: ListName | None = None) -> Subject:
    """Say what somebody names: what the list is of, or else what the text looks like."""
    key = EntryKey.from_id(text)
    if target is not None or key is not None:
        return (target or key.list).subject  # type: ignore[union-attr] # one of both is there
    host = host_of(text)
    # Any digits are some IPv4 address, but only four bytes with dots are meant as one.
    is_domain = host is not None and (not host.is_ip or host.name in {bare(text), f"[{bare(text)}]"})
    return Subject.DOMAIN if is_domain else Subject.NUMBER


def read_name(services: Services, text: str, region: str, target: ListName | None = None) -> Named:
    """Read an id, a prefix with a `*`, a domain, or a number as it may be written or displayed. Raises NotFound."""
    key = EntryKey.from_id(text)
    if key is not None:
        return Named(key.number, key.match, key.number, [key])
    if subject_of(text, target) is Subject.DOMAIN:
        host = host_of(text)
        if host is None:
            raise NotFound("This is no domain and no entry's id (block_domains:domain:evil.top).")
        return Named(host.name, Match.DOMAIN, text, _on_all_lists(Match.DOMAIN, host.name))
    prefix = _prefix(services, text, region) if text.endswith("*") else None
    if prefix is not None:
        return Named(prefix, Match.PREFIX, text, _on_all_lists(Match.PREFIX, prefix))
    number = read_caller_id(*_placed(text, region), services.reference.current().directory).key
    if number is None:
        raise NotFound("This is no number, no prefix*, no domain and no entry's id (block:exact:+8613912345678).")
    return Named(number, Match.EXACT, text, _on_all_lists(Match.EXACT, number))


def key_changed_last(services: Services, text: str, region: str, target: ListName | None = None) -> EntryKey | None:
    """Return the entry that `text` names; of several lists', the one that was changed last. None: it names none."""
    try:
        keys = read_name(services, text, region).keys
    except NotFound:
        return None

    def changed(key: EntryKey) -> int:
        return max((one.ended_revision or one.revision for one in services.lists.versions(key)), default=0)

    return max((key for key in keys if target in {None, key.list}), key=changed, default=None)


def current_entries(
    services: Services, text: str, region: str, target: ListName | None = None
) -> Sequence[ListedEntry]:
    """Give the entries that `text` may name; here a prefix may go without its `*`."""
    what = read_name(services, text, region, target)
    keys = list(what.keys)
    may_be_prefix = what.match.subject is Subject.NUMBER and EntryKey.from_id(text) is None
    prefix = _prefix(services, text, region) if may_be_prefix else None
    if prefix is not None:
        keys += _on_all_lists(Match.PREFIX, prefix)
    return _standing(services, dict.fromkeys(keys))


def assessment_of(services: Services, what: Named, region: str) -> Assessment:
    """Give what a check says of a number by itself."""
    displayed, place = _placed(what.written, region)
    return look_up(services, new_device(services, place), displayed)


def covering(services: Services, what: Named) -> Sequence[ListedEntry]:
    """Give the entries that cover a number, prefix or domain, in the order in which they decide; expired ones last."""
    now = services.clock()
    standing = _standing(services, covering_keys(what.match, what.number))
    return sorted(standing, key=lambda listed: not listed.entry.counts(now))


def _standing(services: Services, keys: Iterable[EntryKey]) -> list[ListedEntry]:
    return [entry for key in keys if (entry := services.lists.get(key)) is not None]


def _on_all_lists(match: Match, number: str) -> list[EntryKey]:
    return [EntryKey(target, match, number) for target in match.subject.lists]


def _prefix(services: Services, text: str, region: str) -> str | None:
    """Read a prefix, None when there is none."""
    read = NumberReader(region, services.reference.current().directory).prefix(text)
    return read if isinstance(read, str) else None


def _placed(text: str, region: str) -> tuple[str, str]:
    """Give the digits and the region of a number: `CN:10657` names it."""
    place, _, digits = text.rpartition(":")
    return (digits, place) if place in REGIONS else (text, region)
