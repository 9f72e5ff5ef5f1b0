"""What comes over the wire in an odd form: hosts, methods, bodies that break off, headers that are far too long."""

import gc
import json
import re
import socket
import time
import tracemalloc
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from guard_api.web.edge.access_log import is_id
from tests.support import stage
from tests.support.phones import TestPhone
from tests.support.servers import Server

app, client, clock, database, phone, record, services = stage.FIXTURES

LONG = 440_000


def raw(server: Server, request: bytes, *, broken: bool = False) -> tuple[int, str, Any]:
    """Send bytes, and no more where it is to break off, and give status, headers and JSON."""
    host, _, port = server.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), 10) as connection:
        connection.sendall(request)
        if broken:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
            head, _, body = answer.partition(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            if length and len(body) >= int(length[1]):
                break
    return int(answer.split()[1]), head.decode().lower(), json.loads(body) if body else None


@pytest.mark.parametrize(
    "lines",
    [
        b"HTTP/1.1\r\n",
        b"HTTP/1.1\r\nHost:\r\n",
        b"HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
        b"HTTP/1.1\r\nHost: a\r\nHost: a\r\n",
        b"HTTP/1.1\r\nHost: a, b\r\n",
        b"HTTP/1.1\r\nHost: a b\r\n",
        b"HTTP/1.1\r\nHost: user@a\r\n",
        b"HTTP/1.1\r\nHost: a/b\r\n",
        b"HTTP/1.1\r\nHost: a:http\r\n",
        b"HTTP/1.1\r\nHost: " + 260 * b"a" + b"\r\n",
        b"HTTP/1.0\r\nHost: a, b\r\n",
    ],
)
def test_a_request_names_one_host(server: Server, lines: bytes) -> None:
    status, head, problem = raw(server, b"GET /healthz " + lines + b"Connection: close\r\n\r\n")
    assert status == 400
    assert "application/problem+json" in head
    assert problem["status"] == 400


@pytest.mark.parametrize(
    "lines",
    [
        b"HTTP/1.0\r\n",
        b"HTTP/1.1\r\nHost: guard.example\r\n",
        b"HTTP/1.1\r\nHost: " + 3 * (63 * b"a" + b".") + 61 * b"a" + b":65535\r\n",
        b"HTTP/1.1\r\nHost: guard_1.example:8000\r\n",
        b"HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n",
        b"HTTP/1.1\r\nHost: [::1]:8000\r\n",
        b"HTTP/1.1\r\nHost: xn--fiqs8s.example.\r\n",
    ],
)
def test_any_host_will_do(server: Server, lines: bytes) -> None:
    assert raw(server, b"GET /healthz " + lines + b"Connection: close\r\n\r\n")[0] == 200


@pytest.mark.parametrize("method", [b"get", b"Get", b"gET", b"BREW", b"PROPFIND"])
@pytest.mark.parametrize("path", [b"/healthz", b"/v1/checks", b"/v1/numbers/1"])
def test_methods_are_distinguished_by_case_too(server: Server, method: bytes, path: bytes) -> None:
    status, head, problem = raw(server, method + b" " + path + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert (status, problem["status"]) == (405, 405)
    assert re.search(r"^allow: .*(get|post)", head, re.MULTILINE)


@pytest.fixture(scope="module")
def keys(server: Server) -> dict[str, str]:
    return {scope: server.new_key(scope) for scope in ("admin", "device")}


BROKEN = [
    b"Content-Length: 14\r\n\r\n",
    b"Content-Length: 14\r\n\r\n{}",
    b'Content-Length: 60\r\n\r\n{"uses": 1}',
    b"Transfer-Encoding: chunked\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
    b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    b'Transfer-Encoding: chunked\r\n\r\nff\r\n{"uses"',
]


@pytest.mark.parametrize("body", BROKEN)
@pytest.mark.parametrize(
    "path", ["/v1/admin/enrolment-codes", "/v1/admin/reports/%2B8613912345678/accept", "/v1/admin/keys"]
)
def test_a_body_that_did_not_arrive_makes_nothing(server: Server, keys: dict[str, str], path: str, body: bytes) -> None:
    key = keys["admin"]
    begin = f"POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer {key}\r\n".encode()
    status, head, problem = raw(server, begin + body, broken=True)
    assert (status, problem["status"]) == (400, 400)
    assert "application/problem+json" in head


@pytest.mark.parametrize("body", BROKEN[:5])
def test_a_check_that_did_not_arrive_is_no_empty_check(server: Server, keys: dict[str, str], body: bytes) -> None:
    key = keys["device"]
    begin = f"POST /v1/checks HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer {key}\r\n".encode()
    assert raw(server, begin + body, broken=True)[0] == 400


@pytest.mark.parametrize(
    "body",
    [
        b"\r\n",
        b"Content-Length: 0\r\n\r\n",
        b"Content-Length: 2\r\n\r\n{}",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ],
)
def test_who_means_to_send_nothing_sends_an_empty_object(server: Server, keys: dict[str, str], body: bytes) -> None:
    key = keys["device"]
    begin = f"POST /v1/checks HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer {key}\r\n".encode()
    assert raw(server, begin + body)[0] == 200


@pytest.mark.parametrize("liking", ["a;q=0.1,", "zh-Hant-TW;q=0.123,", ";,", "a", "=;"])
def test_a_header_of_half_a_megabyte_costs_no_more_than_a_short_one(app: Flask, liking: str) -> None:
    environ: Any = EnvironBuilder("/healthz").get_environ()
    for header in ("ACCEPT_LANGUAGE", "ACCEPT", "IF_NONE_MATCH", "X_FORWARDED_FOR", "X_REQUEST_ID", "HOST"):
        long = {f"HTTP_{header}": liking * (LONG // len(liking))}
        short = {f"HTTP_{header}": liking}
        for path in ("/healthz", "/docs", "/"):
            cost, least = (quickest(app, {**environ, **sent, "PATH_INFO": path}) for sent in (long, short))
            assert cost < 10 * least, (header, path)


def quickest(app: Flask, environ: dict[str, Any]) -> float:
    """Return the least CPU seconds of ten requests, which no collection of garbage falls into."""
    costs = []
    for _ in range(10):
        began = time.thread_time()
        app.wsgi_app({**environ}, lambda *_: lambda _: None)
        costs.append(time.thread_time() - began)
    return min(costs)


def test_what_is_kept_of_headers_is_short(app: Flask, phone: TestPhone) -> None:
    environ: Any = EnvironBuilder(
        "/api/num/95588", headers=[("Authorization", f"Bearer {phone.key}")], environ_base={"REMOTE_ADDR": "127.0.0.1"}
    ).get_environ()
    app.wsgi_app({**environ}, lambda *_: lambda _: None)
    tracemalloc.start()
    for n in range(40):
        long = f"en;q=0.{n:03}," * (LONG // 11)
        headers = {"HTTP_ACCEPT_LANGUAGE": long, "HTTP_ACCEPT": long, "HTTP_X_FORWARDED_FOR": long}
        app.wsgi_app({**environ, **headers}, lambda *_: lambda _: None)
    del long, headers
    gc.collect()  # what waits to be collected is not kept
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 2_000_000


def test_the_first_languages_of_a_long_header_count(phone: TestPhone) -> None:
    phone.language = "zh-CN," + "x" * LONG
    assert phone.get("/v1/numbers/1").headers["Content-Language"] == "zh-CN"


def test_a_query_that_nobody_can_have_meant_is_refused(phone: TestPhone) -> None:
    assert phone.get("/v1/links?url=a&" + "&" * 100_000).status_code == 422
    assert phone.get("/v1/links?url=" + "%E4%BD%A0" * 2048).status_code == 200


def test_a_number_of_any_length_is_junk(app: Flask, phone: TestPhone) -> None:
    environ: Any = EnvironBuilder("/", headers=[("Authorization", f"Bearer {phone.key}")]).get_environ()
    for path in ("/v1/numbers/", "/api/num/"):
        assert phone.get(f"{path}{'1' * 5000}").status_code == 200
        for junk in ("1", "+", "（", "\N{FULLWIDTH DIGIT ONE}"):
            paths = ((path + junk * length).encode().decode("latin1") for length in (100_000, 100))
            cost, least = (quickest(app, {**environ, "PATH_INFO": whole}) for whole in paths)
            assert cost < 30 * least, (path, junk)


def test_an_id_is_written_down_only_if_no_number_fits_into_it() -> None:
    for given in (
        "0189c1b2-7d5e-7a3c-9f10-2b4c6d8e0f1a",
        "0189C1B2-7D5E-7A3C-9F10-2B4C6D8E0F1A",
        "4bf92f3577b34da6a3ce929d0e0e4736",
    ):
        assert is_id(given)
    for given in (
        "",
        "13912345678",
        "13912345678a0000",
        "a13912345678a13912345678aaaaaaaa",
        "0000000000000000000013912345678a",
        "aaaaaaaaaaaaaaaaaaaaa13912345678",
        "deadbeef13912345678",
        "13912345-6780-4000-a000-000000000000",
        "1391234-5678abcdef-aaaa",
        "+8613912345678",
        "4bf92f3577b34da6a3ce929d0e0e4736\n",
        "4bf92f3577b34da6a3ce929d0e0e473g",
        "-" * 36,
        "f" * LONG,
    ):
        assert not is_id(given)


def test_browsers_are_sent_to_the_page_and_programs_get_its_address(client: FlaskClient) -> None:
    home: Any = client.get("/")
    assert (home.status_code, home.json["docs"], home.json["openapi"]) == (200, "docs", "openapi.json")
    for there in home.json.values():
        assert client.get(f"/{there}").status_code == 200
    sent = client.get("/", headers={"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"})
    assert (sent.status_code, sent.headers["Location"]) == (302, "docs")


def test_the_document_names_no_place_so_that_it_may_lie_under_any(client: FlaskClient) -> None:
    document: Any = client.get("/openapi.json").json
    assert document["servers"] == [{"url": "."}]
