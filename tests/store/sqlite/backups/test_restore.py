"""A backup comes back whole or not at all, whatever has happened to the database meanwhile."""

import json
import os
from contextlib import closing
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.actions.backups import back_up, restore
from guard_api.actions.lists.publish import publish
from guard_api.app import open_services
from guard_api.errors import BadBackup, StoreUnavailable
from guard_api.lists.entry import ListName
from guard_api.ports import Device, Scope, Services
from guard_api.ports.imports.imports import ImportOrder, ImportState
from guard_api.ports.imports.jobs import Work
from guard_api.store.sqlite.schema.migrating import newest_version
from guard_api.store.sqlite.servers_at_work import at_work
from guard_api.web.app import create_app
from tests.support.clock import NOON, Clock
from tests.support.databases import services_of, unlimited
from tests.support.files.backups import ADMIN, COUNT, REVISION, add, command, kept_backup, rows_of, unopened
from tests.support.files.damaged_backups import DAMAGE, MARK
from tests.support.files.versions import RELEASED, contents_of, made_by
from tests.support.phones import TestPhone


@pytest.fixture
def kept(services: Services, tmp_path: Path) -> Path:
    """A backup of a bit of everything."""
    return kept_backup(services, tmp_path)


@pytest.mark.slow("twenty backups, and twenty that are brought back")
def test_twenty_times_there_and_back_is_the_same_entry_by_entry(
    services: Services, database: Path, tmp_path: Path, clock: Clock
) -> None:
    file = tmp_path / "x.backup"
    for turn in range(20):
        add(services, f"+86137000000{turn:02}")
        back_up(services, file)
        expected = rows_of(database)
        add(services, "+8613600000000")
        with file.open("rb") as source:
            done = restore(services, source)
        assert rows_of(database) == expected
        assert done.manifest.proof.lists[ListName.BLOCK].count == turn + 1
        services = services_of(unlimited(database), clock)


@pytest.mark.parametrize("name", RELEASED)
def test_a_backup_of_an_older_version_is_made_without_a_change_and_comes_back_migrated(
    tmp_path: Path, name: str, clock: Clock
) -> None:
    key = made_by(name, tmp_path / "old.db")
    before = (tmp_path / "old.db").read_bytes()
    manifest = back_up(unopened(tmp_path / "old.db"), tmp_path / "old.backup")
    assert manifest.schema == RELEASED[name]
    assert (tmp_path / "old.db").read_bytes() == before
    with (tmp_path / "old.backup").open("rb") as source:
        done = restore(unopened(tmp_path / "guard.db"), source)
    assert len(done.migrated) == newest_version() - RELEASED[name]
    services = open_services(unlimited(tmp_path / "guard.db"), clock)
    assert services.keys.authenticate(key) is not None
    assert services.changes.get(8).count == manifest.proof.lists[ListName.BLOCK].count == 20


@pytest.mark.parametrize("how", DAMAGE)
def test_what_is_no_whole_backup_is_refused_in_words_and_nothing_is_changed(
    kept: Path, database: Path, tmp_path: Path, how: str
) -> None:
    damage, reason = DAMAGE[how]
    whole = kept.read_bytes()
    (tmp_path / "bad.backup").write_bytes(damage(whole, whole.rindex(MARK)))
    Path(f"{database}.serving").touch()
    Path(f"{database}.imports").mkdir(exist_ok=True)
    Path(f"{database}.imports/turn").touch()
    before = contents_of(tmp_path)
    done = command(database, "restore", str(tmp_path / "bad.backup"))
    assert (done.exit_code, reason in done.output) == (1, True), done.output
    assert done.output.rstrip().endswith("Nothing was changed.")
    after = contents_of(tmp_path)
    assert {name for name in {*before, *after} if before.get(name) != after.get(name)} <= {"guard.db-shm"}


@pytest.mark.parametrize("how", ["of another program", "that says to be one of ours", "with a trigger"])
def test_a_database_that_no_guard_api_made_is_refused(kept: Path, services: Services, how: str, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    whole = kept.read_bytes()
    other.write_bytes(whole[: whole.rindex(MARK)])
    with closing(sqlite3.connect(other)) as connection:
        connection.executescript(
            "CREATE TRIGGER t AFTER INSERT ON key BEGIN DELETE FROM listed; END"
            if "trigger" in how
            else "DROP TABLE act"
        )
    content = other.read_bytes()
    if how != "of another program":
        manifest = json.loads(whole.splitlines()[-1])
        manifest |= {"size": len(content), "sha256": sha256(content).hexdigest()}
        content += MARK + json.dumps(manifest).encode() + b"\n"
    with pytest.raises(BadBackup, match=r"another program|other tables|triggers"):
        restore(services, BytesIO(content))


@pytest.mark.parametrize("end", ["-wal", "-journal"])
@pytest.mark.parametrize("there", ["with its database", "alone"])
def test_a_log_that_was_left_there_is_put_away_and_not_written_over_what_comes_back(
    kept: Path, services: Services, database: Path, end: str, there: str
) -> None:
    expected = rows_of(database)
    for n in range(200):
        add(services, f"+861350000{n:04}")
    left = Path(f"{database}-wal").read_bytes()
    lost = rows_of(database)
    place = database.parent / "there" / "guard.db"
    place.parent.mkdir()
    if there != "alone":
        place.write_bytes(database.read_bytes())
        place.chmod(0o600)
    Path(f"{place}{end}").write_bytes(left)
    done = command(place, "restore", str(kept))
    assert done.exit_code == 0, done.output
    assert rows_of(place) == expected
    assert open_services(unlimited(place)).changes.get(REVISION).count == COUNT
    [away] = [file for file in place.parent.glob("guard.db.replaced-*") if file.name.endswith(end)]
    assert away.read_bytes() == left
    if there != "alone" and end == "-wal":
        assert rows_of(Path(str(away).removesuffix(end))) == lost


def test_phones_and_apps_start_anew_and_revoked_keys_stay_so(
    kept: Path, phone: TestPhone, services: Services, database: Path, clock: Clock
) -> None:
    cursor = phone.get("/v1/blocklist").json["next"]
    assert phone.get(f"/v1/blocklist?since={cursor}").status_code == 200
    [known] = [one for one in services.keys.list() if one.device is not None and one.device.id == "kept"]
    services.keys.revoke(known.id, NOON)
    for n in range(5):
        add(services, f"+861350000{n:04}")
    version, _ = publish(services, "")
    phone.get("/v1/blocklist/snapshot")
    with kept.open("rb") as source:
        done = restore(services, source)
    assert (done.revoked, done.unread) == (1, "")
    assert not [*database.parent.glob("guard.db.timelines-*"), *database.parent.glob("guard.db.snapshot-*")]
    restored = services_of(unlimited(database), clock)
    assert next(one for one in restored.keys.list() if one.id == known.id).revoked_at == NOON
    for n in range(9):
        add(restored, f"+861370000{n:04}")
    _, secret = restored.keys.create(Scope.DEVICE, "", NOON, Device("new", "CN"))
    there = TestPhone(create_app(restored).test_client(), secret)
    assert there.get(f"/v1/blocklist?since={cursor}").status_code == 410
    newest, everything = publish(restored, str(version))
    assert newest > version
    assert len([*everything]) == 29 + 9
    assert [*publish(restored, str(newest))[1]] == []


def test_what_waited_to_be_imported_has_failed_and_explains_why(
    services: Services, database: Path, tmp_path: Path, clock: Clock
) -> None:
    with services.uploads.receive([b"13900000000\n"]) as upload:
        job = services.jobs.enqueue(ImportOrder(ListName.BLOCK, ADMIN, "CN"), upload)
    back_up(services, tmp_path / "x.backup")
    with (tmp_path / "x.backup").open("rb") as source:
        restore(services, source)
    left = services_of(unlimited(database), clock).jobs.get(job)
    assert (left.state, "waiting when the backup was made" in left.reason) == (ImportState.FAILED, True)


def test_nothing_is_restored_under_a_server_or_an_import(kept: Path, services: Services, database: Path) -> None:
    before = rows_of(database)
    with at_work(database):
        done = command(database, "restore", str(kept))
    assert (done.exit_code, "a server is at work on it: stop it first" in done.output) == (1, True)
    with services.jobs.turn(Work.IMPORTS, wait=False):
        done = command(database, "restore", str(kept))
    assert (done.exit_code, "an import is running" in done.output) == (1, True)
    assert rows_of(database) == before


def test_a_damaged_database_is_replaced_and_which_keys_it_had_revoked_is_requested(
    kept: Path, database: Path, tmp_path: Path
) -> None:
    expected = rows_of(database)
    place = tmp_path / "broken.db"
    place.write_bytes(b"garbage!" * 9999)
    place.chmod(0o600)
    Path(f"{place}.revoked").write_text("0123456789ab\n")
    done = command(place, "restore", str(kept))
    assert (done.exit_code, "cannot be read" in done.output) == (0, True), done.output
    assert rows_of(place) == expected
    assert not Path(f"{place}.revoked").exists()


@pytest.mark.parametrize("step", ["link", "rename"])
def test_what_fails_at_the_last_moment_puts_everything_back(
    kept: Path, services: Services, database: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    add(services, "+8613600000000")
    before, log = rows_of(database), Path(f"{database}-wal").read_bytes()

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    if step == "link":
        monkeypatch.setattr(Path, "hardlink_to", fail)
    monkeypatch.setattr("guard_api.store.sqlite.backups.restoring.rename", fail)
    with kept.open("rb") as source, pytest.raises(StoreUnavailable, match="Input/output error"):
        restore(unopened(database), source)
    assert Path(f"{database}-wal").read_bytes() == log
    assert rows_of(database) == before
    assert not [*database.parent.glob("guard.db.re*")]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root acts for others")
def test_what_root_restores_is_the_service_s_and_what_else_it_makes_is_named(kept: Path, tmp_path: Path) -> None:
    place = tmp_path / "service" / "guard.db"
    place.parent.mkdir()
    os.chown(place.parent, 65534, 65534)
    done = command(place, "restore", str(kept))
    assert done.exit_code == 0, done.output
    assert place.stat().st_uid == 65534
    mine = [file for file in place.parent.iterdir() if file.stat().st_uid == 0]
    assert all(str(file) in done.output for file in mine), (mine, done.output)
