"""Subscriptions that are due are fetched, compared, and imported unless too much would go."""

import logging
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from guard_api.actions.imports.import_lists import refresh_snapshot
from guard_api.actions.imports.run_job import import_turn, run_job
from guard_api.errors import Conflict, FetchFailed, Gone
from guard_api.lists.actor import SERVER, author_of
from guard_api.lists.files.cells.cells import RowDefaults
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportOrder, ImportState, Mode
from guard_api.ports.imports.jobs import Work
from guard_api.ports.imports.subscriptions import Subscription, SubscriptionState

MOST_GONE = 0.2
"""The part of what stands of a source that a fetch may take off by itself."""
PAUSED = "This subscription is paused."
_AGAIN = timedelta(hours=1)
"""When a fetch that failed is tried again, at the latest."""
_log = logging.getLogger(__name__)


def fetch_due(services: Services) -> int:
    """Fetch what is due, one after the other, unless another process is at it; gives how many."""
    with services.jobs.turn(Work.FETCHES, wait=False) as mine:
        due = services.subscriptions.due(services.clock()) if mine else ()
        for one in due:
            services.subscriptions.note(_fetched(services, one))
    return len(due)


def fetch_one(services: Services, name: str) -> Subscription:
    """Fetch a list here and now, once others are done; gives what came of it. Raises NotFound, Conflict if paused."""
    with services.jobs.turn(Work.FETCHES, wait=True):
        one = services.subscriptions.get(name)
        if one.state is SubscriptionState.PAUSED:
            raise Conflict(PAUSED)
        services.subscriptions.note(_fetched(services, one))
    return services.subscriptions.get(name)


def _fetched(services: Services, one: Subscription) -> Subscription:
    """Fetch a list; gives what came of it."""
    now = services.clock()
    tried = replace(one, tried_at=now, next_at=now + one.order.every)
    try:
        with services.fetcher.fetch(one.order.url, one.validators) as fetched:
            if fetched.chunks is None:
                return replace(tried, state=SubscriptionState.GOOD, reason="", done_at=now)
            with services.uploads.receive(fetched.chunks) as upload:
                dry = _run(services, upload, _order(services, one, dry_run=True))
    except FetchFailed as error:
        _log.warning("subscription %s: %s", one.id, error)
        retry = now + min(one.order.every, _AGAIN)
        # What waits for a person still does.
        state = one.state if one.state is SubscriptionState.WAITING else SubscriptionState.FAILED
        return replace(tried, state=state, reason=str(error), next_at=retry)
    if one.state is SubscriptionState.WAITING and one.import_id is not None:
        services.uploads.remove(one.import_id)
    if dry.state is not ImportState.DONE:
        return replace(tried, state=SubscriptionState.FAILED, reason=dry.reason, import_id=dry.id)
    if is_too_much(dry.tally.removed, services.subscriptions.standing(one.order.list, one.order.source)):
        return replace(tried, state=SubscriptionState.WAITING, reason="", import_id=dry.id)
    done = _run_checked(services, one, dry)
    if done.state is not ImportState.DONE:
        return replace(tried, state=SubscriptionState.FAILED, reason=done.reason, import_id=done.id)
    good = replace(tried, state=SubscriptionState.GOOD, reason="", done_at=now, import_id=done.id)
    return replace(good, validators=fetched.validators)


def is_too_much(removed: int, standing: int) -> bool:
    """Say whether a person is to look first: over a fifth of what stands would go."""
    return removed > standing * MOST_GONE


def _order(services: Services, one: Subscription, *, dry_run: bool) -> ImportOrder:
    order = one.order
    author = author_of(SERVER, services.clock(), f"subscription {one.id}: {order.url}"[:500])
    file = urlsplit(order.url).path.rpartition("/")[2][-128:]
    defaults = RowDefaults(order.category, order.source)
    return ImportOrder(
        *(order.list, author, order.region, order.format, dry_run, None, defaults),
        mode=Mode.REPLACE,
        file=file,
        keeps=dry_run,
    )


def _run(services: Services, upload: str, order: ImportOrder) -> Import:
    """Import a file here, once others are done."""
    with import_turn(services.jobs, services.uploads, services.clock(), wait=True):
        job = services.jobs.begin(services.jobs.enqueue(order, upload, services.uploads.size(upload)))
        return run_job(services, job, services.uploads.read(upload), lambda _: None)


def _run_checked(services: Services, one: Subscription, dry: Import) -> Import:
    try:
        with services.uploads.again(dry.id) as upload:
            done = _run(services, upload, _order(services, one, dry_run=False))
    except Gone as error:
        return replace(dry, state=ImportState.FAILED, reason=error.detail)
    services.uploads.remove(dry.id)
    refresh_snapshot(services)
    return done
