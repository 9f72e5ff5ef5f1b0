"""nginx in front of a real server, with the file that ships: imports come through, and errors are said in one way."""

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any

import msgspec
import pytest

from guard_api.actions.operate.deploy import deploy_file
from guard_api.web.contract.bodies import MAX_BODY
from tests.support.servers import Server, dismiss, free_port, start_server, wait_for

pytestmark = [
    pytest.mark.slow("starts two servers of its own"),
    pytest.mark.skipif(
        shutil.which("nginx") is None or shutil.which("openssl") is None,
        reason="there is no nginx, or no openssl, here",
    ),
]


class Proxy:
    """nginx on loopback, and the server behind it."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.server = server
        self.plain, self.tls = free_port(), free_port()
        self.folder = folder
        self._configure(server.url.rpartition(":")[2])

    def _configure(self, behind: str) -> None:
        cert, key = self.folder / "cert.pem", self.folder / "key.pem"
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
                *("-subj", "/CN=guard.example", "-keyout", str(key), "-out", str(cert)),
            ],
            check=True,
            capture_output=True,
        )
        text = deploy_file("nginx", Path("guard-api"))
        for shipped, here in (
            ("127.0.0.1:8000", f"127.0.0.1:{behind}"),
            ("listen 80;", f"listen 127.0.0.1:{self.plain};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{self.tls} ssl"),
            ("/etc/ssl/guard-api/fullchain.pem", str(cert)),
            ("/etc/ssl/guard-api/privkey.pem", str(key)),
            ("/var/log/nginx/", f"{self.folder}/"),
        ):
            assert shipped in text
            text = text.replace(shipped, here)
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
        kept = [
            f"{kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        ]
        user = "user root;\n" if os.geteuid() == 0 else ""
        whole = f"{user}daemon off;\npid {self.folder}/pid;\nevents {{}}\nhttp {{\n{chr(10).join(kept)}\n{text}\n}}\n"
        (self.folder / "nginx.conf").write_text(whole)

    @property
    def command(self) -> list[str]:
        return ["nginx", "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "start.log")]

    def ask(self, method: str, path: str, body: bytes | None = None, /, **headers: str) -> tuple[HTTPResponse, bytes]:
        """Ask over TLS, as somebody who knows the certificate's name does not need to here."""
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        context.check_hostname = False
        connection = HTTPSConnection("127.0.0.1", self.tls, timeout=60, context=context)
        try:
            sent = {"Host": "guard.example", **{name.replace("_", "-"): value for name, value in headers.items()}}
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def problem(self, method: str, path: str, body: bytes | None = None, /, **headers: str) -> dict[str, Any]:
        """Ask what is refused, and give the problem."""
        response, text = self.ask(method, path, body, **headers)
        assert response.getheader("Content-Type") == "application/problem+json"
        details: dict[str, Any] = msgspec.json.decode(text)
        assert details["status"] == response.status
        assert {"type", "title", "status", "detail", "errors"} == set(details)
        return details


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    server = start_server(
        tmp_path_factory.mktemp("behind"),
        1,
        GUARD_TRUSTED_PROXIES="127.0.0.1",
        GUARD_STRANGERS_PER_MINUTE="1000",
        GUARD_CONSOLE="on",
    )
    made = Proxy(folder, server)
    subprocess.run([*made.command, "-t"], check=True, capture_output=True)
    process = subprocess.Popen(made.command)
    wait_for(lambda: answers(made.tls))
    yield made
    process.terminate()
    process.wait(60)
    dismiss(server)


def test_checks_and_numbers_come_through_as_they_were_sent(proxy: Proxy) -> None:
    key = {"Authorization": f"Bearer {proxy.server.new_key()}"}
    response, body = proxy.ask(
        "POST", "/v1/checks", b'{"caller_number": "0095118"}', Content_Type="application/json", **key
    )
    assert (response.status, msgspec.json.decode(body)["level"]) == (200, "warning")
    for number in ("%2B8695588", "a%2Fb//c", "%F0%9F%93%9E"):
        behind = proxy.server.ask("GET", f"/v1/numbers/{number}", key=key["Authorization"].removeprefix("Bearer "))
        response, body = proxy.ask("GET", f"/v1/numbers/{number}", **key)
        assert (response.status, msgspec.json.decode(body)["caller"]) == (behind[0], behind[2]["caller"])


def test_an_import_of_many_megabytes_comes_through_whole(proxy: Proxy) -> None:
    key = proxy.server.new_key("admin")
    numbers = "".join(f"+86139{n:08}\n" for n in range(30_000)).encode()
    head = {"Authorization": f"Bearer {key}", "Content_Type": "text/csv"}
    response, body = proxy.ask("POST", "/v1/admin/imports?list=block&format=csv", b"number\n" + numbers, **head)
    assert response.status == 202, body
    name = msgspec.json.decode(body)["import_id"]

    def state() -> Any:
        return proxy.server.ask("GET", f"/v1/admin/imports/{name}", key=key)[2]

    wait_for(lambda: state()["state"] in {"done", "failed"})
    assert (state()["state"], state()["added"]) == ("done", 30_000)


def test_who_may_not_import_is_refused_before_anything_is_read(proxy: Proxy) -> None:
    many = b"+8613912345678\n" * 200_000
    for scope, status in ((None, 401), ("device", 403)):
        sent = {"Authorization": f"Bearer {proxy.server.new_key(scope)}"} if scope is not None else {}
        assert proxy.problem("POST", "/v1/admin/imports?list=block&format=csv", many, **sent)["status"] == status
    assert not [*(proxy.folder / "client_body").rglob("*")]


def test_who_is_not_logged_in_is_led_to_the_console_before_anything_is_read(proxy: Proxy) -> None:
    response, _ = proxy.ask("GET", "/console/log-in")
    assert response.status == 200
    assert "__Host-guard-forms=" in response.headers["Set-Cookie"]
    response, _ = proxy.ask("POST", "/console/imports/new", b"number\n" * 200_000, Content_Type="text/csv")
    assert (response.status, response.headers["Location"].endswith("/console/log-in")) == (303, True)
    assert not [*(proxy.folder / "client_body").rglob("*")]


def test_what_nginx_refuses_is_answered_as_everything_else_is(proxy: Proxy) -> None:
    assert proxy.problem("GET", "/healthz", X_Long="x" * 500_000)["status"] == 431
    assert proxy.problem("GET", "/" + "x" * 500_000)["status"] == 414
    for size, status in ((300_000, 413), (MAX_BODY + 1, 413), (1000, 401)):
        assert proxy.problem("POST", "/v1/checks", b" " * size, Content_Type="application/json")["status"] == status
    assert proxy.problem("TRACE", "/")["status"] == 405
    assert proxy.problem("GET", "/healthz", Host="a b")["status"] == 400
    assert proxy.problem("GET", "/_problem/413")["status"] == 404
    assert proxy.problem("GET", "/nothing")["status"] == 404


def test_without_tls_nothing_is_led_on(proxy: Proxy) -> None:
    for port in (proxy.plain, proxy.tls):
        with socket.create_connection(("127.0.0.1", port), 10) as plain:
            plain.sendall(b"GET /v1/checks HTTP/1.1\r\nHost: guard.example\r\nConnection: close\r\n\r\n")
            head, _, body = b"".join(iter(lambda: plain.recv(65536), b"")).partition(b"\r\n\r\n")
        assert b"application/problem+json" in head
        assert b"Location" not in head
        assert msgspec.json.decode(body)["status"] in {403, 400}


def test_the_server_learns_who_asks_and_believes_no_client(proxy: Proxy) -> None:
    proxy.ask("GET", "/nothing", X_Forwarded_For="203.0.113.9")
    assert "X-Forwarded-For" not in proxy.server.log.read_text()
    response, _ = proxy.ask("GET", "/healthz", X_Request_ID="13912345678")
    assert re.fullmatch("[0-9a-f]{32}", response.getheader("X-Request-ID") or "")


def test_a_server_that_is_not_there_is_a_503_that_names_when_to_ask_again(tmp_path: Path, proxy: Proxy) -> None:
    away = Proxy(tmp_path, Server(f"http://127.0.0.1:{free_port()}", tmp_path, proxy.server.process, tmp_path))
    process = subprocess.Popen(away.command)
    try:
        wait_for(lambda: answers(away.tls))
        response, body = away.ask("GET", "/v1/numbers/13912345678")
        assert response.status == msgspec.json.decode(body)["status"] == 503
        assert response.getheader("Retry-After") == "1"
    finally:
        process.terminate()
        process.wait(60)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"13912345678" in path.read_bytes()]
