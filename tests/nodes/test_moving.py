"""A database that moves to PostgreSQL: phones go on with their cursors and keys, admins with their history."""

from dataclasses import replace
from pathlib import Path

import pytest

from guard_api.app import made_services, open_services
from guard_api.config import Config
from guard_api.errors import BadConfiguration, StoreUnavailable
from guard_api.lists.change import Author, Step
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.nodes import move_record
from guard_api.ports import Device, Scope, Services
from guard_api.ports.lists.catalogue import Search
from guard_api.ports.people.people import Role
from guard_api.settings.postgres_url import PostgresUrl
from tests.support.clock import NOON
from tests.support.databases import without_lists
from tests.support.engines.postgres import postgres
from tests.support.engines.postgres_databases import new_database

pytestmark = pytest.mark.slow("starts PostgreSQL")

ADMIN = Author("admin", NOON, "why")


def key_of(n: int) -> EntryKey:
    return EntryKey(ListName.BLOCK, Match.EXACT, f"+86139{n:08d}")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(database=without_lists(tmp_path / "guard.db"), copy=tmp_path / "copy.db")


def empty() -> str:
    postgres().execute("DROP DATABASE IF EXISTS target WITH (FORCE)")
    postgres().execute("CREATE DATABASE target")
    return postgres().url("target")


def at_target(config: Config, url: str) -> Services:
    services, begin = made_services(replace(config, database=PostgresUrl(url)))
    begin()
    return services


def test_phones_and_admins_go_on_where_they_were(config: Config) -> None:
    before = open_services(config)
    _, secret = before.keys.create(Scope.DEVICE, "", NOON, Device("phone", "CN"))
    revoked, gone = before.keys.create(Scope.ADMIN, "", NOON, by=ADMIN)
    before.keys.revoke(revoked.id, NOON, ADMIN)
    for n in range(3):
        before.lists.add(key_of(n), Entry(key_of(n).number), ADMIN)
    before.reports.submit("+8613900000009", "phone", Category.FRAUD, "", NOON)
    cursor = before.sync.page(before.sync.start(ListName.BLOCK), 99).next
    ann = before.people.create("Ann", Role.ADMIN, ADMIN)
    counted = before.catalogue.counts()
    url = empty()
    assert move_record(config, url)["listed"] == 3
    after = at_target(config, url)
    assert after.catalogue.counts() == counted
    found = after.catalogue.search(Search(ListName.BLOCK, ending="00000002", limit=9)).entries
    assert [one.entry.number for one in found] == [key_of(2).number]
    assert after.keys.authenticate(secret) is not None
    assert after.keys.authenticate(gone) is None
    assert after.sync.newest(cursor) == 3
    assert after.changes.list(99, 99) == before.changes.list(99, 99)
    assert after.trail.list(Step(99), 99) == before.trail.list(Step(99), 99)
    assert after.reports.get("+8613900000009") == before.reports.get("+8613900000009")
    after.lists.remove(key_of(0), ADMIN)
    page = after.sync.page(cursor, 99)
    assert [one.number for one in page.removals] == [key_of(0).number]
    assert (page.standing.revision, page.standing.count) == (4, 2)
    assert after.people.create("Ben", Role.VIEWER, ADMIN).id == ann.id + 1, "ids go on"


def test_a_record_that_is_there_stays_as_it_is(config: Config) -> None:
    url = new_database()
    with pytest.raises(StoreUnavailable, match="there is a record already"):
        move_record(config, url)


def test_a_move_that_fails_leaves_nothing_behind(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    url = empty()
    with monkeypatch.context() as broken:
        broken.setattr("guard_api.store.postgres.moving._LAST_IDS", "SELECT nothing")
        with pytest.raises(StoreUnavailable):
            move_record(config, url)
    assert postgres().execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", "target") == [(0,)]
    assert move_record(config, url)


def test_a_record_moves_from_a_file_to_postgresql_only(config: Config) -> None:
    with pytest.raises(BadConfiguration):
        move_record(config, "other.db")
