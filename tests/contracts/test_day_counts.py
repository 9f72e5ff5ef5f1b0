"""Counts by day, whatever keeps them: of all processes together, and none is lost."""

import pytest

from guard_api.errors import StoreUnavailable
from guard_api.lists.entry import ListName
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportState
from guard_api.ports.operate.day_counts import DayCount
from tests.contracts.records import Record
from tests.support.clock import NOON, Clock

DAY = NOON.date()


def test_all_processes_count_together(record: Record, services: Services, clock: Clock) -> None:
    other = record.open()
    for one in (services, other):
        one.day_counts.add("kind", "of another room", clock())
        one.day_counts.add("checks", "none", clock(), 2)
    assert services.day_counts.list(DAY, DAY) == []
    services.day_counts.write()
    other.day_counts.write()
    other.day_counts.write()
    expected = [DayCount(DAY, "checks", "none", 4), DayCount(DAY, "kind", "of another room", 2)]
    assert services.day_counts.list(DAY, DAY) == expected


def test_each_counts_for_the_day_on_which_it_came_about(services: Services, clock: Clock) -> None:
    services.day_counts.add("checks", "none", clock())
    clock.pass_(hours=12)
    services.day_counts.add("checks", "none", clock())
    services.day_counts.write()
    assert [one.count for one in services.day_counts.list(DAY, clock().date())] == [1, 1]


def test_what_cannot_be_written_now_is_written_later(record: Record, services: Services, clock: Clock) -> None:
    services.day_counts.add("checks", "none", clock())
    record.break_()
    with pytest.raises(StoreUnavailable):
        services.day_counts.write()
    services.day_counts.add("checks", "none", clock())
    record.restore()
    later = record.open()
    services.day_counts.write()
    assert [one.count for one in later.day_counts.list(DAY, DAY)] == [2]


def test_of_what_stands_there_the_last_word_of_a_day_holds(services: Services, clock: Clock) -> None:
    for count in (7, 3):
        services.day_counts.stand("entries", "block", clock(), count)
    assert [one.count for one in services.day_counts.list(DAY, DAY)] == [3]


def test_what_there_is_is_counted(services: Services) -> None:
    counted = services.state.records()
    assert counted.entries == dict.fromkeys(ListName, 0)
    assert (counted.reports_waiting, counted.imports) == (0, dict.fromkeys(ImportState, 0))
    assert [one.count for one in counted.unfinished] == [0] * 4
