"""The server does what it does with the rights that the unit leaves it: no root, no capabilities, one folder."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp

import pytest

from guard_api.actions.phones.enrol import make_device
from guard_api.app import utc_now
from guard_api.ports import Scope
from tests.support.databases import services_of, timelines_of, unlimited, without_lists
from tests.support.laws import cases
from tests.support.servers import Server, start_server, stop_server

is_root = os.geteuid() == 0
NOBODY = 65534
_PR_SET_MDWE, _REFUSE_EXEC_GAIN = 65, 1
"""From linux/prctl.h: what MemoryDenyWriteExecute= asks for."""
CONFINED = f"""
import ctypes, os, sys
os.umask(0o077)
ctypes.CDLL(None).prctl({_PR_SET_MDWE}, {_REFUSE_EXEC_GAIN}, 0, 0, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


def confined(folder: Path, user: int) -> Sequence[str]:
    """Give the command that runs another one as the unit does: the whole tree read-only, but for one folder."""
    mounts = f'mount --bind {folder} {folder} && mount -o remount,bind,ro / && exec "$@"'
    rights = ["--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "--clear-groups"]
    whose = [f"--reuid={user}", f"--regid={user}"]
    return [
        *("unshare", "--mount", "--propagation=private", "sh", "-c", mounts, "sh"),
        *("setpriv", *whose, *rights, sys.executable, "-c", CONFINED),
    ]


def works(under: Sequence[str]) -> bool:
    command = [*under, sys.executable, "-c", "import guard_api"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def keys_for(database: Path) -> Mapping[Scope, str]:
    """Make keys before the server's user has the database for himself."""
    services = services_of(unlimited(database))
    device = make_device("CN", (), None, services.reference.current())
    return {
        scope: services.keys.create(scope, "", utc_now(), device if scope is Scope.DEVICE else None)[1]
        for scope in (Scope.ADMIN, Scope.DEVICE)
    }


@pytest.fixture(params=cases([NOBODY, 0], 2))
def served(request: pytest.FixtureRequest) -> Iterator[tuple[Server, Mapping[Scope, str]]]:
    if not is_root or shutil.which("unshare") is None:
        pytest.skip("only root can take rights away like that")
    folder = Path(mkdtemp(prefix="guard-api-"))
    try:
        keys = keys_for(without_lists(folder / "guard.db"))
        for path in (folder, *folder.iterdir()):
            os.chown(path, request.param, request.param)
            path.chmod(0o700 if path == folder else 0o600)
        under = confined(folder, request.param)
        if not works(under):
            pytest.skip("that user may not run this Python, or nothing can be mounted here")
        running = start_server(folder, 2, under, PYTHONDONTWRITEBYTECODE="1")
        yield running, keys
        assert stop_server(running) == 0
    finally:
        shutil.rmtree(folder)


def test_it_serves_imports_and_stops_with_the_rights_of_the_unit(served: tuple[Server, Mapping[Scope, str]]) -> None:
    server, keys = served
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    assert "\nCapBnd:\t0000000000000000\n" in status
    assert "\nNoNewPrivs:\t1\n" in status
    with pytest.raises(OSError, match="Read-only"):
        Path(f"/proc/{server.process.pid}/root/tmp/x").touch()
    admin = keys[Scope.ADMIN]
    rows, path = b"number\n13912345678\n", "/v1/admin/imports?list=block&format=csv"
    upload = server.ask("POST", path, rows, admin, Content_Type="text/csv")
    assert upload[0] == 202
    while (done := server.ask("GET", f"/v1/admin/imports/{upload[2]['import_id']}", key=admin)[2])["state"] != "done":
        assert done["state"] != "failed", done
    answer = server.ask("POST", "/v1/checks", {"caller_number": "13912345678"}, keys[Scope.DEVICE])[2]
    assert (answer["caller"]["listed"]["category"], answer["degraded"]) == ("other", False)
    assert server.ask("GET", "/readyz")[0] == 200
    counts = server.ask("GET", "/metrics", key=admin)[2].decode()
    assert "guard_processes 3.0" in counts
    assert "process_open_fds" in counts
    # The machine's boot was read: else every check would wait for the disk.
    assert "here" not in timelines_of(server.database).name
    assert timelines_of(server.database).exists()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in server.database.parent.iterdir()}
    assert not {name for name, mode in modes.items() if mode & 0o077 and name != "server.log"}
