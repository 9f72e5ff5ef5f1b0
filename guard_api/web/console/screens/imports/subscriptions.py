"""Lists on the web that are fetched again and again."""

from datetime import timedelta

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.imports import subscribe
from guard_api.actions.imports.import_queue import show_import
from guard_api.actions.people.carry_out import IMPORT
from guard_api.actions.people.second_person import needs_second, propose
from guard_api.errors import Conflict, Invalid
from guard_api.lists.entry import Category, ListName
from guard_api.lists.files.cells.cells import LONGEST_NAME
from guard_api.lists.files.formats import Format
from guard_api.lists.safe_text import cleaned
from guard_api.ports.imports.imports import Import
from guard_api.ports.imports.subscriptions import Order, Subscription, SubscriptionState
from guard_api.ports.people.people import Role
from guard_api.presenters.lists.reasons import reason_text
from guard_api.web.console import params
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import explained, leave_to, leave_waiting, page
from guard_api.web.console.visit import visit

screen = Blueprint("subscriptions", __name__)
FORMS = (Format.CSV, Format.XLSX, Format.XLS, Format.ODS, Format.JSONL, Format.PLAIN, Format.HOSTS)
HOURS = (1, 6, 24, 168, 720)


@screen.get("/subscriptions")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """List all subscriptions."""
    return _shown()


def _shown(error: str = "") -> ResponseReturnValue:
    found = subscribe.list_subscriptions(visit().services)
    waiting = {one.id: _dry_run(one) for one in found if one.state is SubscriptionState.WAITING}
    choices = {
        "forms": [(form, form) for form in FORMS],
        "hours": HOURS,
        "lists": [*ListName],
        "categories": [*Category],
    }
    typed = {name: request.form.get(name, "") for name in ("url", "source", "list", "format", "hours", "category")}
    context = {"found": found, "waiting": waiting, "error": error, "typed": typed, "reason": _reason}
    return page("subscriptions.html", 422 if error else 200, **context, **choices)


def _dry_run(one: Subscription) -> Import:
    return show_import(visit().services, one.import_id or "")


def _reason(reason: str) -> str:
    return reason_text(visit().texts, reason)


@screen.post("/subscriptions")
@needs(Role.PUBLISHER, step_up=True)
def create() -> ResponseReturnValue:
    """Subscribe to a list."""
    form, current = request.form, visit()
    try:
        order = Order(
            ListName(form.get("list", "")),
            cleaned(form.get("url", "")).strip(),
            Format(form.get("format", "")),
            params.kept("source", LONGEST_NAME),
            current.services.default_region,
            Category(form["category"]) if form.get("category") else None,
            timedelta(hours=int(form.get("hours", ""))),
        )
        subscribe.subscribe(current.services, order, current.author(_why()))
    except (Invalid, Conflict) as error:
        return _shown(f"{explained(error)} {error.detail}")
    except (ValueError, OverflowError):
        return _shown(current.texts.get("console.refused.Invalid"))
    return _done("console.subscriptions.created")


@screen.post("/subscriptions/<name>/fetch")
@needs(Role.EDITOR)
def fetch(name: str) -> ResponseReturnValue:
    """Fetch a list soon."""
    subscribe.fetch_now(visit().services, name)
    return _done("console.subscriptions.fetching")


@screen.post("/subscriptions/<name>/pause")
@needs(Role.PUBLISHER)
def pause(name: str) -> ResponseReturnValue:
    """Have a list not be fetched for now, or be fetched again."""
    current, paused = visit(), request.form.get("paused") == "1"
    one = subscribe.show_subscription(current.services, name)
    subscribe.edit_subscription(current.services, name, one.order, current.author(_why()), paused=paused)
    return _done("console.subscriptions.paused" if paused else "console.subscriptions.resumed")


@screen.post("/subscriptions/<name>/confirm")
@needs(Role.PUBLISHER, step_up=True)
def confirm(name: str) -> ResponseReturnValue:
    """Import what waits for a person; if it takes much away, a second person is asked."""
    current = visit()
    one = subscribe.show_subscription(current.services, name)
    if one.state is SubscriptionState.WAITING:
        removed = _dry_run(one).tally.removed
        if needs_second(current.services, removed):
            arguments = {"import_id": one.import_id, "about": f"{one.order.source}: {one.order.url}"}
            propose(current.services, IMPORT, arguments, removed, current.author(_why()))
            return leave_waiting("console.imports.proposed", url_for("console.subscriptions.show"))
    done = subscribe.confirm_fetched(current.services, name, current.author(_why()))
    return leave_to(url_for("console.imports.one", name=done))


@screen.post("/subscriptions/<name>/remove")
@needs(Role.PUBLISHER)
def remove(name: str) -> ResponseReturnValue:
    """Fetch a list no more."""
    subscribe.unsubscribe(visit().services, name, visit().author(_why()))
    return _done("console.subscriptions.removed")


def _why() -> str:
    return request.form.get("why", "")


def _done(text: str) -> ResponseReturnValue:
    flash(visit().texts.get(text), "good")
    return leave_to(url_for("console.subscriptions.show"))
