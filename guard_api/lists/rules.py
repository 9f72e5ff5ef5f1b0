"""What may be added to the lists, changed and taken back, and what is said to whom it is refused.

All of it is decided of values: what the store has found in the transaction that is about to write.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeVar

from msgspec.structs import replace

from guard_api.errors import Conflict, NotFound
from guard_api.lists.entry import Entry, EntryKey, Reader, Subject

Amendment = Mapping[str, object]
"""Fields of an entry, and what they become."""
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands where an entry is to stand, and around it."""

    key: EntryKey
    current: Entry | None = None
    is_pending: bool = False
    """Whether an import that is not done yet changes the entry."""
    allowed: str | None = None
    """The id of an allowed entry that it would cover or contradict."""


class WayBack(Enum):
    """What becomes of an entry when a change is taken back."""

    STAYS = "changed since, or it may not stand there any more"
    RETURNS = "it is again what it was before"
    GOES = "it is taken off the list"


def check_addition(place: Surroundings, at: datetime) -> None:
    """Refuse a new entry where one counts, or one is allowed; it may replace what has expired. Raises Conflict."""
    _check_idle(place)
    key, subject = place.key, place.key.list.subject
    if place.current is not None and place.current.counts(at):
        raise Conflict(f"{key.id} is listed already; change that entry.", {subject: [key.id]})
    if place.allowed is not None:
        raise Conflict(f"{key.id} would cover an allowed {subject}: {place.allowed}.", {subject: [place.allowed]})


def amended(place: Surroundings, amendment: Amendment) -> Entry | None:
    """Return what an entry becomes, None when that is what it is. Raises NotFound, Conflict."""
    before = check_removal(place)
    after = replace(before, **amendment)
    return after if after != before else None


def check_unchanged(key: EntryKey, revision: int, seen: int | None) -> None:
    """Refuse to change what is not as somebody has seen it; None: nobody says what they have seen. Raises Conflict."""
    if seen not in {None, revision}:
        why = f"{key.id} was changed since, by revision {revision}. Look at it again."
        raise Conflict(why, {"revision": [f"It is {revision} by now."]})


def check_removal(place: Surroundings) -> Entry:
    """Return the entry that can be changed or taken off. Raises NotFound, Conflict."""
    _check_idle(place)
    if place.current is None:
        raise not_listed(place.key)
    return place.current


def not_listed(key: EntryKey) -> NotFound:
    """Return the error of an entry that does not stand."""
    return NotFound(f"{key.id} is not listed.")


def _check_idle(place: Surroundings) -> None:
    if place.is_pending:
        raise Conflict(f"An import that is running changes {place.key.id}. Try again when it is done.")


def why_not_imported(subject: Subject, allowed: str) -> str:
    """Return why a row of an import is left out that would cover or contradict what is allowed."""
    return f"covers or is an allowed {subject}: {allowed}"


def check_replacement(*, has_rows: bool) -> None:
    """Refuse to put nothing in the place of what a source has said. Raises Conflict."""
    if not has_rows:
        raise Conflict("No row of this file can be listed: nothing is replaced. To take all off, remove the entries.")


def known_change(revision: int, change: _Found | None) -> _Found:
    """Return a change that there is. Raises NotFound."""
    if change is None:
        raise NotFound(f"There is no change {revision}.")
    return change


def revertible(revision: int, change: _Found | None, forgotten: int) -> _Found:
    """Return a change that can be taken back: what was before must still be known. Raises NotFound, Conflict."""
    if revision <= forgotten:
        raise Conflict(f"Change {revision} is too long ago: what was before is not kept any more.")
    return known_change(revision, change)


def check_edited(changed: int) -> None:
    """Refuse an edit of many entries that changes none. Raises Conflict."""
    if not changed:
        raise Conflict("All of these entries say that already.")


def check_reverted(revision: int, changed: int) -> None:
    """Refuse to take back a change when that changes nothing. Raises Conflict."""
    if not changed:
        raise Conflict(f"Nothing of change {revision} can be taken back: all of it was changed since.")


def refused_by(reader: Reader, returning: Iterable[tuple[EntryKey, Entry | None]]) -> frozenset[EntryKey]:
    """Return the keys of entries that may not come back, since they would cover what is official by now."""
    return frozenset(
        key for key, entry in returning if entry is not None and reader.covers(entry.number, entry.match) is not None
    )


def way_back(place: Surroundings, before: Entry | None, after: Entry | None, at: datetime, *, refused: bool) -> WayBack:
    """Return what becomes of an entry when the change is taken back that made `after` of `before`.

    What was changed since stays, and so does what an import is changing. What was before does not come back when it is
    `refused`, or what it would cover is allowed by now; what has expired goes.
    """
    if place.is_pending or place.current != after:
        return WayBack.STAYS
    if before is not None and (refused or place.allowed is not None):
        return WayBack.STAYS
    if before is not None and before.counts(at):
        return WayBack.RETURNS
    return WayBack.GOES if place.current is not None else WayBack.STAYS


def reported(report: _Found | None) -> _Found:
    """Return what is known of a number that somebody has reported. Raises NotFound."""
    if report is None:
        raise NotFound("Nobody has reported this number.")
    return report


def check_undecided(entry: EntryKey | None) -> None:
    """Refuse to decide again what was accepted, while its entry stands. Raises Conflict."""
    if entry is not None:
        why = "This number was accepted. Take that change back, or take its entry off the list."
        raise Conflict(why, {"number": [entry.id]})


def check_reopening(number: str, *, is_open: bool) -> None:
    """Refuse to open what is open. Raises Conflict."""
    if is_open:
        raise Conflict("This number waits for a decision already.", {"number": [number]})
