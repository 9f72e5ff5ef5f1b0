"""Until when an entry counts, as people write it: the same in files, over HTTP and at the command line."""

import re
from datetime import UTC, datetime

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
_MOMENT = re.compile(rf"{_DAY.pattern}[T ]{_TIME}(?:Z|[+-][0-9]{{2}}(?::?[0-9]{{2}})?)")


class NoMoment(ValueError):
    """Why a text is no moment."""


def completed(text: str) -> str:
    """Give a day as the moment at its end; all else as it is."""
    written = text.strip().upper()
    return f"{written}T23:59:59Z" if _DAY.fullmatch(written) else written


def read_until(text: str) -> datetime:
    """Read a moment with its offset (RFC 3339; seconds may be missing), or a day, which counts to its end in UTC.

    Given in UTC and whole seconds. Raises NoMoment.
    """
    written = completed(text)
    if not _MOMENT.fullmatch(written):
        raise NoMoment("is a day, or a moment with its offset, not")
    try:
        return datetime.fromisoformat(written).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise NoMoment("is a moment that does not exist:") from None
