"""Who may use the console, from the command line."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guard_api.actions.people.welcome import accept, invited
from guard_api.cli import main
from guard_api.errors import Gone
from guard_api.lists.change import Step
from guard_api.ports import Services


def run(database: Path, *arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--database", str(database)], env=environment)


def token_in(output: str) -> str:
    found = re.search(r"/console/welcome/([\w-]{43})\n", output)
    assert found is not None, output
    return found[1]


@pytest.mark.parametrize(
    ("environment", "begin"),
    [
        ({}, "http://localhost:8001/console/welcome/"),
        ({"GUARD_CONSOLE": "on", "GUARD_PORT": "9000"}, "http://localhost:9000/console/welcome/"),
        ({"GUARD_CONSOLE_URL": "https://guard.example/"}, "https://guard.example/console/welcome/"),
    ],
)
def test_the_first_admin_begins_with_a_link(
    database: Path, services: Services, environment: dict[str, str], begin: str
) -> None:
    done = run(database, "users", "create", "Li.Wei", "--role", "admin", "--why", "the first", **environment)
    assert (done.exit_code, done.output.startswith(begin)) == (0, True)
    assert invited(services, token_in(done.output)).name == "li.wei"
    act = services.trail.list(Step(1 << 62), 9)[-1]
    assert (act.what, act.why, act.who.startswith("cli:")) == ("create_person", "the first", True)


def listed(database: Path) -> Sequence[str]:
    return run(database, "users", "list").output.splitlines()[2:]


def test_roles_change_and_people_are_locked_and_begin_anew(database: Path, services: Services) -> None:
    link = token_in(run(database, "users", "create", "li", "--role", "viewer").output)
    accept(services, link, "three words in a row", "a browser")
    assert [line.split()[:3] for line in listed(database)] == [["li", "viewer", "password"]]
    assert run(database, "users", "role", "LI", "editor").exit_code == 0
    assert run(database, "users", "disable", "li").exit_code == 0
    person = services.people.find("li")
    assert person is not None
    assert (person.role, person.disabled_at is None) == ("editor", False)
    assert run(database, "users", "disable", "li", "--undo").exit_code == 0
    again = token_in(run(database, "users", "reset", "li").output)
    with pytest.raises(Gone):
        invited(services, link)
    assert invited(services, again).has_password is False
    assert "a link" in listed(database)[0]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (("users", "role", "nobody", "admin"), "There is nobody of the name nobody"),
        (("users", "disable", "nobody"), "There is nobody of the name nobody"),
        (("users", "create", "li wei", "--role", "admin"), "This is no name for an account"),
        (("users", "create", "boss", "--role", "admin"), "There is somebody of the name boss"),
        (("users", "role", "boss", "viewer"), "This is the last admin"),
        (("users", "disable", "boss"), "This is the last admin"),
        (("users", "create", "li", "--role", "king"), "'king' is not one of"),
    ],
)
def test_mistakes_are_reported_in_a_line(database: Path, command: tuple[str, ...], expected: str) -> None:
    run(database, "users", "create", "boss", "--role", "admin")
    done = run(database, *command)
    assert done.exit_code != 0
    assert expected in done.output


def test_settings_that_belong_together_are_set_together(database: Path) -> None:
    done = run(database, "console", GUARD_OPENID_ISSUER="https://sso.example")
    assert done.exit_code == 1
    assert "belong together" in done.output
