"""Counts by day: read, and measured."""

from collections.abc import Sequence
from datetime import date, timedelta

from guard_api.errors import Invalid
from guard_api.ports import Services
from guard_api.ports.operate.day_counts import Counted, DayCount

FEW = 5
"""Fewer than so many are not told: of a small town, a count of one is a person."""
_USUAL = timedelta(days=29)
_MOST = timedelta(days=366)


def list_day_counts(services: Services, first: date | None = None, last: date | None = None) -> Sequence[DayCount]:
    """Return the counts of some days of UTC, both of them within; without any, of the last 30. Raises Invalid.

    Those of this process are among them; what other processes have counted is at most a minute late.
    """
    last = last or max(services.clock().date(), first or date.min)
    first = first or max(last, date.min + _USUAL) - _USUAL
    if not timedelta() <= last - first <= _MOST:
        raise Invalid(f"From the first day to the last there may be {_MOST.days} days, and no fewer than one.")
    services.day_counts.write()
    return services.day_counts.list(first, last)


def shown_count(one: DayCount) -> int | None:
    """Return a count as it may be told; None: fewer than `FEW`. How long a list is tells of no person."""
    return one.count if one.count >= FEW or one.kind == Counted.ENTRIES else None


def measure(services: Services) -> None:
    """Write down how long the lists are today."""
    now = services.clock()
    for target, count in services.state.records().entries.items():
        services.day_counts.stand(Counted.ENTRIES, target, now, count)
