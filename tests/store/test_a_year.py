"""A list that is replaced every day, phones that come and go, reports, codes: the database stops growing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pytest

from guard_api.actions.imports.import_lists import import_now
from guard_api.jobs.handlers import PERIODIC
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, ListName
from guard_api.ports import Device, Scope, Services
from guard_api.ports.imports.imports import ImportOrder
from tests.support.clock import Clock
from tests.support.databases import services_of, unlimited

GUIDE = files("guard_api").joinpath("guides", "operate.md").read_text("utf-8")
_BOUND = re.search(r"`(\d+) MB \+ \(entries \+ changed × \(GUARD_HISTORY_DAYS \+ 2\)\) × (\d+) bytes`", GUIDE)
_LOG = re.search(r"`-wal`, at most (\d+) MB", GUIDE)
LONG = pytest.mark.slow("400 days, with the settings that come")


class Year(NamedTuple):
    """How many days, entries of the list, and days of history and of all else."""

    days: int
    entries: int
    history: int
    others: int


def a_day(services: Services, clock: Clock, day: int, entries: int) -> None:
    """Replace the list: one half says something new, the other is new and expires; and everything else that happens."""
    soon = (clock() + timedelta(days=1)).isoformat()
    same = (f"+86139{n:08d},day {day},\n" for n in range(entries // 2))
    new = (f"+86138{day * entries + n:08d},once,{soon}\n" for n in range(entries // 2))
    order = ImportOrder(ListName.BLOCK, Author("Ann", clock(), "daily"), "CN")
    rows = "".join(("number,label,expires_at\n", *same, *new, "no number,,\n"))
    import_now(services, order, [rows.encode()], lambda _: None)
    device = Device(f"phone {day}", "CN")
    _, secret = services.keys.create(Scope.DEVICE, "", clock(), device)
    services.keys.authenticate(secret)
    services.reports.submit(f"+86137{day:08d}", device.id, Category.FRAUD, "he said so", clock())
    services.keys.create_code(1, clock() + timedelta(days=7))


def jobs(services: Services) -> None:
    """Do what workers do in a day."""
    for periodic in PERIODIC.values():
        while periodic.does(services):
            pass


def sizes(services: Services, clock: Clock, database: Path, days: int, entries: int) -> Iterator[int]:
    for day in range(days):
        a_day(services, clock, day, entries)
        jobs(services)
        clock.pass_(days=1)
        yield database.stat().st_size


@pytest.mark.parametrize(
    "year", [Year(20, 200, 3, 5), pytest.param(Year(400, 120, 90, 90), marks=LONG)], ids=["short", "long"]
)
def test_a_list_that_is_replaced_every_day_takes_no_more_than_the_guide_states(
    database: Path, clock: Clock, year: Year
) -> None:
    days, entries, history, others = year
    assert _BOUND is not None
    assert _LOG is not None
    ages = {f"{kind}_days": others for kind in ("device", "report", "import")}
    services = services_of(unlimited(database, history_days=history, **ages), clock)
    seen = [*sizes(services, clock, database, days, entries)]
    bound = int(_BOUND[1]) * 10**6 + (2 * entries + entries * (history + 2)) * int(_BOUND[2])
    assert max(seen) <= bound * 4 / 3
    settled = seen[2 * history]
    assert max(seen[2 * history :]) <= settled * 1.1, "it still grows"
    assert Path(f"{database}-wal").stat().st_size <= int(_LOG[1]) * 10**6
    assert len(services.keys.list()) <= others + 2
    beside = sum(file.stat().st_size for file in database.parent.rglob("*") if file.is_file())
    assert beside <= max(seen) + int(_LOG[1]) * 10**6 + 10**6
