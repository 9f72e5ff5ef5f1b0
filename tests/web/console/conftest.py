"""The console with people logged in: as a client of Flask, and as a real browser on a real server."""

import shutil
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from guard_api.actions.people.log_in import set_password
from guard_api.lists.actor import SERVER, author_of
from guard_api.ports import Services
from guard_api.ports.people.people import Role
from guard_api.web.console.app import console_app
from tests.support.people import ConsoleClient

PASSWORD = "correct horse battery staple"  # noqa: S105 - of people in tests
LogIn = Callable[[Role], ConsoleClient]


def make_person(services: Services, role: Role) -> None:
    """Make somebody of a role, whose name is that of the role."""
    person = services.people.create(role, role, author_of(SERVER, services.clock()))
    set_password(services, person, PASSWORD)


@pytest.fixture
def console(services: Services) -> Flask:
    app = console_app(services)
    app.test_client_class = ConsoleClient
    return app


@pytest.fixture
def log_in(console: Flask, services: Services) -> LogIn:
    """Give what logs somebody of a role in, whose name is that of the role."""

    def begin(role: Role) -> ConsoleClient:
        client = console.test_client()
        assert isinstance(client, ConsoleClient)
        make_person(services, role)
        answer = client.send("/console/log-in", name=role, password=PASSWORD)
        assert answer.status_code == 303
        return client

    return begin


FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Have pytest-playwright use the system's own Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium")
    return {"executable_path": chromium, "args": [*FLAGS]}


@pytest.fixture
def address(console: Flask) -> Iterator[str]:
    """Serve the console on loopback; give where."""
    server = make_server("127.0.0.1", 0, console, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/console/"
    server.shutdown()
    thread.join()


@pytest.fixture
def browse(page: Page, address: str, services: Services) -> Callable[[Role], Page]:
    """Give what logs somebody of a role in with a real browser."""

    def begin(role: Role) -> Page:
        make_person(services, role)
        page.goto(f"{address}log-in")
        page.fill("[name=name]", role)
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        page.wait_for_url(address)
        return page

    return begin
