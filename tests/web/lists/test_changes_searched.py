"""Who changed what, and when: the audit trail is searched over HTTP as at the command line."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner, Result

from guard_api.cli import main
from tests.contracts.records import Record
from tests.support.phones import TestPhone

CHANGES = "/v1/admin/changes"
NUMBER = "+8613912345678"
ID = f"block:exact:{NUMBER}"


@pytest.fixture
def admin(admin: TestPhone) -> TestPhone:
    """An admin who has done several things."""
    assert admin.post({"number": NUMBER}, "/v1/admin/entries?why=first").status_code == 201
    assert admin.post({"number": "+8613912345679", "list": "allow"}, "/v1/admin/entries").status_code == 201
    assert admin.post({"scope": "metrics", "label": "m"}, "/v1/admin/keys").status_code == 201
    return admin


def found(admin: TestPhone, **query: str) -> list[Any]:
    answer = admin.get(f"{CHANGES}?{urlencode(query)}")
    assert answer.status_code == 200, answer.json
    return [one["about"] for one in answer.json["changes"]]


def test_each_part_of_the_trail_is_found(admin: TestPhone) -> None:
    assert len(found(admin)) == 3
    assert found(admin, entry=ID) == found(admin, list="block", what="add") == [ID]
    assert [about.partition(":")[0] for about in found(admin, what="create_key")] == ["key"]
    assert found(admin, who="TEST", list="allow") == ["allow:exact:+8613912345679"]
    assert found(admin, who="nobody") == found(admin, to="2026-11-21") == found(admin, **{"from": "2026-11-23"}) == []
    assert len(found(admin, **{"from": "2026-11-22", "to": "2026-11-22"})) == 3


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("what=steal", 422),
        ("list=grey", 422),
        ("from=yesterday", 422),
        ("to=1", 422),
        ("entry=x", 404),
        ("whom=x", 422),
    ],
)
def test_a_mistake_is_reported(admin: TestPhone, query: str, status: int) -> None:
    assert admin.get(f"{CHANGES}?{query}").status_code == status


def run(record: Record, *arguments: str, code: int = 0) -> Result:
    done = CliRunner().invoke(main, ["blocklist", "history", *arguments, *record.arguments])
    assert done.exit_code == code, done.output
    return done


def test_the_command_line_finds_the_same(admin: TestPhone, record: Record) -> None:
    listed = json.loads(run(record, "--list", "block", "--from", "2026-11-22", "--json").stdout)["changes"]
    assert [one["about"] for one in listed] == [ID]
    assert json.loads(run(record, "--entry", ID, "--to", "2026-11-21", "--json").stdout)["changes"] == []
    assert "create_key" in run(record, "--what", "create_key", "--who", "test").stdout
    assert "is a day, or a moment" in run(record, "--from", "yesterday", code=2).output
