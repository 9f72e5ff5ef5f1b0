"""Subscriptions, as every face shows them."""

from collections.abc import Sequence
from datetime import timedelta

from guard_api.ports.imports.subscriptions import Subscription

_MINUTE = timedelta(minutes=1)


def subscription_answer(one: Subscription) -> dict[str, object]:
    """Return a subscription and what came of it."""
    order = one.order
    return {
        "id": one.id,
        "list": order.list,
        "url": order.url,
        "format": order.format,
        "source": order.source,
        "region": order.region,
        "category": order.category,
        "every_minutes": order.every // _MINUTE,
        "author": one.author.who,
        "created_at": one.author.at,
        "state": one.state,
        "reason": one.reason,
        "next_at": one.next_at,
        "tried_at": one.tried_at,
        "done_at": one.done_at,
        "import_id": one.import_id,
    }


def subscriptions_answer(all_of_them: Sequence[Subscription]) -> dict[str, object]:
    """Return all subscriptions."""
    return {"subscriptions": [subscription_answer(one) for one in all_of_them]}
