"""A backup is one whole file for our eyes only, which says what it is; or there is none, and it is said why."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.actions.backups import back_up, back_up_to, is_due, last_backup, send_backup
from guard_api.app import utc_now
from guard_api.errors import StoreUnavailable
from guard_api.ports import Services
from guard_api.store.sqlite.schema.migrating import newest_version
from guard_api.version import program_version
from tests.support.clock import NOON, Clock
from tests.support.files.backups import command, kept_backup, rows_of, unopened
from tests.support.files.versions import contents_of, made_by
from tests.support.phones import TestPhone


@pytest.fixture
def kept(services: Services, tmp_path: Path) -> Path:
    """A backup of a bit of everything."""
    return kept_backup(services, tmp_path)


def test_it_names_what_it_is_and_any_program_of_sqlite_opens_it(kept: Path, database: Path) -> None:
    manifest = json.loads(kept.read_bytes().splitlines()[-1])
    assert (manifest["format"], manifest["program"], manifest["schema"]) == (1, program_version(), newest_version())
    assert (manifest["made_at"], manifest["proof"]["revision"]) == ("2026-11-22T12:00:00Z", 32)
    assert {name: one["count"] for name, one in manifest["proof"]["lists"].items() if one["count"]} == {
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


def test_what_phones_reported_is_not_in_there(phone: TestPhone, services: Services, tmp_path: Path) -> None:
    phone.check(caller_number="13987654321", call_state="active")
    back_up(services, tmp_path / "a.backup")
    assert b"13987654321" not in (tmp_path / "a.backup").read_bytes()
    made_by("tables-6", tmp_path / "old.db")
    assert b"13912345678" in _timeline(tmp_path / "old.db")
    back_up(unopened(tmp_path / "old.db"), tmp_path / "old.backup")
    assert _timeline(tmp_path / "old.backup") == b""


def _timeline(database: Path) -> bytes:
    with closing(sqlite3.connect(database)) as connection:
        return b"".join(row[0] for row in connection.execute("SELECT observations FROM timeline"))


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


def test_who_has_waited_for_another_one_to_be_made_finds_it_young_enough(
    services: Services, database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    with ThreadPoolExecutor(1) as pool:
        with services.backups.alone(folder):
            other = pool.submit(command, database, "backup", "--to", str(folder), "--every", "1d")
            back_up_to(replace(services, clock=utc_now), folder, None)
        assert other.result().output == "The newest backup is young enough.\n"
    assert len([*folder.iterdir()]) == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "name a FILE"),
        (["a.backup", "--to", "many"], "name a FILE"),
        (["a.backup", "--keep", "3"], "--every and --keep are for --to"),
        (["--to", "many", "--every", "often"], "'often' is not a time"),
        (["--to", "many", "--keep", "0"], "0"),
    ],
)
def test_mistakes_are_named(database: Path, arguments: list[str], reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(database.parent)
    done = command(database, "backup", *arguments)
    assert (done.exit_code, reason in done.output) == (2, True), done.output
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
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    with database.open("r+b") as file:
        file.seek(5 * 4096)
        file.write(b"\xff" * 4096 * 3)
    with pytest.raises(StoreUnavailable):
        back_up(unopened(database), kept)
    assert kept.read_bytes() == good
    assert not [*kept.parent.glob("*.part*")]


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    mounted = (
        subprocess.run(
            ["/usr/bin/mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
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
        subprocess.run(["/usr/bin/umount", "--lazy", str(folder)], check=True)


def test_on_a_full_disk_nothing_is_changed(kept: Path, database: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1200k") as disk:
        place = disk / "guard.db"
        assert command(place, "restore", str(kept)).exit_code == 0
        for attempt in (["restore", str(kept)], ["backup", str(disk / "x.backup")], ["backup", "-"]):
            before = contents_of(disk)
            done = command(place, *attempt)
            assert (done.exit_code, "full" in done.output or "No space left" in done.output) == (1, True), done.output
            after = contents_of(disk)
            assert {name for name in {*before, *after} if before.get(name) != after.get(name)} <= {
                "guard.db-shm",
                "guard.db-wal",
            }
        assert rows_of(place) == rows_of(database)


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
