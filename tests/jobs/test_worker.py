"""What time brings about is done by one process at a time, and not by whoever asks."""

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from guard_api.app import open_services, utc_now
from guard_api.config import Config
from guard_api.errors import StoreUnavailable
from guard_api.jobs.worker import Worker
from guard_api.lists.change import Author, ChangeKind
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.lists.files.rows import Row
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportOrder
from guard_api.ports.imports.jobs import Work
from tests.support.at_once import load_now
from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.servers import dismiss, start_server, wait_for

NUMBER = "+8613912345678"
KEY = EntryKey(ListName.BLOCK, Match.EXACT, NUMBER)
NEWEST = (1 << 63) - 1


def kinds(services: Services) -> list[ChangeKind]:
    return [change.what for change in services.changes.list(NEWEST, 9)]


@pytest.fixture
def expired(services: Services, clock: Clock) -> None:
    """Have something on the list that does not count any more."""
    services.lists.add(KEY, Entry(NUMBER, expires_at=clock() + timedelta(hours=1)), Author("admin", clock()))
    clock.pass_(hours=2)


@pytest.mark.usefixtures("expired")
def test_a_worker_leaves_to_another_one_what_is_done_once(services: Services) -> None:
    with services.jobs.turn(Work.UPKEEP, wait=False) as mine:
        assert mine
        Worker(services).round()
        assert kinds(services) == [ChangeKind.ADD]
    Worker(services).round()
    assert kinds(services) == [ChangeKind.EXPIRE, ChangeKind.ADD]


@pytest.mark.usefixtures("expired")
def test_the_turn_of_imports_keeps_nobody_from_upkeep(services: Services) -> None:
    with services.jobs.turn(Work.IMPORTS, wait=False) as mine:
        assert mine
        Worker(services).round()
    assert kinds(services) == [ChangeKind.EXPIRE, ChangeKind.ADD]


@pytest.mark.parametrize("path", ["/v1/blocklist", "/api/blocklist", "/v1/blocklist/snapshot"])
@pytest.mark.usefixtures("expired")
def test_no_question_of_a_phone_changes_the_lists(services: Services, phone: TestPhone, path: str) -> None:
    assert phone.get(path).status_code == 200
    assert kinds(services) == [ChangeKind.ADD]


class Failing:
    """Timelines that cannot be purged."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def tidy(self, *_: object) -> None:
        raise self._error


@pytest.mark.parametrize("error", [StoreUnavailable("down"), ArithmeticError("a bug")])
@pytest.mark.usefixtures("expired")
def test_a_job_that_fails_keeps_no_other_from_being_done(
    services: Services, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    Worker(replace(services, timelines=Failing(error))).round()  # type: ignore[arg-type] # nothing else is asked of it
    assert kinds(services) == [ChangeKind.EXPIRE, ChangeKind.ADD]
    assert ("a bug" in caplog.text) is isinstance(error, ArithmeticError)


def test_more_than_expires_at_once_is_gone_after_some_rounds(services: Services, clock: Clock) -> None:
    ends = clock() + timedelta(hours=1)
    rows = [Row(n, Entry(f"+86139{n:08}", expires_at=ends)) for n in range(1500)]
    load_now(services, ImportOrder(ListName.BLOCK, Author("admin", clock()), "CN"), rows)
    clock.pass_(hours=1)
    worker = Worker(services)
    for _ in range(2):
        worker.round()
    assert [change.removed for change in services.changes.list(NEWEST, 9)] == [500, 1000, 0]


@pytest.mark.slow("starts a server of its own")
def test_what_expires_on_a_server_is_gone_within_seconds_though_nobody_asks(tmp_path: Path) -> None:
    server = start_server(tmp_path)
    try:
        services = open_services(Config(database=server.database))
        ends = (utc_now() + timedelta(seconds=2)).replace(microsecond=0)
        services.lists.add(KEY, Entry(NUMBER, expires_at=ends), Author("admin", utc_now()))
        wait_for(lambda: kinds(services) == [ChangeKind.EXPIRE, ChangeKind.ADD])
        time.sleep(6)
        assert kinds(services) == [ChangeKind.EXPIRE, ChangeKind.ADD], "two workers, and it has expired once"
    finally:
        dismiss(server)
