"""The production server: stops gracefully, outlives its workers, and all its workers are of one mind."""

import os
import signal
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from time import sleep

import pytest

from guard_api.serving import listening
from guard_api.serving.steering import waiting
from guard_api.version import program_version
from tests.support.databases import timelines_held
from tests.support.servers import Server, open_sockets, serving, start_server, wait_for


def is_free(port: int) -> bool:
    try:
        (listener,) = listening("127.0.0.1", port, 1)
    except OSError:
        return False
    listener.close()
    return True


def test_on_sigterm_it_finishes_what_it_has_begun_and_exits_with_0(tmp_path: Path) -> None:
    with serving(tmp_path, 2, GUARD_STORE_SECONDS="5") as server, ThreadPoolExecutor() as pool:
        key = server.new_key()
        assert server.ask("POST", "/v1/checks", {}, key)[0] == 200
        with timelines_held(server.database):
            check = {"caller_number": "0095118"}
            before = open_sockets(server)
            sent = [pool.submit(server.ask, "POST", "/v1/checks", check, key) for _ in range(3)]
            wait_for(lambda: open_sockets(server) >= before + len(sent))
            server.process.send_signal(signal.SIGTERM)
            sleep(0.3)
        answers = [one.result() for one in sent]
        assert [(status, body["level"], body["degraded"]) for status, _, body in answers] == [
            (200, "warning", False)
        ] * 3
        assert server.process.wait(60) == 0
        assert not Path(f"/proc/{server.process.pid}").exists()


@pytest.mark.slow("starts a server of its own")
def test_a_killed_worker_is_replaced_while_the_server_goes_on_answering(tmp_path: Path) -> None:
    with serving(tmp_path, 2) as server:
        before = server.workers()
        victim = min(before)
        os.kill(victim, signal.SIGKILL)
        wait_for(
            lambda: server.ask_again("GET", "/readyz")[0] == 200 and len(server.workers() - {victim}) == len(before)
        )
        assert [server.ask_again("GET", "/readyz")[0] for _ in range(10)] == [200] * 10
        assert server.process.poll() is None


@pytest.mark.slow("starts a server of its own")
def test_on_sighup_the_workers_are_replaced_meanwhile_it_answers_and_on_sigint_it_exits_with_0(tmp_path: Path) -> None:
    with serving(tmp_path, 1) as server:
        before = server.workers()
        server.process.send_signal(signal.SIGHUP)
        while server.workers() & before:
            assert server.ask_again("GET", "/healthz")[0] == 200
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(60) == 0


@pytest.mark.slow("starts a server of its own")
def test_a_server_that_gets_many_signals_at_once_stops(tmp_path: Path) -> None:
    with serving(tmp_path, 1) as server:
        for _ in range(200):
            for each in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
                server.process.send_signal(each)
        assert server.process.wait(60) == 0


@pytest.mark.slow("starts a server of its own")
def test_two_servers_on_one_database_share_timelines_and_keys_at_once(server: Server) -> None:
    with serving(server.database.parent, 1) as other:
        admin, phone = server.new_key("admin"), server.new_key()
        steps: list[dict[str, object]] = [
            {"caller_number": "13912345678", "call_state": "active"},
            {"screen_share_active": True},
            {"call_forwarding_changes": [{"code": "**21*13800138000#"}]},
        ]
        levels = [
            one.ask("POST", "/v1/checks", step, phone)[2]["level"]
            for step, one in zip(steps, (server, other, server), strict=True)
        ]
        assert levels == ["none", "warning", "critical"]
        assert other.ask("POST", "/v1/checks", {}, phone)[2]["level"] == "critical"
        key_id = phone.split("_")[1]
        assert server.ask("DELETE", f"/v1/admin/keys/{key_id}", key=admin)[0] == 204
        assert other.ask("POST", "/v1/checks", {}, phone)[0] == 401


def test_a_server_that_answers_healthz_is_ready_to_answer_checks(server: Server) -> None:
    assert server.ask("GET", "/healthz")[2] == {"status": "ok", "version": program_version()}
    assert server.ask("GET", "/readyz")[2] == {"status": "ready", "impaired": []}


@pytest.mark.slow("starts a server of its own")
def test_no_worker_outlives_a_main_process_that_was_killed(tmp_path: Path) -> None:
    server = start_server(tmp_path)
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait(60)

    wait_for(lambda: is_free(int(server.url.rpartition(":")[2])))


def cores_of(server: Server) -> list[set[int]]:
    return [os.sched_getaffinity(pid) for pid in server.workers()]


@pytest.mark.slow("starts a server of its own")
@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux lets processes keep to cores")
def test_each_worker_keeps_to_a_core_and_they_share_the_cores_evenly(tmp_path: Path) -> None:
    all_cores = os.sched_getaffinity(0)
    cores = sorted(all_cores)[:2]
    os.sched_setaffinity(0, cores)
    try:
        with serving(tmp_path, len(cores)) as alone, serving(tmp_path, len(cores) * 2) as crowded:
            for each in (alone, crowded):  # the first worker answers while others begin
                wait_for(lambda each=each: max(map(len, cores_of(each))) == 1)  # type: ignore[misc] # mypy infers no lambda with defaults
            kept, shared = cores_of(alone), cores_of(crowded)
            policies = {os.sched_getscheduler(pid) for pid in alone.workers()}
    finally:
        os.sched_setaffinity(0, all_cores)

    assert sorted(map(sorted, kept)) == [[core] for core in cores]
    assert sorted(map(sorted, shared)) == [[core] for core in sorted(cores * 2)]
    assert policies == {os.SCHED_BATCH}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says it")
def test_whoever_waits_to_be_accepted_is_counted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ExitStack() as clients:
        assert waiting(listener) == 0
        for _ in range(3):
            clients.enter_context(socket.create_connection(listener.getsockname()))
        wait_for(lambda: waiting(listener) == 3)
        listener.accept()[0].close()
        wait_for(lambda: waiting(listener) == 2)
