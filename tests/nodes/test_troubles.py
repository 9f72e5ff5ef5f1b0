"""What is wrong with a record or a copy is named, at the start or by /readyz, and answers go on."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from guard_api.app import made_services
from guard_api.cli import main
from guard_api.config import Config
from guard_api.errors import StoreUnavailable
from guard_api.lists.change import Author
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.ports import Services
from guard_api.settings.postgres_url import PostgresUrl
from guard_api.store.copy.following import apart, open_copy
from guard_api.store.copy.troubles import Trouble, Troubles
from guard_api.store.postgres import schema
from guard_api.store.postgres.connections import connect
from guard_api.store.record import record_of_node
from guard_api.store.sqlite.database import Database
from tests.support.clock import NOON
from tests.support.databases import shipped_reference
from tests.support.engines.postgres import end, new_postgres, postgres
from tests.support.engines.postgres_databases import new_database
from tests.support.servers import free_port, guard_api, wait_for

pytestmark = pytest.mark.slow("starts PostgreSQL")

NUMBER = "+8613912345678"
_HOUR = 3600
_FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON listed FOR EACH ROW EXECUTE FUNCTION full_disk()
"""


@pytest.fixture
def url() -> str:
    return new_database()


def node(url: str, folder: Path) -> Services:
    """Open what a worker of a node has."""
    config = Config(database=PostgresUrl(url), copy=folder / "copy.db", store_seconds=5)
    open_copy(Database(config.copy, 5), NOON)
    return made_services(config, known=shipped_reference(), make_record=record_of_node)[0]


def add(services: Services) -> None:
    services.lists.add(EntryKey(ListName.BLOCK, Match.EXACT, NUMBER), Entry(NUMBER), Author("admin", NOON))


def seen(services: Services) -> list[str]:
    wait_for(lambda: services.health.impairments() is not None)
    time.sleep(1.1)  # what was known is said again for a second
    return [*services.health.impairments()]


@pytest.mark.slow("starts a program of its own")
def test_a_full_disk_is_named_and_nothing_is_lost_once_there_is_room(url: str, tmp_path: Path) -> None:
    services = node(url, tmp_path)
    with psycopg.connect(url, autocommit=True) as record:
        record.execute(_FULL)
        with pytest.raises(StoreUnavailable):
            add(services)
        assert seen(services) == ["record: it does not take what is written: PostgreSQL: DiskFull (53100)"]
        record.execute("DROP TRIGGER full_disk ON listed")
    add(services)
    assert seen(services) == []
    assert services.catalogue.counts()[0].count == 1


def test_who_may_not_write_is_named(url: str, tmp_path: Path) -> None:
    server, name = postgres(), url.rpartition("/")[2]
    server.execute("DROP ROLE IF EXISTS reader")
    server.execute("CREATE ROLE reader LOGIN")
    server.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", name)
    services = node(url.replace("guard@", "reader@"), tmp_path)
    with pytest.raises(StoreUnavailable):
        add(services)
    assert seen(services) == ["record: it does not take what is written: PostgreSQL: InsufficientPrivilege (42501)"]
    server.execute("DROP OWNED BY reader", name)


def test_clocks_that_are_an_hour_apart_are_named(url: str) -> None:
    with closing(connect(url, 5)) as record:
        assert apart(record, time.time()) == ""
        for hour in (-_HOUR, _HOUR):
            text = apart(record, time.time() + hour)
            assert text.startswith("the clocks of this machine and of PostgreSQL are 3")
            assert text.endswith(" seconds apart")


@contextmanager
def follower(url: str, copy: Path, *under: str) -> Iterator[None]:
    command = [*under, sys.executable, "-m", "guard_api", "follow"]
    # What is compiled would be cut short as well, for all who come after.
    settings = {"GUARD_DATABASE": url, "GUARD_COPY": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        command,
        env={"PATH": os.environ["PATH"], **settings},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow("starts a server of its own")
def test_a_copy_that_cannot_be_written_is_named_and_is_whole_once_there_is_room(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    open_copy(Database(copy, 5), NOON)
    troubles = Troubles(copy)
    add(made_services(Config(database=PostgresUrl(url), copy=copy, store_seconds=5))[0])
    with follower(url, copy, "prlimit", "--fsize=4096"):
        wait_for(troubles.all)
    [text] = troubles.all()
    assert text.startswith("copy: it cannot follow the record: ")
    with follower(url, copy):
        wait_for(lambda: not troubles.all())
    assert [*node(url, tmp_path).blocklist.find([NUMBER], NOON)] == [NUMBER]


def test_what_is_noted_is_seen_by_all_processes_and_cut_where_it_is_long(tmp_path: Path) -> None:
    mine, other = (Troubles(tmp_path / "copy.db") for _ in range(2))
    mine.note(Trouble.RECORD, "ü" * 400)
    assert other.all() == ["record: " + "ü" * 125]
    other.note(Trouble.RECORD)
    assert mine.all() == []


@pytest.mark.slow("starts a server of its own")
def test_a_copy_that_cannot_be_made_is_named_at_the_start(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = {"GUARD_DATABASE": url, "GUARD_COPY": str(tmp_path / "file" / "copy.db")}
    done = guard_api("serve", "--port", str(free_port()), check=False, **settings)
    assert done.returncode == 1
    assert "file/copy.db cannot be made" in done.stderr


def test_an_engine_that_is_too_old_is_named_at_the_start(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "OLDEST", 990000)
    settings = {"GUARD_DATABASE": url, "GUARD_COPY": str(tmp_path / "copy.db")}
    done = CliRunner().invoke(main, ["serve", "--port", str(free_port())], env=settings)
    assert done.exit_code == 1
    assert "is too old: 99 or newer is needed" in done.output


@pytest.mark.slow("waits until a server is taken for one that hangs")
def test_a_server_that_hangs_is_left_after_a_while() -> None:
    server = new_postgres()
    with closing(connect(server.url(), 5)) as raw:
        raw.patience = 0.2
        raw.execute("SELECT 1")
        server.freeze()
        try:
            with pytest.raises(psycopg.OperationalError, match="has not answered"):
                raw.execute("SELECT 1")
        finally:
            server.go_on()
        assert raw.closed
    end(server)
