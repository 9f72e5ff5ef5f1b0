"""Until when an entry counts, as people write it: the same in files, over HTTP and at the command line."""

import re
from datetime import UTC, datetime

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHEET_DAY = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)(?: +0?0:00(?::00)?)?"
)
"""A day as Chinese and international spreadsheets show it, the year first."""
_TIME = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
_MOMENT = re.compile(rf"{_DAY.pattern}[T ]{_TIME}(?:Z|[+-][0-9]{{2}}(?::?[0-9]{{2}})?)")


class NoMoment(ValueError):
    """Why a text is no moment."""


def sheet_day(text: str) -> str:
    """Give a day as spreadsheets show it, 2026/1/5 or 2026年1月5日, as 2026-01-05; all else as it is."""
    found = _SHEET_DAY.fullmatch(text.strip())
    if found is None:
        return text
    year, month, day = found[1], found[3] or found[5], found[4] or found[6]
    return f"{year}-{month:0>2}-{day:0>2}"


def completed(text: str) -> str:
    """Give a day as the moment at its end; all else as it is."""
    written = text.strip().upper()
    return f"{written}T23:59:59Z" if _DAY.fullmatch(written) else written


def read_since(text: str) -> datetime:
    """Read a moment, or a day, which counts from its beginning in UTC. Raises NoMoment."""
    written = text.strip()
    return read_until(f"{written}T00:00:00Z" if _DAY.fullmatch(written) else written)


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
