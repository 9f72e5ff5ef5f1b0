"""Databases of every version that there was come forward with all they hold; those of later ones are left alone."""

import inspect
from collections.abc import Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database as Tables
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.app import made_services, open_services
from guard_api.cli import main
from guard_api.errors import StoreUnavailable
from guard_api.lists.change import ChangeKind, as_hex
from guard_api.lists.entry import ListName
from guard_api.ports import Scope, Services
from guard_api.ports.phones.reports import Decision
from guard_api.store.sql.contents import SqlContents
from guard_api.store.sqlite.database import Database, Durability
from guard_api.store.sqlite.schema.migrating import migrate, newest_version
from guard_api.store.sqlite.schema.steps import MIGRATIONS
from guard_api.store.sqlite.servers_at_work import at_work
from guard_api.version import program_version
from tests.support.clock import NOON, Clock
from tests.support.databases import services_of, unlimited, without_lists
from tests.support.files.versions import FIXTURES, RELEASED, contents_of, made_by, made_later

NEWEST = (1 << 63) - 1
WITHIN_A_RELEASE = {9, 10, *range(12, 21)}
"""Tables that no release left a database with: it brought several migrations."""
DIGESTS = {
    "_keys": "174614cdf984cf97",
    "_timelines": "ad6c1ff48f4889a3",
    "_reference": "f91e6ced2eb092ae",
    "_lists": "580ee81ed43a2da7",
    "_imports": "2055fc9272c4ca94",
    "_reports": "73c9930fdeeaef3b",
    "timelines_apart": "0ef96e2d8c17d71f",
    "accounts": "f734816fd4b37307",
    "apps_of_organizations": "3e809e93665dc259",
    "retention": "51b081d0b8d5176b",
    "recorded": "7def5ce90853b15d",
    "imported_files": "3a2aa1a0b25f08ab",
    "import_modes": "483aa4d25bfd5079",
    "people": "f16d1cf9b1ca0490",
    "day_counts": "27648117c55a597b",
    "subscriptions": "0b9e6d4d7521ef50",
    "found_and_counted": "31f54336f27361ec",
    "tuning": "a28088e00853fcd1",
    "circle": "18dc8d492590721b",
    "import_nodes": "d341ce974db35c38",
    "sources": "084788b217a7b005",
}
"""Each migration as it was released, by its source; one that is to be other is to be another one, behind the last."""


def command(database: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*arguments, "--database", str(database)])
    return done.exit_code, done.output


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """No file yet, in a folder of its own."""
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "guard.db"


def test_no_migration_was_edited_after_its_release() -> None:
    assert {one.__name__: sha256(inspect.getsource(one).encode()).hexdigest()[:16] for one in MIGRATIONS} == DIGESTS


def test_there_is_a_database_of_every_version() -> None:
    assert {*RELEASED.values()} | WITHIN_A_RELEASE == {*range(6, newest_version())}
    assert {*RELEASED} < {file.stem for file in FIXTURES.glob("*.sql")}


def seen(services: Services) -> Sequence[tuple[object, ...]]:
    changes = services.changes.list(NEWEST, 99)
    return [(change.revision, change.what, change.list, change.added, change.removed) for change in changes]


@pytest.mark.parametrize("name", [*RELEASED, "between-7"])
def test_what_an_earlier_version_left_is_all_there(database: Path, clock: Clock, name: str) -> None:
    key = made_by(name, database)
    services = open_services(unlimited(database), clock)
    assert services.keys.authenticate(key) is not None
    assert sorted(one.revoked_at is not None for one in services.keys.list()) == [False, False, False, True]
    assert [report.number for report in services.reports.list(Decision.OPEN, 1, None, 9)] == ["+8613600000000"]
    history = seen(services)
    assert history[0] == (8, ChangeKind.REVERT, ListName.BLOCK, 0, 1)
    assert history[2:4] == [
        (6, ChangeKind.IMPORT, ListName.BLOCK, 20, 0),
        (5, ChangeKind.ADD, ListName.BLOCK_DOMAINS, 1, 0),
    ]
    with Database(database, 5).read() as connection:
        proof = SqlContents().proof(connection, acts=True)
    standing = {change.list: (change.count, as_hex(change.checksum)) for change in services.changes.list(8, 99)[::-1]}
    last = services.changes.get(8)
    standing[last.list] = last.count, as_hex(last.checksum)
    assert {one: (state.count, state.checksum) for one, state in proof.lists.items() if state.count} == standing


@pytest.mark.parametrize("name", RELEASED)
def test_what_is_to_be_done_is_announced_first_and_written_down_then(database: Path, name: str) -> None:
    made_by(name, database)
    before, steps = contents_of(database.parent), newest_version() - RELEASED[name]
    code, output = command(database, "migrate", "--dry-run")
    assert (code, contents_of(database.parent)) == (0, before)
    assert output.splitlines()[-1] == f"This was a dry run: {steps} to do."
    assert command(database, "migrate")[1].splitlines() == [*output.splitlines()[:-1], "Done."]
    assert command(database, "migrate") == command(database, "migrate", "--dry-run") == (0, "Nothing to do.\n")
    with closing(sqlite3.connect(database)) as connection:
        recorded = connection.execute("SELECT number, name, at IS NULL, program FROM migration ORDER BY number")
        kept = recorded.fetchall()
    assert [row[:2] for row in kept] == [(n, one.__name__.strip("_")) for n, one in enumerate(MIGRATIONS, 1)]
    assert {row[2:] for row in kept[: RELEASED[name]]} <= {(1, ""), (0, "0.2.0")}
    assert [row[2:] for row in kept[RELEASED[name] :]] == [(0, program_version())] * steps


def test_a_new_database_records_all_of_them(database: Path) -> None:
    Database(database, 5).open(NOON)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*), count(at) FROM migration").fetchone() == (len(MIGRATIONS),) * 2


def test_upgraded_tables_are_those_of_a_new_database(database: Path, tmp_path: Path) -> None:
    made_by("tables-6", database)
    tables = []
    for file in (database, tmp_path / "new.db"):
        Database(file, 5).open(NOON)
        with closing(sqlite3.connect(file)) as connection:
            tables.append(connection.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall())
    assert tables[0] == tables[1]


def test_a_migration_that_fails_leaves_everything_as_it_was(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(tables: Tables) -> None:
        tables.execute("DELETE FROM listed")
        tables.execute("ALTER TABLE nowhere ADD COLUMN x TEXT")

    made_by("tables-7", database)
    monkeypatch.setattr("guard_api.store.sqlite.schema.steps.MIGRATIONS", (*MIGRATIONS, broken))
    with pytest.raises(StoreUnavailable, match="nowhere"):
        Database(database, 5).open(NOON)
    monkeypatch.undo()
    assert len(made_services(unlimited(database))[0].migrations.pending()) == newest_version() - 7


def test_tables_of_an_older_version_stay_as_they_are_while_a_server_is_at_work(database: Path) -> None:
    made_by("tables-8", database)
    with at_work(database):
        before = contents_of(database.parent)
        for arguments in (["migrate"], ["keys", "list"]):
            code, output = command(database, *arguments)
            assert (code, "a server is at work on it: stop it first" in output) == (1, True)
        assert contents_of(database.parent) == before
    assert command(database, "migrate")[0] == 0


COMMANDS = [
    ["keys", "list"],
    ["blocklist", "add", "+8613912345678"],
    ["serve", "--port", "1"],
    ["migrate"],
    ["migrate", "--dry-run"],
    ["backup", "out.backup"],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_what_a_newer_program_has_made_is_refused_in_words_and_not_touched(
    database: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(database.parent)
    made_later(without_lists(database))
    before = contents_of(database.parent)
    code, output = command(database, *arguments)
    assert (code, f"made by a newer guard_api (99 > {newest_version()})" in output) == (1, True), output
    assert contents_of(database.parent) == before


@pytest.mark.parametrize("name", ["between-8", "another program", "a text"])
def test_what_no_release_has_made_is_refused_and_not_touched(database: Path, name: str) -> None:
    if name == "a text":
        database.write_text("no database\n" * 999)
    elif name == "another program":
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript("CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 3")
    else:
        made_by(name, database)
    database.chmod(0o600)
    before = database.read_bytes()
    code, output = command(database, "keys", "list")
    assert code == 1
    assert any(reason in output for reason in ("no release has made it", "of another program", "not a database")), (
        output
    )
    assert database.read_bytes() == before


def test_a_copy_that_holds_nothing_since_its_log_was_left_behind_is_no_new_database(
    database: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "used.db", isolation_level=None)) as used:
        used.execute("PRAGMA journal_mode = WAL").fetchone()
        migrate(used, NOON)
        database.write_bytes((tmp_path / "used.db").read_bytes())
        code, output = command(database, "keys", "list")
    assert (code, "it was copied without its -wal" in output) == (1, True), output


def test_a_copy_of_a_running_server_s_file_has_its_tables(database: Path, tmp_path: Path) -> None:
    store = Database(database, 5)
    store.open(NOON)
    with store.write(Durability.FULL) as connection:
        connection.execute("INSERT INTO meta (name, value) VALUES ('x', 1)")
    copy = tmp_path / "copy.db"
    copy.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == newest_version()


def test_a_server_under_which_a_newer_program_has_migrated_writes_nothing_and_is_not_ready(
    database: Path, clock: Clock
) -> None:
    services = services_of(unlimited(without_lists(database)), clock)
    key = services.keys.create(Scope.ADMIN, "", NOON)[1]
    assert services.keys.authenticate(key) is not None
    made_later(database)

    def kept() -> dict[str, bytes]:
        # Who reads is noted in the -shm, which nobody needs after a crash.
        return {name: content for name, content in contents_of(database.parent).items() if not name.endswith("-shm")}

    before = kept()
    for attempt in (services.health.probe, lambda: services.keys.create(Scope.ADMIN, "", NOON)):
        with pytest.raises(StoreUnavailable, match="made by a newer guard_api"):
            attempt()
    with pytest.raises(StoreUnavailable, match="made by a newer guard_api"):
        services.changes.list(NEWEST, 9)
    assert services.keys.authenticate(key) is not None
    assert kept() == before
