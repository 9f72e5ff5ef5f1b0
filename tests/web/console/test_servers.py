"""The console on real servers: beside the API, alone, and not at all."""

import subprocess
import sys
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

import pytest

from guard_api.ports import Services
from guard_api.web.app import create_app, create_console
from tests.support.servers import Server, free_port, serving, stop_server, wait_for

PARTS = ("flask_wtf", "webauthn", "argon2", "segno", "pyotp", "cryptography", "guard_api.web.console")


def test_the_console_is_off_until_it_is_enabled(services: Services) -> None:
    off, on = create_app(services).test_client(), create_app(services, console=True).test_client()
    assert off.get("/console/log-in").status_code == 404
    assert on.get("/console/log-in").status_code == 200
    assert on.get("/healthz").json == off.get("/healthz").json
    assert on.get("/consolevil").status_code == 404
    assert on.get("/console/nowhere").headers["Content-Type"].startswith("text/html")


def test_alone_it_leads_to_itself(services: Services) -> None:
    client = create_console(services).test_client()
    assert client.get("/").headers["Location"] == "/console/"
    assert client.get("/v1/checks").headers["Location"] == "/console/"
    assert client.get("/healthz").status_code == 200
    assert client.get("/console/log-in").status_code == 200


@pytest.mark.slow("starts a server of its own")
def test_a_server_without_it_loads_nothing_of_it(tmp_path: Path) -> None:
    source = f"""
import sys
from guard_api.app import open_services
from guard_api.config import Config
from guard_api.web.app import create_app
from pathlib import Path
client = create_app(open_services(Config(database=Path({str(tmp_path / "guard.db")!r})))).test_client()
client.post("/v1/checks", json={{}})
print(*({{*sys.modules}} & {{*{PARTS}}}))
"""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.slow("starts two servers")
def test_people_come_to_both_kinds_of_server(tmp_path: Path) -> None:
    with serving(tmp_path, workers=1, GUARD_CONSOLE="on") as server:
        link = server.command("users", "create", "li", "--role", "admin").strip()
        with urlopen(f"{server.url}{link[link.index('/console') :]}", timeout=60) as page:
            assert "Set up your account" in page.read().decode()
        assert server.ask("GET", "/healthz")[0] == 200
        assert "console on http" in server.log.read_text()
        port, log = free_port(), tmp_path / "console.log"
        command = [sys.executable, "-m", "guard_api", "console", "--port", str(port)]
        with log.open("wb") as output:
            process = subprocess.Popen([*command, "--database", str(server.database)], stdout=output, stderr=output)
        alone = Server(f"http://127.0.0.1:{port}", server.database, process, log)

        def answers() -> bool:
            try:
                with urlopen(f"{alone.url}/console/log-in", timeout=60) as page:
                    return "Log in" in page.read().decode()
            except (OSError, HTTPException):
                assert alone.process.poll() is None, alone.log.read_text()
                return False

        try:
            wait_for(answers)
            assert '"/console/log-in"' in alone.log.read_text()
        finally:
            assert stop_server(alone) == 0
