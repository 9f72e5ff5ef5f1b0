"""Names of checks, which say what finds them again: whose, when it was received, and as of when it was judged.

Nothing else is kept of a check. The phone stands in it as a digest: names are in the log, where nothing may be left of a
phone that is forgotten.
"""

import re
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from msgspec import Struct

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_NAME = re.compile(r"([0-9a-f]{16})-([0-9a-f]{1,14})-([0-9a-f]{1,14})")


class CheckId(Struct, frozen=True):
    """A name, read. `received_at` orders the checks of a phone."""

    phone: str
    received_at: datetime
    as_of: datetime


def check_id_of(device_id: str, received_at: datetime, as_of: datetime) -> str:
    """Name a check, unlike all other checks of all phones."""
    received, judged = (received_at - _EPOCH) // _MICROSECOND, (as_of - _EPOCH) // _MICROSECOND
    return f"{phone_in_names(device_id)}-{received:x}-{judged:x}"


def phone_in_names(device_id: str) -> str:
    """Return what stands for a phone in the names of its checks."""
    return blake2b(device_id.encode(), digest_size=8).hexdigest()


def read_check_id(name: str) -> CheckId | None:
    """Read a name; None: it is none."""
    read = _NAME.fullmatch(name)
    if read is None:
        return None
    try:
        received, judged = (_EPOCH + int(micros, 16) * _MICROSECOND for micros in read.groups()[1:])
    except OverflowError:
        return None
    return CheckId(read[1], received, judged)
