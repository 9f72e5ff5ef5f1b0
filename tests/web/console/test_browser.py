"""The console in a real browser: a first log-in, and what everybody must be able to use."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from pyotp import TOTP

from guard_api.actions.people.carry_out import REMOVE_ENTRIES
from guard_api.actions.people.manage import create_person
from guard_api.actions.people.second_person import propose
from guard_api.lists.actor import SERVER, author_of
from guard_api.ports import Services
from guard_api.ports.people.people import Role
from tests.support.laws import cases
from tests.web.console.conftest import PASSWORD, assert_usable

LANGUAGES = {"en-GB": ("Set up your account", "My account"), "zh-CN": ("设置您的账号", "我的账号")}
PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture(params=cases(["with JavaScript", "without JavaScript"], 2))
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "with JavaScript")


@pytest.mark.parametrize("language", cases(LANGUAGES, 2))
def test_somebody_begins_with_a_link_and_an_app_for_codes(
    browser: Browser, address: str, services: Services, language: str, *, scripts: bool
) -> None:
    author = author_of(SERVER, services.clock())
    _, token = create_person(services, "Wang.Fang", Role.ADMIN, author)
    context = browser.new_context(locale=language, java_script_enabled=scripts, viewport=PHONE)
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))

    page.goto(f"{address}welcome/{token}")
    assert page.text_content("h1") == LANGUAGES[language][0]
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    secret = page.text_content(".secret") or ""
    page.fill("[name=code]", "000000")
    page.click("main button.primary")
    assert page.get_attribute("[name=code]", "aria-invalid") == "true"
    page.fill("[name=code]", TOTP(secret).at(services.clock()))
    page.click("main button.primary")
    codes = page.locator(".codes li").all_text_contents()
    assert len({*codes}) == 10
    page.click("main .button.primary")
    page.click(".me")
    assert page.text_content("h1") == LANGUAGES[language][1]
    assert page.locator("tbody tr").count() == 1
    page.click(".bar form:first-of-type button")

    page.fill("[name=name]", "wang.fang")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=code]", codes[3].lower())
    page.click("main form button.primary")
    assert page.url == address
    page.click(".me")
    page.click("main button.danger")
    assert page.url == f"{address}log-in"
    page.goto(f"{address}account")
    assert page.url == f"{address}log-in?next=/console/account"
    assert [one for one in messages if "status of 422" not in one] == []
    context.close()


@pytest.mark.slow("looks at a dozen pages with axe")
@pytest.mark.parametrize(("language", "size"), [("en-GB", {"width": 1280, "height": 800}), ("zh-CN", PHONE)])
def test_everybody_can_use_every_page_of_people_and_accounts(
    browse: Callable[[Role], Page], services: Services, address: str, language: str, size: ViewportSize
) -> None:
    author = author_of(SERVER, services.clock())
    _, token = create_person(services, "li.wei", Role.EDITOR, author)
    propose(services, REMOVE_ENTRIES, {"ids": ["block:number:exact:+8613912345678"]}, 1200, author)
    page = browse(Role.ADMIN)
    page.set_viewport_size(size)
    if language == "zh-CN":
        page.click(".languages button")
    for path in ("", "people", "people/li.wei", "people/admin", "account", "account/secure", "proposals", "confirm"):
        page.goto(f"{address}{path}")
        assert_usable(page)
    page.goto(f"{address}people")
    page.fill("[name=name]", "zhao.min")
    page.click("main button.primary")
    assert_usable(page)
    page.click(".bar form:first-of-type button")
    for path in ("log-in", f"welcome/{token}", "nowhere"):
        page.goto(f"{address}{path}")
        assert_usable(page)


@pytest.mark.slow("a browser")
def test_a_passkey_is_made_and_opens_the_console_and_is_removed(
    browse: Callable[[Role], Page], services: Services, address: str
) -> None:
    page = browse(Role.EDITOR)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    page.goto(f"{address}account/secure")
    use_passkey(page, ".codes")
    page.click(".bar form:first-of-type button")
    use_passkey(page, ".me")
    assert page.url == address
    page.goto(f"{address}confirm?next=/console/account")
    use_passkey(page, "form[action*=passkeys]")
    assert page.url == f"{address}account"
    person = services.people.find("editor")
    assert person is not None
    assert person.passkeys == 1
    page.click("form[action*=passkeys] button")
    page.wait_for_selector(".note.good")
    assert page.locator("form[action*=passkeys]").count() == 0

    page.click(".bar form:first-of-type button")
    use_passkey(page, "text=That did not fit")
    assert page.url.endswith("/console/passkeys/log-in?next=")


def use_passkey(page: Page, then: str) -> None:
    """Press the button until what comes then is there: a browser refuses a page that is not in front yet."""
    failed = page.locator("#passkey-failed")
    for _ in range(10):
        page.bring_to_front()
        page.click("[data-passkey]")
        failed.or_(page.locator(then)).first.wait_for()
        if failed.count() == 0:
            return
        failed.evaluate("said => said.remove()")
    pytest.fail("no passkey could be used")
