"""The console with people logged in: as a client of Flask, and as a real browser on a real server."""

import logging
import shutil
from base64 import b32encode
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from threading import Thread
from typing import Any

import pytest
from argon2 import PasswordHasher
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page
from pyotp import TOTP
from werkzeug.serving import make_server

from guard_api.lists.actor import SERVER, author_of
from guard_api.ports import Services
from guard_api.ports.people.people import Role
from guard_api.web.console.app import console_app
from tests.support.people import ConsoleClient

PASSWORD = "correct horse battery staple"
SECRET = b"of everybody in tests"
LogIn = Callable[[Role], ConsoleClient]


def make_person(services: Services, role: Role) -> None:
    """Make somebody of a role, whose name is that of the role."""
    author = author_of(SERVER, services.clock())
    person = services.people.create(role, role, author)
    services.proofs.set_password(person, _hashed(), author)
    services.proofs.set_totp(person, SECRET, author)


@cache
def _hashed() -> str:
    """Hash the password of everybody, as quickly as can be: how long that takes in earnest is not what they test."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def code_now(services: Services, steps: int = 0) -> str:
    """Give the code that everybody's app shows, or will show so many half minutes later."""
    return TOTP(b32encode(SECRET).decode()).at(services.clock() + timedelta(seconds=30 * steps))


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
        answer = client.send("/console/log-in", name=role, password=PASSWORD, code=code_now(services))
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
    """Serve the console on loopback; give where. It is not 127.0.0.1: no passkey is for an address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, console, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.port}/console/"
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
        page.fill("[name=code]", code_now(services))
        page.click("main form button")
        page.wait_for_url(address)
        return page

    return begin


def assert_usable(page: Page) -> None:
    """Assert that everybody can use a page, as far as a program can tell, and that it fits its window."""
    page.wait_for_load_state()  # whoever clicks waits for the next page, but not for its style
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it is wider than the window"
