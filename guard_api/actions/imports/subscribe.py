"""Lists that others keep on the web: subscribed to by people, and changed, and confirmed where too much would go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from guard_api.actions.imports.fetch import PAUSED
from guard_api.actions.imports.import_lists import import_checked
from guard_api.errors import Conflict, Invalid
from guard_api.lists.change import Author
from guard_api.lists.files.addresses import fault_of_url
from guard_api.ports import Services
from guard_api.ports.imports.subscriptions import Order, Subscription, SubscriptionState

OFTENEST, SELDOMEST = timedelta(minutes=15), timedelta(days=31)


def subscribe(services: Services, order: Order, author: Author) -> Subscription:
    """Have a list be fetched from now on. Raises Invalid, Conflict."""
    _check(order)
    made = services.subscriptions.create(order, author)
    services.runner.start_fetching()
    return made


def list_subscriptions(services: Services) -> Sequence[Subscription]:
    """Return all subscriptions."""
    return services.subscriptions.list()


def show_subscription(services: Services, name: str) -> Subscription:
    """Return a subscription. Raises NotFound."""
    return services.subscriptions.get(name)


def edit_subscription(services: Services, name: str, order: Order, author: Author, *, paused: bool) -> Subscription:
    """Change what is fetched, or whether it is. Raises NotFound, Invalid, Conflict."""
    _check(order)
    changed = services.subscriptions.edit(name, order, author, paused=paused)
    services.runner.start_fetching()
    return changed


def unsubscribe(services: Services, name: str, author: Author) -> None:
    """Fetch a list no more; its entries stay. Raises NotFound."""
    services.subscriptions.remove(name, author)


def fetch_now(services: Services, name: str) -> Subscription:
    """Have a list be fetched soon. Raises NotFound, and Conflict where it is paused."""
    one = services.subscriptions.get(name)
    if one.state is SubscriptionState.PAUSED:
        raise Conflict(PAUSED)
    due = replace(one, next_at=services.clock())
    services.subscriptions.note(due)
    services.runner.start_fetching()
    return due


def confirm_fetched(services: Services, name: str, author: Author) -> str:
    """Import what waits for a person, since it takes so much off; gives the import's id. Raises NotFound, Conflict."""
    one = services.subscriptions.get(name)
    if one.state is not SubscriptionState.WAITING or one.import_id is None:
        raise Conflict("Nothing of this subscription waits for anybody.")
    return import_checked(services, one.import_id, author)


def _check(order: Order) -> None:
    if (fault := fault_of_url(order.url)) is not None:
        raise Invalid(fault, {"url": [fault]})
    if not order.source:
        raise Invalid("Say whose list it is.", {"source": ["Must not be empty."]})
    if not OFTENEST <= order.every <= SELDOMEST:
        raise Invalid("From 15 minutes to 31 days.", {"every": ["Must be from 15 minutes to 31 days."]})
    if (reason := order.format.not_read(order.list)) is not None:
        raise Invalid(reason, {"format": [reason]})
