"""What no other site, no other person and no old session gets through."""

import re
from http import HTTPMethod
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guard_api.actions.people.manage import find_person, set_disabled, set_role
from guard_api.lists.actor import SERVER, author_of
from guard_api.lists.change import Step
from guard_api.ports import Services
from guard_api.ports.lists.trail import TrailSearch
from guard_api.ports.people.people import Role
from guard_api.web.console.needs import needs_of
from guard_api.web.console.pages import is_ours
from tests.contracts.records import Record
from tests.support.clock import Clock
from tests.support.people import ConsoleClient
from tests.web.console.conftest import PASSWORD, LogIn, code_now, make_person

ENDING = {"token": "x", "name": "x", "number": "1", "key_id": "x", "session_id": "x"}
LOGGED_OUT = "/console/log-in?next=/console/account"


def acts(services: Services, what: str) -> list[tuple[str, str, str]]:
    found = services.trail.list(Step(1 << 62), 99, TrailSearch(what=what))
    return [(act.who, act.why, getattr(act, "about", "")) for act in found]


def is_in(client: FlaskClient) -> bool:
    return client.get("/console/account").status_code == 200


def path_of(rule: object) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: ENDING.get(part[1], "1"), str(rule))


def test_every_page_that_changes_something_is_a_form_and_every_other_is_not(console: Flask) -> None:
    for rule in console.url_map.iter_rules():
        methods = {*(rule.methods or ())} - {"OPTIONS"}
        assert methods in ({"GET", "HEAD"}, {"POST"}), rule


def test_whoever_is_not_logged_in_sees_and_does_nothing(console: Flask) -> None:
    client = console.test_client()
    for rule in console.url_map.iter_rules():
        if rule.endpoint == "static" or needs_of(console.view_functions[rule.endpoint]).role is None:
            continue
        method = HTTPMethod.POST if "POST" in (rule.methods or ()) else HTTPMethod.GET
        answer = client.open(path_of(rule), method=method)
        assert answer.status_code == 303, rule
        assert answer.headers["Location"].startswith("/console/log-in?next="), rule


def test_no_form_is_taken_without_its_token(console: Flask, log_in: LogIn, services: Services) -> None:
    console.test_client()
    client = log_in(Role.ADMIN)
    before = services.people.list()
    for rule in console.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            answer = client.post(path_of(rule), data={"csrf_token": "made up", "name": "eve", "role": "admin"})
            assert (answer.status_code, rule) == (400, rule)
    assert services.people.list() == before
    assert is_in(client)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1", "Host": "localhost"},
        {"Origin": "http://localhost.evil.example"},
    ],
)
def test_no_form_is_taken_from_another_site_even_with_its_token(
    log_in: LogIn, services: Services, headers: dict[str, str]
) -> None:
    client = log_in(Role.ADMIN)
    answer = client.send("/console/people", headers=headers, name="eve", role="admin")
    assert answer.status_code == 403
    assert services.people.find("eve") is None
    assert (
        client.send("/console/people", headers={"Sec-Fetch-Site": "same-origin"}, name="li", role="admin").status_code
        == 200
    )


def test_a_token_is_of_one_session(console: Flask, log_in: LogIn) -> None:
    """Neither what a page had before the log-in nor what another session has is of use in this one."""
    before = console.test_client().get("/console/log-in").text
    old = re.search(r'name="csrf_token" value="([^"]+)"', before)
    assert old is not None
    client = log_in(Role.ADMIN)
    assert client.post("/console/account/habits", data={"csrf_token": old[1], "zone": "UTC"}).status_code == 400


def test_a_session_that_somebody_was_given_is_not_the_one_they_log_in_with(console: Flask, services: Services) -> None:
    """Session fixation: whoever plants a cookie has nothing of it."""
    make_person(services, Role.EDITOR)
    client = console.test_client()
    assert isinstance(client, ConsoleClient)
    client.set_cookie("guard", "cGxhbnRlZA==")
    client.send("/console/log-in", name="editor", password=PASSWORD, code=code_now(services))
    cookie = client.get_cookie("guard")
    assert cookie is not None
    assert cookie.value != "cGxhbnRlZA=="
    thief = console.test_client()
    thief.set_cookie("guard", "cGxhbnRlZA==")
    assert not is_in(thief)


def test_who_logs_in_again_has_another_session(log_in: LogIn, services: Services, clock: Clock) -> None:
    client = log_in(Role.EDITOR)
    first = client.get_cookie("guard")
    clock.pass_(minutes=1)
    client.send("/console/log-in", name="editor", password=PASSWORD, code=code_now(services))
    second = client.get_cookie("guard")
    assert first is not None
    assert second is not None
    assert first.value != second.value


@pytest.mark.parametrize(
    "path",
    [
        *("//evil.example", "https://evil.example/console/", "/\\evil.example", "/console//evil.example"),
        *("/console/\\evil.example", "/console/a\r\nSet-Cookie: a=b", "/consolevil", "javascript:alert(1)", "", "/"),
        *("/console/\x00", "/console/\u3002", "http:/console/", "/console/../..//evil.example"),
    ],
)
def test_nobody_is_led_to_another_site(console: Flask, services: Services, path: str) -> None:
    assert not is_ours(path)
    make_person(services, Role.EDITOR)
    client = console.test_client()
    assert isinstance(client, ConsoleClient)
    code = code_now(services)
    answer = client.send("/console/log-in", query_string={"next": path}, name="editor", password=PASSWORD, code=code)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/")


@pytest.mark.parametrize(
    "path",
    [
        "/console/",
        "/console/people",
        "/console/lists?q=%2B86&list=block",
        "/console/entries/block:exact:+86139",
        "/console/lookup?link=https://evil.top/a?b",
    ],
)
def test_who_logs_in_comes_to_where_they_wanted_to_go(path: str) -> None:
    assert is_ours(path)


def test_a_page_with_a_name_of_any_letters_is_come_back_to(console: Flask) -> None:
    led = console.test_client().get("/console/people/李伟?a=%E4%BC%9F&b=//c").headers["Location"]
    wanted = parse_qs(urlsplit(led).query)["next"]
    assert wanted == ["/console/people/%E6%9D%8E%E4%BC%9F?a=%E4%BC%9F&b=//c"]
    assert is_ours(wanted[0])


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:8000", "localhost@evil.example"]
)
def test_another_name_of_the_server_gives_nothing_away(console: Flask, host: str) -> None:
    answer = console.test_client().get("/console/people", headers={"Host": host})
    assert answer.status_code in {303, 400}
    assert "evil.example" not in answer.headers.get("Location", "")
    shown = console.test_client().get("/console/log-in", headers={"Host": host})
    assert "evil.example" not in shown.text
    assert "Secure" in shown.headers.get("Set-Cookie", "Secure")


def test_cookies_travel_over_tls_only_but_on_this_machine(console: Flask, services: Services) -> None:
    make_person(services, Role.EDITOR)
    for base, secure in (("http://localhost", False), ("https://guard.example", True), ("http://guard.example", True)):
        client = console.test_client()
        assert isinstance(client, ConsoleClient)
        shown = client.get("/console/log-in", base_url=base).headers.getlist("Set-Cookie")
        names = [cookie.partition("=")[0] for cookie in shown]
        assert names == ["__Host-guard-forms" if secure else "guard-forms"]
        assert all(("Secure" in cookie) == secure for cookie in shown)
        assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie for cookie in shown)
        assert all("Domain" not in cookie for cookie in shown)


def test_pages_run_no_script_but_ours_and_are_kept_nowhere(console: Flask, log_in: LogIn) -> None:
    client = log_in(Role.ADMIN)
    for rule in console.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        answer = client.get(path_of(rule))
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["Cache-Control"] == "no-store"
        if answer.mimetype == "text/html":
            assert re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=|javascript:", answer.text) is None, rule


def test_what_people_write_is_shown_and_never_run(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.ADMIN)
    client.environ_base["HTTP_USER_AGENT"] = "<script>alert(1)</script>"
    shown = client.send("/console/people", name='"><script>alert(1)</script>', role="viewer")
    assert shown.status_code == 422
    assert "<script>alert" not in shown.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.text
    assert services.people.find('"><script>alert(1)</script>') is None


def test_roles_let_through_whom_they_name_and_the_trail_shows_who_tried(log_in: LogIn, services: Services) -> None:
    for role, seen in ((Role.VIEWER, 403), (Role.EDITOR, 403), (Role.PUBLISHER, 200)):
        assert log_in(role).get("/console/proposals").status_code == seen
    assert acts(services, "access_refused") == [
        ("console:editor", "needs publisher", "page:console.proposals.show"),
        ("console:viewer", "needs publisher", "page:console.proposals.show"),
    ]


def test_a_session_ends_when_nothing_is_done_and_in_the_end_anyway(log_in: LogIn, clock: Clock) -> None:
    client = log_in(Role.EDITOR)
    clock.pass_(minutes=29)
    assert is_in(client)
    clock.pass_(minutes=31)
    assert not is_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(log_in: LogIn, clock: Clock) -> None:
    client = log_in(Role.EDITOR)
    for _ in range(24):
        clock.pass_(minutes=29, seconds=59)
        assert is_in(client)
    clock.pass_(minutes=1)
    assert not is_in(client)


def test_a_session_ends_with_another_role_and_when_somebody_is_locked(log_in: LogIn, services: Services) -> None:
    author = author_of(SERVER, services.clock())
    editor, viewer = log_in(Role.EDITOR), log_in(Role.VIEWER)
    set_role(services, find_person(services, "editor"), Role.PUBLISHER, author)
    assert not is_in(editor)
    assert is_in(viewer)
    set_disabled(services, find_person(services, "viewer"), author, disabled=True)
    assert not is_in(viewer)
    set_disabled(services, find_person(services, "viewer"), author, disabled=False)
    assert not is_in(viewer)


def test_what_is_important_asks_again_after_five_minutes(log_in: LogIn, services: Services, clock: Clock) -> None:
    client = log_in(Role.ADMIN)
    clock.pass_(minutes=6)
    led = client.send(
        "/console/people", headers={"Referer": "http://localhost/console/people"}, name="li", role="viewer"
    )
    assert (led.status_code, led.headers["Location"]) == (303, "/console/confirm?next=/console/people")
    assert services.people.find("li") is None
    assert client.send(led.headers["Location"], proof="wrong password").status_code == 401
    back = client.send(led.headers["Location"], proof=PASSWORD)
    assert (back.status_code, back.headers["Location"]) == (303, "/console/people")
    assert client.send("/console/people", name="li", role="viewer").status_code == 200
    assert services.people.find("li") is not None


@pytest.mark.parametrize("begun", [False, True])
def test_without_the_database_pages_say_so(console: Flask, record: Record, services: Services, *, begun: bool) -> None:
    client = console.test_client()
    assert begun is False or client.get("/console/log-in").status_code == 200
    for table in ("console_secret", "person_session", "passkey"):
        record.query(f"DROP TABLE {table}")
    client.set_cookie("guard", "c29tZXRoaW5n")
    answer = client.get("/console/people")
    assert answer.status_code == 503
    assert "The database does not answer now" in answer.text
