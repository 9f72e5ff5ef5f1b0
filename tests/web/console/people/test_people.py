"""Who may use the console: admins say so, and people begin with a link that works once."""

import re
from html import unescape

import pytest
from flask import Flask

from guard_api.actions.people.manage import create_person
from guard_api.lists.actor import SERVER, author_of
from guard_api.ports import Services
from guard_api.ports.people.people import Person, Role
from tests.support.clock import Clock
from tests.support.people import ConsoleClient
from tests.web.console.conftest import PASSWORD, LogIn, code_now, make_person
from tests.web.console.people.test_doors import acts, is_in

NEW = "three words in a row"


def found(services: Services, name: str) -> Person:
    person = services.people.find(name)
    assert person is not None
    return person


def client_of(console: Flask) -> ConsoleClient:
    client = console.test_client()
    assert isinstance(client, ConsoleClient)
    return client


def link_in(page: str) -> str:
    found = re.search(r'<code class="link">http://localhost(/console/welcome/[\w-]+)</code>', unescape(page))
    assert found is not None, page
    return found[1]


def test_somebody_begins_with_a_link_that_works_once(log_in: LogIn, console: Flask, services: Services) -> None:
    admin = log_in(Role.ADMIN)
    link = link_in(admin.send("/console/people", name=" Li.Wei ", role="editor").text)
    li = client_of(console)
    assert li.send(link, password="too short").status_code == 422
    assert li.send(link, password="my name is Li.Wei and nobody else").status_code == 422
    began = li.send(link, password=NEW)
    assert (began.status_code, began.headers["Location"]) == (303, "/console/account/secure")
    assert li.get("/console/").headers["Location"] == "/console/account/secure"
    again = client_of(console).get(link)
    assert (again.status_code, NEW in again.text) == (410, False)
    assert acts(services, "create_person") == [("console:admin", "", "person:li.wei"), *made_for_tests("admin")]
    assert acts(services, "log_in")[0] == ("console:li.wei", "link", "person:li.wei")


def made_for_tests(*names: str) -> list[tuple[str, str, str]]:
    return [("guard-api", "", f"person:{name}") for name in names]


def test_a_link_is_good_for_two_days_and_until_there_is_another(
    log_in: LogIn, console: Flask, clock: Clock, services: Services
) -> None:
    admin = log_in(Role.ADMIN)
    first = link_in(admin.send("/console/people", name="li", role="editor").text)
    second = link_in(admin.send("/console/people/li/reset", page="/console/people/li").text)
    client = client_of(console)
    assert [client.get(link).status_code for link in (first, second)] == [410, 200]
    clock.pass_(days=2, seconds=1)
    assert client.get(second).status_code == 410
    for token in ("", "x", "x" * 43, "é", "%00", "." * 5000):
        assert client.get(f"/console/welcome/{token}").status_code in {404, 410}
    assert services.people.find("li") is not None


@pytest.mark.parametrize("name", ["", " ", ".li", "li wei", "li\u202ewei", "a" * 65, "li/wei", "<b>", "li\nwei", "-x"])
def test_names_are_plain(log_in: LogIn, services: Services, name: str) -> None:
    answer = log_in(Role.ADMIN).send("/console/people", name=name, role="viewer")
    assert answer.status_code == 422
    assert [person.name for person in services.people.list()] == ["admin"]


def test_a_name_is_one_persons_and_a_role_is_one_of_four(log_in: LogIn) -> None:
    admin = log_in(Role.ADMIN)
    assert admin.send("/console/people", name="李伟", role="viewer").status_code == 200
    assert admin.send("/console/people", name="李伟", role="viewer").status_code == 409
    assert admin.send("/console/people", name="ADMIN", role="viewer").status_code == 409
    assert admin.send("/console/people", name="li", role="king").status_code == 422
    assert "李伟" in admin.get("/console/people/李伟").text
    assert admin.get("/console/people/nobody").status_code == 404


def test_what_an_admin_changes_is_in_the_trail_with_its_reason(log_in: LogIn, services: Services) -> None:
    admin, editor = log_in(Role.ADMIN), log_in(Role.EDITOR)
    here = "/console/people/editor"
    assert admin.send(f"{here}/role", page=here, role="publisher", why="she is good").status_code == 303
    assert found(services, "editor").role is Role.PUBLISHER
    assert not is_in(editor)
    assert admin.send(f"{here}/disable", page=here, why="has left").status_code == 303
    assert found(services, "editor").disabled_at is not None
    assert admin.send(f"{here}/enable", page=here, why="is back").status_code == 303
    assert found(services, "editor").disabled_at is None
    assert admin.send(f"{here}/reset", page=here, why="lost the phone").status_code == 200
    person = found(services, "editor")
    assert (person.has_password, person.has_totp, person.passkeys) == (False, False, 0)
    done = [one for one in acts(services, "edit_person") if one[0] == "console:admin"]
    assert done == [
        ("console:admin", why, "person:editor") for why in ("lost the phone", "is back", "has left", "she is good")
    ]


def test_nobody_changes_their_own_rights_and_an_admin_is_left(log_in: LogIn, services: Services) -> None:
    admin, here = log_in(Role.ADMIN), "/console/people/admin"
    for what in ("role", "disable", "reset"):
        assert admin.send(f"{here}/{what}", page="/console/people", role="viewer").status_code == 409
    create_person(services, "second", Role.ADMIN, author_of(SERVER, services.clock()))
    services.people.set_role(found(services, "admin"), Role.VIEWER, author_of(SERVER, services.clock()))
    with pytest.raises(Exception, match="last admin"):
        services.people.set_disabled(found(services, "second"), author_of(SERVER, services.clock()), disabled=True)
    assert found(services, "second").disabled_at is None


def test_a_code_of_the_app_is_good_once(console: Flask, services: Services, clock: Clock) -> None:
    make_person(services, Role.EDITOR)
    client, code = client_of(console), code_now(services)

    def tried(code: str) -> int:
        return client.send("/console/log-in", name="editor", password=PASSWORD, code=code).status_code

    assert tried("") == tried("000000") == tried(code_now(services, 2)) == 401
    assert tried(code) == 303
    assert tried(code) == 401
    assert tried(code_now(services, -1)) == 401
    assert tried(f" {code_now(services, 1)[:3]} {code_now(services, 1)[3:]} ") == 303
    assert tried(code_now(services, 1)) == 401
    clock.pass_(seconds=60)
    assert tried(code_now(services)) == 303
    assert {why for _, why, _ in acts(services, "log_in_refused")} == {"the code does not fit"}


def test_what_is_refused_names_nobody_of_whom_there_is_nothing(console: Flask, services: Services) -> None:
    make_person(services, Role.EDITOR)
    client = client_of(console)
    for name in ("my-secret-password", "editor"):
        answer = client.send("/console/log-in", name=name, password="wrong", code="123456")
        assert answer.status_code == 401
        assert "That did not fit" in answer.text
    assert acts(services, "log_in_refused") == [
        ("console", "the password does not fit", "person:editor"),
        ("console", "the password does not fit", "person"),
    ]


def test_recovery_codes_are_good_once_and_the_old_ones_end_with_the_new(log_in: LogIn, console: Flask) -> None:
    client = log_in(Role.EDITOR)

    def fresh() -> list[str]:
        shown = client.send("/console/account/recovery-codes", page="/console/account").text
        return re.findall(r"<li><code>([A-Z2-7-]+)</code></li>", shown)

    def tried(code: str) -> int:
        return client_of(console).send("/console/log-in", name="editor", password=PASSWORD, code=code).status_code

    first, second = fresh(), fresh()
    assert len({*first, *second}) == 20
    assert tried(first[0]) == 401
    assert tried(second[0].lower().replace("-", " ")) == 303
    assert tried(second[0]) == 401
    assert "9 left" in client.get("/console/account").text


def test_another_password_ends_all_other_sessions(
    log_in: LogIn, console: Flask, services: Services, clock: Clock
) -> None:
    here, there = log_in(Role.EDITOR), client_of(console)
    clock.pass_(minutes=1)
    there.send("/console/log-in", name="editor", password=PASSWORD, code=code_now(services))
    assert is_in(there)
    assert here.send("/console/account/password", page="/console/account", password="short").status_code == 422
    assert here.send("/console/account/password", page="/console/account", password=NEW).status_code == 303
    assert is_in(here)
    assert not is_in(there)
    clock.pass_(minutes=1)
    assert there.send("/console/log-in", name="editor", password=PASSWORD, code=code_now(services)).status_code == 401
    assert there.send("/console/log-in", name="editor", password=NEW, code=code_now(services)).status_code == 303


def test_somebody_logs_out_here_there_and_everywhere(
    log_in: LogIn, console: Flask, services: Services, clock: Clock
) -> None:
    here, there = log_in(Role.EDITOR), client_of(console)
    other = log_in(Role.VIEWER)
    clock.pass_(minutes=1)
    there.send("/console/log-in", name="editor", password=PASSWORD, code=code_now(services))
    ends = re.findall(r"/console/account/sessions/(\w{12})/end", here.get("/console/account").text)
    assert len(ends) == 1
    assert other.send(f"/console/account/sessions/{ends[0]}/end", page="/console/account").status_code == 404
    assert is_in(there)
    here.send(f"/console/account/sessions/{ends[0]}/end", page="/console/account")
    assert (is_in(here), is_in(there)) == (True, False)
    clock.pass_(minutes=1)
    there.send("/console/log-in", name="editor", password=PASSWORD, code=code_now(services))
    assert here.send("/console/account/sessions/end", page="/console/account").status_code == 303
    assert (is_in(here), is_in(there), is_in(other)) == (False, False, True)
    assert other.send("/console/log-out", page="/console/").status_code == 303
    assert not is_in(other)


def test_language_and_zone_are_ones_own(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.EDITOR)
    here = "/console/account"
    assert "12:00:00" not in client.get(here).text
    client.send(f"{here}/habits", page=here, language="zh-CN", zone="America/New_York")
    shown = client.get(here).text
    assert '<html lang="zh-CN">' in shown
    assert "2026年11月22日 07:00:00" in shown
    assert client.send(f"{here}/habits", page=here, language="tlh", zone="").status_code == 422
    assert client.send(f"{here}/habits", page=here, language="", zone="../../etc/passwd").status_code == 422
    client.send("/console/language", page=here, language="en")
    assert '<html lang="en">' in client.get(here).text
    assert found(services, "editor").zone == "America/New_York"
