"""Workers that die again and again, and databases that break meanwhile: the server goes on, and says what it knows."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from guard_api.serving.steering import one_of
from tests.support.laws import cases, examples
from tests.support.servers import Server, serving, stop_server, wait_for


def check(server: Server, key: str) -> tuple[int, Any]:
    status, _, body = server.ask_again("POST", "/v1/checks", {"caller_number": "0095118"}, key)
    return status, body


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def break_file(database: Path) -> None:
    """Write garbage over a database and its log, as a broken disk does."""
    for path in (database, Path(f"{database}-wal")):
        with path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            file.write(os.urandom(size))


@pytest.mark.slow("starts a server of its own")
def test_a_worker_that_dies_again_at_once_is_replaced_and_takes_nobody_along(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        key = server.new_key()
        healthy = max(server.workers())
        deaths = cases(range(6), 2)
        for _ in deaths:
            victim = next(iter(server.workers() - {healthy}))
            kill(victim)
            wait_for(lambda victim=victim: len(server.workers() - {victim}) == 2)  # type: ignore[misc] # mypy infers no lambda with defaults
            assert check(server, key)[0] == 200
        assert healthy in server.workers()
        assert server.process.poll() is None
        counts = server.ask("GET", "/metrics", key=server.new_key("metrics"))[2].decode()
        assert f'guard_worker_restarts_total{{reason="died"}} {len(deaths)}.0' in counts


@pytest.mark.slow("as below, with a database that is whole")
def test_all_workers_that_die_at_once_are_replaced(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        key = server.new_key()
        for _ in range(4):
            before = server.workers()
            for pid in before:
                kill(pid)
            wait_for(lambda before=before: len(server.workers() - before) == 2)  # type: ignore[misc] # as above
            assert check(server, key)[0] == 200
        assert stop_server(server) == 0


@pytest.mark.slow("starts a server of its own")
def test_while_a_worker_is_dead_the_others_have_all_connections(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        key = server.new_key()
        victim = min(server.workers())
        until = monotonic() + examples(8)
        answered = 0
        while monotonic() < until or answered < 40:
            victim = min(server.workers(), default=victim)
            kill(victim)
            for _ in range(10):
                assert check(server, key)[0] == 200
                answered += 1


@pytest.mark.slow("starts a server of its own")
@pytest.mark.parametrize("how", cases(["death", "SIGHUP"], 2))
def test_a_database_that_breaks_leaves_a_server_that_answers_degraded(tmp_path: Path, how: str) -> None:
    with serving(tmp_path) as server:
        key = server.new_key()
        for _ in range(40):  # so that each worker knows it
            assert check(server, key)[0] == 200
        before = server.workers()
        break_file(server.database)
        assert server.ask("GET", "/readyz")[0] == 503
        if how == "SIGHUP":
            server.process.send_signal(signal.SIGHUP)
        else:
            kill(min(before))
        sleep(3)
        for _ in range(20):
            status, body = check(server, key)
            assert (status, body["level"]) == (200, "warning")
        assert server.process.poll() is None
        assert server.workers() <= before


@pytest.mark.slow("starts a server of its own")
def test_workers_that_all_die_while_the_database_is_broken_come_again_and_recover_with_it(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        key = server.new_key()
        assert check(server, key)[0] == 200
        server.process.send_signal(signal.SIGSTOP)
        for pid in server.workers():
            kill(pid)
        whole = server.database.with_name("away")
        for end in ("", "-wal", "-shm"):
            Path(f"{server.database}{end}").rename(f"{whole}{end}")
        server.database.write_bytes(b"garbage" * 1000)
        server.process.send_signal(signal.SIGCONT)
        wait_for(lambda: len(server.workers()) == 2)
        assert server.ask_again("GET", "/healthz")[0] == 200
        status, problem = check(server, key)
        assert (status, problem["status"]) == (503, 503)
        for end in ("-wal", "-shm", ""):
            Path(f"{whole}{end}").rename(f"{server.database}{end}")
        wait_for(lambda: check(server, key)[0] == 200)
        assert server.process.poll() is None


@pytest.mark.slow("what a damaged name does is shown without a server")
def test_an_undecodable_name_does_not_end_new_workers(tmp_path: Path) -> None:
    with serving(tmp_path, 1) as server:
        key = server.new_key()
        from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # noqa: PLC0415 - as the store has it

        connection = sqlite3.connect(server.database, isolation_level=None)
        connection.execute("UPDATE organization SET name_en = CAST(x'ff' AS TEXT) WHERE rowid = 1")
        connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'reference_revision'")
        connection.close()
        before = server.workers()
        kill(min(before))
        wait_for(lambda: len(server.workers() - before) == 1)
        assert check(server, key)[1]["level"] == "warning"


def test_connections_are_shared_out_evenly_among_those_who_live() -> None:
    assert one_of([2]) == [(0x20, 0, 0, 0xFFFFF038), (0x94, 0, 0, 1), (0x15, 0, 1, 0), (6, 0, 0, 2), (6, 0, 0, 2)]
    assert [line[3] for line in one_of([0, 3]) if line[0] == 6] == [0, 3, 0]
