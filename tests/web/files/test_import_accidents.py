"""Uploads that break off, imports that are killed, a server that stops: all or nothing, and nobody waits."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from guard_api.app import open_services, utc_now
from guard_api.config import Config
from guard_api.ports import Device, Scope, Services
from guard_api.ports.imports.imports import ImportState
from tests.support.servers import Server, dismiss, importing, start_server, stop_server, wait_for

pytestmark = pytest.mark.slow("starts a server of its own")

IMPORTS = "/v1/admin/imports"
MANY, SOME = 200_000, 20_000
SLOW = 1
"""Seconds that few checks take, however busy the machine is: an import takes many."""


@dataclass
class Site:
    """A real server, its database, and keys for both sides."""

    server: Server
    services: Services
    admin: str
    phone: str

    @property
    def uploads(self) -> list[str]:
        """Files that lie beside the database, waiting to be imported."""
        folder = Path(f"{self.server.database}.imports")
        return sorted(file.name for file in folder.iterdir() if file.name != "turn") if folder.exists() else []

    def connect(self, *head: str) -> socket.socket:
        """Open a connection and send the head of an import."""
        host, port = self.server.url.removeprefix("http://").split(":")
        connection = socket.create_connection((host, int(port)), timeout=60)
        lines = [f"POST {IMPORTS} HTTP/1.1", "Host: guard", f"Authorization: Bearer {self.admin}", *head, "", ""]
        connection.sendall("\r\n".join(lines).encode())
        return connection

    def bring(self, rows: bytes) -> str:
        """Upload rows; gives the id of the import."""
        status, _, answer = self.server.ask("POST", IMPORTS, rows, self.admin)
        assert status == 202
        name: str = answer["import_id"]
        return name

    def job(self, name: str) -> Any:
        return self.server.ask("GET", f"{IMPORTS}/{name}", None, self.admin)[2]

    def newest(self) -> Any:
        return self.server.ask("GET", "/v1/admin/changes?limit=1", None, self.admin)[2]["changes"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    server = start_server(tmp_path_factory.mktemp("accidents"))
    services = open_services(Config(database=server.database))
    keys = [
        services.keys.create(scope, "", utc_now(), device)[1]
        for scope, device in ((Scope.ADMIN, None), (Scope.DEVICE, Device("phone", "CN")))
    ]
    yield Site(server, services, *keys)
    dismiss(server)


def numbers(count: int) -> bytes:
    return "".join(f"+86139{n:08}\n" for n in range(count)).encode()


def test_an_upload_of_unknown_length_is_411_and_changes_nothing(site: Site) -> None:
    with site.connect("Transfer-Encoding: chunked", "Connection: close") as connection:
        connection.sendall(b"c\r\n13900000001\n\r\n0\r\n\r\n")
        answer = connection.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.1 411")
    assert "application/problem+json" in answer
    assert "Content-Length" in answer.rpartition("\r\n\r\n")[2]
    assert (site.uploads, site.newest()) == ([], [])


@pytest.mark.parametrize("sent", [numbers(1), numbers(50_000)], ids=len)
def test_an_upload_that_breaks_off_changes_nothing_and_leaves_no_file(site: Site, sent: bytes) -> None:
    with site.connect(f"Content-Length: {len(sent) + 1}") as connection:
        connection.sendall(sent)
        wait_for(lambda: site.uploads)
    wait_for(lambda: not site.uploads)
    assert site.newest() == []
    assert not importing(site.server.database)


def test_an_import_that_is_killed_shows_nothing_and_the_next_one_cleans_up_while_checks_go_on(site: Site) -> None:
    killed, checked, seconds = site.bring(numbers(MANY)), [], []
    while (job := site.job(killed))["added"] == 0:
        began = time.monotonic()
        status, _, answer = site.server.ask("POST", "/v1/checks", {"caller_number": "13900000001"}, site.phone)
        seconds.append(time.monotonic() - began)
        checked.append((status, answer["degraded"], answer["caller"]["listed"]))
        assert job["state"] in {"queued", "running"}
    [process] = importing(site.server.database)
    os.kill(process, signal.SIGKILL)
    wait_for(lambda: not importing(site.server.database))
    assert set(checked) == {(200, False, None)}
    assert len(checked) > 5
    assert median(seconds) < SLOW
    assert site.newest() == []
    for path in ("/v1/admin/entries", "/v1/admin/entries?q=139"):
        assert site.server.ask("GET", path, None, site.admin)[2]["entries"] == []
    assert site.server.ask("GET", "/v1/blocklist", None, site.phone)[2]["count"] == 0

    following = site.bring(numbers(3))
    wait_for(lambda: site.job(following)["state"] == "done")
    assert (site.job(killed)["state"], site.job(killed)["revision"]) == ("failed", None)
    assert "nothing was changed" in site.job(killed)["reason"]
    assert (site.job(following)["added"], [change["count"] for change in site.newest()]) == (3, [3])
    assert site.server.ask("GET", "/v1/numbers/13900000003", None, site.phone)[2]["caller"]["listed"] is None
    assert site.server.ask("GET", "/v1/numbers/13900000002", None, site.phone)[2]["caller"]["listed"] is not None


def test_a_server_that_stops_ends_cleanly_and_the_import_is_done_all_the_same(site: Site) -> None:
    name = site.bring(numbers(SOME))
    wait_for(lambda: site.job(name)["state"] == "running")
    assert stop_server(site.server) == 0
    wait_for(lambda: not importing(site.server.database))
    done = site.services.jobs.get(name)
    assert (done.state, done.tally.added, done.tally.unchanged) == (ImportState.DONE, SOME - 3, 3)
    assert site.uploads == []
