"""HAProxy in front of real servers, with the file that ships: a phone stays at one, and goes on when that leaves."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any

import msgspec
import pytest

from guard_api.actions.operate.deploy import deploy_file
from tests.support.servers import Server, free_port, serving, stop_server, wait_for

pytestmark = [
    pytest.mark.skipif(
        shutil.which("haproxy") is None or shutil.which("openssl") is None, reason="there is no haproxy, or no openssl"
    ),
    pytest.mark.slow("starts two servers of its own"),
]
PROXIED = {"GUARD_TRUSTED_PROXIES": "127.0.0.1"}
HAPROXY = shutil.which("haproxy") or "haproxy"
CHECK = b'{"caller_number": "0095118"}'


class Balancer:
    """HAProxy on loopback, and two servers of one database behind it."""

    def __init__(self, folder: Path, servers: Sequence[Server]) -> None:
        self.servers = servers
        self.plain, self.tls = free_port(), free_port()
        self.folder = folder
        self.file = folder / "haproxy.cfg"
        self.file.write_text(self._configured())

    def _configured(self) -> str:
        cert, key = self.folder / "cert.pem", self.folder / "key.pem"
        command = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "1",
            "-subj",
            "/CN=guard.example",
        ]
        subprocess.run([*command, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
        both = self.folder / "both.pem"
        both.write_bytes(key.read_bytes() + cert.read_bytes())
        text = deploy_file("haproxy", Path("guard-api"))
        for shipped, here in (
            ("bind :80\n", f"bind 127.0.0.1:{self.plain}\n"),
            ("bind :443 ssl", f"bind 127.0.0.1:{self.tls} ssl"),
            ("/etc/haproxy/guard.example.pem", str(both)),
            ("10.0.0.11:8000", self.servers[0].url.removeprefix("http://")),
            ("10.0.0.12:8000", self.servers[1].url.removeprefix("http://")),
        ):
            assert shipped in text
            text = text.replace(shipped, here)
        # Nobody else is there, and who runs tests has no log, no user of that name and not so many files.
        return re.sub(r"^    (?:server c|log /dev|user|group|maxconn) .*\n", "", text, flags=re.MULTILINE)

    def ask(self, method: str, path: str, body: bytes | None = None, /, **headers: str) -> tuple[HTTPResponse, Any]:
        """Ask over TLS, as somebody who knows the certificate's name does not need to here."""
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        context.check_hostname = False
        connection = HTTPSConnection("127.0.0.1", self.tls, timeout=60, context=context)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return response, msgspec.json.decode(response.read())
        finally:
            connection.close()

    def refusal(self, method: str, path: str, body: bytes | None = None, /) -> tuple[HTTPResponse, Any]:
        """Ask until the answer is heard: HAProxy refuses before it has all, and may hang up on who still sends."""
        deadline = time.monotonic() + 60
        while True:
            try:
                return self.ask(method, path, body)
            except OSError:
                assert time.monotonic() < deadline

    def check(self, key: str) -> int:
        """Check as a phone does; gives the status."""
        headers = {"Content_Type": "application/json", "Authorization": f"Bearer {key}"}
        return self.ask("POST", "/v1/checks", CHECK, **headers)[0].status


def checks_of(server: Server, admin: str) -> float:
    shown = server.ask("GET", "/metrics", key=admin)[2].decode()
    return sum(float(line.rpartition(" ")[2]) for line in shown.splitlines() if line.startswith("guard_checks_total{"))


def is_open(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@pytest.fixture(scope="module")
def balancer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Balancer]:
    behind = tmp_path_factory.mktemp("behind")
    with serving(behind, 1, **PROXIED) as one, serving(behind, 1, **PROXIED) as other:
        made = Balancer(tmp_path_factory.mktemp("haproxy"), [one, other])
        subprocess.run([HAPROXY, "-c", "-f", str(made.file)], check=True, capture_output=True)
        with subprocess.Popen([HAPROXY, "-db", "-f", str(made.file)]) as process:
            try:
                wait_for(lambda: process.poll() is not None or is_open(made.tls))
                yield made
            finally:
                process.terminate()


def test_what_haproxy_refuses_is_answered_as_everything_else_is(balancer: Balancer) -> None:
    for request, status in (
        (("GET", "/metrics"), 403),
        (("POST", "/v1/checks", b" " * 70_000), 413),
        (("GET", "/nothing"), 404),
    ):
        response, body = balancer.refusal(*request)
        assert response.getheader("Content-Type") == "application/problem+json"
        assert (response.status, body["status"]) == (status, status)
    with socket.create_connection(("127.0.0.1", balancer.plain), 10) as plain:
        plain.sendall(b"GET /v1/numbers/110 HTTP/1.1\r\nHost: guard.example\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: plain.recv(65536), b""))
    assert b" 403 " in answer
    assert b"Ask over https." in answer


def test_the_server_learns_who_asks_and_believes_no_client(balancer: Balancer) -> None:
    response, _ = balancer.ask("GET", "/healthz", X_Request_ID="13912345678", X_Forwarded_For="203.0.113.9")
    assert re.fullmatch("[0-9a-f-]{36}", response.getheader("X-Request-ID") or "")
    assert "203.0.113.9" not in balancer.servers[0].log.read_text()


def test_a_phone_stays_at_one_server_and_goes_to_another_when_that_leaves(balancer: Balancer) -> None:
    servers, key, admin = balancer.servers, balancer.servers[0].new_key(), balancer.servers[0].new_key("admin")
    assert {balancer.check(key) for _ in range(10)} == {200}
    counts = [checks_of(server, admin) for server in servers]
    assert sorted(counts) == [0, 10]
    mine, other = servers[counts.index(10)], servers[counts.index(0)]
    os.kill(mine.process.pid, signal.SIGTERM)
    while mine.process.poll() is None:
        assert balancer.check(key) == 200
    assert {balancer.check(key) for _ in range(10)} == {200}
    assert checks_of(other, admin) >= 10
    stop_server(other)
    response, body = balancer.ask("GET", "/v1/numbers/110", Authorization=f"Bearer {key}")
    assert (response.status, body["status"]) == (503, 503)
    assert response.getheader("Retry-After") == "1"
