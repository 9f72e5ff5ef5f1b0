"""`guard-api subscriptions ...`: lists on the web that are fetched again and again."""

from datetime import timedelta
from pathlib import Path

import click

from guard_api.actions.imports import subscribe
from guard_api.actions.imports.fetch import fetch_one
from guard_api.cli.printed import add_row, moment, narrow_table, print_json, print_table
from guard_api.cli.shared import (
    PATIENT_SECONDS,
    author,
    opened,
    with_database,
    with_json,
    with_list,
    with_numbers_region,
    with_why,
    with_word,
    words,
)
from guard_api.lists.entry import Category, ListName
from guard_api.lists.files.formats import Format
from guard_api.lists.safe_text import visible
from guard_api.ports.imports.subscriptions import Order, Subscription, SubscriptionState
from guard_api.presenters.lists.imports import queued_answer
from guard_api.presenters.lists.subscriptions import subscription_answer, subscriptions_answer

_HOUR = timedelta(hours=1)
_LONGEST_URL = 2048
_id = click.argument("name", metavar="ID")


@click.group()
def subscriptions() -> None:
    """Subscribe to lists that others keep on the web."""


@subscriptions.command("list")
@with_json
@with_database
def list_subscriptions(database: Path | None, *, as_json: bool) -> None:
    """List subscriptions, and what came of their last fetches."""
    found = subscribe.list_subscriptions(opened(database))
    if as_json:
        print_json(subscriptions_answer(found))
        return
    table = narrow_table("id", "source", "list", "every", "state", "last (UTC)", "address")
    for one in found:
        state = f"{one.state}: {one.reason}" if one.reason else one.state
        done = moment(one.done_at) if one.done_at is not None else ""
        every = f"{one.order.every / _HOUR:g} h"
        add_row(table, one.id, one.order.source, one.order.list, every, state, done, one.order.url)
    print_table(table)


@subscriptions.command()
@click.argument("url", metavar="URL")
@with_list()
@click.option("--source", required=True, callback=words(), help="Whose list it is: what it brings replaces theirs.")
@with_word("--format", "form", Format, Format.CSV, "What the file is.")
@click.option("--every", type=float, default=24, show_default=True, metavar="HOURS", help="How often it is fetched.")
@with_word("--category", "category", Category, None, "Of rows that say none.  [default: other; of a domain, fraud]")
@with_numbers_region
@with_why
@with_json
@with_database
def add(  # noqa: PLR0913 - one for each option
    url: str,
    *,
    target: ListName,
    source: str,
    form: Format,
    every: float,
    category: Category | None,
    region: str | None,
    why: str,
    database: Path | None,
    as_json: bool,
) -> None:
    """Subscribe to a list: it is fetched now, and then as often as is said."""
    services = opened(database)
    try:
        often = timedelta(hours=every)
    except (OverflowError, ValueError):
        raise click.BadParameter("no such time", param_hint="--every") from None
    place = region or services.default_region
    order = Order(target, url[:_LONGEST_URL], form, source, place, category, often)
    made = subscribe.subscribe(services, order, author(services, why))
    if as_json:
        print_json(subscription_answer(made))
    else:
        click.echo(f"{made.id}: it is fetched now. What came of it: guard-api subscriptions list")


@subscriptions.command()
@_id
@with_why
@with_database
def remove(name: str, why: str, database: Path | None) -> None:
    """Fetch a list no more. What it has brought stays listed."""
    services = opened(database)
    subscribe.unsubscribe(services, name, author(services, why))
    click.echo(f"{name} is fetched no more. What it has brought stays listed.")


@subscriptions.command()
@_id
@with_json
@with_database
def fetch(name: str, database: Path | None, *, as_json: bool) -> None:
    """Fetch a list now, whenever it was due, and say what came of it."""
    done = fetch_one(opened(database, store_seconds=PATIENT_SECONDS), name)
    if as_json:
        print_json(subscription_answer(done))
    else:
        click.echo(visible(_what_came(done)))
    if done.state is SubscriptionState.FAILED:
        raise SystemExit(1)


def _what_came(one: Subscription) -> str:
    if one.state is SubscriptionState.WAITING:
        return f"waiting: over a fifth would be taken off. To import it all the same: subscriptions confirm {one.id}"
    return f"{one.state}: {one.reason}" if one.reason else str(one.state)


@subscriptions.command()
@_id
@with_why
@with_json
@with_database
def confirm(name: str, why: str, database: Path | None, *, as_json: bool) -> None:
    """Import what was fetched and waits, since it would take over a fifth off."""
    services = opened(database)
    done = subscribe.confirm_fetched(services, name, author(services, why))
    if as_json:
        print_json(queued_answer(done))
    else:
        click.echo(f"It is imported as {done}. How far it is: guard-api blocklist imports")
