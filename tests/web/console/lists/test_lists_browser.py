"""An admin's day with the lists, in a real browser: in both languages, with and without scripts, on a phone."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from guard_api.lists.entry import EntryKey, ListName, Match
from guard_api.ports import Services
from guard_api.ports.people.people import Role
from tests.support.clock import Clock
from tests.support.laws import cases
from tests.web.console.conftest import PASSWORD, assert_usable, code_now, make_person
from tests.web.console.day import BLOCKED, IN_RANGE, author, fill
from tests.web.console.lists.test_lists_screens import SCREENS

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}
WAYS = {
    "English at a desk": ("en-GB", True, DESK),
    "Chinese on a phone without scripts": ("zh-CN", False, PHONE),
}
KEY = EntryKey(ListName.BLOCK, Match.EXACT, BLOCKED)
WORDS = {
    "en-GB": ("Phones warn of it.", "It is on no list.", "It is let through", "Somebody was faster", "2 of 4"),
    "zh-CN": ("手机会提醒", "不在任何名单上", "已放行", "有人先改了", "4 行里有 2 行"),
}
Enter = Callable[[Role], Page]


@pytest.fixture(autouse=True)
def filled(services: Services, clock: Clock) -> None:
    fill(services, clock)


@pytest.fixture(params=cases(WAYS, 2))
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def words(way: str) -> tuple[str, ...]:
    return WORDS[WAYS[way][0]]


@pytest.fixture
def enter(browser: Browser, address: str, services: Services, way: str) -> Iterator[Enter]:
    """Give what logs somebody in in a browser of their own; nothing may go wrong in it."""
    language, scripts, size = WAYS[way]
    messages: list[str] = []
    contexts = []

    def begin(role: Role) -> Page:
        make_person(services, role)
        context = browser.new_context(locale=language, java_script_enabled=scripts, viewport=size)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(f"{address}log-in")
        page.fill("[name=name]", role)
        page.fill("[name=password]", PASSWORD)
        page.fill("[name=code]", code_now(services))
        page.click("main form button")
        page.wait_for_url(address)
        return page

    yield begin
    for context in contexts:
        context.close()
    assert [one for one in messages if "status of 409" not in one] == []


def test_why_is_this_number_blocked_and_let_it_through(enter: Enter, address: str, words: tuple[str, ...]) -> None:
    page = enter(Role.EDITOR)
    page.goto(f"{address}lookup")
    page.fill("[name=q]", "139 1234 5678")
    page.press("[name=q]", "Enter")
    expect(page.locator(".answer")).to_contain_text(words[0])
    expect(page.locator(".phone")).to_have_count(2)
    page.click(".let summary")
    page.fill(".let [name=why]", "a new owner")
    page.click(".let button")
    expect(page.locator(".answer")).to_contain_text(words[1])

    page.goto(f"{address}lookup?q={quote(IN_RANGE)}")
    page.click(".let summary")
    expect(page.locator("#how-allow")).to_be_checked()
    page.fill(".let [name=why]", "a clinic")
    page.click(".let button")
    expect(page.locator(".answer")).to_contain_text(words[2])


@pytest.mark.slow("a browser, twice")
def test_a_colleague_was_faster(enter: Enter, address: str, services: Services, words: tuple[str, ...]) -> None:
    page = enter(Role.EDITOR)
    page.goto(f"{address}entries/{KEY.id}")
    services.lists.edit(KEY, {"label": "theirs"}, author(services, "li", "x"))
    page.fill("#edit [name=label]", "mine")
    page.fill("#edit [name=why]", "I know better")
    page.click("#edit button")
    alert = page.locator("[role=alert]")
    expect(alert).to_contain_text(words[3])
    expect(alert).to_contain_text("theirs")
    expect(alert).to_contain_text("mine")
    expect(page.locator("#edit [name=label]")).to_have_value("mine")
    page.fill("#edit [name=why]", "I know better")
    page.click("#edit button")
    expect(page.locator(".note.good")).to_be_visible()
    expect(page.locator(".history")).to_contain_text("theirs")


@pytest.mark.slow("a browser, twice")
def test_lines_are_pasted_read_listed_and_taken_back(
    enter: Enter, address: str, services: Services, way: str, words: tuple[str, ...]
) -> None:
    page = enter(Role.EDITOR)
    page.goto(f"{address}add")
    page.fill("#lines", "138 0000 0001\n138 0000 0002\n95588\n1.39E+10")
    if not WAYS[way][1]:
        page.click("[formaction]")
    expect(page.locator("#read [role=status]")).to_contain_text(words[4])
    page.fill("#read [name=label]", "冒充客服")
    page.fill("#read [name=why]", "today")
    page.click("#read button")
    expect(page.locator(".outcomes")).to_contain_text("2")
    change = services.changes.list(1 << 62, 1)[0]
    assert (change.added, change.why) == (2, "today")
    page.fill("#undo [name=why]", "too early")
    page.click("#undo button")
    expect(page.locator(".note.good")).to_be_visible()
    assert services.changes.list(1 << 62, 1)[0].reverts == change.revision


@pytest.mark.slow("a browser, twice")
def test_a_list_is_searched_chosen_of_and_saved(enter: Enter, address: str, services: Services, way: str) -> None:
    page = enter(Role.EDITOR)
    page.goto(f"{address}lists")
    page.fill("#ending", "5678")
    if not WAYS[way][1]:
        page.click(".search button")
    expect(page.locator("#found tbody tr")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator("#found tbody tr .mono").first).to_be_visible()
    expect(page.locator("#found [name=id]").first).to_be_hidden()
    expect(page.locator(".search button")).to_be_hidden()
    page.emulate_media(media="screen")
    page.wait_for_url(lambda url: "ending=5678" in url)
    page.click("details summary")
    with page.expect_download() as saved:
        page.click("a[href*='format=csv_excel']")
    assert saved.value.path().read_bytes().startswith(b"\xef\xbb\xbfnumber,match")
    page.check(f"[name=id][value='{KEY.id}']")
    page.click(".under button")
    page.fill("#why-remove", "moved")
    page.click("button.danger")
    expect(page.locator(".note.good")).to_be_visible()
    assert services.lists.get(KEY) is None


@pytest.mark.slow("looks at each screen in a browser, twice")
@pytest.mark.parametrize("way", WAYS, indirect=True)
def test_everybody_can_use_every_screen(enter: Enter, address: str, way: str) -> None:
    page = enter(Role.ADMIN)
    for path in SCREENS:
        page.goto(f"{address.removesuffix('console/')}{path.removeprefix('/')}")
        if WAYS[way][1]:
            assert_usable(page)
        else:
            assert page.locator("h1").count() == 1
    for size in (DESK, PHONE) if WAYS[way][1] else ():
        page.set_viewport_size(size)
        for path in (
            "overview",
            "lists",
            "add",
            f"lookup?q={quote(BLOCKED)}",
            "changes/1",
            f"entries/{KEY.id}",
            "keys",
        ):
            page.goto(f"{address}{path}")
            page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
            assert_usable(page)
