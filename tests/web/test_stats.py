"""Counts by day: what admins see in charts, and nothing that tells of a person."""

import json
from datetime import date
from typing import Any

import pytest

from guard_api.actions.operate.day_counts import FEW, list_day_counts
from guard_api.jobs.worker import Worker
from guard_api.ports import Services
from guard_api.ports.operate.day_counts import COUNTS_LIFE
from tests.contracts.records import Record
from tests.support.clock import Clock
from tests.support.commands import invoked
from tests.support.phones import TestPhone

FRAUD = {"caller_number": "0095118", "screen_share_active": True}


def stats(admin: TestPhone, query: str = "") -> dict[tuple[str, str, str], Any]:
    answer = admin.get(f"/v1/admin/stats{query}")
    assert answer.status_code == 200, answer.json
    assert answer.json["few"] == FEW
    return {(one["day"], one["kind"], one["key"]): one["count"] for one in answer.json["counts"]}


def test_checks_patterns_and_reports_are_counted_by_day(admin: TestPhone, phone: TestPhone, clock: Clock) -> None:
    for _ in range(FEW):
        assert phone.check(**FRAUD)["level"] == "critical"
    for n in range(FEW + 1):
        phone.post({"number": f"1391234567{n}", "category": "spam"}, "/v1/reports")
    clock.pass_(days=1)
    for _ in range(FEW + 1):
        phone.check()
    found = stats(admin)
    assert found["2026-11-22", "checks", "critical"] == FEW
    assert found["2026-11-22", "reports", "spam"] == FEW + 1
    assert found["2026-11-22", "findings", "spoofed_official_call"] == FEW
    assert {level for day, kind, level in found if (day, kind) == ("2026-11-23", "checks")} == {"none"}


def test_a_small_count_is_not_shown(admin: TestPhone, phone: TestPhone, record: Record) -> None:
    for _ in range(FEW - 1):
        phone.check(**FRAUD)
    assert stats(admin)["2026-11-22", "checks", "critical"] is None
    shown = invoked("stats", "--from", "2026-11-22", "--to", "2026-11-22", *record.arguments)
    assert "checks" in shown.stdout
    assert f"<{FEW}" in shown.stdout
    assert not any(line.endswith(f" {FEW - 1}") for line in shown.stdout.splitlines())


def test_how_long_the_lists_are_is_shown_as_it_is(admin: TestPhone, services: Services, clock: Clock) -> None:
    assert admin.post({"number": "+8613912345678"}, "/v1/admin/entries").status_code == 201
    Worker(services).round()
    assert stats(admin)["2026-11-22", "entries", "block"] == 1
    assert admin.post({"number": "+8613912345679"}, "/v1/admin/entries").status_code == 201
    Worker(services).round()
    clock.pass_(days=1)
    Worker(services).round()
    found = stats(admin)
    assert [found[day, "entries", "block"] for day in ("2026-11-22", "2026-11-23")] == [2, 2]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?from=2026-11-22&to=2026-11-22", 200),
        ("?from=2026-01-01", 200),
        ("?from=2026-11-23", 200),
        ("?to=0001-01-02", 200),
        ("?from=2026-11-23&to=2026-11-22", 422),
        ("?from=2020-01-01&to=2026-01-01", 422),
        ("?from=0001-01-01", 422),
        ("?from=tomorrow", 422),
        ("?day=2026-11-22", 422),
    ],
)
def test_days_are_requested_by_their_ends(admin: TestPhone, query: str, status: int) -> None:
    answer = admin.get(f"/v1/admin/stats{query}")
    assert answer.status_code == status, answer.json


def test_they_are_kept_for_three_years(services: Services, admin: TestPhone, phone: TestPhone, clock: Clock) -> None:
    for _ in range(FEW):
        phone.check(**FRAUD)
    stats(admin)
    began = clock()
    clock.now = began + COUNTS_LIFE
    clock.pass_(hours=-13)
    Worker(services).round()
    assert list_day_counts(services, began.date(), began.date()) != []
    clock.pass_(days=1)
    Worker(services).round()
    assert list_day_counts(services, began.date(), began.date()) == []


def test_only_admins_see_them(phone: TestPhone) -> None:
    assert phone.get("/v1/admin/stats").status_code == 403


def test_the_command_line_prints_the_same(admin: TestPhone, phone: TestPhone, record: Record) -> None:
    for _ in range(FEW):
        phone.check(**FRAUD)
    answer = admin.get("/v1/admin/stats?from=2026-11-22&to=2026-11-22").json
    done = invoked("stats", "--from", "2026-11-22", "--to", "2026-11-22", "--json", *record.arguments)
    assert json.loads(done.stdout) == answer
    assert {one["day"] for one in answer["counts"]} == {str(date(2026, 11, 22))}
