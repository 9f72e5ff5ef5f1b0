"""A copy of a file that a server was using lacks what came last, says so once, and is another database."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.app import open_services, serving
from guard_api.ports import Services
from guard_api.store.sqlite.servers_at_work import is_served
from tests.support.databases import unlimited
from tests.support.files.backups import add, command
from tests.support.laws import cases
from tests.support.servers import Server, start_server, stop_server, wait_for

WARNING = "In a copy, what was written last is missing"


def identity(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        value: int = connection.execute("SELECT value FROM meta WHERE name = 'database_id'").fetchone()[0]
    return value


@pytest.fixture(params=cases(["killed", "stopped"], 2))
def ended(request: pytest.FixtureRequest, tmp_path: Path) -> Server:
    """A real server that has come to its end, and a copy that was made of its file before."""
    server = start_server(tmp_path, 1)
    server.ask("POST", "/v1/admin/entries", {"number": "+8613912345678", "list": "block"}, server.new_key("admin"))
    (tmp_path / "copy").mkdir()
    shutil.copy(server.database, tmp_path / "copy" / "guard.db")
    (tmp_path / "identity").write_text(str(identity(server.database)))
    if request.param == "killed":
        os.kill(server.process.pid, signal.SIGKILL)
    stop_server(server)
    # The workers of a main process that was killed end a moment later.
    wait_for(lambda: not is_served(server.database))
    return server


@pytest.mark.slow("starts a server of its own")
def test_a_database_stays_what_it_is_however_its_server_ended_and_a_copy_made_before_is_another_one(
    ended: Server,
) -> None:
    known = int((ended.database.parent / "identity").read_text())
    for _ in range(2):
        assert "+8613912345678" in command(ended.database, "blocklist", "list").output
        assert identity(ended.database) == known
    copy = ended.database.parent / "copy" / "guard.db"
    first = command(copy, "blocklist", "list")
    assert (first.exit_code, "+8613912345678" in first.output) == (0, False)
    assert identity(copy) != identity(ended.database)
    known = identity(copy)
    assert command(copy, "keys", "list").exit_code == 0
    assert identity(copy) == known


@pytest.fixture
def served(services: Services, database: Path) -> Iterator[Path]:
    """A database in use, to be copied."""
    with serving(unlimited(database), services):
        add(services, "+8613912345678")
        assert is_served(database)
        yield database


def test_it_is_logged(served: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(served, copy)
    open_services(unlimited(copy))
    assert WARNING in caplog.text
    caplog.clear()
    open_services(unlimited(copy))
    open_services(unlimited(served))
    assert WARNING not in caplog.text


def test_a_copy_with_its_log_and_a_backup_are_whole(
    served: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for end in ("", "-wal"):
        shutil.copy(f"{served}{end}", f"{tmp_path}/copy.db{end}")
    assert command(served, "backup", str(tmp_path / "x.backup")).exit_code == 0
    assert command(tmp_path / "back.db", "restore", str(tmp_path / "x.backup")).exit_code == 0
    for file in ("copy.db", "back.db"):
        assert len(open_services(unlimited(tmp_path / file)).changes.list(99, 9)) >= 1
    assert WARNING not in caplog.text
