"""A database from before enrolments could be repeated and the trail held all that admins do keeps what it has."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from sqlite_utils import Database as Tables

from guard_api.app import open_services
from guard_api.lists.change import Author
from guard_api.ports import Device, Services
from guard_api.ports.phones.reports import Decision
from guard_api.store.clock import to_micros
from guard_api.store.sqlite.schema.steps.accounts import accounts
from tests.support.clock import NOON, Clock
from tests.support.databases import made_before, unlimited

DEVICE, ADMIN, CODE = "guard_000000000001_secret", "guard_000000000002_secret", "AAAABBBBCCCCDDDD"
NUMBERS = [f"+861390000000{n}" for n in range(3)]


def write(tables: Tables) -> None:
    at = to_micros(NOON)
    tables.table("device").insert(
        {"id": "old", "region": "FR", "own_numbers": '["+33162345678"]', "label": "L", "enrolled_at": at}
    )
    tables.table("key").insert_all(
        {
            "id": secret.split("_")[1],
            "digest": sha256(secret.encode()).digest(),
            "scope": scope,
            "label": scope,
            "device_id": device,
            "created_at": at,
        }
        for secret, scope, device in ((DEVICE, "device", "old"), (ADMIN, "admin", None))
    )
    tables.table("enrolment_code").insert(
        {"digest": sha256(CODE.encode()).digest(), "uses_left": 1, "expires_at": to_micros(NOON.replace(day=30))}
    )
    decided: Sequence[dict[str, object]] = [
        {"decision": "", "decided_at": None, "decided_by": None},
        {"decision": "accepted", "decided_at": at, "decided_by": "Ann"},
        {"decision": "dismissed", "decided_at": at, "decided_by": "Ann"},
    ]
    tables.table("reported").insert_all(
        {"number": number, "devices": 3, "first_at": at, "last_at": at, **decision}
        for number, decision in zip(NUMBERS, decided, strict=True)
    )


@pytest.fixture
def upgraded(tmp_path: Path, clock: Clock) -> Services:
    database = tmp_path / "old.db"
    with made_before(accounts, database) as tables:
        write(tables)
    return open_services(unlimited(database), clock)


def test_keys_and_codes_open_what_they_opened(upgraded: Services) -> None:
    key = upgraded.keys.authenticate(DEVICE)
    assert key is not None
    assert key.device == Device("old", "FR", ("+33162345678",))
    assert upgraded.keys.authenticate(ADMIN) is not None
    assert {one.label for one in upgraded.keys.list()} == {"device", "admin"}
    made = [upgraded.keys.enrol(CODE, Device("new", "CN"), "", NOON, "r") for _ in range(2)]
    assert [one is not None and one[0].id for one in made] == ["new", "new"]
    assert upgraded.keys.enrol(CODE, Device("other", "CN"), "", NOON) is None


def test_decisions_are_kept_and_those_of_what_is_listed_no_more_can_be_taken_back(upgraded: Services) -> None:
    reports = upgraded.reports
    kept = {decision: [one.number for one in reports.list(decision, 1, None, 9)] for decision in Decision}
    assert kept == dict(zip(Decision, ([number] for number in NUMBERS), strict=True))
    dismissed = reports.get(NUMBERS[2])
    assert (dismissed.decided_by, dismissed.decided_at, dismissed.why) == ("Ann", NOON, "")
    for number in NUMBERS[1:]:
        reports.reopen(number, Author("Bob", NOON))
    assert len(reports.list(Decision.OPEN, 1, None, 9)) == 3
