"""Admins subscribe to lists that others keep on the web."""

from dataclasses import replace
from datetime import timedelta
from http import HTTPMethod, HTTPStatus
from typing import Any, cast

from guard_api.actions.imports import subscribe
from guard_api.errors import Conflict
from guard_api.ports.imports.subscriptions import Order, Subscription, SubscriptionState
from guard_api.ports.phones.keys import LIST_KEEPERS, READERS
from guard_api.presenters.lists.imports import queued_answer
from guard_api.presenters.lists.subscriptions import subscription_answer, subscriptions_answer
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.note import Note
from guard_api.web.contract.requests import Why
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.lists.imports import ImportNamedOut
from guard_api.web.contract.schemas.lists.subscriptions import (
    SubscriptionIn,
    SubscriptionOut,
    SubscriptionPatchIn,
    SubscriptionsOut,
)

routes = Routes("subscriptions", __doc__)
_ONE = "/v1/admin/subscriptions/<subscription_id>"


@routes.add(HTTPMethod.GET, "/v1/admin/subscriptions", *READERS, response=SubscriptionsOut())
def list_subscriptions(request: ApiRequest) -> object:
    """Give all subscriptions, and what came of their last fetches."""
    return subscriptions_answer(subscribe.list_subscriptions(request.services))


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/subscriptions",
    *LIST_KEEPERS,
    body=SubscriptionIn(),
    query=Why(),
    response=SubscriptionOut(),
    status=HTTPStatus.CREATED,
    note=Note((Conflict,), examples=examples.SUBSCRIPTIONS),
)
def create_subscription(request: ApiRequest) -> object:
    """Fetch a list from now on. One that would take over a fifth of its source's entries off waits for a person."""
    body = dict(cast("dict[str, Any]", request.body))
    every, region = timedelta(minutes=body.pop("every_minutes")), body.pop("region", request.services.default_region)
    order = Order(**body, region=region, every=every)
    return subscription_answer(subscribe.subscribe(request.services, order, request.author))


@routes.add(HTTPMethod.GET, _ONE, *READERS, response=SubscriptionOut())
def show_subscription(request: ApiRequest, subscription_id: str) -> object:
    """Give a subscription, and what came of its last fetch."""
    return subscription_answer(subscribe.show_subscription(request.services, subscription_id))


@routes.add(
    HTTPMethod.PATCH,
    _ONE,
    *LIST_KEEPERS,
    body=SubscriptionPatchIn(),
    query=Why(),
    response=SubscriptionOut(),
    note=Note((Conflict,), examples=examples.SUBSCRIPTION_PATCHES),
)
def edit_subscription(request: ApiRequest, subscription_id: str) -> object:
    """Change what is fetched and how often, or have it pause."""
    before = subscribe.show_subscription(request.services, subscription_id)
    order, paused = _changed(before, dict(cast("dict[str, Any]", request.body)))
    done = subscribe.edit_subscription(request.services, subscription_id, order, request.author, paused=paused)
    return subscription_answer(done)


def _changed(before: Subscription, body: dict[str, Any]) -> tuple[Order, bool]:
    paused = body.pop("paused", None)
    if "every_minutes" in body:
        body["every"] = timedelta(minutes=body.pop("every_minutes"))
    pauses = before.state is SubscriptionState.PAUSED if paused is None else paused
    return replace(before.order, **body), pauses


@routes.add(HTTPMethod.DELETE, _ONE, *LIST_KEEPERS, query=Why())
def delete_subscription(request: ApiRequest, subscription_id: str) -> None:
    """Fetch a list no more. What it has brought stays listed."""
    subscribe.unsubscribe(request.services, subscription_id, request.author)


@routes.add(
    HTTPMethod.POST,
    f"{_ONE}/fetch",
    *LIST_KEEPERS,
    query=Why(),
    response=SubscriptionOut(),
    status=HTTPStatus.ACCEPTED,
    note=Note((Conflict,)),
)
def fetch_subscription(request: ApiRequest, subscription_id: str) -> object:
    """Fetch a list soon, whenever it was due."""
    return subscription_answer(subscribe.fetch_now(request.services, subscription_id))


@routes.add(
    HTTPMethod.POST,
    f"{_ONE}/confirm",
    *LIST_KEEPERS,
    query=Why(),
    response=ImportNamedOut(),
    status=HTTPStatus.ACCEPTED,
    note=Note((Conflict,)),
)
def confirm_subscription(request: ApiRequest, subscription_id: str) -> object:
    """Import what was fetched and waits for a person. 409 where nothing waits."""
    return queued_answer(subscribe.confirm_fetched(request.services, subscription_id, request.author))
