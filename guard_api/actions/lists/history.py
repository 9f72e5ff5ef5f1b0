"""What was done to the lists and all else, by whom and why; what a change made of each entry, and the way back."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from guard_api.actions.lists.edit import AT_ONCE, official_guard, reader_of, revert
from guard_api.actions.pages import Paged, page_of
from guard_api.errors import NotFound
from guard_api.lists.change import Author, Change, Step
from guard_api.lists.entry import EntryKey, Rejected
from guard_api.lists.rules import WayBack, refused_by
from guard_api.numbers.caller_id import masked
from guard_api.ports import Services
from guard_api.ports.lists.lists import EntryDiff
from guard_api.ports.lists.trail import ALL_DONE, Act, TrailSearch

_NEWEST = 1 << 62
_PAGE = 1000
_LOOKED_AT = 10_000
"""Entries of a change that are looked at to say which were left alone."""
_REPORT = "report:"
"""With this begins what the audit trail says of a reported number."""
_ALLOWED = "what it covers is allowed by now, or an import is changing it"


@dataclass(frozen=True, slots=True)
class DescribedChange:
    """A change, and what it made of its entry where it changed only one; None: several, or that is forgotten."""

    change: Change
    only: EntryDiff | None


@dataclass(frozen=True, slots=True)
class ChangeDetails:
    """A change, and a page of what it made of entries."""

    described: DescribedChange
    entries: Paged[EntryDiff, EntryKey]


def list_changes(
    services: Services, before: Step | None, limit: int, search: TrailSearch = ALL_DONE, *, hidden: bool = False
) -> Paged[DescribedChange | Act, Step]:
    """Return a page of the audit trail, newest first. `hidden`: for who sees reported numbers in part only."""
    done = services.trail.list(before or Step(_NEWEST), limit, search)
    page = page_of(done, limit, lambda one: one.step)
    shown = _hide_number if hidden else _as_it_is
    return Paged([shown(one) if isinstance(one, Act) else _described(services, one) for one in done], page.next)


def _as_it_is(act: Act) -> Act:
    return act


def _hide_number(act: Act) -> Act:
    """Return an act whose number is masked, where it is about a reported one."""
    if not act.about.startswith(_REPORT):
        return act
    return replace(act, about=_REPORT + masked(act.about.removeprefix(_REPORT)))


def find_change(services: Services, revision: int) -> Change:
    """Return one change. Raises NotFound."""
    return services.changes.get(revision)


def show_change(services: Services, revision: int, after: EntryKey | None, limit: int) -> ChangeDetails:
    """Return a change and a page of what it made of entries, those behind `after`. Raises NotFound."""
    change = services.changes.get(_possible(revision))
    changed = page_of(services.changes.entries(change, after, limit), limit, lambda one: one.key)
    return ChangeDetails(_described(services, change), changed)


def take_back(services: Services, revision: int, author: Author) -> DescribedChange | str:
    """Take a change back at once, or as an import: returns the new change or the import's id.

    Raises NotFound, Conflict.
    """
    made = revert(services, _possible(revision), author)
    return made if isinstance(made, str) else _described(services, made)


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a change back would come to; `entries` are the first ones of it, `counts` are of those."""

    described: DescribedChange
    entries: Sequence[tuple[EntryDiff, WayBack]]
    returning: int
    going: int
    staying: int


def preview(services: Services, revision: int) -> Preview:
    """Say what taking a change back would make of its first thousand entries. Raises NotFound, Conflict."""
    change = services.changes.get(_possible(revision))
    diffs = services.changes.entries(change, None, AT_ONCE)
    reader = reader_of(services, change.list, services.default_region)
    refused = refused_by(reader, ((one.key, one.before) for one in diffs))
    ways = services.changes.ways_back(change, services.clock(), refused, AT_ONCE)
    counts = Counter(way for _, way in ways)
    tally = counts[WayBack.RETURNS], counts[WayBack.GOES], counts[WayBack.STAYS]
    return Preview(_described(services, change), ways, *tally)


def left_alone(services: Services, change: Change, made: Change) -> Iterator[tuple[str, str]]:
    """Name the entries of `change` that `made` did not take back, and why; of a huge change nobody can tell quickly."""
    if change.touched > _LOOKED_AT:
        return
    restored = {one.key for one in _entries(services, made)}
    for one in _entries(services, change):
        if one.key not in restored:
            yield one.key.id, _reason(services, one, change)


def _possible(revision: int) -> int:
    """Return a revision that there may be. Raises NotFound."""
    if revision > _NEWEST:
        raise NotFound("There is no such change.")
    return revision


def describe(services: Services, revision: int) -> DescribedChange:
    """Return one change as the trail shows it. Raises NotFound."""
    return _described(services, services.changes.get(revision))


def _described(services: Services, change: Change) -> DescribedChange:
    changed = services.changes.entries(change, None, 1) if change.touched == 1 else ()
    return DescribedChange(change, next(iter(changed), None))


def _entries(services: Services, change: Change) -> Iterator[EntryDiff]:
    after: EntryKey | None = None
    while page := services.changes.entries(change, after, _PAGE):
        yield from page
        after = page[-1].key


def _reason(services: Services, one: EntryDiff, change: Change) -> str:
    """Return why an entry was left alone."""
    newest = next(iter(services.lists.versions(one.key)), None)
    if newest is not None and newest.revision > change.revision:
        return f"changed since, by revision {newest.revision}"
    if newest is not None and one.after is not None and newest.ended_at is not None:
        return f"removed since, by {newest.ended_by}"
    was = one.before
    if was is not None and not was.counts(services.clock()):
        return "would have expired by now"
    refused = official_guard(services, change.list)(was) if was is not None else None
    return refused.reason if isinstance(refused, Rejected) else _ALLOWED
