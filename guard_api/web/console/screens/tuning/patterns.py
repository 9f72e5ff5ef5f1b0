"""Patterns and thresholds: how they count, as they ship and now."""

from collections.abc import Mapping

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.tuning import policies
from guard_api.engine.policy import Mode
from guard_api.errors import Conflict, Invalid
from guard_api.ports.people.people import Role
from guard_api.presenters.tuning import pattern_answer, policy_answer
from guard_api.web.console import params
from guard_api.web.console.forms.policy import forced, pattern_typed, thresholds_typed
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.visit import visit

screen = Blueprint("patterns", __name__)
_NOTHING: Mapping[str, list[str]] = {}


@screen.get("/patterns")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """List all patterns, and say where levels begin."""
    return _listed()


def _listed(status: int = 200, **refusal: object) -> ResponseReturnValue:
    services = visit().services
    return page(
        "patterns.html",
        status,
        patterns=[pattern_answer(one) for one in policies.list_patterns(services)],
        policy=policy_answer(policies.show_policy(services)),
        typed=request.form,
        **{"faults": _NOTHING, "failing": _NOTHING, **refusal},
    )


@screen.post("/patterns/thresholds")
@needs(Role.PUBLISHER)
def edit_thresholds() -> ResponseReturnValue:
    """Have levels begin at other scores."""
    author = visit().author(params.text("why"))
    try:
        policies.edit_thresholds(visit().services, thresholds_typed(), author, force=forced())
    except Invalid as error:
        return _listed(error.status, faults=error.errors)
    except Conflict as error:
        return _listed(error.status, failing=error.errors)
    flash(visit().texts.get("console.patterns.saved"), "good")
    return leave_to(url_for("console.patterns.show"))


@screen.get("/patterns/<pattern>")
@needs(Role.VIEWER)
def details(pattern: str) -> ResponseReturnValue:
    """Show how a pattern counts, and have it count otherwise."""
    return _details(pattern)


def _details(name: str, status: int = 200, **refusal: object) -> ResponseReturnValue:
    tuned = policies.show_pattern(visit().services, name)
    return page(
        "pattern.html",
        status,
        pattern=pattern_answer(tuned),
        rule=tuned.rule,
        typed=request.form,
        modes=[*Mode],
        **{"faults": _NOTHING, "failing": _NOTHING, **refusal},
    )


@screen.post("/patterns/<pattern>/edit")
@needs(Role.PUBLISHER)
def edit(pattern: str) -> ResponseReturnValue:
    """Have a pattern count otherwise."""
    author = visit().author(params.text("why"))
    try:
        policies.edit_pattern(visit().services, pattern, pattern_typed(), author, force=forced())
    except Invalid as error:
        return _details(pattern, error.status, faults=error.errors)
    except Conflict as error:
        return _details(pattern, error.status, failing=error.errors)
    flash(visit().texts.get("console.patterns.saved"), "good")
    return leave_to(url_for("console.patterns.details", pattern=pattern))
