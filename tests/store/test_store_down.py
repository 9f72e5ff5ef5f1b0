"""A database that is locked, full, read-only or broken: the answer still comes, and says that it is degraded."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

import pytest

from tests.support.databases import timelines_held
from tests.support.phones import TestPhone
from tests.support.servers import Server, dismiss, start_server, wait_for

CALL = {"caller_number": "13912345678", "call_state": "active"}
SHARE = {"screen_share_active": True}
WAIT = 0.3


@pytest.fixture
def mistreated(tmp_path: Path) -> Iterator[Server]:
    """A server of one worker, for one test to mistreat."""
    running = start_server(tmp_path, workers=1, GUARD_STORE_SECONDS=str(WAIT))
    yield running
    dismiss(running)


@pytest.fixture
def key(mistreated: Server) -> str:
    """A phone that has told of a stranger's call."""
    key = mistreated.new_key()
    assert mistreated.ask("POST", "/v1/checks", CALL, key)[2]["degraded"] is False
    return key


def locked(server: Server) -> AbstractContextManager[None]:
    """Have another program hold the timelines."""
    return timelines_held(server.database)


@contextmanager
def full(server: Server) -> Iterator[None]:
    """Let the workers' files grow no further, as on a full disk."""
    [worker] = server.workers()
    before = resource.prlimit(worker, resource.RLIMIT_FSIZE)
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (0, before[1]))
    yield
    resource.prlimit(worker, resource.RLIMIT_FSIZE, before)


@pytest.mark.slow("starts a server of its own")
@pytest.mark.parametrize("trouble", [locked, full])
def test_a_check_is_answered_with_what_was_known_and_ready_is_503_until_it_is_over(
    mistreated: Server, key: str, trouble: Any
) -> None:
    with trouble(mistreated):
        seconds = []
        for _ in range(5):
            began = monotonic()
            status, _, answer = mistreated.ask("POST", "/v1/checks", SHARE, key)
            seconds.append(monotonic() - began)
        assert min(seconds) < WAIT + 2, "a busy machine takes longer now and then, and not always"
        assert (status, answer["degraded"], answer["level"]) == (200, True, "warning")
        assert [warning["pattern"] for warning in answer["warnings"]] == ["screen_share_with_stranger"]
        headers, body = readiness(mistreated, 503)
        assert (body["status"], headers["retry-after"]) == (503, "1")
        assert mistreated.ask("GET", "/healthz")[0] == 200
        assert mistreated.ask("GET", "/v1/numbers/0095118", key=key)[2]["level"] == "warning"
    readiness(mistreated, 200)
    _, _, answer = mistreated.ask("POST", "/v1/checks", {}, key)
    assert (answer["degraded"], answer["signals"]["screen_share"]) == (False, "unknown")


def readiness(server: Server, expected: int) -> tuple[Mapping[str, str], Any]:
    """Ask whether a server is ready until it says what is expected: it looks once a second."""
    wait_for(lambda: server.ask("GET", "/readyz")[0] == expected)
    _, headers, body = server.ask("GET", "/readyz")
    return headers, body


def overwrite(database: Path) -> None:
    """Put garbage over all there is, in place: a shorter file would end programs that have it mapped."""
    for file in (one for one in database.parent.glob("guard.db*") if one.is_file()):
        with file.open("r+b") as there:
            there.write(b"garbage!" * (file.stat().st_size // 8))


def test_without_any_database_a_known_phone_is_judged_by_what_it_sends(phone: TestPhone, database: Path) -> None:
    assert phone.check(**CALL)["degraded"] is False
    overwrite(database)
    answer = phone.check(**SHARE)
    assert (answer["degraded"], answer["level"], answer["signals"]["call"]) == (True, "none", "unknown")
    answer = phone.check(**CALL, **SHARE)
    assert (answer["degraded"], answer["level"]) == (True, "warning")
    assert phone.get("/v1/numbers/13912345678").status_code == 503


READ_ONLY = """
import os, pathlib, sys, threading, json
folder = pathlib.Path(sys.argv[1])
from guard_api.app import *
from guard_api.config import Config
from guard_api.web.app import create_app
from guard_api.ports import *
services = open_services(Config(database=folder / "guard.db"))
_, key = services.keys.create(Scope.DEVICE, "", utc_now(), Device("phone", "CN"))
client = create_app(services).test_client()
headers = {"Authorization": f"Bearer {key}"}
client.post("/v1/checks", json={"caller_number": "13912345678"}, headers=headers)
for path in [*folder.iterdir(), folder]:
    path.chmod(0o555)
if os.geteuid() == 0:
    os.setuid(65534)
def ask():
    answer = client.post("/v1/checks", json={"screen_share_active": True}, headers=headers)
    print(json.dumps([answer.status_code, answer.json, client.get("/readyz").status_code]))
thread = threading.Thread(target=ask)
thread.start()
thread.join()
"""


@pytest.mark.slow("starts a server of its own")
def test_on_files_that_became_read_only_checks_are_answered_and_remembered_where_they_are_open() -> None:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        run = subprocess.run([sys.executable, "-c", READ_ONLY, folder], capture_output=True, text=True, check=True)
        Path(folder).chmod(0o755)
    status, answer, ready = json.loads(run.stdout)
    assert (status, answer["degraded"], answer["level"], ready) == (200, False, "warning", 503)


@pytest.mark.slow("starts a server of its own")
def test_files_overwritten_with_garbage_never_stop_the_answers(mistreated: Server, key: str) -> None:
    overwrite(mistreated.database)
    sleep(1.05)
    both_at_once = {**CALL, **SHARE, "call_forwarding_changes": [{"code": "**21*13800138000#"}]}
    status, _, answer = mistreated.ask("POST", "/v1/checks", both_at_once, key)
    assert (status, answer["degraded"], answer["level"]) == (200, True, "critical")
    readiness(mistreated, 503)
    assert mistreated.ask("POST", "/v1/devices", {"enrolment_code": "x"})[0] == 503
    assert mistreated.ask("GET", "/healthz")[0] == 200
