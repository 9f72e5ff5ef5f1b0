"""The keys under which timelines are kept, and how a phone's are found: those that expire, and all of one phone."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec.structs import replace

from guard_api.engine.timelines.timeline import grown
from guard_api.store.clock import MICROSECOND, from_micros
from guard_api.store.forms.timeline_lines import DAMAGE, Unreadable
from guard_api.store.forms.timeline_record import StoredTimeline
from guard_api.store.lmdb.environment import Transaction

PURGED_AT_ONCE = 500
FAR_AHEAD = timedelta(days=1) // MICROSECOND
"""How far ahead phones may be that never come back: without their next check it is less certain which clock errs."""

CHECKS, _BEGUN = b"c", b"b"
"""How keys begin: the checks of a phone, by its id; the time of a phone's oldest check, or an older one, and its id.

By the latter the purge finds what has expired.
"""
PROBE = CHECKS
"""The key of no phone."""
_TIME_BYTES = 8


def due_before(transaction: Transaction, oldest: int) -> Sequence[bytes]:
    """Give the keys of phones some of whose checks may have expired, the oldest first."""
    due: list[bytes] = []
    end = begun_at(max(oldest + 1, 0), b"")
    for key in transaction.cursor().iternext(values=False):
        if key >= end or len(due) == PURGED_AT_ONCE:
            break
        due.append(key)
    return due


def due_after(transaction: Transaction, newest: int) -> Sequence[bytes]:
    """Give the keys of phones all of whose checks are of a time that is not yet: by the clock they expire too late."""
    due: list[bytes] = []
    begin = begun_at(newest, b"")
    cursor = transaction.cursor()
    if cursor.set_range(begin):
        for key in cursor.iternext(values=False):
            if not key.startswith(_BEGUN) or len(due) == PURGED_AT_ONCE:
                break
            due.append(key)
    return due


def purge_one(transaction: Transaction, begun: bytes, now: int, life: timedelta) -> None:
    """Delete what has expired of a phone that was due, or all of it where it is damaged."""
    phone = begun[len(_BEGUN) + _TIME_BYTES :]
    transaction.delete(begun)
    try:
        kept = StoredTimeline.of(transaction.get(CHECKS + phone))
        if kept.last > now + FAR_AHEAD:
            kept = kept.set_back(now)
        oldest = now - life // MICROSECOND
        known = kept.contents(oldest)
        known = replace(known, observations=grown(known.observations, (), from_micros(now), life))
        first = known.oldest(life, kept.last if kept.last > oldest else None)
        left = None if first is None else (begun_at(first, phone), known.stored(first, kept.last).value())
    except (Unreadable, *DAMAGE):
        left = None
    if left is None:
        transaction.delete(CHECKS + phone)
    else:
        following, value = left
        transaction.put(CHECKS + phone, value)
        transaction.put(following, b"")


def set_back(transaction: Transaction, phone: bytes, kept: StoredTimeline, now: int) -> StoredTimeline:
    """Have a timeline be of the past, also for the purge."""
    earlier = kept.set_back(now)
    transaction.delete(begun_at(kept.first, phone))
    if earlier.checks:
        transaction.put(begun_at(earlier.first, phone), b"")
    return earlier


def is_empty(transaction: Transaction) -> bool:
    """Say whether there is nothing of any phone any more."""
    return all(key == PROBE for key in transaction.cursor().iternext(values=False))


def begun_at(received_at: int, phone: bytes) -> bytes:
    """Give the key under which a phone is found by the time of its oldest check."""
    return _BEGUN + received_at.to_bytes(_TIME_BYTES, "big") + phone


def forget(transaction: Transaction, phone: bytes) -> bool:
    """Delete all that is kept of a phone; says whether there was anything."""
    found = transaction.delete(CHECKS + phone)
    for key in _begun_of(transaction, phone):
        found |= transaction.delete(key)
    return found


def _begun_of(transaction: Transaction, phone: bytes) -> Sequence[bytes]:
    keys = []
    for key in transaction.cursor().iternext(values=False):
        if not key.startswith(_BEGUN):
            break
        if key[len(_BEGUN) + _TIME_BYTES :] == phone:
            keys.append(key)
    return keys
