"""Reports: one for each phone and number, decided once, and decided again when what was decided is gone."""

from datetime import timedelta

import pytest

from guard_api.errors import Conflict, NotFound
from guard_api.lists.change import ActKind, Author, ChangeKind, Step
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.ports import Device, Scope, Services
from guard_api.ports.phones.reports import Decision
from tests.support.clock import NOON, Clock

A, B, C = (f"+861390000000{n}" for n in range(3))
ADMIN = Author("admin", NOON, "because")
KEY = EntryKey(ListName.BLOCK, Match.EXACT, A)
OPEN, ACCEPTED, DISMISSED = Decision.OPEN, Decision.ACCEPTED, Decision.DISMISSED


@pytest.fixture(autouse=True)
def phones(services: Services) -> list[str]:
    names = [f"phone {n}" for n in range(12)]
    for name in names:
        services.keys.create(Scope.DEVICE, "", NOON, Device(name, "CN"))
    return names


def report(services: Services, number: str, phones: list[str], category: Category = Category.FRAUD) -> None:
    for phone in phones:
        services.reports.submit(number, phone, category, f"of {phone}", services.clock())


def numbers(services: Services, decision: Decision = OPEN, devices: int = 1) -> list[tuple[str, int]]:
    return [(one.number, one.devices) for one in services.reports.list(decision, devices, None, 9)]


def test_each_phone_counts_once_and_its_last_word_is_the_one_that_counts(
    services: Services, clock: Clock, phones: list[str]
) -> None:
    report(services, A, phones[:3])
    clock.pass_(minutes=1)
    report(services, A, phones[:1], Category.SPAM)
    found = services.reports.get(A)
    assert (found.number, found.devices, found.decision) == (A, 3, OPEN)
    assert dict(found.categories) == {Category.FRAUD: 2, Category.SPAM: 1}
    assert next(iter(found.categories)) is Category.FRAUD
    assert (found.first_at, found.last_at) == (NOON, clock())
    assert found.comments[0] == "of phone 0"
    assert len(found.comments) == 3
    assert services.reports.has(A, phones[0])
    assert not services.reports.has(A, phones[3])
    with pytest.raises(NotFound):
        services.reports.get(B)


def test_numbers_of_many_phones_come_first_and_page_by_page(services: Services, phones: list[str]) -> None:
    for number, devices in ((A, 2), (B, 3), (C, 2)):
        report(services, number, phones[:devices])
    assert numbers(services) == [(B, 3), (C, 2), (A, 2)]
    assert numbers(services, devices=3) == [(B, 3)]
    page = services.reports.list(OPEN, 1, (2, C), 9)
    assert [one.number for one in page] == [A]


def test_what_a_phone_withdraws_is_gone_and_a_number_without_any_report_is_forgotten(
    services: Services, phones: list[str]
) -> None:
    report(services, A, phones[:2])
    services.reports.withdraw(A, phones[0])
    services.reports.withdraw(A, phones[0])
    assert numbers(services) == [(A, 1)]
    services.reports.withdraw(A, phones[1])
    assert numbers(services) == []
    with pytest.raises(NotFound):
        services.reports.get(A)


def test_accepting_lists_the_number_and_remembers_who_and_why_or_neither(services: Services, phones: list[str]) -> None:
    with pytest.raises(NotFound):
        services.reports.accept(KEY, Entry(A), ADMIN)
    assert services.lists.get(KEY) is None
    report(services, A, phones[:1])
    services.reports.accept(KEY, Entry(A, category=Category.FRAUD), ADMIN)
    found = services.reports.get(A)
    assert (found.decision, found.decided_by, found.decided_at, found.why) == (ACCEPTED, "admin", NOON, "because")
    assert services.changes.list(9, 9)[0].what is ChangeKind.ACCEPT
    assert (numbers(services), numbers(services, ACCEPTED)) == ([], [(A, 1)])
    with pytest.raises(Conflict, match="listed already"):
        services.reports.accept(KEY, Entry(A), ADMIN)
    for attempt in (services.reports.dismiss, services.reports.reopen):
        with pytest.raises(Conflict, match="was accepted"):
            attempt(A, ADMIN)


def test_what_is_dismissed_waits_no_more_until_it_is_opened_again_and_all_of_it_is_in_the_trail(
    services: Services, phones: list[str]
) -> None:
    report(services, A, phones[:1])
    services.reports.dismiss(A, ADMIN)
    assert (numbers(services), numbers(services, DISMISSED)) == ([], [(A, 1)])
    services.reports.reopen(A, ADMIN)
    assert numbers(services) == [(A, 1)]
    with pytest.raises(Conflict, match="waits for a decision"):
        services.reports.reopen(A, ADMIN)
    for attempt in (services.reports.dismiss, services.reports.reopen):
        with pytest.raises(NotFound):
            attempt(B, ADMIN)
    acts = services.trail.list(Step(9), 9)
    assert [act.what for act in acts] == [ActKind.REOPEN, ActKind.DISMISS]


def test_taking_an_accept_back_opens_the_number_again_and_taking_that_back_accepts_it(
    services: Services, phones: list[str]
) -> None:
    report(services, A, phones[:1])
    services.reports.accept(KEY, Entry(A), ADMIN)
    services.changes.revert(1, ADMIN, ())
    assert numbers(services) == [(A, 1)]
    services.changes.revert(2, ADMIN, ())
    assert numbers(services, ACCEPTED) == [(A, 1)]


def test_a_number_that_is_reported_after_its_entry_is_gone_waits_again(
    services: Services, clock: Clock, phones: list[str]
) -> None:
    report(services, A, phones[:1])
    services.reports.accept(KEY, Entry(A, expires_at=NOON + timedelta(minutes=1)), ADMIN)
    report(services, A, phones[1:2])
    assert numbers(services, ACCEPTED) == [(A, 2)]
    clock.pass_(minutes=1)
    report(services, A, phones[2:3])
    assert numbers(services) == [(A, 3)]
