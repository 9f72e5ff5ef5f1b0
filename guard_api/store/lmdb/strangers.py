"""What outlives a phone's checks: that a stranger was there, and when. Nothing tells who he was.

Two keys a phone: when he was there, and, for the purge, until when that is of interest.
"""

from datetime import datetime

from guard_api.engine.observations import CallSeen, StrangerBefore, pack, unpack
from guard_api.engine.remembered import REACH, is_forgotten, stranger_before
from guard_api.store.clock import MICROSECOND, from_micros, to_micros
from guard_api.store.lmdb.environment import Transaction
from guard_api.store.lmdb.timeline_record import DAMAGE, StoredTimeline

_STRANGERS, _DUE = b"s", b"t"
_TIME_BYTES = 8


def remembered(
    transaction: Transaction, phone: bytes, whole: StoredTimeline, kept: StoredTimeline, now: int
) -> StrangerBefore | None:
    """Return the stranger of before, after noting him where `whole` tells of one and less of it is `kept`."""
    before = _read(transaction, phone, now)
    if kept is whole:
        return before
    checks = whole.read()
    gone = [one for check in checks[: len(checks) - kept.checks] for one in check.observations]
    called = any(isinstance(one, CallSeen) for one in gone)
    if not called and (before is None or before.at > from_micros(kept.first if kept.checks else now)):
        return before
    observations = [one for check in checks for one in check.observations]
    found = stranger_before(observations if before is None else [before, *observations])
    if found is not None and found != before and not is_forgotten(found, from_micros(now)):
        _write(transaction, phone, found, before)
        return found
    return before


def forget_strangers(transaction: Transaction, now: int, most: int) -> None:
    """Delete what is no longer of interest, a little at a time."""
    due: list[bytes] = []
    cursor = transaction.cursor()
    if cursor.set_range(_DUE):
        for key in cursor.iternext(values=False):
            if key >= _due(now, b"") or len(due) == most:
                break
            due.append(key)
    for key in due:
        transaction.delete(key)
        transaction.delete(_STRANGERS + key[len(_DUE) + _TIME_BYTES :])


def forget_stranger(transaction: Transaction, phone: bytes) -> bool:
    """Delete what is remembered for a phone; says whether there was anything."""
    cursor = transaction.cursor()
    due = [key for key in cursor.iternext(values=False) if key.endswith(phone)] if cursor.set_range(_DUE) else []
    for key in due:
        if key.startswith(_DUE) and key[len(_DUE) + _TIME_BYTES :] == phone:
            transaction.delete(key)
    return transaction.delete(_STRANGERS + phone)


def _read(transaction: Transaction, phone: bytes, now: int) -> StrangerBefore | None:
    value = transaction.get(_STRANGERS + phone)
    if value is None:
        return None
    try:
        (stranger,) = unpack(value)
    except DAMAGE:
        return None
    known = isinstance(stranger, StrangerBefore) and not is_forgotten(stranger, from_micros(now))
    return stranger if known else None  # type: ignore[return-value] # it is one


def _write(transaction: Transaction, phone: bytes, found: StrangerBefore, before: StrangerBefore | None) -> None:
    if before is not None:
        transaction.delete(_due(_until(before.at), phone))
    transaction.put(_STRANGERS + phone, pack([found]))
    transaction.put(_due(_until(found.at), phone), b"")


def _until(at: datetime) -> int:
    return to_micros(at) + REACH // MICROSECOND


def _due(until: int, phone: bytes) -> bytes:
    return _DUE + max(until, 0).to_bytes(_TIME_BYTES, "big") + phone
