"""A diverted line outlives what befalls machines: real servers, killed without warning, and another boot."""

import os
import signal
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.servers import Server, start_server, stop_server

pytestmark = pytest.mark.slow("starts a server four times")

FORWARDED = {"call_forwarding_changes": [{"code": "**21*13800138000#"}]}
NUMBERS = (b"13912345678", b"13800138000")


def ago(**span: float) -> str:
    return (datetime.now(UTC) - timedelta(**span)).isoformat()


def check(server: Server, key: str, **seen: object) -> Any:
    status, _, answer = server.ask("POST", "/v1/checks", {**seen, "sent_at": ago()}, key)
    assert status == 200
    return answer


def kill(server: Server) -> None:
    """End a server and its workers at once, as a power cut does."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    for pid in (server.process.pid, *map(int, children)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.process.wait(30)


def reboot(server: Server) -> None:
    """Leave what another boot finds: nobody reads the timelines of an earlier one."""
    for file in server.database.parent.glob("guard.db.timelines-*"):
        file.unlink()


def test_a_diverted_line_is_warned_of_after_a_kill_and_another_boot_until_it_is_undone(tmp_path: Path) -> None:
    server = start_server(tmp_path, 1)
    try:
        key = server.new_key()
        check(server, key, caller_number="13912345678", call_state="active", observed_at=ago(minutes=115))
        begun = check(server, key, **FORWARDED, observed_at=ago(minutes=112))
        kill(server)
        reboot(server)
        server = start_server(tmp_path, 1)
        after = check(server, key)
        kill(server)
        server = start_server(tmp_path, 1)
        undone = check(server, key, call_forwarding_changes=[{"code": "##21#"}])
        kill(server)
        reboot(server)
        server = start_server(tmp_path, 1)
        last = check(server, key)
    finally:
        stop_server(server)

    assert begun["line"]["state"] == "diverted"
    assert (after["level"], after["line"], after["degraded"]) == ("warning", begun["line"], False)
    assert [warning["pattern"] for warning in after["warnings"]] == ["forwarding_left_on"]
    assert (undone["level"], undone["line"]["state"]) == ("none", "clear")
    assert (last["level"], last["line"]) == ("none", undone["line"])
    for file in tmp_path.glob("guard.db.lines*"):
        assert not any(number in file.read_bytes() for number in NUMBERS)
    assert not any(number in server.log.read_bytes() for number in NUMBERS)
