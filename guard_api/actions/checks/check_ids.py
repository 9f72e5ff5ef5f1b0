"""Names of checks, which say what finds them again: whose, when it was received, as of when it was judged, its score.

Nothing else is kept of a check. The phone stands in it as a digest: names are in the log, where nothing may be left of
a phone that is forgotten.
"""

import re
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from msgspec import Struct

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_NAME = re.compile(r"([0-9a-f]{16})-([0-9a-f]{1,14})-([0-9a-f]{1,14})-([0-9a-f]{1,2})")


class CheckId(Struct, frozen=True):
    """A name, read. `received_at` orders the checks of a phone; `score` is what was answered."""

    phone: str
    received_at: datetime
    as_of: datetime
    score: int


def check_id_of(device_id: str, received_at: datetime, as_of: datetime, score: int) -> str:
    """Name a check, unlike all other checks of all phones."""
    received, judged = (received_at - _EPOCH) // _MICROSECOND, (as_of - _EPOCH) // _MICROSECOND
    return f"{phone_in_names(device_id)}-{received:x}-{judged:x}-{score:x}"


def phone_in_names(device_id: str) -> str:
    """Return what stands for a phone in the names of its checks."""
    return blake2b(device_id.encode(), digest_size=8).hexdigest()


def read_check_id(name: str) -> CheckId | None:
    """Read a name; None: it is none."""
    read = _NAME.fullmatch(name)
    if read is None:
        return None
    received, judged = (_EPOCH + int(micros, 16) * _MICROSECOND for micros in read.groups()[1:3])
    return CheckId(read[1], received, judged, int(read[4], 16))
