"""Backups of a real server that is written to all the time, by itself and by hand; and what it does not let happen."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.actions.backups import restore
from guard_api.app import made_services
from guard_api.config import Config
from guard_api.store.sqlite.schema.migrating import newest_version
from guard_api.version import program_version
from tests.support.databases import without_lists
from tests.support.files.versions import made_later
from tests.support.servers import Server, dismiss, guard_api, start_server, wait_for

pytestmark = pytest.mark.slow("starts a server of its own")

ENTRIES, IMPORTS = "/v1/admin/entries", "/v1/admin/imports?list=block"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server backs up to by itself."""
    return tmp_path_factory.mktemp("own") / "backups"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[Server]:
    server = start_server(
        tmp_path_factory.mktemp("live"), 2, GUARD_BACKUP_TO=str(folder), GUARD_BACKUP_EVERY="12h", GUARD_BACKUP_KEEP="2"
    )
    yield server
    dismiss(server)


def numbers_in(database: Path) -> set[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        drafts = "(SELECT id FROM change WHERE revision IS NULL)"
        rows = connection.execute(f"SELECT number FROM listed WHERE ended IS NULL AND began NOT IN {drafts}")  # noqa: S608 - constants
        return {number for (number,) in rows}


def test_what_was_saved_before_a_backup_began_is_in_there_however_much_is_written_and_imported(
    running: Server, tmp_path: Path
) -> None:
    admin, done, saved = running.new_key("admin"), Event(), list[str]()

    def write(writer: int) -> None:
        turn = 0
        while not done.is_set():
            number = f"+8613{writer}{turn:08}"
            assert running.ask("POST", ENTRIES, {"number": number, "list": "block"}, admin)[0] == 201
            saved.append(number)
            turn += 1

    rows = "".join(f"+86170{n:08}\n" for n in range(40_000)).encode()
    with ThreadPoolExecutor(3) as pool:
        writers = [pool.submit(write, writer) for writer in range(2)]
        assert running.ask("POST", IMPORTS, rows, admin)[0] == 202
        try:
            found = []
            for turn in range(3):
                before = set(saved)
                file = tmp_path / f"{turn}.backup"
                running.command("backup", str(file))
                found.append((before, file))
        finally:
            done.set()
        for writer in writers:
            writer.result()
    for before, file in found:
        place = tmp_path / f"{file.stem}.db"
        with file.open("rb") as source:
            restore(made_services(Config(database=place))[0], source)
        numbers = numbers_in(place)
        assert before <= numbers
        assert len([number for number in numbers if number.startswith("+86170")]) in {0, 40_000}
        proof = json.loads(file.read_bytes().splitlines()[-1])["proof"]["lists"]["block"]
        assert proof["count"] == len(numbers)


def test_it_backs_up_by_itself_and_shows_which_version_it_is(running: Server, folder: Path) -> None:
    wait_for(lambda: [*folder.glob("*.backup")])
    [made] = folder.iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    young = running.command("backup", "--to", str(folder), "--every", "12h")
    assert (young, [*folder.iterdir()]) == ("The newest backup is young enough.\n", [made])
    assert running.ask("GET", "/healthz")[2] == {"status": "ok", "version": program_version()}
    lines = running.log.read_text().splitlines()
    assert any(line.endswith(f"version {program_version()}") for line in lines)
    first = next(json.loads(line) for line in lines if line.startswith("{"))
    assert (first["message"], first["version"]) == ("started", program_version())


def test_nothing_takes_the_place_of_its_database(running: Server, tmp_path: Path) -> None:
    running.command("backup", str(tmp_path / "x.backup"))
    arguments = ["restore", str(tmp_path / "x.backup"), "--database", str(running.database)]
    inode = running.database.stat().st_ino
    done = guard_api(*arguments, check=False)
    assert (done.returncode, "a server is at work on it: stop it first. Nothing was changed." in done.stderr) == (
        1,
        True,
    )
    assert running.database.stat().st_ino == inode
    assert running.ask("GET", "/readyz")[0] == 200


def test_with_a_newer_program_s_tables_it_is_not_ready_and_writes_nothing(tmp_path: Path) -> None:
    server = start_server(tmp_path, 1)
    try:
        key, admin = server.new_key(), server.new_key("admin")
        call = {"caller_number": "0095118", "screen_share_active": True}
        levels = [server.ask("POST", "/v1/checks", call, key)[2]["level"]]
        assert server.ask("GET", "/v1/admin/entries", None, admin)[0] == 200
        made_later(server.database)
        before = server.database.read_bytes(), Path(f"{server.database}-wal").read_bytes()
        assert server.ask("POST", ENTRIES, {"number": "+8613912345678"}, admin)[0] == 503
        wait_for(lambda: server.ask("GET", "/readyz")[0] == 503)
        answer = server.ask("POST", "/v1/checks", call, key)
        assert (answer[0], answer[2]["degraded"]) == (200, True)
        assert (levels, answer[2]["level"]) == (["critical"], "critical")
        assert server.ask("GET", "/healthz")[0] == 200
        assert (server.database.read_bytes(), Path(f"{server.database}-wal").read_bytes()) == before
        assert f"made by a newer guard_api (99 > {newest_version()})" in server.log.read_text()
    finally:
        dismiss(server)


def test_a_server_that_is_to_start_on_a_newer_program_s_tables_explains_why_not(tmp_path: Path) -> None:
    database = without_lists(tmp_path / "guard.db")
    made_later(database)
    before = database.read_bytes()
    done = guard_api("serve", "--port", "1", "--database", str(database), check=False)
    newer = f"made by a newer guard_api (99 > {newest_version()})"
    assert (done.returncode, done.stderr) == (
        1,
        f"Error: {database}: {newer}: use that, or restore a backup of before\n",
    )
    assert [file.name for file in tmp_path.iterdir()] == ["guard.db"]
    assert database.read_bytes() == before


def test_a_backup_that_is_killed_changes_nothing_and_the_next_one_is_made(running: Server, tmp_path: Path) -> None:
    file = tmp_path / "x.backup"
    file.write_text("of before")
    command = [sys.executable, "-m", "guard_api", "backup", str(file), "--database", str(running.database)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while not (tmp_path / "x.backup.part").exists() and process.poll() is None:
            sleep(0.001)
        os.kill(process.pid, 9)
    if process.returncode == 0:
        pytest.skip("it was done before it could be killed")
    assert file.read_text() == "of before"
    running.command("backup", str(file))
    assert [one.name for one in tmp_path.iterdir()] == ["x.backup"]
