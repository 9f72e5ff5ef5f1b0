"""Clients that send half a body, nothing at all, or take no answer: others are answered, and they are ended."""

import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from guard_api.serving.stalls import USUAL, Seen, has_stalled
from tests.support.servers import Server, dismiss, open_sockets, start_server, stop_server, wait_for

_SOON = 5
"""Seconds within which others are answered, on such a machine: half of those that a slow client is given."""
_ENDED_SECONDS = 40
"""By when a connection that does nothing is ended, on a machine that is busy with other tests."""


def connected(server: Server, clients: ExitStack, sent: bytes = b"", receives: int = 0) -> socket.socket:
    connection = clients.enter_context(socket.socket())
    if receives:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
    connection.settimeout(20)
    connection.connect(("127.0.0.1", int(server.url.rpartition(":")[2])))
    connection.sendall(sent)
    return connection


def head(path: str, key: str, length: int) -> bytes:
    headers = f"Authorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {length}"
    return f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n".encode()


def slowest(server: Server, key: str, times: int = 10) -> float:
    """Ask as others do, and give the seconds that the slowest answer took."""
    seconds = []
    for _ in range(times):
        for method, path, body in (("GET", "/healthz", None), ("POST", "/v1/checks", {"caller_number": "0095118"})):
            began = monotonic()
            assert server.ask(method, path, body, key)[0] == 200
            seconds.append(monotonic() - began)
    return max(seconds)


def ended(connections: Sequence[socket.socket]) -> int:
    """Count the connections that the server has ended within the time for it."""
    deadline = monotonic() + _ENDED_SECONDS
    count = 0
    for connection in connections:
        connection.settimeout(max(0.01, deadline - monotonic()))
        try:
            while connection.recv(65536):
                pass
        except TimeoutError:
            continue
        except OSError:
            pass
        count += 1
    return count


@dataclass
class Siege:
    """A server of one worker with eight threads at work, and the slow clients that came to it at once."""

    server: Server
    sockets_before: int
    began: float = field(default_factory=monotonic)
    slow: dict[str, list[socket.socket]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    """How long others waited at most, with those that send little, and with those that take nothing as well."""


def many_entries(server: Server) -> None:
    file = server.database.parent / "many.csv"
    rows = "\n".join(f"+86139{number:08},fraud,{'x' * 400}" for number in range(25_000))
    file.write_text(f"number,category,note\n{rows}\n")
    server.command("blocklist", "import", str(file))


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    server = start_server(tmp_path_factory.mktemp("slow"), 1, GUARD_CHECKS_PER_MINUTE="120", GUARD_THREADS="8")
    over = Event()
    try:
        with ExitStack() as clients:
            many_entries(server)
            admin, attacker, other = server.new_key("admin"), server.new_key(), server.new_key()
            siege = Siege(server, open_sockets(server))
            export = f"GET /v1/admin/exports?list=block HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {admin}\r\n\r\n"
            half, slowly = (head("/v1/checks", attacker, length) + b"{" for length in (100, 60_000))
            siege.slow = {
                "sends half a body": [connected(server, clients, half) for _ in range(64)],
                "sends a byte now and then": [connected(server, clients, slowly) for _ in range(8)],
                "sends nothing": [connected(server, clients) for _ in range(100)],
                "sends one byte": [connected(server, clients, b"G") for _ in range(100)],
            }
            Thread(target=trickle, args=(siege.slow["sends a byte now and then"], over), daemon=True).start()
            siege.seconds = [slowest(server, other)]
            siege.slow["takes no answer"] = [connected(server, clients, export.encode(), 4096) for _ in range(12)]
            sleep(5)  # as much of the answers is made as fits into buffers
            siege.seconds.append(slowest(server, other))
            yield siege
    finally:
        over.set()
        dismiss(server)


def trickle(connections: Sequence[socket.socket], over: Event) -> None:
    while not over.wait(0.5):
        for connection in connections:
            with suppress(OSError):
                connection.send(b" ")


@pytest.mark.slow("starts a server of its own")
def test_others_are_answered_meanwhile(siege: Siege) -> None:
    assert max(siege.seconds) < _SOON, siege.seconds


@pytest.mark.slow("starts a server of its own")
def test_a_phone_with_a_slow_network_is_answered(siege: Siege) -> None:
    body = json.dumps({"caller_number": "0095118"}).encode().ljust(9000)
    with ExitStack() as clients:
        connection = connected(siege.server, clients, head("/v1/checks", siege.server.new_key(), len(body)))
        for start in range(0, len(body), 1000):
            sleep(1.5)
            connection.sendall(body[start : start + 1000])
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")


@pytest.mark.slow("starts a server of its own")
def test_http_2_is_refused(siege: Siege) -> None:
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(3) + b"\x04" + bytes(5)
    with ExitStack() as clients:
        connection = connected(siege.server, clients, preface)
        assert not connection.recv(65536).startswith(bytes(2))
        assert ended([connection]) == 1


@pytest.mark.slow("starts a server of its own")
def test_more_half_bodies_than_there_are_threads_delay_others_by_seconds_only_and_no_stop(tmp_path: Path) -> None:
    server = start_server(tmp_path, 1)
    try:
        with ExitStack() as clients:
            attacker, other = server.new_key(), server.new_key()
            for _ in range(400):
                connected(server, clients, head("/v1/checks", attacker, 100) + b"{")
            assert slowest(server, other, 3) < 8
            assert slowest(server, other) < _SOON
            for _ in range(40):
                connected(server, clients, head("/v1/checks", attacker, 100) + b"{")
            assert server.ask("GET", "/healthz")[0] == 200
            assert stop_server(server) == 0
        assert "refused to gracefully stop" not in server.log.read_text()
    finally:
        dismiss(server)


@pytest.mark.slow("starts a server of its own")
@pytest.mark.parametrize(
    "kind",
    [
        "sends half a body",
        "sends a byte now and then",
        "sends nothing",
        "sends one byte",
        pytest.param("takes no answer", marks=pytest.mark.slow("waits until it must have been ended")),
    ],
)
def test_a_connection_is_ended_that(siege: Siege, kind: str) -> None:
    if kind == "takes no answer":  # nor does it until it must have been ended: reading would be taking
        sleep(max(0, siege.began + _ENDED_SECONDS - monotonic()))
    assert ended(siege.slow[kind]) == len(siege.slow[kind])


@pytest.mark.slow("starts a server of its own")
def test_what_they_held_is_free_again(siege: Siege) -> None:
    wait_for(lambda: open_sockets(siege.server) <= siege.sockets_before)
    assert slowest(siege.server, siege.server.new_key()) < _SOON


@pytest.mark.parametrize(
    ("now", "stalled"),
    [
        (Seen(9.9, 0, 0, -1.0, 0), None),
        (Seen(10.0, 0, 0, -1.0, 0), True),
        (Seen(10.0, 5_119, 0, -1.0, 0), True),
        (Seen(10.0, 5_120, 0, -1.0, 0), False),
        (Seen(10.0, 0, 9_000, 0.1, 0), False),
        (Seen(10.0, 0, 5_119, 9.9, 1), True),
        (Seen(10.0, 0, 5_120, 9.9, 1), False),
    ],
    ids=["too early", "silent", "trickles", "sends slowly", "was answered", "does not take", "takes slowly"],
)
def test_a_connection_has_stalled_that_brings_and_takes_too_little(now: Seen, stalled: bool | None) -> None:  # noqa: FBT001 - a case
    assert has_stalled(Seen(0.0, 0, 0, -1.0, 0), now, USUAL) is stalled
