"""A backup is one file that says what it is, and comes back whole or not at all, into whatever has happened meanwhile."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.actions.backups import back_up, back_up_to, is_due, last_backup, restore, send_backup
from guard_api.actions.lists.publish import publish
from guard_api.app import open_services
from guard_api.cli import main
from guard_api.errors import BadBackup, StoreUnavailable
from guard_api.lists.change import Author
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.ports import Device, Scope, Services
from guard_api.ports.imports import ImportOrder, ImportState
from guard_api.ports.jobs import Work
from guard_api.store.lmdb.timelines import timelines_beside
from guard_api.store.sqlite.migrating import newest_version
from guard_api.store.sqlite.servers_at_work import at_work
from guard_api.version import program_version
from tests.support.clock import NOON, Clock
from tests.support.databases import services_of, unlimited
from tests.support.phones import TestPhone
from tests.support.versions import RELEASED, contents_of, made_by

ADMIN = Author("Ann", NOON, "why")
ROWS = "SELECT {columns} FROM {table} ORDER BY 1, 2, 3, 4"
KEPT = ("listed", "change", "act", "device", "enrolment_code", "report", "reported", "hashed")
"""Tables that come back to the letter; the others are about the database itself, or what waits in it."""


def add(services: Services, number: str, target: ListName = ListName.BLOCK) -> None:
    services.lists.add(EntryKey(target, Match.EXACT, number), Entry(number), ADMIN)


def rows_of(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in KEPT}  # noqa: S608 - constants


@pytest.fixture
def kept(services: Services, tmp_path: Path) -> Path:
    """A backup of a database with a bit of everything."""
    for n in range(30):
        add(services, f"+86139123456{n:02}")
    add(services, "+8613800000001", ListName.ALLOW)
    services.lists.remove(EntryKey(ListName.BLOCK, Match.EXACT, "+8613912345607"), ADMIN)
    services.keys.create(Scope.DEVICE, "phone", NOON, Device("phone", "CN"), by=ADMIN)
    file = tmp_path / "kept.backup"
    back_up(services, file)
    return file


def again(database: Path, clock: Clock) -> Services:
    return services_of(unlimited(database), clock)


def test_it_says_what_it_is_and_any_program_of_sqlite_opens_it(kept: Path, database: Path) -> None:
    said = json.loads(kept.read_bytes().splitlines()[-1])
    assert (said["format"], said["program"], said["schema"]) == (1, program_version(), newest_version())
    assert (said["made_at"], said["proof"]["revision"]) == ("2026-11-22T12:00:00Z", 32)
    assert {name: one["count"] for name, one in said["proof"]["lists"].items() if one["count"]} == {
        "block": 29,
        "allow": 1,
    }
    assert rows_of(kept) == rows_of(database)
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert [file.name for file in kept.parent.glob("kept*")] == ["kept.backup"]


@pytest.mark.parametrize("umask", [0, 0o777])
def test_it_is_for_our_eyes_only_whatever_the_umask(services: Services, tmp_path: Path, umask: int) -> None:
    (tmp_path / "there.backup").write_text("of before")
    (tmp_path / "there.backup").chmod(0o666)
    before = os.umask(umask)
    try:
        files = [tmp_path / "new.backup", tmp_path / "there.backup"]
        for file in files:
            back_up(services, file)
        files.append(back_up_to(services, tmp_path / "many", None).file)
    finally:
        os.umask(before)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_what_phones_told_is_not_in_there(phone: TestPhone, services: Services, tmp_path: Path) -> None:
    phone.check(caller_number="13987654321", call_state="active")
    back_up(services, tmp_path / "a.backup")
    assert b"13987654321" not in (tmp_path / "a.backup").read_bytes()
    made_by("tables-6", tmp_path / "old.db")
    assert b"13912345678" in _timeline(tmp_path / "old.db")
    back_up(again_unopened(tmp_path / "old.db"), tmp_path / "old.backup")
    assert _timeline(tmp_path / "old.backup") == b""


def _timeline(database: Path) -> bytes:
    with closing(sqlite3.connect(database)) as connection:
        return b"".join(row[0] for row in connection.execute("SELECT observations FROM timeline"))


def again_unopened(database: Path) -> Services:
    from guard_api.app import made_services  # noqa: PLC0415

    return made_services(unlimited(database), Clock())[0]


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
        services = again(database, clock)


@pytest.mark.parametrize("name", RELEASED)
def test_a_backup_of_an_older_version_is_made_without_a_change_and_comes_back_migrated(
    tmp_path: Path, name: str, clock: Clock
) -> None:
    key = made_by(name, tmp_path / "old.db")
    before = (tmp_path / "old.db").read_bytes()
    manifest = back_up(again_unopened(tmp_path / "old.db"), tmp_path / "old.backup")
    assert manifest.schema == RELEASED[name]
    assert (tmp_path / "old.db").read_bytes() == before
    with (tmp_path / "old.backup").open("rb") as source:
        done = restore(again_unopened(tmp_path / "guard.db"), source)
    assert len(done.migrated) == newest_version() - RELEASED[name]
    services = open_services(unlimited(tmp_path / "guard.db"), clock)
    assert services.keys.authenticate(key) is not None
    assert services.changes.get(8).count == manifest.proof.lists[ListName.BLOCK].count == 20


def damaged(kept: Path, how: str) -> bytes:
    """Give what may be found in the place of a backup."""
    whole = kept.read_bytes()
    end = whole.rindex(b"\n-- guard_api")
    said = json.loads(whole[end:].splitlines()[-1])

    def saying(**other: object) -> bytes:
        return whole[:end] + b"\n-- guard_api backup --\n" + json.dumps({**said, **other}).encode() + b"\n"

    match how:
        case "empty":
            return b""
        case "garbage":
            return b"garbage" * 9999
        case "its beginning":
            return whole[:50]
        case "half":
            return whole[: len(whole) // 2]
        case "without its end":
            return whole[:-1]
        case "without its manifest":
            return whole[:end]
        case "cut in the mark":
            return whole[: end + 5]
        case "its middle missing":
            return whole[:4096] + whole[8192:]
        case "one bit":
            return whole[:9999] + bytes([whole[9999] ^ 1]) + whole[10000:]
        case "something behind it":
            return whole + b"more"
        case "twice":
            return whole + whole
        case "newer tables":
            return saying(schema=99, program="9.0.0")
        case "newer format":
            return saying(format=2, program="9.0.0", proof={"other": 1})
        case "no manifest":
            return saying(proof=1)
        case "another count":
            return saying(proof={**said["proof"], "lists": {"block": {"count": 1, "checksum": "0" * 16}}})
        case "another audit":
            return saying(proof={**said["proof"], "audit": "0" * 64})
        case _:
            raise AssertionError(how)


DAMAGE = {
    "empty": "it is empty",
    "garbage": "no backup of guard_api",
    "its beginning": "cut off",
    "half": "cut off",
    "without its end": "cut off within its manifest",
    "without its manifest": "without a manifest",
    "cut in the mark": "cut off",
    "its middle missing": "cut off",
    "one bit": "not what it was when it was made",
    "something behind it": "cut off within its manifest",
    "twice": "something was added",
    "newer tables": f"made by a newer guard_api, 9.0.0 (99 > {newest_version()})",
    "newer format": "made by a newer guard_api, 9.0.0",
    "no manifest": "its manifest cannot be read",
    "another count": "the list block does not add up to its checksum",
    "another audit": "the audit trail does not add up to its checksum",
}


def command(database: Path, *arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [*arguments, "--database", str(database)], input=given)


@pytest.mark.parametrize("how", DAMAGE)
def test_what_is_no_whole_backup_is_refused_in_words_and_nothing_is_changed(
    kept: Path, database: Path, tmp_path: Path, how: str
) -> None:
    (tmp_path / "bad.backup").write_bytes(damaged(kept, how))
    Path(f"{database}.serving").touch()
    Path(f"{database}.imports").mkdir(exist_ok=True)
    Path(f"{database}.imports/turn").touch()
    before = contents_of(tmp_path)
    done = command(database, "restore", str(tmp_path / "bad.backup"))
    assert (done.exit_code, DAMAGE[how] in done.output) == (1, True), done.output
    assert done.output.rstrip().endswith("Nothing was changed.")
    after = contents_of(tmp_path)
    assert {name for name in {*before, *after} if before.get(name) != after.get(name)} <= {"guard.db-shm"}


@pytest.mark.parametrize("how", ["of another program", "that says to be one of ours", "with a trigger"])
def test_a_database_that_no_guard_api_made_is_refused(kept: Path, services: Services, how: str, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    whole = kept.read_bytes()
    other.write_bytes(whole[: whole.rindex(b"\n-- guard_api")])
    with closing(sqlite3.connect(other)) as connection:
        connection.executescript(
            "CREATE TRIGGER t AFTER INSERT ON key BEGIN DELETE FROM listed; END"
            if "trigger" in how
            else "DROP TABLE act"
        )
    content = other.read_bytes()
    if how != "of another program":
        from hashlib import sha256  # noqa: PLC0415

        said = json.loads(whole.splitlines()[-1])
        said |= {"size": len(content), "sha256": sha256(content).hexdigest()}
        content += b"\n-- guard_api backup --\n" + json.dumps(said).encode() + b"\n"
    with pytest.raises(BadBackup, match="another program|other tables|triggers"):
        restore(services, BytesIO(content))


@pytest.mark.parametrize("end", ["-wal", "-journal"])
@pytest.mark.parametrize("alone", [False, True])
def test_a_log_that_was_left_there_is_put_away_and_not_written_over_what_comes_back(
    kept: Path, services: Services, database: Path, tmp_path: Path, clock: Clock, end: str, alone: bool
) -> None:
    expected = rows_of(database)
    for n in range(200):
        add(services, f"+861380000{n:04}")
    left = Path(f"{database}-wal").read_bytes()
    lost = rows_of(database)
    services = again_unopened(database)
    (tmp_path / "there").mkdir()
    place = tmp_path / "there" / "guard.db"
    if not alone:
        place.write_bytes(database.read_bytes())
        place.chmod(0o600)
    Path(f"{place}{end}").write_bytes(left)
    done = command(place, "restore", str(kept))
    assert done.exit_code == 0, done.output
    assert rows_of(place) == expected
    assert open_services(unlimited(place), clock).changes.get(32).count == 1
    [away] = [file for file in place.parent.glob("guard.db.replaced-*") if file.name.endswith(end)]
    assert away.read_bytes() == left
    if not alone and end == "-wal":
        assert rows_of(Path(str(away).removesuffix(end))) == lost


def test_phones_and_apps_start_anew_and_revoked_keys_stay_so(
    kept: Path, phone: TestPhone, services: Services, database: Path, clock: Clock
) -> None:
    cursor = phone.get("/v1/blocklist").json["next"]
    assert phone.get(f"/v1/blocklist?cursor={cursor}").status_code == 200
    [known] = [one for one in services.keys.list() if one.label == "phone"]
    services.keys.revoke(known.id, NOON)
    for n in range(5):
        add(services, f"+861380000{n:04}")
    version, _ = publish(services, "")
    phone.get("/v1/blocklist/snapshot")
    with kept.open("rb") as source:
        done = restore(services, source)
    assert (done.revoked, done.unread) == (1, "")
    restored = again(database, clock)
    assert next(one for one in restored.keys.list() if one.id == known.id).revoked_at == NOON
    for n in range(9):
        add(restored, f"+861370000{n:04}")
    from guard_api.web.app import create_app  # noqa: PLC0415

    _, secret = restored.keys.create(Scope.DEVICE, "", NOON, Device("new", "CN"))
    there = TestPhone(create_app(restored).test_client(), secret)
    assert there.get(f"/v1/blocklist?cursor={cursor}").status_code == 410
    newest, everything = publish(restored, str(version))
    assert newest > version
    assert len([*everything]) == 29 + 9
    assert [*publish(restored, str(newest))[1]] == []
    assert not [*database.parent.glob("guard.db.timelines-*")] or timelines_beside(database)[0].exists()


def test_what_waited_to_be_imported_has_failed_and_says_why(
    services: Services, database: Path, tmp_path: Path, clock: Clock
) -> None:
    with services.uploads.receive([b"13900000000\n"]) as upload:
        job = services.jobs.enqueue(ImportOrder(ListName.BLOCK, ADMIN, "CN"), upload)
    back_up(services, tmp_path / "x.backup")
    with (tmp_path / "x.backup").open("rb") as source:
        restore(services, source)
    left = again(database, clock).jobs.get(job)
    assert (left.state, "waiting when the backup was made" in left.reason) == (ImportState.FAILED, True)


def test_nothing_is_restored_under_a_server_or_an_import(kept: Path, services: Services, database: Path) -> None:
    before = rows_of(database)
    with at_work(database, lambda: None):
        done = command(database, "restore", str(kept))
    assert (done.exit_code, "a server is at work on it: stop it first" in done.output) == (1, True)
    with services.jobs.turn(Work.IMPORTS, wait=False):
        done = command(database, "restore", str(kept))
    assert (done.exit_code, "an import is running" in done.output) == (1, True)
    assert rows_of(database) == before


def test_a_damaged_database_is_replaced_and_which_keys_it_had_revoked_is_asked_for(
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


def test_a_backup_goes_through_a_pipe(kept: Path, services: Services, database: Path, tmp_path: Path) -> None:
    sent = command(database, "backup", "-")
    assert sent.exit_code == 0, sent.output
    place = tmp_path / "elsewhere.db"
    assert command(place, "restore", "-", given=sent.stdout_bytes).exit_code == 0
    assert rows_of(place) == rows_of(database)
    with pytest.raises(StoreUnavailable, match="BrokenPipe"):
        send_backup(services, _Broken())
    assert not [*tmp_path.glob("*.part")]


class _Broken(BytesIO):
    def write(self, _: object) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def test_so_many_stay_and_one_is_made_when_it_is_due(services: Services, clock: Clock, tmp_path: Path) -> None:
    folder, day = tmp_path / "many", timedelta(days=1)
    assert (last_backup(services, folder), is_due(services, folder, day)) == (None, True)
    (tmp_path / "many").mkdir()
    foreign = [folder / "guard.db-20200101T000000Z.backup.txt", folder / "other.db-20200101T000000Z.backup"]
    for file in foreign:
        file.write_text("not ours")
    removed = []
    for _ in range(5):
        removed.append(back_up_to(services, folder, 3).removed)
        assert not is_due(services, folder, day)
        clock.pass_(days=1)
    assert removed == [0, 0, 0, 1, 1]
    assert is_due(services, folder, day)
    assert [at.day for at, _ in services.backups.made(folder)] == [24, 25, 26]
    assert all(file.exists() for file in foreign)
    clock.now = NOON
    assert is_due(services, folder, day), "what a wrong clock has made counts for nothing"
    assert back_up_to(services, folder, 1).file.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name a FILE"),
        (["a.backup", "--to", "many"], "name a FILE"),
        (["a.backup", "--keep", "3"], "--every and --keep are for --to"),
        (["--to", "many", "--every", "often"], "'often' is not a time"),
        (["--to", "many", "--keep", "0"], "0"),
    ],
)
def test_mistakes_are_named(database: Path, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(database.parent)
    done = command(database, "backup", *arguments)
    assert (done.exit_code, said in done.output) == (2, True), done.output
    assert not (database.parent / "many").exists()


def test_the_database_itself_is_no_place_for_a_backup_and_none_is_no_database(
    services: Services, database: Path
) -> None:
    before = rows_of(database)
    for end in ("", "-wal"):
        with pytest.raises(StoreUnavailable, match="the database itself"):
            back_up(services, Path(f"{database}{end}"))
    assert rows_of(database) == before
    missing = database.with_name("missing.db")
    done = command(missing, "backup", str(database.with_name("x.backup")))
    assert (done.exit_code, "there is no database" in done.output) == (1, True)
    assert not missing.exists()
    assert not database.with_name("x.backup").exists()


def test_a_damaged_database_is_not_backed_up_over_a_good_backup(kept: Path, services: Services, database: Path) -> None:
    good = kept.read_bytes()
    with services.health and closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    with database.open("r+b") as file:
        file.seek(5 * 4096)
        file.write(b"\xff" * 4096 * 3)
    with pytest.raises(StoreUnavailable):
        back_up(again_unopened(database), kept)
    assert kept.read_bytes() == good
    assert not [*kept.parent.glob("*.part*")]


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    mounted = (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        if os.geteuid() == 0
        else None
    )
    if mounted is None or mounted.returncode:
        pytest.skip(f"nobody may mount a small disk here: {mounted.stderr if mounted else 'not root'}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_on_a_full_disk_nothing_is_changed(kept: Path, database: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1200k") as disk:
        place = disk / "guard.db"
        assert command(place, "restore", str(kept)).exit_code == 0
        for attempt in (["restore", str(kept)], ["backup", str(disk / "x.backup")], ["backup", "-"]):
            before = contents_of(disk)
            done = command(place, *attempt)
            assert (done.exit_code, "full" in done.output or "No space left" in done.output) == (1, True), done.output
            after = contents_of(disk)
            assert {name for name in {*before, *after} if before.get(name) != after.get(name)} <= {"guard.db-shm"}
        assert rows_of(place) == rows_of(database)


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
    monkeypatch.setattr("guard_api.store.sqlite.restoring.rename", fail)
    with kept.open("rb") as source, pytest.raises(StoreUnavailable, match="Input/output error"):
        restore(again_unopened(database), source)
    assert Path(f"{database}-wal").read_bytes() == log
    assert rows_of(database) == before
    assert not [*database.parent.glob("guard.db.re*")]


def test_what_a_killed_backup_has_left_is_in_nobodys_way(services: Services, tmp_path: Path) -> None:
    (tmp_path / "x.backup.part").write_bytes(b"left" * 999_999)
    back_up(services, tmp_path / "x.backup")
    assert not (tmp_path / "x.backup.part").exists()
    program = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, 2); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "x.backup.part")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StoreUnavailable, match="another process writes"):
            back_up(services, tmp_path / "x.backup")
        other.communicate()
