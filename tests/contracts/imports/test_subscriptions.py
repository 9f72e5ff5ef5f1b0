"""Lists on the web are fetched again and again; what would take too much off waits for a person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from guard_api.actions.imports.fetch import fetch_due, is_too_much
from guard_api.actions.imports.subscribe import (
    confirm_fetched,
    edit_subscription,
    fetch_now,
    show_subscription,
    subscribe,
    unsubscribe,
)
from guard_api.errors import Conflict, Invalid, NotFound
from guard_api.jobs.handlers import run_queued
from guard_api.lists.actor import PersonActor, author_of
from guard_api.lists.change import Author, Step
from guard_api.lists.entry import Category, EntryKey, ListName, Match
from guard_api.lists.files.formats import Format
from guard_api.ports import Services
from guard_api.ports.imports.subscriptions import Order, Subscription, SubscriptionState
from guard_api.store.fetching.fetcher import HttpsFetcher
from tests.support.clock import Clock
from tests.support.network.https import Site, https_site

DAY = timedelta(days=1)
NUMBERS = [f"+861391234{n:04d}" for n in range(10)]


class Still:
    """A runner that starts nothing: tests do what is due by themselves."""

    def start(self) -> None: ...

    def start_unfinished(self) -> None: ...

    def start_fetching(self) -> None: ...


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with https_site(tmp_path) as running:
        yield running


@pytest.fixture
def services(services: Services, site: Site) -> Services:
    fetcher = HttpsFetcher(lambda address: address.is_loopback, site.context)
    return replace(services, fetcher=fetcher, runner=Still())


def order(site: Site, **more: object) -> Order:
    made = Order(ListName.BLOCK, f"{site.url}/fraud.csv", Format.CSV, "police", "CN", Category.FRAUD, DAY)
    return replace(made, **more)  # type: ignore[arg-type] # as the field has it


def ann(clock: Clock) -> Author:
    return author_of(PersonActor("ann"), clock(), "why")


@pytest.fixture
def one(services: Services, site: Site, clock: Clock) -> Subscription:
    """A subscription whose list of ten numbers was fetched."""
    site.sends("\n".join(NUMBERS).encode(), ETag='"1"')
    made = subscribe(services, order(site), ann(clock))
    assert (made.state, made.next_at) == (SubscriptionState.NEW, clock())
    assert fetch_due(services) == 1
    return show_subscription(services, made.id)


def listed(services: Services) -> list[str]:
    keys = [EntryKey(ListName.BLOCK, Match.EXACT, number) for number in NUMBERS]
    return [key.number for key in keys if services.lists.get(key) is not None]


def test_a_list_is_fetched_at_once_and_then_as_often_as_is_set(
    services: Services, one: Subscription, clock: Clock
) -> None:
    assert (one.state, one.done_at, one.next_at) == (SubscriptionState.GOOD, clock(), clock() + DAY)
    assert listed(services) == NUMBERS
    entry = services.lists.get(EntryKey(ListName.BLOCK, Match.EXACT, NUMBERS[0]))
    assert entry is not None
    assert (entry.entry.source, entry.entry.category, entry.changed_by) == ("police", Category.FRAUD, "guard-api")
    assert fetch_due(services) == 0
    clock.now += DAY
    assert fetch_due(services) == 1


def test_what_is_as_it_was_is_not_read_again(services: Services, one: Subscription, site: Site, clock: Clock) -> None:
    site.sends(b"", 304)
    clock.now += DAY
    assert fetch_due(services) == 1
    assert site.requests[-1][1]["If-None-Match"] == '"1"'
    after = show_subscription(services, one.id)
    assert (after.state, after.done_at, after.import_id) == (SubscriptionState.GOOD, clock(), one.import_id)
    assert after.validators == one.validators


def test_a_little_goes_by_itself(services: Services, one: Subscription, site: Site, clock: Clock) -> None:
    site.sends("\n".join(NUMBERS[2:]).encode())
    clock.now += DAY
    fetch_due(services)
    assert show_subscription(services, one.id).state is SubscriptionState.GOOD
    assert listed(services) == NUMBERS[2:]


def test_too_much_waits_for_a_person(services: Services, one: Subscription, site: Site, clock: Clock) -> None:
    # Rows that repeat each other make no difference.
    site.sends("\n".join(NUMBERS[3:] * 9).encode())
    clock.now += DAY
    fetch_due(services)
    waiting = show_subscription(services, one.id)
    assert waiting.state is SubscriptionState.WAITING
    assert listed(services) == NUMBERS
    assert waiting.import_id is not None
    assert services.jobs.get(waiting.import_id).tally.removed == 3
    done = confirm_fetched(services, one.id, ann(clock))
    run_queued(services)
    assert listed(services) == NUMBERS[3:]
    assert services.changes.get(services.jobs.get(done).revision or 0).who == "cli:ann"
    assert show_subscription(services, one.id).state is SubscriptionState.GOOD
    with pytest.raises(Conflict):
        confirm_fetched(services, one.id, ann(clock))


def test_what_waits_is_the_newest_and_waits_on_while_nothing_comes(
    services: Services, one: Subscription, site: Site, clock: Clock
) -> None:
    site.sends("\n".join(NUMBERS[5:]).encode())
    clock.now += DAY
    fetch_due(services)
    first = show_subscription(services, one.id)
    site.sends(b"gone", 404)
    clock.now += DAY
    fetch_due(services)
    still = show_subscription(services, one.id)
    assert (still.state, still.import_id) == (SubscriptionState.WAITING, first.import_id)
    assert "404" in still.reason
    site.sends("\n".join(NUMBERS[4:]).encode())
    clock.now += DAY
    fetch_due(services)
    second = show_subscription(services, one.id)
    assert second.import_id != first.import_id
    confirm_fetched(services, one.id, ann(clock))
    run_queued(services)
    assert listed(services) == NUMBERS[4:]


def test_what_fails_changes_nothing_and_is_tried_again(
    services: Services, one: Subscription, site: Site, clock: Clock
) -> None:
    for content, status, reason in ((b"x", 500, "The answer was 500"), (b"<html>sorry</html>", 200, "")):
        clock.now += DAY
        site.sends(content, status)
        fetch_due(services)
        failed = show_subscription(services, one.id)
        assert failed.state is SubscriptionState.FAILED
        assert failed.reason.startswith(reason)
        assert failed.reason
        assert failed.next_at <= clock() + DAY
        assert listed(services) == NUMBERS


def test_a_pause_is_kept_and_what_is_changed_is_fetched_anew(
    services: Services, one: Subscription, site: Site, clock: Clock
) -> None:
    edit_subscription(services, one.id, one.order, ann(clock), paused=True)
    clock.now += DAY
    assert fetch_due(services) == 0
    with pytest.raises(Conflict):
        fetch_now(services, one.id)
    edit_subscription(services, one.id, replace(one.order, every=DAY / 2), ann(clock), paused=False)
    site.sends("\n".join(NUMBERS).encode())
    assert fetch_due(services) == 1
    assert "If-None-Match" not in site.requests[-1][1]
    assert show_subscription(services, one.id).next_at == clock() + DAY / 2
    fetch_now(services, one.id)
    assert fetch_due(services) == 1


def test_people_see_in_the_trail_what_was_subscribed_to(services: Services, one: Subscription, clock: Clock) -> None:
    edit_subscription(services, one.id, one.order, ann(clock), paused=True)
    unsubscribe(services, one.id, ann(clock))
    acts = [step.what for step in services.trail.list(Step((1 << 63) - 1, 1), 9) if hasattr(step, "about")]
    assert acts == ["unsubscribe", "edit_subscription", "subscribe"]
    assert listed(services) == NUMBERS
    with pytest.raises(NotFound):
        show_subscription(services, one.id)


def test_a_source_has_one_subscription_a_list(services: Services, one: Subscription, site: Site, clock: Clock) -> None:
    with pytest.raises(Conflict):
        subscribe(services, order(site), ann(clock))
    other = subscribe(services, order(site, source="other"), ann(clock))
    with pytest.raises(Conflict):
        edit_subscription(services, other.id, one.order, ann(clock), paused=False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://example.org/"},
        {"source": ""},
        {"every": timedelta(minutes=1)},
        {"every": timedelta(days=99)},
        {"format": Format.SPAMBLOCKER},
    ],
)
def test_what_cannot_be_is_refused(services: Services, site: Site, clock: Clock, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        subscribe(services, order(site, **wrong), ann(clock))


@pytest.mark.parametrize(("removed", "standing", "much"), [(0, 0, False), (2, 10, False), (3, 10, True), (1, 1, True)])
def test_a_fifth_may_go(removed: int, standing: int, *, much: bool) -> None:
    assert is_too_much(removed, standing) is much
