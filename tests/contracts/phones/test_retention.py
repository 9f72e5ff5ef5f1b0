"""What is too old is forgotten, by kind and with counts; what is in use stays; phones are forgotten when they ask."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from guard_api.actions.operate import retention
from guard_api.actions.phones.forget import forget_device
from guard_api.errors import NotFound
from guard_api.jobs.handlers import note_uses, retain
from guard_api.lists.change import ActKind, Author, Step
from guard_api.lists.entry import Category, ListName
from guard_api.lists.files.rows import Row
from guard_api.ports import Device, KeySearch, Scope, Services
from guard_api.ports.imports.imports import ImportOrder
from guard_api.ports.lists.trail import Act
from guard_api.ports.phones.reports import Decision
from guard_api.ports.phones.retention import Kept
from tests.contracts.records import Record
from tests.support.at_once import load_now
from tests.support.clock import NOON, Clock

NUMBER, OTHER = "+8613912345678", "+8613912345679"
YEAR = 366


def phone(services: Services, name: str, clock: Clock) -> str:
    return services.keys.create(Scope.DEVICE, "", clock(), Device(name, "CN"))[1]


def due(services: Services) -> Mapping[Kept, int]:
    return {kind: one.count for kind, one in retention.due(services).items() if one.count}


def purged(services: Services, clock: Clock) -> Mapping[Kept, int]:
    """Purge as a person does, and hold what was said beforehand against it."""
    before = due(services)
    gone = retention.purge(services, Author("Ann", clock(), "purge"))
    assert gone == before
    assert due(services) == {}
    return gone


def acts(services: Services) -> list[Act]:
    return [one for one in services.trail.list(Step(1 << 62), 99) if isinstance(one, Act)]


def test_a_phone_that_was_silent_for_a_year_is_forgotten_and_one_that_was_not_is_kept(
    services: Services, clock: Clock
) -> None:
    silent, asking = phone(services, "silent", clock), phone(services, "asking", clock)
    clock.pass_(days=200)
    assert services.keys.authenticate(asking) is not None
    note_uses(services)
    clock.pass_(days=YEAR - 200)

    assert purged(services, clock) == {Kept.DEVICES: 1}
    assert services.keys.authenticate(silent) is None
    assert services.keys.authenticate(asking) is not None
    assert [key.device.id for key in services.keys.list() if key.device is not None] == ["asking"]
    clock.pass_(days=199)
    assert due(services) == {}
    clock.pass_(days=3)
    assert due(services) == {Kept.DEVICES: 1}


def test_the_day_of_last_use_is_known_once_it_is_written_down_and_costs_no_request_a_write(
    record: Record, clock: Clock
) -> None:
    services = record.services
    secret = phone(services, "phone", clock)
    changes = "SELECT count(*) FROM key WHERE last_used IS NOT NULL"
    for _ in range(3):
        assert services.keys.authenticate(secret) is not None
    assert record.query(changes) == [(0,)]
    note_uses(services)
    assert [key.last_used for key in services.keys.list()] == [date(2026, 11, 22)]
    clock.pass_(days=1)
    services.keys.authenticate(f"{secret}x")
    note_uses(services)
    assert [key.last_used for key in services.keys.list()] == [date(2026, 11, 22)]
    services.keys.authenticate(secret)
    note_uses(services)
    assert [key.last_used for key in services.keys.list(KeySearch(limit=1))] == [date(2026, 11, 23)]


def test_a_use_that_could_not_be_written_down_is_written_later(record: Record, clock: Clock) -> None:
    services = record.services
    secret = phone(services, "phone", clock)
    services.keys.authenticate(secret)
    record.break_()
    with pytest.raises(Exception, match=r"."):
        note_uses(services)
    record.restore()
    note_uses(services)
    assert [key.last_used for key in services.keys.list()] == [NOON.date()]


def test_where_last_use_was_never_noted_every_phone_has_a_year_from_now(record: Record, clock: Clock) -> None:
    services = record.services
    phone(services, "old", clock)
    record.query("DELETE FROM meta WHERE name = 'uses_since'")
    clock.pass_(days=2 * YEAR)
    assert due(services) == {}
    assert purged(services, clock) == {}
    clock.pass_(days=YEAR - 2)
    assert due(services) == {}
    clock.pass_(days=3)
    assert purged(services, clock) == {Kept.DEVICES: 1}


def test_a_server_that_was_off_for_long_forgets_no_phone_that_could_not_ask_meanwhile(
    services: Services, clock: Clock
) -> None:
    secret = phone(services, "phone", clock)
    retain(services)
    clock.pass_(days=2 * YEAR)
    assert not retain(services)
    clock.pass_(days=2)
    assert not retain(services)
    assert services.keys.authenticate(secret) is not None


def test_a_clock_that_was_ahead_once_keeps_nobody_for_ever(record: Record, clock: Clock) -> None:
    phone(record.services, "phone", clock)
    record.query("UPDATE meta SET value = 1 << 60 WHERE name = 'uses_since'")
    assert purged(record.services, clock) == {}
    clock.pass_(days=YEAR)
    assert purged(record.services, clock) == {Kept.DEVICES: 1}


def test_revoked_keys_go_after_a_year_and_admins_that_never_ask_stay(services: Services, clock: Clock) -> None:
    (kept, _), (revoked, _) = (services.keys.create(Scope.ADMIN, name, clock()) for name in ("Ann", "Bob"))
    lost, _ = services.keys.create(Scope.DEVICE, "", clock(), Device("lost", "CN"))
    clock.pass_(days=300)
    for key in (revoked, lost):
        assert services.keys.revoke(key.id, clock())
    clock.pass_(days=300)
    assert due(services) == {}
    clock.pass_(days=YEAR - 300)
    assert purged(services, clock) == {Kept.KEYS: 1, Kept.DEVICES: 1}
    assert services.keys.list() == [kept]


def test_codes_that_open_nothing_any_more_are_forgotten(record: Record, clock: Clock) -> None:
    services, soon = record.services, clock() + timedelta(days=7)
    spent, kept, _ = (services.keys.create_code(1, soon).code for _ in range(3))
    assert services.keys.enrol(spent, Device("phone", "CN"), "", clock()) is not None
    assert purged(services, clock) == {Kept.CODES: 1}
    assert services.keys.is_good(kept, None, clock())
    clock.pass_(days=7)
    assert purged(services, clock) == {Kept.CODES: 2}
    assert record.query("SELECT count(*) FROM enrolment_code") == [(0,)]


def reported(services: Services, number: str, *devices: str, comment: str = "") -> None:
    for device in devices:
        if not services.keys.has_device(device):
            services.keys.create(Scope.DEVICE, "", services.clock(), Device(device, "CN"))
        services.reports.submit(number, device, Category.FRAUD, comment, services.clock())


def test_reports_that_came_to_nothing_are_forgotten_and_what_waits_for_admins_or_was_accepted_stays(
    record: Record, clock: Clock
) -> None:
    services = record.open(device_days=10_000)
    devices = ("a", "b", "c")
    few, dismissed, waiting = "+8613900000001", "+8613900000002", "+8613900000003"
    reported(services, few, "a", comment="he wept")
    reported(services, dismissed, *devices)
    reported(services, waiting, *devices)
    services.reports.dismiss(dismissed, Author("Ann", clock()))
    clock.pass_(days=300)
    reported(services, dismissed, "a")
    clock.pass_(days=YEAR - 300)

    assert purged(services, clock) == {Kept.REPORTS: 1}, "the dismissed one is still reported"
    clock.pass_(days=300)
    assert purged(services, clock) == {Kept.REPORTS: 1}
    for number in (few, dismissed):
        with pytest.raises(NotFound):
            services.reports.get(number)
    assert services.reports.get(waiting).devices == 3
    assert record.query("SELECT count(*) FROM report") == [(3,)]
    assert {act.about for act in acts(services) if act.what is ActKind.DISMISS} == {"report:forgotten"}


def test_imports_are_forgotten_with_their_errors_and_the_changes_that_they_made_stay(
    record: Record, clock: Clock
) -> None:
    services = record.services
    author = Author("Ann", clock())
    rows = [Row(1, None, "no number")]
    job = load_now(services, ImportOrder(ListName.BLOCK, author, "CN"), rows)
    waiting = services.jobs.enqueue(ImportOrder(ListName.BLOCK, author, "CN"))
    clock.pass_(days=89)
    assert due(services) == {}
    clock.pass_(days=2)
    assert purged(services, clock) == {Kept.IMPORTS: 1}
    assert services.jobs.unfinished() == [waiting]
    assert record.query("SELECT count(*) FROM import_error") == [(0,)]
    with pytest.raises(NotFound):
        services.jobs.get(job.id)


def test_the_trail_notes_once_a_day_how_many_went_and_names_none(services: Services, clock: Clock) -> None:
    assert not retain(services)
    assert acts(services) == []
    for n in range(250):
        phone(services, f"phone {n}", clock)
    for _ in range(YEAR // 20 + 1):
        clock.pass_(days=20)
        while retain(services):
            pass
    [act] = acts(services)
    assert (act.who, act.what, act.why, act.about) == ("guard-api", ActKind.PURGE, "too old", "retention")
    assert act.after == {"devices": 250}
    phone(services, "late", clock)
    services.keys.create_code(1, clock())
    clock.pass_(days=1)
    assert retain(services)
    assert [one.after for one in acts(services)] == [{"codes": 1}, {"devices": 250}]


def test_a_forgotten_phone_leaves_its_reports_counted_and_nobodys(record: Record, clock: Clock) -> None:
    services = record.services
    reported(services, NUMBER, "a", "b", comment="I am Li Lei")
    reported(services, OTHER, "a")
    before = services.reports.get(NUMBER)
    forget_device(services, "a", Author("Ann", clock()))

    after = services.reports.get(NUMBER)
    assert (after.devices, dict(after.categories)) == (before.devices, dict(before.categories)) == (2, {"fraud": 2})
    assert services.reports.get(OTHER).categories == {Category.FRAUD: 1}
    assert after.comments == ["I am Li Lei"], "of the other phone"
    assert record.query("SELECT device_id FROM report") == [("b",)]
    forget_device(services, "b", Author("Ann", clock()))
    assert services.reports.get(NUMBER).categories == {Category.FRAUD: 2}
    assert services.reports.get(NUMBER).comments == []
    with pytest.raises(NotFound):
        forget_device(services, "a", Author("Ann", clock()))
    assert [(act.what, act.about, act.before, act.after) for act in acts(services)] == [
        (ActKind.FORGET_DEVICE, "device", None, None)
    ] * 2


def test_what_a_forgotten_phone_reported_can_be_accepted_as_it_was_and_withdrawn_by_nobody(
    services: Services, clock: Clock
) -> None:
    reported(services, NUMBER, "a", "b", "c")
    for device in ("a", "b"):
        forget_device(services, device, Author("Ann", clock()))
    services.reports.withdraw(NUMBER, "a")
    services.reports.withdraw(NUMBER, "c")
    report = services.reports.get(NUMBER)
    assert (report.devices, dict(report.categories), report.decision) == (2, {Category.FRAUD: 2}, Decision.OPEN)


def test_a_key_of_a_forgotten_phone_opens_nothing_at_any_server_nor_while_the_record_is_away(
    record: Record, clock: Clock
) -> None:
    servers = [record.services, record.open()]
    secret = phone(servers[0], "phone", clock)
    assert all(server.keys.authenticate(secret) is not None for server in servers)
    forget_device(servers[0], "phone", Author("Ann", clock()))
    record.break_()
    assert [server.keys.authenticate(secret) for server in servers] == [None, None]
    record.restore()
    assert [server.keys.authenticate(secret) for server in servers] == [None, None]


def test_a_phones_label_goes_from_the_trail_too(services: Services, clock: Clock) -> None:
    by = Author("Ann", clock())
    key, _ = services.keys.create(Scope.DEVICE, "Grandma Li", clock(), Device("phone", "CN"), by)
    services.keys.create(Scope.ADMIN, "Bob", clock(), by=by)
    services.keys.revoke(key.id, clock(), by)
    forget_device(services, "phone", by)
    states = [(act.before, act.after) for act in acts(services)]
    assert "Grandma" not in repr(states)
    assert "Bob" in repr(states)
