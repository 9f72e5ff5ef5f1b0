"""The command line as people and scripts use it: real processes, what they print where, and their exit codes."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask.testing import FlaskClient
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.cli import main
from guard_api.ports import Scope, Services
from guard_api.web.contract.schemas.checks.check_answers import CheckOut
from tests.support.commands import run_here
from tests.support.databases import timelines_of
from tests.support.phones import TestPhone
from tests.support.servers import guard_api, start_server, stop_server

MINIMAL = {
    "caller_number": "0095118",
    "screen_share_active": True,
    "call_forwarding_changes": [{"code": "**21*13800138000#"}],
}


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield path + name, command


def test_every_command_that_looks_at_one_takes_a_database_and_each_explains_what_it_does() -> None:
    found = dict(commands(main))
    assert {"serve", "demo", "check", "keys create", "keys list", "keys revoke", "enrolment-codes create"} <= set(found)
    for name, command in found.items():
        assert any("--database" in parameter.opts for parameter in command.params) != (name == "deploy"), name
        assert command.help, name


def test_a_key_is_printed_alone_and_lives_in_the_database_of_the_variable(
    database: Path, services: Services, client: FlaskClient
) -> None:
    made = guard_api(
        "keys", "create", "--scope", "device", "--region", "FR", "--label", "x", GUARD_DATABASE=str(database)
    )
    assert made.stderr == ""
    assert made.stdout == made.stdout.strip() + "\n"
    read = TestPhone(client, made.stdout.strip()).check(
        call_forwarding_changes=[{"enabled": True, "states": ["unconditional"], "target": "0162345678"}]
    )
    assert read["forwarding"][0]["target"]["number"] == "+33162345678"
    [key] = services.keys.list()
    assert (key.scope, key.label, key.device is not None and key.device.region) == (Scope.DEVICE, "x", "FR")


def test_keys_are_listed_without_secrets_and_revoked_by_id(
    database: Path, services: Services, phone: TestPhone
) -> None:
    [key] = services.keys.list()
    listed = run_here("keys", "list", "--database", str(database), GUARD_PROT="a misspelt setting")
    assert "GUARD_PROT" in listed.stderr
    assert key.id in listed.stdout
    assert phone.key.split("_", 2)[2] not in listed.stdout
    assert run_here("keys", "revoke", key.id, "--database", str(database)).stdout == ""
    assert phone.post({}).status_code == 401
    again = run_here("keys", "revoke", key.id, "--database", str(database), check=False)
    assert again.returncode != 0
    assert key.id in again.stderr


def test_an_enrolment_code_is_printed_alone_and_is_good_for_its_uses(database: Path, client: FlaskClient) -> None:
    made = run_here("enrolment-codes", "create", "--uses", "2", "--database", str(database))
    codes = {"enrolment_code": made.stdout.removesuffix("\n")}
    assert [client.post("/v1/devices", json=codes).status_code for _ in range(3)] == [201, 201, 403]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_check_prints_the_answer_as_json_and_records_nothing(database: Path, language: str) -> None:
    run = run_here("check", json.dumps(MINIMAL), "--language", language, "--database", str(database))
    answer = json.loads(run.stdout)
    assert CheckOut().validate(answer) == {}
    assert answer["level"] == "critical"
    assert answer["warnings"][0]["title"].isascii() == (language == "en")
    assert not timelines_of(database).exists()
    connection = sqlite3.connect(database)
    counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in ("device", "key")]  # noqa: S608 - constants
    connection.close()
    assert counts == [(0,), (0,)]


@pytest.mark.parametrize(
    ("json_text", "reason"),
    [('{"caller_number": "1"', "not valid JSON"), ('{"caller_number": 1}', "caller_number")],
)
def test_a_check_that_is_bad_json_exits_2_and_explains_what_is_wrong(
    database: Path, json_text: str, reason: str
) -> None:
    run = run_here("check", json_text, "--database", str(database), check=False)
    assert run.returncode == 2
    assert run.stdout == ""
    assert reason in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.slow("starts a program of its own")
def test_bad_settings_are_all_named_at_once_and_nothing_starts(tmp_path: Path) -> None:
    bad = {"GUARD_PORT": "0", "GUARD_REGION": "xx", "GUARD_WORKERS": "many", "GUARD_STORE_SECONDS": "nan"}
    database = tmp_path / "never.db"
    run = guard_api("serve", "--database", str(database), check=False, **bad)
    assert run.returncode not in {0, 2}
    assert all(name in run.stderr for name in bad)
    assert "Traceback" not in run.stderr
    assert not database.exists()


def test_a_database_that_cannot_be_opened_is_named_without_a_stack_trace(database: Path) -> None:
    database.write_bytes(b"garbage" * 999)
    run = run_here("keys", "list", "--database", str(database), check=False)
    assert run.returncode == 1
    assert str(database) in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.slow("starts a server twice")
def test_serve_prints_the_first_steps_until_there_is_a_key(tmp_path: Path) -> None:
    server = start_server(tmp_path, workers=1)
    first = server.log.read_text()
    server.new_key()
    assert stop_server(server) == 0
    server = start_server(tmp_path, workers=1)
    second = server.log.read_text().removeprefix(first)
    assert stop_server(server) == 0
    for command in ("keys create --scope admin", "keys create --scope device", "enrolment-codes create"):
        assert command in first
        assert command not in second
    assert server.url in second
