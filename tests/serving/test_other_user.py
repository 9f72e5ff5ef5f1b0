"""The server as another user than root, without the rights that root has, and where it can hardly write."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.support.databases import without_lists
from tests.support.laws import cases
from tests.support.servers import Server, free_port, start_server, stop_server, wait_for

pytestmark = pytest.mark.slow("starts servers of its own")

_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
_WITHOUT_NETWORK_RIGHTS = ["setpriv", "--inh-caps=-net_admin", "--bounding-set=-net_admin"]
_USERS = {"whoever runs the tests": [], "root without CAP_NET_ADMIN": _WITHOUT_NETWORK_RIGHTS, "nobody": _NOBODY}
is_root = os.geteuid() == 0


def answers(server: Server) -> bool:
    with suppress(OSError):
        return server.ask("GET", "/healthz")[0] == 200
    return False


def works(under: Sequence[str]) -> bool:
    """Whether this Python can be run under a program: it may lie where only root may look."""
    try:
        return subprocess.run([*under, sys.executable, "-c", "import guard_api"], check=False).returncode == 0
    except OSError:
        return False


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter and write to."""
    folder = Path(mkdtemp(prefix="guard-api-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("sent", "under"),
    cases(
        [
            pytest.param(sent, under, id=f"{name}, {sent.name}")
            for sent in (signal.SIGTERM, signal.SIGINT)
            for name, under in _USERS.items()
        ],
        4,
    ),
)
def test_it_stops_at_once_with_0_and_leaves_nothing_behind(
    open_folder: Path, under: list[str], sent: signal.Signals
) -> None:
    if under and not (is_root and works(under)):
        pytest.skip("only root can become another, and only where others can run this Python")
    temporary = open_folder / "tmp"
    temporary.mkdir()
    temporary.chmod(0o777)
    database = without_lists(open_folder / "guard.db")
    database.chmod(0o666)
    server = start_server(open_folder, 2, under, TMPDIR=str(temporary))
    server.process.send_signal(sent)
    assert server.process.wait(60) == 0
    log = server.log.read_text()
    assert "Traceback" not in log
    assert '"level":"WARNING"' not in log
    assert [*temporary.iterdir()] == []


def test_a_server_that_is_killed_leaves_nothing_behind_either(open_folder: Path) -> None:
    temporary = open_folder / "tmp"
    temporary.mkdir()
    server = start_server(open_folder, 1, TMPDIR=str(temporary))
    server.process.kill()
    server.process.wait()
    assert [*temporary.iterdir()] == []


@pytest.fixture
def full_folder(open_folder: Path) -> Iterator[Path]:
    """A small file system that has no byte left."""
    full = open_folder / "full"
    full.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(full)]
    if not is_root or subprocess.run(mounted, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a file system, and not everywhere")
    with (full / "filler").open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
    yield full
    subprocess.run(["umount", str(full)], check=True)  # noqa: S607 - wherever the system has it


def test_with_a_full_folder_for_temporary_files_new_phones_are_answered_and_counted(
    open_folder: Path, full_folder: Path
) -> None:
    server = start_server(open_folder, 2, TMPDIR=str(full_folder), GUARD_CHECKS_PER_MINUTE="2")
    try:
        for key in (server.new_key() for _ in range(3)):
            answers = [server.ask("POST", "/v1/checks", {}, key) for _ in range(3)]
            assert [status for status, _, _ in answers] == [200] * 2 + [429]
        counts = server.ask("GET", "/metrics", key=server.new_key("metrics"))[2].decode()
        assert 'guard_requests_total{method="POST",route="/v1/checks",status="200"} 6.0' in counts
    finally:
        assert stop_server(server) == 0


@pytest.mark.parametrize("how", cases(["<&- >&- 2>&-", ">&-", ">/dev/full 2>/dev/full", ">/dev/full"], 4))
def test_it_starts_and_stops_where_nothing_can_be_printed(open_folder: Path, how: str) -> None:
    port, database = free_port(), open_folder / "guard.db"
    command = [sys.executable, "-m", "guard_api", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(["/bin/sh", "-c", f'exec "$@" {how}', "sh", *command, "--database", str(database)])
    server = Server(f"http://127.0.0.1:{port}", database, process, open_folder / "log")
    try:
        wait_for(lambda: answers(server))
    finally:
        assert stop_server(server) == 0
