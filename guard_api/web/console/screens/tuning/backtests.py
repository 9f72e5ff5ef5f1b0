"""Back-tests: a changed policy, tried on recorded cases before it counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Raw
from msgspec.json import decode

from guard_api.actions.tuning import backtest, policies
from guard_api.engine.backtests.backtest import Share
from guard_api.errors import NotFound
from guard_api.ports.backtests import Backtest, BacktestState
from guard_api.ports.people.people import Role
from guard_api.web.console import params
from guard_api.web.console.forms.policy import pattern_typed, thresholds_typed
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.visit import visit

screen = Blueprint("backtests", __name__)
_LISTED = 50


@screen.get("/backtests")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """List the newest back-tests."""
    return page("backtests.html", found=backtest.list_backtests(visit().services, _LISTED), edits=_edits)


@screen.post("/backtests")
@needs(Role.PUBLISHER)
def create() -> ResponseReturnValue:
    """Have what a form of a pattern, or of the thresholds, says be tried; nothing is changed."""
    services, pattern = visit().services, request.form.get("pattern")
    if pattern is None:
        edit = policies.thresholds_edit(thresholds_typed())
    else:
        edit = policies.pattern_edit(pattern, pattern_typed())
    tried = backtest.enqueue(services, edit(policies.edits_in_force(services)), visit().author(params.text("why")))
    return leave_to(url_for("console.backtests.one", name=tried.id))


@screen.get("/backtests/<name>")
@needs(Role.VIEWER)
def one(name: str) -> ResponseReturnValue:
    """Say how far a back-test is, and what comes of it."""
    tried = backtest.show(visit().services, name)
    result = _result(tried)
    return page(
        "backtest.html",
        tried=tried,
        edits=_edits(tried),
        result=result,
        levels=_levels(result) if result is not None else [],
        fired=_fired(result) if result is not None else [],
        unfinished=tried.state in {BacktestState.QUEUED, BacktestState.RUNNING},
    )


@screen.get("/backtests/<name>/cases/<path:case>")
@needs(Role.VIEWER)
def show_case(name: str, case: str) -> ResponseReturnValue:
    """Show how a case that changes goes by both policies."""
    tried = backtest.show(visit().services, name)
    changed = (_result(tried) or {}).get("changed", ())
    found = next((one for one in changed if one["id"] == case), None)
    if found is None:
        raise NotFound("There is no such case among those that change.")
    return page("case.html", tried=tried, case=found)


def _edits(tried: Backtest) -> object:
    """Return what is tried of patterns, and of the thresholds, with what is said of them."""
    return [*tried.edits.rules.items(), *([("", tried.edits.thresholds)] if tried.edits.thresholds else [])]


def _result(tried: Backtest) -> Mapping[str, Any] | None:
    return decode(tried.result, type=dict[str, Any]) if isinstance(tried.result, Raw) else None


def _levels(result: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return how many cases come to each level, with how sure the share of them is."""
    known = {"fraud": result["frauds"], "harmless": result["harmless"]}
    known["unknown"] = result["cases"] - sum(known.values())
    return [{**one, **_shares(one, known[one["of"]])} for one in result["levels"]]


def _fired(result: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return in how many cases each pattern is shown, those that change most first."""
    rows = [{**one, **_shares(one, result["cases"])} for one in result["patterns"]]
    return sorted(rows, key=lambda one: (-abs(one["after"] - one["before"]), one["pattern"]))


def _shares(counted: Mapping[str, Any], of: int) -> Mapping[str, Share]:
    return {f"share_{side}": Share(counted[side], of) for side in ("before", "after")}
