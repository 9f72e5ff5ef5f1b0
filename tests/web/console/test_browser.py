"""The console in a real browser."""

from collections.abc import Callable

from playwright.sync_api import Page

from guard_api.ports.people.people import Role


def test_pages_load_what_they_need_and_nothing_is_blocked(browse: Callable[[Role], Page]) -> None:
    page = browse(Role.ADMIN)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.click("text=People")
    assert page.title().startswith("People")
    assert said == []
