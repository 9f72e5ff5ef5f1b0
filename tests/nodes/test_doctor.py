"""What `guard-api doctor` says of a record on PostgreSQL."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guard_api.cli import main
from tests.support.engines.postgres import postgres
from tests.support.engines.postgres_databases import new_database

pytestmark = pytest.mark.slow("starts PostgreSQL")


def doctor(url: str, folder: Path) -> Result:
    return CliRunner().invoke(main, ["doctor"], env={"GUARD_DATABASE": url, "GUARD_COPY": str(folder / "copy.db")})


def test_a_record_that_answers_is_well(tmp_path: Path) -> None:
    done = doctor(new_database(), tmp_path)
    assert done.exit_code == 0, done.output
    assert "postgresql://127.0.0.1" in done.output
    assert "there is none" not in done.output
    assert "deliveries" in done.output


def test_a_record_that_cannot_be_reached_is_named_without_its_password(tmp_path: Path) -> None:
    done = doctor("postgresql://guard:secret@127.0.0.1:1/guard", tmp_path)
    assert done.exit_code == 2
    assert "127.0.0.1:1/guard" in done.output
    assert "secret" not in done.output


def test_a_user_without_rights_is_named_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = postgres()
    server.execute("CREATE ROLE nobody LOGIN")
    server.execute("CREATE DATABASE closed")
    url = server.url("closed").replace("guard@", "nobody@")
    monkeypatch.setenv("GUARD_DATABASE", url)
    monkeypatch.setenv("GUARD_COPY", str(tmp_path / "copy.db"))
    done = CliRunner().invoke(main, ["keys", "list"])
    assert done.exit_code == 1
    assert "may not make tables" in done.output
