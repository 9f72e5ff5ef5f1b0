"""Imports that cannot be started, cells that are damaged, reports that are withdrawn: what is said and what is left."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.jobs.worker import Worker
from guard_api.lists.change import Author, ChangeKind
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.ports import Scope, Services
from guard_api.ports.imports.imports import ImportState
from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.servers import wait_for

PERSONAL = "my name is Wang, card 6222020200112233"
NUMBER = "+8613912345678"


@pytest.mark.parametrize("how", ["nobody may run it", "it is gone", "it ends at once"])
def test_an_import_whose_process_cannot_be_started_has_failed_and_explains_why(
    services: Services, admin: TestPhone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    program = tmp_path / "python"
    if how != "it is gone":
        program.write_text("#!/bin/sh\nexit 3\n")
        program.chmod(0o700 if how == "it ends at once" else 0o600)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr("guard_api.jobs.processes._AGAIN_SECONDS", 0.01)
    response = admin.client.post(
        "/v1/admin/imports", data=b"+8613912345678\n", headers={"Authorization": f"Bearer {admin.key}"}
    )
    assert response.status_code == 202
    name = response.get_json()["import_id"]
    wait_until_failed(services, name)
    assert "process" in services.jobs.get(name).reason
    services.runner.start_unfinished()
    monkeypatch.undo()
    assert admin.post({"number": NUMBER}, "/v1/admin/entries").status_code == 201


def wait_until_failed(services: Services, name: str) -> None:
    wait_for(lambda: services.jobs.get(name).state is ImportState.FAILED)


def spoil(database: Path, column: str, table: str) -> None:
    """Make the texts of a column no UTF-8 any more."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(f"UPDATE {table} SET {column} = CAST(CAST({column} AS BLOB) || x'ff' AS TEXT)")  # noqa: S608 - constants
    connection.close()


@pytest.fixture
def personal(phone: TestPhone, services: Services, clock: Clock) -> None:
    """Have the same words everywhere in the database."""
    services.keys.create(Scope.ADMIN, PERSONAL, clock())
    for n in range(3):
        number = f"{NUMBER}{n}"
        services.reports.submit(number, "phone", Category.FRAUD, PERSONAL, clock())
        entry = Entry(number, label=PERSONAL, note=PERSONAL)
        services.lists.add(EntryKey(ListName.BLOCK, Match.EXACT, number), entry, Author(PERSONAL, clock()))


@pytest.mark.parametrize(
    "cell",
    [
        ("report", "comment", "/v1/admin/reports?devices=1"),
        ("listed", "label", "/v1/admin/entries"),
        ("listed", "label", "/v1/admin/exports?list=block"),
        ("listed", "note", "/v1/admin/exports?list=block&format=jsonl"),
        ("change", "who", "/v1/admin/changes"),
        ("key", "label", "/v1/admin/keys"),
        ("organization", "name_en", "/v1/organizations"),
    ],
)
@pytest.mark.usefixtures("personal")
def test_nothing_of_a_damaged_cell_gets_into_the_log_or_an_answer(
    admin: TestPhone, database: Path, caplog: pytest.LogCaptureFixture, cell: tuple[str, str, str]
) -> None:
    table, column, path = cell
    spoil(database, column, table)
    response = admin.get(path)
    shown = f"{caplog.text} {response.text if response.status_code >= 400 else ''}"
    assert "Wang" not in shown
    assert "6222" not in shown


def test_what_a_phone_has_withdrawn_is_in_no_page_of_the_database(
    phone: TestPhone, services: Services, clock: Clock, database: Path
) -> None:
    def is_stored() -> bool:
        connection = sqlite3.connect(database, isolation_level=None)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        connection.close()
        return PERSONAL.encode() in database.read_bytes()

    services.reports.submit(NUMBER, "phone", Category.FRAUD, PERSONAL, clock())
    assert is_stored()
    services.reports.withdraw(NUMBER, "phone")
    assert not is_stored()


def test_what_has_expired_is_in_the_audit_trail_though_nobody_asks(services: Services, clock: Clock) -> None:
    key = EntryKey(ListName.BLOCK, Match.EXACT, NUMBER)
    services.lists.add(key, Entry(NUMBER, expires_at=clock() + timedelta(hours=1)), Author("admin", clock()))
    clock.pass_(hours=2)
    Worker(services).round()
    assert [change.what for change in services.changes.list(9, 9)] == [ChangeKind.EXPIRE, ChangeKind.ADD]
