"""The past is kept for as long as was promised, and no clock that was wrong once shortens that."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from guard_api.actions.imports import run_job
from guard_api.errors import Conflict
from guard_api.jobs.handlers import run_queued
from guard_api.lists.change import Author, ChangeKind
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.lists.files import rows
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportOrder, ImportState
from tests.contracts.records import Record
from tests.support.at_once import tidy
from tests.support.clock import NOON, Clock

NUMBER = "+8613900000000"
OTHER = EntryKey(ListName.BLOCK, Match.EXACT, "+8613900000001")
NEWEST = (1 << 63) - 1
KEY = EntryKey(ListName.BLOCK, Match.EXACT, NUMBER)


@pytest.fixture
def services(record: Record) -> Services:
    return record.open(history_days=1)


def author(clock: Clock) -> Author:
    return Author("admin", clock())


def test_a_change_that_is_too_long_ago_shows_no_entries_and_is_not_taken_for_an_addition(
    services: Services, clock: Clock
) -> None:
    services.lists.add(KEY, Entry(NUMBER), author(clock))
    services.lists.edit(KEY, {"label": "new"}, author(clock))
    assert len(services.changes.entries(services.changes.get(2), None, 9)) == 1
    clock.pass_(days=2)
    tidy(services)
    assert services.changes.entries(services.changes.get(2), None, 9) == []
    assert services.changes.get(2).updated == 1


def test_a_change_by_a_clock_that_was_wrong_does_not_make_the_others_old(services: Services, clock: Clock) -> None:
    services.lists.add(KEY, Entry(NUMBER), author(clock))
    clock.now = NOON - timedelta(days=20_000)
    services.lists.edit(KEY, {"label": "new"}, author(clock))
    clock.now = NOON
    tidy(services)
    services.changes.revert(2, author(clock), ())
    assert [entry.label for entry in services.catalogue.export(ListName.BLOCK)] == [""]
    with pytest.raises(Conflict):
        services.changes.revert(2, author(clock), ())


@pytest.mark.parametrize("days", [31, 400, 3 * 365, 30 * 365])
def test_a_clock_that_leaps_ahead_forgets_nothing_until_it_shows_the_same_a_day_later(
    services: Services, clock: Clock, record: Record, days: int
) -> None:
    services.lists.add(KEY, Entry(NUMBER, expires_at=NOON + timedelta(days=20)), author(clock))
    services.lists.edit(KEY, {"label": "new"}, author(clock))
    for _ in range(3):
        tidy(services)
        clock.now = NOON + timedelta(days=days)
        services.lists.add(OTHER, Entry(OTHER.number), author(clock))
        tidy(record.open(history_days=1))
        clock.now = NOON + timedelta(hours=1)
        services.lists.remove(OTHER, author(clock))
    (expired,) = [change for change in services.changes.list(NEWEST, 99) if change.what is ChangeKind.EXPIRE]
    services.changes.revert(expired.revision, author(clock), ())
    services.changes.revert(2, author(clock), ())
    assert [entry.label for entry in services.catalogue.export(ListName.BLOCK)] == [""]
    clock.pass_(days=days)
    for _ in range(2):
        tidy(services)
        clock.pass_(days=1)
        services = record.open(history_days=1)
    tidy(services)
    with pytest.raises(Conflict, match="too long ago"):
        services.changes.revert(2, author(clock), ())


def test_an_import_that_breaks_this_program_does_not_stop_those_behind_it(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    names = []
    for _ in range(2):
        with services.uploads.receive([NUMBER.encode()]) as name:
            names.append(services.jobs.enqueue(ImportOrder(ListName.BLOCK, author(clock), "CN"), name))
        clock.pass_(seconds=1)
    read = rows.read_rows

    def broken(*_: object) -> Iterator[object]:
        monkeypatch.setattr(run_job, "read_rows", read)
        raise ArithmeticError("a bug")
        yield

    monkeypatch.setattr(run_job, "read_rows", broken)
    run_queued(services)
    assert [services.jobs.get(name).state for name in names] == [ImportState.FAILED, ImportState.DONE]
    assert "a bug" in caplog.text
