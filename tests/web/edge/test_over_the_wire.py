"""The real server on a real socket: what only shows there."""

import socket
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from tests.support.databases import kept_of
from tests.support.servers import Server


def connect(server: Server, head: str, key: str) -> socket.socket:
    """Open a connection and send the head of a check."""
    host, port = server.url.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), timeout=60)
    start = f"POST /v1/checks HTTP/1.1\r\nHost: guard\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n"
    connection.sendall(f"{start}{head}\r\n\r\n".encode())
    return connection


def response(connection: socket.socket) -> str:
    with connection, connection.makefile("rb") as lines:
        return lines.read().decode()


def chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in (*chunks, b""))


@pytest.fixture(scope="module")
def key(server: Server) -> str:
    return server.new_key()


@pytest.mark.parametrize("is_chunked", [True, False])
def test_a_body_that_comes_in_pieces_is_read_whole(server: Server, key: str, *, is_chunked: bool) -> None:
    pieces = [b'{"caller_', b'number": ', b'"+0095118"', b"}"]
    if is_chunked:
        connection = connect(server, "Transfer-Encoding: chunked", key)
        pieces = [*(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces), b"0\r\n\r\n"]
    else:
        connection = connect(server, f"Content-Length: {len(b''.join(pieces))}", key)
    for piece in pieces:
        sleep(0.05)
        connection.sendall(piece)
    assert '"kind":"lookalike"' in response(connection)


@pytest.mark.parametrize("size", [65_537, 300_000])
def test_a_declared_body_that_is_too_large_is_413(server: Server, key: str, size: int) -> None:
    status, headers, body = server.ask("POST", "/v1/checks", b"{}".ljust(size), key)
    assert (status, body["status"]) == (413, 413)
    assert headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("filler", [b" ", b"x"])
def test_a_chunked_body_that_is_too_large_is_413(server: Server, key: str, filler: bytes) -> None:
    connection = connect(server, "Transfer-Encoding: chunked", key)
    connection.sendall(chunked(b'{"caller_number": "1"}' + filler * 70_000))
    assert response(connection).startswith("HTTP/1.1 413")


def test_errors_are_problems_on_the_wire_too(server: Server, key: str) -> None:
    for method, path, presented, status in (
        ("GET", "/nowhere", key, 404),
        ("GET", "/v1/checks", key, 405),
        ("POST", "/v1/checks", None, 401),
        ("POST", "/v1/admin/keys", key, 403),
    ):
        answer, headers, body = server.ask(method, path, {}, presented)
        assert (answer, body["status"], headers["content-type"]) == (status, status, "application/problem+json")


def test_many_checks_of_one_phone_at_once_are_all_answered_and_none_is_lost(server: Server) -> None:
    key = server.new_key()
    codes = [{"code": f"**21*138{n:08}#"} for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda c: server.ask("POST", "/v1/checks", {"call_forwarding_changes": [c]}, key), codes)
        )
    assert {status for status, _, _ in answers} == {200}
    assert not any(body["degraded"] for _, _, body in answers)
    assert len({body["check_id"] for _, _, body in answers}) == len(codes)
    [kept] = [kept for kept in kept_of(server.database).values() if codes[0]["code"] in kept]
    assert all(code["code"] in kept for code in codes)


def test_one_request_id_sent_many_times_at_once_is_recorded_once(server: Server) -> None:
    key = server.new_key()
    check = {"caller_number": "0095118", "screen_share_active": True, "request_id": "once"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: server.ask("POST", "/v1/checks", check, key)[2], range(16)))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["level"] == "critical"
