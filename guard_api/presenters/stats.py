"""Counts by day, as every face shows them."""

from collections.abc import Sequence

from guard_api.actions.operate.day_counts import FEW, shown_count
from guard_api.ports.operate.day_counts import DayCount


def stats_answer(counts: Sequence[DayCount]) -> dict[str, object]:
    """Return counts; those that are too small to be told are null."""
    return {"few": FEW, "counts": [_count_answer(one) for one in counts]}


def count_text(one: DayCount) -> str:
    """Return a count as people read it."""
    shown = shown_count(one)
    return f"{shown:,}" if shown is not None else f"<{FEW}"


def _count_answer(one: DayCount) -> dict[str, object]:
    return {"day": one.day, "kind": one.kind, "key": one.key, "count": shown_count(one)}
