"""An admin's day with lists in a real browser: import, replace, undo, stop, reports by the keyboard."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize

from guard_api.jobs.handlers import run_queued
from guard_api.lists.entry import Category, EntryKey, ListName, Match
from guard_api.lists.files.formats import Format
from guard_api.ports import Device, Scope, Services
from guard_api.ports.people.people import Role
from guard_api.web.console.app import console_app
from tests.support.clock import Clock
from tests.support.people import ConsoleClient
from tests.web.console.conftest import PASSWORD, assert_usable, code_now, make_person

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}
A, B = "+8613912345678", "+8613912345679"
LIST = "某市诈骗号码\n手机号,说明,到期\n139 1234 5678,冒充京东,2099/1/5\n139 1234 5679,<b>x</b>,\n1.39E+10,,\n"


class Inline:
    """A runner that does at once what is queued; while it is held, nothing."""

    def __init__(self) -> None:
        self.services: Services | None = None
        self.held = False

    def start(self) -> None:
        if self.services is not None and not self.held:
            run_queued(self.services)

    def start_unfinished(self) -> None: ...

    def start_fetching(self) -> None: ...


@pytest.fixture
def runner() -> Inline:
    return Inline()


@pytest.fixture
def services(services: Services, runner: Inline, clock: Clock) -> Services:
    settings = replace(services.console, four_eyes_above=5)
    made = replace(services, runner=runner, console=settings, report_devices=1)
    runner.services = made
    for n, number in enumerate((A, B, "+8613912345670")):
        made.keys.create(Scope.DEVICE, "", clock(), Device(f"phone-{n}", "CN"))
        made.reports.submit(number, f"phone-{n}", Category.FRAUD, "wants a code <script>x</script>", clock())
        clock.pass_(minutes=1)
    return made


@pytest.fixture
def console(services: Services) -> Flask:
    app = console_app(services)
    app.test_client_class = ConsoleClient
    return app


def stands(services: Services, number: str) -> bool:
    return services.lists.get(EntryKey(ListName.BLOCK, Match.EXACT, number)) is not None


def workbook(folder: Path) -> Path:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("名单")
        for at, row in enumerate([["手机号", "说明"], ["13912345678", "京东"], ["1.39E+10", "坏"], ["95588", "银行"]]):
            sheet.write_row(at, 0, row)
    path = folder / "名单.xlsx"
    path.write_bytes(made.getvalue())
    return path


@pytest.fixture(params=["en-GB", "zh-CN without JavaScript on a phone", "zh-CN"])
def visitor(
    request: pytest.FixtureRequest, browser: Browser, address: str, services: Services
) -> Iterator[Callable[[Role], Page]]:
    """Give what logs somebody in, in a language, on a desk or a phone, with JavaScript or without."""
    language, _, rest = request.param.partition(" ")
    contexts = []

    def begin(role: Role) -> Page:
        context = browser.new_context(
            locale=language, java_script_enabled=not rest, viewport=PHONE if rest else DESK, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        make_person(services, role)
        page.goto(f"{address}log-in")
        page.fill("[name=name]", role)
        page.fill("[name=password]", PASSWORD)
        page.fill("[name=code]", code_now(services))
        page.click("main form button.primary")
        page.wait_for_url(address)
        return page

    yield begin
    for context in contexts:
        context.close()


def send(page: Page, address: str, file: Path) -> None:
    """Go through the wizard as far as the trial."""
    page.goto(f"{address}imports/new")
    page.set_input_files("[name=file]", file)
    page.click("main form button.primary")
    page.wait_for_selector("[value=check]")


def try_it(page: Page) -> None:
    page.click("[value=check]")
    page.wait_for_selector(".tally")


@pytest.mark.slow("a browser, three times")
def test_a_day(
    visitor: Callable[[Role], Page], services: Services, runner: Inline, address: str, tmp_path: Path
) -> None:
    page = visitor(Role.PUBLISHER)
    csv = tmp_path / "<img src=x onerror=alert(1)>.csv"
    csv.write_bytes(LIST.encode("gbk"))

    send(page, address, csv)
    assert "GB18030" in (page.text_content("#charset") or "")
    assert page.input_value("#header") == "2"
    assert page.input_value("#column-0") == "number"
    try_it(page)
    assert not stands(services, A)
    page.click("section button.primary")
    page.wait_for_selector(".note.good")
    assert stands(services, A)
    assert stands(services, B)
    page.click("section button.danger")
    page.wait_for_selector(".note.good")
    assert not stands(services, A)

    send(page, address, workbook(tmp_path))
    page.check("#mode-replace")
    page.fill("#source", "市局")
    try_it(page)
    with page.expect_download() as saved:
        page.click("[href$='rejected.xlsx']")
    rows = [*services.spreadsheets.read([Path(saved.value.path()).read_bytes()], Format.XLSX, None).rows]
    assert [row[2] for row in rows] == ["手机号", "1.39E+10", "95588"]
    page.click("section button.primary")
    page.wait_for_selector(".note.good")
    assert stands(services, A)

    runner.held = True
    page.goto(f"{address}imports/new")
    page.fill("[name=text]", "+8613912340001")
    page.click("main form button.primary")
    page.click("[value=check]")
    page.click("main form button.danger")
    page.wait_for_selector("[role=alert]")
    assert services.jobs.unfinished() == []
    runner.held = False

    page.goto(f"{address}reports")
    page.check("tbody tr:first-child [type=checkbox]")
    page.fill("[name=why]", "seen")
    page.click("[value=dismissed]")
    page.wait_for_selector(".note.good")
    page.goto(f"{address}reports?state=dismissed")
    assert page.locator("tbody tr").count() == 1
    page.check("tbody tr:first-child [type=checkbox]")
    page.click("[value=open]")
    page.wait_for_selector(".note.good")


@pytest.mark.slow("a browser")
def test_reports_are_decided_by_the_keyboard(browse: Callable[[Role], Page], address: str) -> None:
    page = browse(Role.EDITOR)
    page.goto(f"{address}reports?order=latest")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert "2 chosen" in (page.text_content("[data-chosen]") or "")
    page.keyboard.press("k")
    page.keyboard.press("x")
    page.keyboard.press("d")
    page.wait_for_selector(".note.good")
    assert page.locator("tbody tr").count() == 2
    page.fill("[name=why]", "adjk")
    assert page.input_value("[name=why]") == "adjk"


@pytest.mark.slow("looks at pages with axe")
@pytest.mark.parametrize(("language", "size"), [("en-GB", DESK), ("zh-CN", PHONE)])
def test_everybody_can_use_every_page(
    browse: Callable[[Role], Page], address: str, tmp_path: Path, language: str, size: ViewportSize
) -> None:
    page = browse(Role.ADMIN)
    page.set_viewport_size(size)
    if language == "zh-CN":
        page.click(".languages button")

    def look(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        assert_usable(page)

    page.goto(f"{address}imports")
    look("imports-none")
    page.goto(f"{address}imports/new")
    look("new")
    send(page, address, workbook(tmp_path))
    look("file")
    try_it(page)
    look("trial")
    page.click("section button.primary")
    page.wait_for_selector(".note.good")
    look("done")
    page.goto(f"{address}imports")
    look("imports")
    page.goto(f"{address}reports")
    look("reports")
    page.goto(f"{address}subscriptions")
    look("subscriptions")
