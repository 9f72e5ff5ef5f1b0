"""Pictures of the console's screens for the guide: `python -m tests.web.console.screenshots`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from guard_api.ports import Services
from guard_api.ports.people.people import Role
from guard_api.web.console.app import console_app
from tests.support.clock import Clock
from tests.support.databases import services_of, unlimited, without_lists
from tests.web.console.conftest import FLAGS, PASSWORD, code_now, make_person
from tests.web.console.day import BLOCKED, IN_RANGE, fill

FOLDER = Path(__file__).parents[3] / "guard_api" / "guides"
SCREENS = {
    "overview": "overview",
    "lookup": f"lookup?q={IN_RANGE}",
    "lists": "lists?ending=5678",
    "entry": f"entries/block:exact:{BLOCKED}",
    "add": "add",
    "undo": "changes/1",
}
LINES = "139 1234 5678\n138 0000 0001\n+86 171*\n95588\n1.39E+10\n"


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Say nothing of requests."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[Services, str]]:
    """Serve a console with something in it on loopback; give its services and where it is."""
    clock = Clock()
    services = services_of(unlimited(without_lists(folder / "guard.db")), clock)
    fill(services, clock)
    make_person(services, Role.ADMIN)
    server = make_server("127.0.0.1", 0, console_app(services), threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield services, f"http://localhost:{server.port}/console/"
    server.shutdown()
    thread.join()


def log_in(page: Page, services: Services, address: str) -> None:
    """Log the admin in."""
    page.goto(f"{address}log-in")
    page.fill("[name=name]", Role.ADMIN)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=code]", code_now(services))
    page.click("main form button")
    page.wait_for_url(address)


def take(page: Page, address: str, folder: Path) -> None:
    """Take a picture of each screen."""
    for name, path in SCREENS.items():
        page.goto(f"{address}{path}")
        if name == "add":
            page.fill("#lines", LINES)
            page.wait_for_selector("#read table")
        page.screenshot(path=folder / f"console-{name}.png", full_page=name in {"lists", "entry"})


def main(folder: Path, width: int, language: str) -> None:
    """Take all pictures at a width, in a language."""
    with TemporaryDirectory() as scratch, served(Path(scratch)) as (services, address), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*FLAGS])
        page = browser.new_page(locale=language, viewport={"width": width, "height": 860}, color_scheme="light")
        log_in(page, services, address)
        take(page, address, folder)
        browser.close()


if __name__ == "__main__":
    arguments = dict(enumerate(sys.argv[1:]))
    main(Path(arguments.get(0, FOLDER)), int(arguments.get(1, "1000")), arguments.get(2, "en"))
