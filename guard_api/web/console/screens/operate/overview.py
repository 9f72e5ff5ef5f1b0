"""Overview: what happens day by day, what waits, and whether all is well."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from guard_api.actions.health import store_state
from guard_api.actions.imports.import_queue import list_imports
from guard_api.actions.lists.history import list_changes
from guard_api.actions.lists.search import count_entries
from guard_api.actions.operate.day_counts import list_day_counts, shown_count
from guard_api.engine.policy import Level
from guard_api.errors import StoreUnavailable
from guard_api.lists.entry import ListName
from guard_api.ports import Services
from guard_api.ports.lists.trail import Act
from guard_api.ports.operate.day_counts import Counted, DayCount
from guard_api.ports.people.people import Role
from guard_api.web.console import params
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import page
from guard_api.web.console.screens.operate.system import is_tight
from guard_api.web.console.visit import visit

screen = Blueprint("overview", __name__)
_DAYS = (7, 30, 90, 365)
_FEW = 5
_PATTERNS = 8


@dataclass(frozen=True, slots=True)
class Series:
    """Counts by day; None: too few to be told. `label` is what people read."""

    key: str
    label: str
    counts: Sequence[int | None]


@screen.get("/overview")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """Show how things stand."""
    services = visit().services
    state = store_state(services)
    span = params.whole("days", 30, 1, 365)
    days, counts = _counted(services, span)
    return page(
        "overview.html",
        state=state,
        is_tight=is_tight(state.files),
        totals=_totals(services),
        days=days,
        spans=_DAYS,
        span=span,
        checks=_series(counts, Counted.CHECKS, days, {level: f"level.{level}" for level in Level}),
        growth=_series(counts, Counted.ENTRIES, days, {name: f"console.list.{name}" for name in ListName}),
        patterns=_firing(counts),
        changes=[
            one.change
            for one in islice(list_changes(services, None, 5 * _FEW).items, 5 * _FEW)
            if not isinstance(one, Act)
        ][:_FEW],
        imports=list_imports(services, None, _FEW).items,
        has_reports="console.reports.show" in current_app.view_functions,
        here=params.here,
    )


def _counted(services: Services, span: int) -> tuple[Sequence[date], Sequence[DayCount]]:
    last = services.clock().date()
    first = last - timedelta(days=span - 1)
    days = [first + timedelta(days=n) for n in range(span)]
    with suppress(StoreUnavailable):
        return days, list_day_counts(services, first, last)
    return days, ()


def _totals(services: Services) -> Mapping[str, int]:
    totals: dict[str, int] = dict.fromkeys(ListName, 0)
    with suppress(StoreUnavailable):
        for one in count_entries(services):
            totals[one.list] += one.count
    return totals


def _series(counts: Sequence[DayCount], kind: str, days: Sequence[date], labels: Mapping[str, str]) -> Sequence[Series]:
    """Lay counts of a kind out by day: a day without any is a nought, but of what stands there as the day before."""
    found = {(one.key, one.day): shown_count(one) for one in counts if one.kind == kind}
    stands = kind == Counted.ENTRIES
    series = []
    for key, text in labels.items():
        row: list[int | None] = []
        for day in days:
            row.append(found.get((key, day), row[-1] if stands and row else None if stands else 0))
        if any(count != 0 for count in row) and any((key, day) in found for day in days):
            series.append(Series(key, visit().texts.get(text), row))
    return series


def _firing(counts: Sequence[DayCount]) -> Sequence[tuple[str, int]]:
    """Return which patterns were found most, and how often; those of which there are too few to be told are out."""
    sums: dict[str, int] = {}
    for one in counts:
        if one.kind == Counted.FINDINGS:
            sums[one.key] = sums.get(one.key, 0) + (shown_count(one) or 0)
    most = sorted(((count, key) for key, count in sums.items() if count), reverse=True)[:_PATTERNS]
    texts = visit().texts
    return [(texts.get(f"{key}.title") if texts.has(f"{key}.title") else key, count) for count, key in most]
