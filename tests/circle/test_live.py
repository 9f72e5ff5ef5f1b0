"""Real servers: phones that wait are told within moments, cost no thread, and lose nothing to whoever is killed."""

import json
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from guard_api.demo import FRAUD, TWIN
from tests.support.clients.circles import FRAUD as AT_ONCE
from tests.support.clients.circles import receiving
from tests.support.servers import Server, dismiss, start_server, wait_for

pytestmark = pytest.mark.slow("starts servers of its own")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = start_server(tmp_path_factory.mktemp("circle"), GUARD_OUTGOING_NETWORKS="127.0.0.1")
    yield server
    dismiss(server)


def linked(server: Server, who: str = "Mother") -> tuple[str, str]:
    """Make a phone and its guardian; gives their keys."""
    phone, guardian = server.new_key(), server.new_key()
    status, _, made = server.ask("POST", "/v1/circle/invitations", {"label": who}, phone)
    assert status == 201, made
    status, _, answer = server.ask(
        "POST", "/v1/circle/memberships", {"code": made["code"], "label": "Li Wei"}, guardian
    )
    assert status == 201, answer
    return phone, guardian


def alerts_of(server: Server, guardian: str, query: str = "") -> dict[str, Any]:
    status, _, answer = server.ask_again("GET", f"/v1/alerts?{query}", key=guardian)
    assert status == 200, answer
    assert isinstance(answer, dict)
    return answer


def test_the_article_alarms_once_and_its_harmless_twin_never(running: Server) -> None:
    for story, events in ((FRAUD, 1), (TWIN, 0)):
        phone, guardian = linked(running)
        for _, _, seen in story:
            assert running.ask("POST", "/v1/checks", seen, phone)[0] == 200
        answer = alerts_of(running, guardian)
        assert len(answer["alerts"]) == events
        assert re.search(r"\d{5}", json.dumps(answer)) is None


def test_who_waits_is_notified_at_once_whichever_worker_it_waits_at(running: Server) -> None:
    phone, guardian = linked(running)
    answers: list[tuple[float, dict[str, Any]]] = []

    def wait() -> None:
        answer = alerts_of(running, guardian, "wait=25")
        answers.append((time.monotonic(), answer))

    waiting = [threading.Thread(target=wait) for _ in range(8)]
    for thread in waiting:
        thread.start()
    time.sleep(0.5)
    assert answers == []
    running.ask("POST", "/v1/checks", AT_ONCE, phone)
    began = time.monotonic()
    for thread in waiting:
        thread.join()
    assert len({answer["alerts"][0]["id"] for _, answer in answers}) == 1
    assert max(at for at, _ in answers) - began < 10, "less than a wait: they were told"


def test_who_waits_in_vain_is_answered_in_time(running: Server) -> None:
    _, guardian = linked(running)
    began = time.monotonic()
    status, headers, answer = running.ask("GET", "/v1/alerts?wait=1&after=h", key=guardian)
    assert (status, answer) == (200, {"alerts": [], "next": "h"})
    assert 0.9 < time.monotonic() - began < 20
    named = {name.lower(): value for name, value in headers.items()}
    assert int(named["content-length"]) == len('{"alerts":[],"next":"h"}')
    assert "x-request-id" in named


def test_the_same_stream_as_server_sent_events(running: Server) -> None:
    phone, guardian = linked(running)
    got: list[bytes] = []
    stream = threading.Thread(
        target=lambda: got.append(running.ask("GET", "/v1/alerts", key=guardian, Accept="text/event-stream")[2])
    )
    stream.start()
    time.sleep(0.5)
    running.ask("POST", "/v1/checks", AT_ONCE, phone)
    stream.join()
    assert got[0].count(b"event: alert\n") == 1


def test_a_helpers_service_gets_it_signed(running: Server) -> None:
    phone, guardian = linked(running)
    with receiving() as receiver:
        hook = {"type": "webhook", "url": receiver.url}
        secret = running.ask("PUT", "/v1/circle/endpoints/hook", hook, guardian)[2]["secret"]
        running.ask("POST", "/v1/checks", AT_ONCE, phone)
        wait_for(lambda: receiver.received)
        [(headers, body)] = receiver.received
        assert Webhook(secret).verify(body, dict(headers))["data"] == alerts_of(running, guardian)["alerts"][0]


def waiting_for(server: Server, guardian: str) -> bytes:
    """Write a request that waits."""
    host = server.url.removeprefix("http://")
    return f"GET /v1/alerts?wait=25 HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {guardian}\r\n\r\n".encode()


def asking(server: Server, guardian: str) -> socket.socket:
    """Begin to wait, and read no answer yet."""
    host, port = server.url.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), 60)
    connection.sendall(waiting_for(server, guardian))
    time.sleep(0.003)
    return connection


def test_more_wait_than_there_are_threads_and_checks_are_answered(tmp_path_factory: pytest.TempPathFactory) -> None:
    server = start_server(tmp_path_factory.mktemp("threads"), workers=1, GUARD_THREADS="2")
    try:
        phone, guardian = linked(server)
        waiting = [asking(server, guardian) for _ in range(300)]
        [worker] = server.workers()
        assert len([*Path(f"/proc/{worker}/task").iterdir()]) < 150
        assert server.ask("POST", "/v1/checks", AT_ONCE, phone)[2]["circle"]["told"] == 1
        for connection in waiting:
            with connection:
                assert b'"level":"critical"' in connection.recv(65536)
    finally:
        dismiss(server)


def test_who_waits_is_sent_home_when_workers_are_replaced(tmp_path_factory: pytest.TempPathFactory) -> None:
    server = start_server(tmp_path_factory.mktemp("replaced"), workers=1)
    try:
        _, guardian = linked(server)
        answers: list[Mapping[str, str]] = []
        waiting = threading.Thread(
            target=lambda: answers.append(server.ask("GET", "/v1/alerts?wait=25", key=guardian)[1])
        )
        waiting.start()
        time.sleep(0.5)
        began = time.monotonic()
        os.kill(server.process.pid, signal.SIGTERM)
        waiting.join()
        assert time.monotonic() - began < 20
        assert {name.lower(): value for name, value in answers[0].items()}["connection"] == "close"
    finally:
        dismiss(server)


@pytest.mark.slow("kills a server fifty times")
def test_of_fifty_alarms_none_is_lost_and_none_has_two_ids_whoever_is_killed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    server = start_server(tmp_path_factory.mktemp("killed"), GUARD_OUTGOING_NETWORKS="127.0.0.1")
    try:
        with receiving() as receiver:
            pairs = [linked(server, f"Person {chr(97 + number % 26)}{chr(97 + number // 26)}") for number in range(50)]
            for _, guardian in pairs:
                server.ask("PUT", "/v1/circle/endpoints/hook", {"type": "webhook", "url": receiver.url}, guardian)
            for number, (phone, _) in enumerate(pairs):
                killer = threading.Timer(0.0002 * number, _kill, [server])
                asking = threading.Thread(target=_check_once, args=(server, phone))
                asking.start()
                killer.start()
                asking.join()
                killer.join()
            for _, guardian in pairs:
                wait_for(partial(_has_been_notified, server, guardian))
            streams = [alerts_of(server, guardian)["alerts"] for _, guardian in pairs]
            assert [len(alerts) for alerts in streams] == [1] * 50
            named = {alerts[0]["id"]: alerts[0]["who"] for alerts in streams}
            wait_for(lambda: {event["data"]["id"] for event in receiver.events} >= set(named))
            assert {event["data"]["id"]: event["data"]["who"] for event in receiver.events} == named
    finally:
        dismiss(server)


def _check_once(server: Server, phone: str) -> None:
    """Ask, and again until an answer comes: it is the same request."""
    server.ask_again("POST", "/v1/checks", {**AT_ONCE, "request_id": "one"}, phone)


def _has_been_notified(server: Server, guardian: str) -> bool:
    return bool(alerts_of(server, guardian)["alerts"])


def _kill(server: Server) -> None:
    for worker in server.workers():
        os.kill(worker, signal.SIGKILL)
