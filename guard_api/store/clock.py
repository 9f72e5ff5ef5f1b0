"""Times in the database: microseconds since 1970 in UTC, as integers that sort."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Give a UTC time as the database keeps it, exactly."""
    return (moment - _EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """Give back the UTC time."""
    return _EPOCH + micros * MICROSECOND
