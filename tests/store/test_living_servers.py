"""Real servers and what befalls them: other programs on the same files, killed imports, full disks, revoked keys."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import timelines_of
from tests.support.laws import cases
from tests.support.servers import Server, free_port, importing, serving, wait_for

pytestmark = pytest.mark.slow("starts servers of its own")

CALL = {"caller_number": "13912345678", "call_state": "active"}
SHARE = {"screen_share_active": True}
IMPORTS = "/v1/admin/imports"


def check(server: Server, key: str, **seen: object) -> tuple[int, object, object]:
    status, _, answer = server.ask("POST", "/v1/checks", seen, key)
    return status, answer.get("degraded"), answer.get("level")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("living")) as server:
        yield server


HIDDEN = 'mount -t tmpfs tmpfs /proc/sys/kernel/random && exec "$@"'
WITHOUT_BOOT_ID = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", HIDDEN, "sh", sys.executable, "-m", "guard_api"]
"""The command line where the machine's boot cannot be seen, as in a hardened unit."""


def test_commands_and_servers_of_another_boot_leave_the_timelines_of_a_living_server_alone(running: Server) -> None:
    key = running.new_key()
    assert check(running, key, **CALL) == (200, False, "none")
    files = ["--database", str(running.database)]
    listed = subprocess.run(
        [*WITHOUT_BOOT_ID, "blocklist", "list", *files], capture_output=True, text=True, check=False
    )
    if "unshare" in listed.stderr or "mount" in listed.stderr:
        pytest.skip(f"nobody may hide the boot here: {listed.stderr}")
    assert listed.returncode == 0
    command = [*WITHOUT_BOOT_ID, "serve", "--port", str(free_port()), *files]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as other:
        assert other.stdout is not None
        assert "guard-api on http" in other.stdout.readline()
        other.terminate()
        other.wait(60)
    assert timelines_of(running.database).exists()
    assert {check(running, key, **SHARE) for _ in range(8)} == {(200, False, "warning")}


@pytest.mark.slow("three servers, one after the other")
def test_what_another_boot_and_broken_uploads_have_left_is_gone_with_the_next_server(tmp_path: Path) -> None:
    with serving(tmp_path, 1) as server:
        uploads = Path(f"{server.database}.imports")
        left = [server.database.with_name("guard.db.timelines-00000000.lmdb"), uploads / "0123456789abcdef"]
        uploads.mkdir(exist_ok=True)
        for file in left:
            file.write_text("left behind")
        with serving(tmp_path, 1):
            assert all(file.exists() for file in left)
    with serving(tmp_path, 1):
        assert not any(file.exists() for file in left)


def test_an_import_whose_process_is_killed_has_soon_failed_and_the_one_behind_it_is_done(running: Server) -> None:
    admin = running.new_key("admin")

    def job(name: str) -> tuple[str, str]:
        answer = running.ask("GET", f"{IMPORTS}/{name}", None, admin)[2]
        return answer["state"], answer["reason"]

    rows = "".join(f"+86138{n:08}\n" for n in range(150_000)).encode()
    names = [running.ask("POST", IMPORTS, body, admin)[2]["import_id"] for body in (rows, b"+8613800000000\n")]
    wait_for(lambda: job(names[0])[0] == "running")
    for process in importing(running.database):
        os.kill(process, signal.SIGKILL)
    wait_for(lambda: job(names[1])[0] == "done")
    state, reason = job(names[0])
    assert (state, "nothing was changed" in reason) == ("failed", True)
    assert running.ask("DELETE", "/v1/admin/entries/block:exact:+8613800000000", None, admin)[0] == 204


@pytest.mark.slow("another import of very many numbers")
def test_an_import_that_nobody_waits_for_any_more_is_taken_up_without_a_restart(running: Server) -> None:
    admin = running.new_key("admin")
    rows = "".join(f"+86137{n:08}\n" for n in range(150_000)).encode()
    name = running.ask("POST", IMPORTS, rows, admin)[2]["import_id"]
    wait_for(lambda: running.ask("GET", f"{IMPORTS}/{name}", None, admin)[2]["state"] == "running")
    before = running.workers()
    running.process.send_signal(signal.SIGHUP)  # those who wait for the process are replaced
    wait_for(lambda: not running.workers() & before)
    for process in importing(running.database):
        os.kill(process, signal.SIGKILL)
    wait_for(lambda: running.ask_again("GET", f"{IMPORTS}/{name}", None, admin)[2]["state"] in {"failed", "done"})


def garble(file: Path) -> None:
    with file.open("r+b") as there:
        there.write(b"garbage!" * (file.stat().st_size // 8))


@pytest.mark.parametrize("all_files", cases([False, True], 2))
def test_a_key_that_was_revoked_stays_so_when_the_database_breaks_and_others_go_on(
    tmp_path: Path, *, all_files: bool
) -> None:
    with serving(tmp_path) as server:
        kept, revoked = server.new_key(), server.new_key()
        for _ in range(10):
            assert {check(server, key)[0] for key in (kept, revoked)} == {200}
        server.command("keys", "revoke", revoked.split("_")[1])
        if all_files:
            time.sleep(6)  # workers look every five seconds
        for file in sorted(tmp_path.glob("guard.db*")) if all_files else [server.database, tmp_path / "guard.db-wal"]:
            if file.is_file():
                garble(file)
        time.sleep(1.1)
        assert {check(server, revoked)[0] for _ in range(10)} == {401}
        assert {check(server, kept)[0] for _ in range(10)} == {200}


@pytest.mark.parametrize("umask", cases([0o000, 0o022, 0o077], 3))
def test_files_are_private_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        with serving(tmp_path, 1) as server:
            key, admin = server.new_key(), server.new_key("admin")
            check(server, key, **CALL)
            assert server.ask("GET", "/v1/blocklist/snapshot", None, key)[0] == 200
            server.command("keys", "revoke", admin.split("_")[1])
            files = [file for file in tmp_path.glob("guard.db*") if file.is_file()]
            assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
            assert {"guard.db", "guard.db-wal", "guard.db-shm"} <= {file.name for file in files}
    finally:
        os.umask(before)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"no small disk can be had here: {made.stderr}")
    yield folder
    subprocess.run(["/bin/umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    file = folder / "full"
    with file.open("wb", buffering=0) as full:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    full.write(bytes(size))
            except OSError:
                continue
    return file


def test_on_a_full_disk_the_first_checks_after_a_boot_are_answered_and_remembered_once_there_is_room(
    small_disk: Path,
) -> None:
    with serving(small_disk, TMPDIR="/tmp") as server:  # noqa: S108 - room for what is not tried here
        key = server.new_key()
        before = server.workers()
        for file in small_disk.glob("guard.db.timelines-*"):
            file.unlink()
        full = fill(small_disk)
        answers = [check(server, key, **CALL, **SHARE) for _ in range(12)]
        assert answers == [(200, True, "warning")] * 12
        assert server.workers() == before
        full.unlink()
        assert check(server, key, **CALL) == (200, False, "none")
        assert {check(server, key, **SHARE) for _ in range(6)} == {(200, False, "warning")}
        assert server.workers() == before
        assert "was damaged" not in server.log.read_text()
